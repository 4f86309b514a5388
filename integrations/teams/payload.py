"""What our buttons and forms carry through Teams and back: written by the renderers, read by the inbound half.

It lies under one key of its own, so that an input can never be called like a part of it. It is not trusted: it only says
what was pressed; who pressed it comes from the envelope.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.cards import Button
from app.forms import Form, PersonField
from app.interaction import may_be_pressed
from integrations.teams.activity import list_of, object_of, text_of

KEY = "desk"
_VERB = re.compile(r"[a-z][a-z0-9_.]{0,63}")
_NUMBER = re.compile(r"[0-9]{1,9}")
_LONGEST_VALUE = 40_000
_MOST_VALUES = 40


@dataclass(frozen=True)
class Pressed:
    """A button or a form as it came back. `values` are the inputs, under what travelled along unseen."""

    verb: str
    ref: str = ""
    version: int = 0
    nonce: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


def of_button(button: Button) -> dict[str, Any]:
    data: dict[str, Any] = {"verb": button.verb, "ref": button.ref, "version": button.version}
    if button.values:
        data["values"] = dict(button.values)
    return {KEY: data}


def of_form(form: Form) -> dict[str, Any]:
    data: dict[str, Any] = {"verb": form.verb, "ref": form.ref, "nonce": form.nonce}
    if form.keep:
        data["values"] = dict(form.keep)
    people = [one.name for one in form.fields if isinstance(one, PersonField)]
    if people:
        data["people"] = people
    return {KEY: data}


def read(data: Mapping[str, Any], tenant: str) -> Pressed | None:
    """None when it is none of ours. People become identities of `tenant`."""
    ours = object_of(data, KEY)
    verb = text_of(ours, "verb")
    if not _VERB.fullmatch(verb) or not may_be_pressed(verb):
        return None
    people = list_of(ours, "people")
    typed = {name: _person(value, tenant) if name in people else value for name, value in _texts(data).items()}
    ref, nonce, unseen = text_of(ours, "ref")[:64], text_of(ours, "nonce")[:64], _texts(object_of(ours, "values"))
    return Pressed(verb, ref, _number(ours.get("version")), nonce, {**typed, **unseen})


def _texts(data: Mapping[str, Any]) -> dict[str, str]:
    """The entries that are texts (toggles and numbers as such); no more and no longer than a form can have."""
    plain = ((name, value) for name, value in data.items() if name not in (KEY, "msteams"))
    texts = {name: str(value) for name, value in plain if isinstance(value, str | int | float)}
    return {name[:64]: value[:_LONGEST_VALUE] for name, value in list(texts.items())[:_MOST_VALUES]}


def _person(value: str, tenant: str) -> str:
    """The people picker answers with an Entra object id; one that was filled in comes back as we gave it."""
    return value if not value or ":" in value else f"teams:{tenant}/{value}"


def _number(value: Any) -> int:
    return int(str(value)) if _NUMBER.fullmatch(str(value)) else 0
