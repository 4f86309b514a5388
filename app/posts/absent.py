"""What people hear of absences: whoever is set away by somebody else, and the leads, of what stays behind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app import words
from app.cards import Button, Card, Element, Row, Text, Tone
from app.people.absences import is_long
from app.people.away import Absence
from app.people.duty import span_parts
from app.people.model import Organisation, Person
from app.ports import Tx
from app.posts.privately import tell_alone
from app.tickets.model import Ticket
from app.tickets.sentences import plainly, sentence, sentence_of_many, told_card
from app.turn import locale_of

MOST = 15
"""Tickets of which each has a line."""

AT_ONCE = 100
"""Absences that are looked at in one transaction."""


def tell_person(tx: Tx, org: Organisation, person: Person, by: Person, key: str, at: datetime, absence: Absence | None) -> None:
    """What somebody else has said of them."""
    locale, zone = locale_of(person, org), person.timezone or org.timezone
    span = span_parts(absence, locale, zone, now=absence.covers(at)) if absence else ""
    tell_alone(tx, org, person, told_card(sentence(key, locale, name=by.name, span=span), locale), at)


def tell_leads(tx: Tx, org_id: int, at: datetime) -> int:
    """Of those whose absence has begun, once: what they leave open. How many absences were looked at."""
    org, begun = tx.organisations.get(org_id), tx.absences.begun(org_id, at, AT_ONCE)
    for absence in begun:
        if tx.absences.tell(absence, at) and is_long(absence) and absence.covers(at):
            _leaves(tx, org, tx.people.get(org_id, absence.person_id), absence, at)
    return len(begun)


def _leaves(tx: Tx, org: Organisation, person: Person, absence: Absence, at: datetime) -> None:
    """To the leads and managers of every team in which they have something: each hears once, of the tickets of their teams."""
    found = [tx.tickets.get(org.id, number) for number in tx.assignments.held_by(org.id, person.id)]
    leads: dict[int, tuple[Person, list[Ticket]]] = {}
    for ticket in filter(None, found):
        for lead in (one for one, _ in tx.teams.members(org.id, ticket.team_id) if one.leads(ticket.team_id)):
            leads.setdefault(lead.id, (lead, []))[1].append(ticket)
    for lead, theirs in leads.values():
        if lead.id != person.id:
            locale, zone = locale_of(lead, org), lead.timezone or org.timezone
            tell_alone(tx, org, lead, leaves_card(person, absence, theirs, locale, zone), at, names=theirs[:MOST])


def leaves_card(person: Person, absence: Absence, tickets: Sequence[Ticket], locale: str, zone: str) -> Card:
    """Somebody is away, or has left, and these are open: each can be given to somebody else."""
    span = span_parts(absence, locale, zone, now=True)
    key = "duty.leaves" if person.active else "duty.left_behind"
    line = sentence_of_many(key, len(tickets), locale, name=person.name, span=span)
    body: list[Element] = [Text(line, Tone.STRONG), *(_row(ticket, locale) for ticket in tickets[:MOST])]
    if len(tickets) > MOST:
        body.append(Text((words.say_many("list.more", len(tickets) - MOST, locale),), Tone.SUBTLE))
    return Card(title="", spoken=plainly(line), body=tuple(body), locale=locale)


def _row(ticket: Ticket, locale: str) -> Row:
    reassign = words.say("button.reassign", locale)
    state = f"{words.say(f'status.{ticket.status}', locale)} · {words.say(f'priority.{ticket.priority}', locale)}"
    return Row(
        title=(f"{ticket.key} · {ticket.summary}",),
        detail=(state,),
        button=Button(
            reassign, "ticket.assign", ticket.key, ticket.version, opens_form=True, accessible=f"{reassign} {ticket.key}"
        ),
    )
