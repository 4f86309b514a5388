"""What only shows across the file: names that lead nowhere, things named twice.

Looks at the plain data, so it finds them also in a file that has other faults.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.people.model import Platform
from app.policy.document import FIRST_TEAM
from app.policy.refusal import Path, did_you_mean, written

KEY = "<key>"
"""In a pattern: the name itself is the reference. `*` is every name or position."""

REFERENCES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("defaults", "team"), "teams", "team"),
    (("teams", "*", "calendar"), "calendars", "calendar"),
    (("teams", "*", "sla"), "sla", "SLA policy"),
    (("categories", "*", "team"), "teams", "team"),
    (("channels", "*", "team"), "teams", "team"),
    (("priority_rules", "*", "when", "category"), "categories", "category"),
    (("priority_rules", "*", "when", "category", "*"), "categories", "category"),
    (("escalation", KEY), "teams", "team"),
    (("escalation", "*", "*", "move_to"), "teams", "team"),
    (("digests", "*", "team"), "teams", "team"),
)
"""(where a name stands, the section it has to be in, what we call that)."""


def dangling(data: Any) -> Iterator[tuple[Path, str]]:
    """(where, reason) for each name that is not there."""
    for pattern, section, noun in REFERENCES:
        known = _names(data, section)
        if known is None:
            continue
        for path, name in _matches(data, pattern):
            if isinstance(name, str) and name not in known:
                yield path, f'there is no {noun} "{name[:80]}"{did_you_mean(name, known)}'


def _names(data: Any, section: str) -> list[str] | None:
    """None where the section itself is broken."""
    if not isinstance(data, dict):
        return None
    if section not in data:
        return [FIRST_TEAM] if section == "teams" else []
    return list(data[section]) if isinstance(data[section], dict) else None


def _matches(value: Any, pattern: tuple[str, ...], path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if not pattern:
        yield path, value
    elif pattern[0] == KEY:
        yield from (((*path, key), key) for key in value) if isinstance(value, dict) else ()
    elif pattern[0] == "*":
        steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for step, inner in steps:
            yield from _matches(inner, pattern[1:], (*path, step))
    elif isinstance(value, dict) and pattern[0] in value:
        yield from _matches(value[pattern[0]], pattern[1:], (*path, pattern[0]))


def contradictions(data: Any) -> Iterator[tuple[Path, str]]:
    """Two SLA policies that are both the default, and a channel that is listed twice: (where, reason)."""
    if not isinstance(data, dict):
        return
    first = ""
    for path, default in _matches(data, ("sla", "*", "default")):
        if default is True and first:
            yield path, f'"{first}" is the default already'
        elif default is True:
            first = str(path[1])
    for platform in Platform:
        yield from _listed_twice(data, platform)


def _listed_twice(data: dict[str, Any], platform: Platform) -> Iterator[tuple[Path, str]]:
    seen: dict[str, Path] = {}
    for path, channel in _matches(data, ("channels", "*", platform.value)):
        if isinstance(channel, str) and channel in seen:
            yield path, f"{channel} is listed already, as {written(seen[channel][:2])}"
        elif isinstance(channel, str):
            seen[channel] = path
