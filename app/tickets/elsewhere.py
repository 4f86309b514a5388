"""Somebody of the other platform, in a form: a platform's own picker knows its own people alone, so the desk is asked."""

from __future__ import annotations

from app import words
from app.forms import SearchField
from app.people.model import Kind, Person, Platform
from app.people.permissions import Action, may
from app.ports import Tx

SEARCH = "search.people"


def other_platform(tx: Tx, org_id: int, here: Platform) -> Platform | None:
    """The platform beside this one on which the organisation talks with the desk; None where it has but one."""
    there = (workspace.platform for workspace in tx.workspaces.of(org_id) if workspace.active)
    return next((platform for platform in there if platform is not here), None)


def name_of(field: str) -> str:
    """The field that stands beneath the one in which somebody of one's own platform is chosen."""
    return f"{field}_elsewhere"


def somebody_elsewhere(field: str, elsewhere: Platform | None, locale: str) -> list[SearchField]:
    """That field; none where there is no other platform."""
    if elsewhere is None:
        return []
    label = words.say("label.somebody_in", locale, platform=elsewhere.spoken)
    hint = words.say("hint.somebody_in", locale)
    return [SearchField(name_of(field), label, SEARCH, hint=hint, placeholder=words.say("placeholder.search_people", locale))]


def may_look(person: Person) -> bool:
    """Who may ask for others, or add them to a ticket of their team: the same people, and nobody else."""
    return may(person, Action.CREATE_FOR)


def is_offered(person: Person, elsewhere: Platform | None) -> bool:
    """Whether the search shows them: what comes back from a client is looked at again."""
    there = any(identity.platform is elsewhere for identity in person.identities)
    named = any(identity.name for identity in person.identities)
    return person.active and person.kind is Kind.EMPLOYEE and there and named
