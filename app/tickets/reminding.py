"""Whoever was asked and does not answer is reminded, a few times at most; what they say begins it all anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app import events
from app.policy.document import Document
from app.sla.calendar import Calendar
from app.tickets.model import Status, Ticket


def remind_at(ticket: Ticket, policy: Document, hours: Calendar) -> datetime | None:
    """When its requester is reminded next; None: never."""
    rule, silence = policy.reminders, ticket.silence
    if rule is None or silence is None or ticket.status is not Status.WAITING or silence.told >= rule.times:
        return None
    return hours.due(max(silence.since, silence.told_at or silence.since), hours.working_time(rule.after))


def remind(ticket: Ticket, at: datetime) -> None:
    """Ask once more for the answer that it waits for."""
    if ticket.silence is not None:
        ticket.silence = replace(ticket.silence, told=ticket.silence.told + 1, told_at=at)
        ticket.happened(events.TicketReminded(ticket=ticket.number, at=at, times=ticket.silence.told))
