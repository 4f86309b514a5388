"""A resolved ticket closes by itself after so much silence, never before its requester was told.

They are told once, `warn` before it. Who hears of it late, because nothing ran when they should have, still has that much
working time to answer: from being told to the end never lies less than `warn`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from app import events
from app.policy.document import Document
from app.policy.promises import AutoClose
from app.sla.calendar import Calendar
from app.tickets.model import Status, Ticket


def tell_at(ticket: Ticket, policy: Document, hours: Calendar) -> datetime | None:
    """When its requester is told that it will close; None: never, or they know."""
    rule, silence = policy.auto_close, ticket.silence
    if rule is None or silence is None or ticket.status is not Status.RESOLVED or silence.told:
        return None
    return hours.due(silence.since, max(hours.working_time(rule.after) - _notice(rule, hours), timedelta(0)))


def closes_at(ticket: Ticket, policy: Document, hours: Calendar) -> datetime | None:
    """When it closes if nobody says anything; None: never."""
    rule, silence = policy.auto_close, ticket.silence
    if rule is None or silence is None or ticket.status is not Status.RESOLVED:
        return None
    due = hours.due(silence.since, hours.working_time(rule.after))
    if silence.told_at is None or due is None:
        return due
    fair = hours.due(silence.told_at, _notice(rule, hours))
    return fair and max(due, fair)


def tell(ticket: Ticket, at: datetime) -> None:
    """Its requester is told that it will close."""
    if ticket.silence is not None:
        ticket.silence = replace(ticket.silence, told=ticket.silence.told + 1, told_at=at)
        ticket.happened(events.TicketClosing(ticket=ticket.number, at=at))


def _notice(rule: AutoClose, hours: Calendar) -> timedelta:
    """How much working time they have after being told: half of the whole where the policy does not say."""
    return hours.working_time(rule.warn) if rule.warn else hours.working_time(rule.after) / 2
