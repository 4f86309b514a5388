"""What people hear of absences: whoever is set away by somebody else, and the leads, of what stays behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from app import words
from app.cards import Button, Card, Element, Row, Text, Tone, said
from app.people.absences import is_long
from app.people.away import Absence
from app.people.duty import span_of
from app.people.model import Organisation, Person, Platform
from app.ports import Tx
from app.posts.model import DeliveryKind, Destination, Kind, NewDelivery
from app.posts.packing import pack
from app.posts.planning import quiet_until
from app.tickets.model import Ticket
from app.turn import locale_of

MOST = 15
"""Tickets of which each has a line."""

AT_ONCE = 100
"""Absences that are looked at in one transaction."""


def tell(tx: Tx, org: Organisation, person: Person, card: Card, at: datetime) -> bool:
    """Privately, on the platform they came from; False where they are on none."""
    identity = next(iter(person.identities), None)
    if identity is None:
        return False
    workspace = identity.workspace or _workspace(tx, org, identity.platform)
    place = Destination(identity.platform, workspace, Kind.DIRECT, channel=identity.conversation, user=identity.user)
    says = NewDelivery(DeliveryKind.SAY, place, locale=card.locale, payload={"card": pack(card)})
    tx.deliveries.plan(org.id, replace(says, not_before=quiet_until(tx, org, person, at)), at)
    return True


def _workspace(tx: Tx, org: Organisation, platform: Platform) -> str:
    """'' while the platform has not told who we are: what is planned then waits for it."""
    known = sorted(tx.workspaces.of(org.id), key=lambda workspace: not workspace.active)
    return next((workspace.external_id for workspace in known if workspace.platform is platform), "")


def tell_person(tx: Tx, org: Organisation, person: Person, by: Person, key: str, at: datetime, absence: Absence | None) -> None:
    """What somebody else has said of them."""
    locale, zone = locale_of(person, org), person.timezone or org.timezone
    span = span_of(absence, locale, zone, now=absence.covers(at)) if absence else ""
    tell(tx, org, person, said(words.say(key, locale, name=by.name, span=span), locale), at)


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
            tell(tx, org, lead, leaves_card(person, absence, theirs, locale, zone), at)


def leaves_card(person: Person, absence: Absence, tickets: Sequence[Ticket], locale: str, zone: str) -> Card:
    """Somebody is away, or has left, and these are open: each can be given to somebody else."""
    span = span_of(absence, locale, zone, now=True)
    key = "duty.leaves" if person.active else "duty.left_behind"
    line = words.say_many(key, len(tickets), locale, name=person.name, span=span)
    body: list[Element] = [Text((line,), Tone.STRONG), *(_row(ticket, locale) for ticket in tickets[:MOST])]
    if len(tickets) > MOST:
        body.append(Text((words.say_many("list.more", len(tickets) - MOST, locale),), Tone.SUBTLE))
    return Card(title="", spoken=line, body=tuple(body), locale=locale)


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
