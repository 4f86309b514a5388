"""Setting a ticket aside: it sinks in the queue, and comes back by itself at a time or when its requester says something."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from app import events
from app.errors import Conflict
from app.people.model import Person
from app.sla.calendar import Calendar
from app.sla.mornings import morning_after
from app.tickets.model import Ticket
from app.tickets.silence import Snooze

ANSWER = "answer"
"""The choice that names no time: until the requester says something."""

FURTHEST = timedelta(days=366)


def snooze(ticket: Ticket, until: datetime | None, by: Person, at: datetime) -> None:
    """Set it aside, or change until when. Only what is open can be."""
    if not ticket.is_open:
        raise Conflict("refusal.finished", ticket=ticket.key)
    ticket.snooze = Snooze(at, until)
    ends = until.astimezone(UTC).isoformat().replace("+00:00", "Z") if until else None
    ticket.happened(events.TicketSnoozed(ticket=ticket.number, at=at, by=by.id, until=ends))


def wake(ticket: Ticket, why: str, by: int | None, at: datetime) -> None:
    """It is back. `why`: date, answer, or person where somebody does not want to wait."""
    if ticket.snooze is None:
        raise Conflict("refusal.not_snoozed", ticket=ticket.key)
    ticket.snooze = None
    ticket.happened(events.TicketWoken(ticket=ticket.number, at=at, by=by, why=why))


def moments(hours: Calendar, at: datetime) -> Mapping[str, datetime]:
    """The choices that name a time, in the team's working time, and when each of them ends."""
    found = {
        "hour": hours.due(at, timedelta(hours=1)),
        "hours": hours.due(at, timedelta(hours=4)),
        "day": morning_after(hours, at),
        "week": morning_after(hours, at, 7),
    }
    return {name: end for name, end in found.items() if end is not None}
