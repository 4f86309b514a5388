"""Going away and coming back, for oneself and, as a lead, for an agent; and what is planned."""

from __future__ import annotations

from collections.abc import Sequence

from app import words
from app.cards import Card
from app.errors import Conflict, NotAllowed
from app.people.absences import call_off, come_back, go_away
from app.people.absences_card import absences_card
from app.people.away import Absence, between
from app.people.duty import span_of
from app.people.model import Person
from app.people.naming import Named, named, the_one
from app.people.permissions import Action, may, require
from app.posts.absent import tell_person
from app.replies import Answer, Notice, Reply, ShowCard
from app.turn import Turn, Verb

NOW = "until further notice"
"""What the button says that sets somebody away at once."""


def away(turn: Turn) -> Reply:
    """From then until then no ticket is given to them by itself; what they have stays theirs. Without a time: what is planned."""
    person, asked = _whom(turn)
    if not asked.rest.strip(" .,!?।"):
        return Answer(_card(turn, person))
    return Notice(_goes(turn, person, asked.rest))


def away_now(turn: Turn) -> Reply:
    """The button of the card: until further notice."""
    person = _pressed_for(turn, turn.interaction.ref.removeprefix("person:"))
    told = _goes(turn, person, NOW)
    return ShowCard(_card(turn, person), note=told)


def cancel(turn: Turn) -> Reply:
    """One of the absences on the card."""
    _, who, number = [*turn.interaction.ref.split(":"), "", "", ""][:3]
    person = _pressed_for(turn, who)
    absence = next((one for one in _standing(turn, person) if str(one.number) == number), None)
    if absence is None or not call_off(turn.tx, absence, person, turn.person, turn.at):
        return ShowCard(_card(turn, person), note=turn.say("refusal.no_such_absence"))
    if person.id != turn.person.id:
        tell_person(turn.tx, turn.org, person, turn.person, "notice.away_cancelled_told", turn.at, absence)
    span = span_of(absence, turn.locale, turn.zone, now=absence.covers(turn.at))
    return ShowCard(_card(turn, person), note=turn.say("notice.away_cancelled", span=span))


def back(turn: Turn) -> Reply:
    """What is planned stays, and is said."""
    person, asked = _whom(turn)
    if asked.rest.strip(" .,!?।"):
        raise Conflict("refusal.only_a_name")
    other = person.id != turn.person.id
    was, ahead = come_back(turn.tx, person, turn.person, turn.at)
    if was and other:
        tell_person(turn.tx, turn.org, person, turn.person, "notice.back_told", turn.at, None)
    key = ("notice.back" if was else "notice.not_away") + ("_for" if other else "")
    return Notice("\n".join([turn.say(key, person=person.name), *_planned(turn, ahead, "duty.stays")]))


def _goes(turn: Turn, person: Person, text: str) -> str:
    since, until = between(text, turn.at, turn.zone)
    kept = go_away(turn.tx, Absence(turn.org.id, person.id, since, until), turn.person, turn.at)
    if person.id != turn.person.id:
        tell_person(turn.tx, turn.org, person, turn.person, "notice.away_told", turn.at, kept)
    told = [_told(turn, person, kept)]
    mine = turn.tx.assignments.held_by(turn.org.id, person.id) if person.id == turn.person.id else ()
    return " ".join([*told, words.say_many("duty.keeps", len(mine), turn.locale)] if mine else told)


def _told(turn: Turn, person: Person, kept: Absence) -> str:
    now = kept.covers(turn.at)
    span = span_of(kept, turn.locale, turn.zone, now=now)
    if person.id != turn.person.id:
        return turn.say("notice.away_for", person=person.name, span=span)
    if not now:
        return turn.say("notice.away_ahead", span=span)
    if kept.until is None:
        return turn.say("notice.away")
    return turn.say("notice.away_until", until=words.moment(kept.until, turn.locale, turn.zone))


def _planned(turn: Turn, ahead: Sequence[Absence], key: str) -> list[str]:
    return [turn.say(key, span=span_of(one, turn.locale, turn.zone)) for one in ahead[:3]]


def _card(turn: Turn, person: Person) -> Card:
    return absences_card(person, _standing(turn, person), turn.at, turn.locale, turn.zone, own=person.id == turn.person.id)


def _standing(turn: Turn, person: Person) -> Sequence[Absence]:
    return turn.tx.absences.of(turn.org.id, [person.id], turn.at).get(person.id, ())


def _whom(turn: Turn) -> tuple[Person, Named]:
    """Themselves, or the agent they name, and what else they said."""
    if not may(turn.person, Action.SEE_DUTY):
        require(turn.person, Action.AWAY)
    asked = named(turn.interaction.text, turn.tx.people.helpers(turn.org.id))
    return (_for(turn, the_one(turn.tx, turn.org.id, asked)) if asked.name else _for(turn, turn.person)), asked


def _pressed_for(turn: Turn, who: str) -> Person:
    known = turn.tx.people.many(turn.org.id, [int(who)] if who.isascii() and who.isdigit() and len(who) < 10 else [])
    return _for(turn, next(iter(known.values()), turn.person))


def _for(turn: Turn, person: Person) -> Person:
    """If they may say so of this person."""
    if person.id == turn.person.id:
        require(person, Action.AWAY)
    elif not any(may(turn.person, Action.AWAY_FOR, team) for team in person.roles):
        require(turn.person, Action.SEE_DUTY)
        raise NotAllowed("refusal.not_their_lead", person=person.name[:80])
    return person


VERBS: dict[str, Verb] = {
    "person.away": away,
    "person.away.now": away_now,
    "person.away.cancel": cancel,
    "person.back": back,
}
