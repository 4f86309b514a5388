"""What is typed into a field for somebody of the other platform is answered with those who are meant."""

from __future__ import annotations

from app.forms import Option
from app.people.model import Person, Platform
from app.replies import Reply, Suggestions
from app.tickets.elsewhere import SEARCH, may_look, other_platform
from app.turn import Turn, Verb

MOST = 15
"""Teams shows no more (learn.microsoft.com, "Typeahead search in Adaptive Cards")."""

TYPED = 100
"""Characters that are looked at."""


def search(turn: Turn) -> Reply:
    """Whoever may not choose anybody finds nobody, and hears nothing of why."""
    elsewhere = other_platform(turn.tx, turn.org.id, turn.interaction.platform)
    if elsewhere is None or not may_look(turn.person):
        return Suggestions()
    found = turn.tx.people.found(turn.org.id, turn.interaction.text[:TYPED], elsewhere, MOST)
    return Suggestions(tuple(Option(str(person.id), person.name, _note(person)) for person in found))


def _note(person: Person) -> str:
    """Where they are, and their address: two people may have one name."""
    on = {identity.platform for identity in person.identities}
    places = ", ".join(platform.spoken for platform in Platform if platform in on)
    return f"{places} · {person.email}" if person.email else places


VERBS: dict[str, Verb] = {SEARCH: search}
