"""Whom somebody has chosen in a form: a person of this workspace whom the desk can serve."""

from __future__ import annotations

import re

from app.errors import Invalid
from app.people.model import Kind, Person
from app.tickets.intake import someone
from app.turn import Turn

_USER = re.compile(r"[A-Za-z0-9._-]{1,128}")

_BOTS = frozenset({"USLACKBOT"})
"""Slack's own, which looks like a person (docs.slack.dev/reference/objects/user-object)."""


def identity(turn: Turn, user: str) -> str:
    """Somebody of the workspace in which this happens, as a form names them; '' for nobody."""
    return f"{turn.interaction.platform}:{turn.interaction.workspace}/{user}" if user else ""


def chosen(turn: Turn, field: str) -> Person:
    """Somebody nobody has met is asked after. Refuses, at the field, nobody, bots, people of outside and those who have left."""
    value = turn.value(field)
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
