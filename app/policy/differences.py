"""What would change between two policies, one readable line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.policy.document import Document

KEYED = (
    ("calendars", "calendar"),
    ("teams", "team"),
    ("categories", "category"),
    ("sla", "SLA policy"),
    ("escalation", "escalation"),
)
SINGLE = ("defaults", "people", "auto_close", "reminders", "files", "conversation", "similar", "me_too")
LISTED = (("priority_rules", "priority rule"), ("digests", "digest"))


def differences(before: Document, after: Document) -> list[str]:
    """ "+ team it", "~ category vpn: priority normal -> high", "- channel slack C0": empty when both say the same."""
    old, new = _parts(before), _parts(after)
    lines = []
    for name in [*new, *(name for name in old if name not in new)]:
        if name not in old:
            lines.append(f"+ {name}")
        elif name not in new:
            lines.append(f"- {name}")
        elif changes := ", ".join(_changes(old[name], new[name])):
            lines.append(f"~ {name}: {changes}")
    return lines


def _parts(document: Document) -> dict[str, Any]:
    """Everything that has a line of its own, by what it is called there."""
    data = document.model_dump(mode="json")
    parts: dict[str, Any] = {name: data[name] for name in SINGLE if data[name] is not None}
    for section, noun in KEYED:
        parts |= {f"{noun} {key}": value for key, value in data[section].items()}
    for channel in data["channels"]:
        platform = "slack" if channel["slack"] else "teams"
        parts[f"channel {platform} {channel[platform]}"] = {"team": channel["team"], "intake": channel["intake"]}
    for section, noun in LISTED:
        parts |= {f"{noun} {number}": value for number, value in enumerate(data[section], start=1)}
    return parts


def _changes(before: Any, after: Any) -> Iterator[str]:
    old, new = dict(_leaves(before)), dict(_leaves(after))
    for path in [*new, *(path for path in old if path not in new)]:
        was, becomes = old.get(path), new.get(path)
        if was == becomes:
            continue
        if isinstance(was, list) or isinstance(becomes, list):
            yield f"{path} {_members(was or [], becomes or [])}"
        else:
            yield f"{path} {_shown(was)} -> {_shown(becomes)}"


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Texts, numbers and lists of texts, by where they stand."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and any(isinstance(inner, Mapping) for inner in value):
        for number, inner in enumerate(value, start=1):
            yield from _leaves(inner, f"{path} {number}".strip())
    elif value != []:
        yield path, value


def _members(was: list[str], becomes: list[str]) -> str:
    moved = [f"+{one}" for one in becomes if one not in was] + [f"-{one}" for one in was if one not in becomes]
    return " ".join(moved) or "in another order"


def _shown(value: Any) -> str:
    if value is None:
        return "none"
    return str(value).lower() if isinstance(value, bool) else str(value)
