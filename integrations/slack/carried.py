"""What travels through Slack and back unchanged: a button's deed in its value, a form's identity in its private metadata."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from app.cards import Button
from app.forms import Form
from app.interaction import may_be_pressed
from integrations.slack.cut import clean, units

OPTION_VALUE = 150
BUTTON_VALUE = 2000
PRIVATE_METADATA = 3000
LONGEST_REF = 255

_log = structlog.get_logger()


@dataclass(frozen=True)
class Deed:
    """What a button or an option stands for. `reads`: it only opens a form, so pressing it twice is two deeds."""

    verb: str
    ref: str = ""
    version: int = 0
    reads: bool = False
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    """What a form knew of itself when it was opened. Not trusted: it only says what the form was about."""

    ref: str = ""
    nonce: str = ""
    keep: Mapping[str, str] = field(default_factory=dict)


def write_deed(button: Button) -> str:
    """As short as can be, because the value of an option holds only 150 characters."""
    facts: dict[str, Any] = {"v": button.verb, "r": button.ref, "n": button.version, "f": int(button.opens_form)}
    return _compact({**facts, "x": dict(button.values)})


def read_deed(text: Any) -> Deed | None:
    """The deed in a pressed button's or chosen option's value; None where it is none of ours (an address that was opened)."""
    facts = _read(text)
    verb = _text(facts.get("v"))
    if not may_be_pressed(verb):
        return None
    version = facts.get("n")
    return Deed(
        verb,
        _text(facts.get("r"))[:LONGEST_REF],
        version if type(version) is int and 0 < version < 2**31 else 0,
        facts.get("f") == 1,
        _texts(facts.get("x")),
    )


def write_form(form: Form) -> str:
    """Fits Slack's limit for any form: what travels along unseen is left out, longest first, where it is too much."""
    keep, about = dict(form.keep), {"r": form.ref[:LONGEST_REF], "nonce": form.nonce[:LONGEST_REF]}
    while units(text := _compact({**about, "k": keep})) > PRIVATE_METADATA and keep:
        dropped = max(keep, key=lambda name: len(keep[name]))
        _log.error("slack.form_too_much_to_keep", verb=form.verb, name=dropped)
        del keep[dropped]
    return text


def read_form(text: Any) -> Kept:
    facts = _read(text)
    return Kept(_text(facts.get("r"))[:LONGEST_REF], _text(facts.get("nonce"))[:LONGEST_REF], _texts(facts.get("k")))


def _compact(facts: Mapping[str, Any]) -> str:
    full = {name: value for name, value in facts.items() if value}
    return clean(json.dumps(full, ensure_ascii=False, separators=(",", ":")))


def _read(text: Any) -> dict[str, Any]:
    try:
        facts = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _text(value: Any) -> str:
    """JSON within JSON: what the door has cleaned may hold an escaped NUL or half a surrogate pair here: nothing keeps those."""
    return clean(value) if isinstance(value, str) else ""


def _texts(value: Any) -> dict[str, str]:
    pairs = value.items() if isinstance(value, dict) else ()
    return {_text(name): _text(text) for name, text in pairs if isinstance(text, str)}
