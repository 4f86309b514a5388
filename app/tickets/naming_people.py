"""Whom somebody has chosen in a form: a person of this workspace, or of the other platform, whom the desk can serve."""

from __future__ import annotations

import re
from dataclasses import replace

from app.errors import Invalid
from app.forms import Field, PersonField, SearchField
from app.people.model import Kind, Person
from app.tickets.elsewhere import is_offered, name_of, other_platform
from app.tickets.intake import someone
from app.turn import Turn

PREFILLED = "prefilled"
"""What a form remembers of whom it had chosen by itself: somebody chosen in the other field counts instead."""

_USER = re.compile(r"[A-Za-z0-9._-]{1,128}")
_NUMBER = re.compile(r"[0-9]{1,15}")

_BOTS = frozenset({"USLACKBOT"})
"""Slack's own, which looks like a person (docs.slack.dev/reference/objects/user-object)."""


def identity(turn: Turn, user: str) -> str:
    """Somebody of the workspace in which this happens, as a form names them; '' for nobody."""
    return f"{turn.interaction.platform}:{turn.interaction.workspace}/{user}" if user else ""


def chosen(turn: Turn, field: str) -> Person:
    """Somebody nobody has met is asked after. Refuses, at the field, nobody, two different people, bots, people of outside and
    those who have left.
    """
    value, there = turn.value(field), _elsewhere(turn, field)
    if there is None:
        return _here(turn, field, value)
    if not value or value == turn.kept.get(PREFILLED, ""):
        return there
    here = _here(turn, field, value)
    if here.id != there.id:
        raise Invalid(fields={name_of(field): "refusal.two_people"}, name=here.name, person=there.name)
    return here


def is_chosen(turn: Turn, field: str) -> bool:
    """Whether somebody else than the one who asks is named, in either field."""
    return bool(turn.value(name_of(field))) or turn.value(field) not in ("", identity(turn, turn.interaction.actor))


def filled_again(turn: Turn, field: Field, value: str) -> Field:
    """The field as it was sent, with the name of whom it names."""
    if isinstance(field, SearchField):
        person = _offered(turn, value)
        return replace(field, value=value, value_name=person.name) if person else replace(field, value="")
    if isinstance(field, PersonField) and value != field.value:
        return replace(field, value=value, value_name=_name(turn, value))
    return replace(field, value=value)


def _name(turn: Turn, value: str) -> str:
    user, place = value.rpartition("/")[2], (turn.interaction.platform, turn.interaction.workspace)
    person = turn.tx.people.by_identity(turn.org.id, *place, user) if value == identity(turn, user) else None
    return person.name if person else ""


def _elsewhere(turn: Turn, field: str) -> Person | None:
    """None where nobody was chosen there."""
    value = turn.value(name_of(field))
    person = _offered(turn, value)
    if value and person is None:
        raise Invalid(fields={name_of(field): "refusal.unknown_choice"})
    return person


def _offered(turn: Turn, value: str) -> Person | None:
    """Only who could have been found: a client may send any number."""
    elsewhere = other_platform(turn.tx, turn.org.id, turn.interaction.platform)
    if elsewhere is None or not _NUMBER.fullmatch(value):
        return None
    person = turn.tx.people.many(turn.org.id, [int(value)]).get(int(value))
    return person if person and is_offered(person, elsewhere) else None


def _here(turn: Turn, field: str, value: str) -> Person:
    if not value:
        raise Invalid(fields={field: "refusal.whom"})
    user = value.rpartition("/")[2]
    if value != identity(turn, user) or not _USER.fullmatch(user):
        raise Invalid(fields={field: "refusal.unknown_choice"})
    if _is_bot(turn, user):
        raise Invalid(fields={field: "refusal.is_a_bot"})
    person = someone(turn, turn.interaction.platform, turn.interaction.workspace, user)
    if not person.active or person.kind is Kind.EXTERNAL:
        raise Invalid(fields={field: "refusal.not_served"}, name=person.name)
    return person


def _is_bot(turn: Turn, user: str) -> bool:
    workspace = turn.tx.workspaces.find(turn.interaction.platform, turn.interaction.workspace)
    ours = (workspace.bot_user, workspace.bot_id) if workspace else ()
    return user in _BOTS or user in ours or user in {one.removeprefix("28:") for one in ours}
