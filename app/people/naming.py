"""Whom somebody means who types a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.errors import Conflict, NotFound
from app.people.away import tells_a_time
from app.people.model import Person
from app.ports import Tx
from app.routing.spelling import fold

LONGEST = 4
"""Words of a name that are looked at."""

_AFTER = frozenset(map(fold, ("को", "ko", "की", "का")))
"""What Hindi puts behind a name."""


@dataclass(frozen=True)
class Named:
    """Whom a text begins with, and what follows. `name` is as it was typed, '' where nobody is named."""

    name: str
    rest: str
    people: Sequence[Person] = ()


def named(text: str, helpers: Iterable[Person]) -> Named:
    """Somebody is named with an @, or where the rest tells a time; a text that tells a time as it is names nobody."""
    words = text.split()
    marked = text.lstrip().startswith("@")
    if not words or (not marked and tells_a_time(text)):
        return Named("", text)
    known = list(helpers)
    for many in range(min(LONGEST, len(words)), 0, -1):
        name, rest = _parted(words, many)
        people = called(name, known)
        if people and (marked or not rest or tells_a_time(rest)):
            return Named(name, rest, people)
    for many in range(1, min(LONGEST, len(words)) + 1):
        name, rest = _parted(words, many)
        if tells_a_time(rest) or (marked and many == len(words)):
            return Named(name, rest)
    return Named(words[0].lstrip("@"), " ".join(words[1:])) if marked else Named("", text)


def called(name: str, people: Iterable[Person]) -> list[Person]:
    """Those with this very name on any platform, else those who are called by it among others."""
    asked = _plain(name)
    known = [(person, _names(person)) for person in people]
    exactly = [person for person, names in known if asked in names]
    return exactly or [person for person, names in known if any(asked == one.partition(" ")[0] for one in names)]


def the_one(tx: Tx, org_id: int, asked: Named) -> Person:
    """The agent who is meant. Refuses who is none, who is not known, and what several are called."""
    if len(asked.people) > 1:
        people = ", ".join(person.name for person in asked.people)
        raise Conflict("refusal.several_people", person=asked.name[:40], people=people[:150])
    if asked.people:
        return asked.people[0]
    other = tx.people.called(org_id, asked.name)
    if other is not None:
        raise Conflict("refusal.is_no_agent", person=other.name[:80])
    raise NotFound("refusal.unknown_person", person=asked.name[:80])


def _parted(words: Sequence[str], many: int) -> tuple[str, str]:
    rest = words[many:]
    return " ".join(words[:many]).lstrip("@"), " ".join(rest[1:] if rest and fold(rest[0]) in _AFTER else rest)


def _names(person: Person) -> set[str]:
    names = {_plain(person.name), *(_plain(one.name) for one in person.identities if one.name)}
    return names | {fold(one.user) for one in person.identities}


def _plain(name: str) -> str:
    """ "ravi.kumar" is how Slack calls Ravi Kumar."""
    return " ".join(fold(name).replace(".", " ").replace("_", " ").strip(" ,:;!?").split())
