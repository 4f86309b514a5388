"""What tickets do by themselves while nobody says anything: `wakes_at` is when the desk looks at one again.

It is worked out whenever a ticket is stored, so that a job has to ask for nothing but what is due.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app import events
from app.policy.changes import current
from app.policy.document import Document
from app.policy.working_time import calendar_of
from app.ports import Tx
from app.sla.calendar import Calendar
from app.tickets import closing, reminding, snoozing
from app.tickets.model import Status, Ticket
from app.tickets.silence import Silence

QUIET = frozenset({Status.WAITING, Status.RESOLVED})
"""While a ticket is like that, its requester's silence means something."""


def follow(tx: Tx, ticket: Ticket) -> None:
    """Called before a ticket is stored, with what has just happened to it still at hand."""
    for event in list(ticket.changed):
        _hear(ticket, event)
    if ticket.status not in QUIET:
        ticket.silence = None
    if not ticket.is_open:
        ticket.snooze = None
    ticket.wakes_at = next_look(ticket, *rules_for(tx, ticket)) if ticket.silence or ticket.snooze else None


def attend(tx: Tx, org_id: int, number: int, at: datetime) -> None:
    """Do what is due by itself for one ticket. Harmless when it is late, or was done. Raises Stale when somebody is faster."""
    ticket = tx.tickets.get(org_id, number)
    if ticket is None or ticket.wakes_at is None or ticket.wakes_at > at:
        return
    policy, hours = rules_for(tx, ticket)
    if ticket.snooze and _due(ticket.snooze.until, at):
        snoozing.wake(ticket, "date", None, at)
    if _due(reminding.remind_at(ticket, policy, hours), at):
        reminding.remind(ticket, at)
    if _due(closing.tell_at(ticket, policy, hours), at):
        closing.tell(ticket, at)
    elif ticket.silence and ticket.silence.told and _due(closing.closes_at(ticket, policy, hours), at):
        ticket.close_by_silence(at)
    tx.tickets.save(ticket)


def next_look(ticket: Ticket, policy: Document, hours: Calendar) -> datetime | None:
    """The next moment at which something happens by itself; None: nothing ever does."""
    told = ticket.silence is not None and ticket.silence.told > 0
    wanted = (
        ticket.snooze.until if ticket.snooze else None,
        reminding.remind_at(ticket, policy, hours),
        closing.tell_at(ticket, policy, hours),
        closing.closes_at(ticket, policy, hours) if told else None,
    )
    return min((moment for moment in wanted if moment is not None), default=None)


def rules_for(tx: Tx, ticket: Ticket) -> tuple[Document, Calendar]:
    """The policy in force and the hours of the ticket's team."""
    policy = current(tx, ticket.org_id)
    return policy, calendar_of(policy, tx.teams.get(ticket.org_id, ticket.team_id).key)


def _hear(ticket: Ticket, event: events.Event) -> None:
    match event:
        case events.TicketWaiting() | events.TicketResolved():
            ticket.silence = Silence(event.at)
        case events.TicketCommented():
            _said(ticket, event)
        case events.TicketMoved():
            ticket.snooze = None
        case _:
            pass


def _said(ticket: Ticket, event: events.TicketCommented) -> None:
    """Silence begins anew; what an agent adds to a question makes no second first reminder of it."""
    if ticket.silence is not None:
        waits = ticket.status is Status.WAITING
        ticket.silence = replace(ticket.silence, since=event.at) if waits else Silence(event.at)
    if ticket.snooze is not None and event.by == ticket.requester_id:
        snoozing.wake(ticket, "answer", event.by, event.at)


def _due(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and moment <= at
