"""Everything that can happen here, past tense: the table of contents of the desk.

Each fact is a row of the ticket's history, stored in the transaction that made it true; the deliveries are planned from it.
`name` is the outer name (see `ticket show --json`), `changes` what a reader of the history is told, `internal` hides it from
the requester.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Event:
    """`ticket` is the number, `at` aware UTC, `by` the person's id or None for the desk itself."""

    name: ClassVar[str]
    internal: ClassVar[bool] = False
    ticket: int
    at: datetime
    by: int | None = None

    @property
    def changes(self) -> dict[str, Any]:
        """The event's own facts, ready for JSON."""
        own = {f.name for f in fields(self)} - {"ticket", "at", "by"}
        return {name: getattr(self, name) for name in sorted(own) if getattr(self, name) is not None}


@dataclass(frozen=True, kw_only=True)
class TicketOpened(Event):
    name = "ticket.opened"
    team: str
    category: str | None = None
    priority: str
    priority_reason: str
    via: str


@dataclass(frozen=True, kw_only=True)
class TicketClaimed(Event):
    name = "ticket.claimed"
    before: int | None = None


@dataclass(frozen=True, kw_only=True)
class TicketAssigned(Event):
    name = "ticket.assigned"
    assignee: int
    before: int | None = None


@dataclass(frozen=True, kw_only=True)
class TicketPrioritised(Event):
    name = "ticket.prioritised"
    before: str
    after: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class TicketCategorised(Event):
    name = "ticket.categorised"
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, kw_only=True)
class TicketWaiting(Event):
    name = "ticket.waiting"


@dataclass(frozen=True, kw_only=True)
class TicketResumed(Event):
    name = "ticket.resumed"


@dataclass(frozen=True, kw_only=True)
class TicketResolved(Event):
    name = "ticket.resolved"


@dataclass(frozen=True, kw_only=True)
class TicketClosed(Event):
    """`how`: confirmed (the requester said Solved), not_a_request, or silence."""

    name = "ticket.closed"
    how: str


@dataclass(frozen=True, kw_only=True)
class TicketReopened(Event):
    name = "ticket.reopened"


@dataclass(frozen=True, kw_only=True)
class TicketMoved(Event):
    name = "ticket.moved"
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class TicketWithdrawn(Event):
    name = "ticket.withdrawn"


@dataclass(frozen=True, kw_only=True)
class TicketCommented(Event):
    """Something the requester can read was said; `comment` is its id, `from_agent` who said it to whom."""

    name = "ticket.commented"
    comment: int
    from_agent: bool = False


@dataclass(frozen=True, kw_only=True)
class TicketNoted(Event):
    """An internal note was written; the requester never hears of it."""

    name = "ticket.noted"
    internal = True
    comment: int


@dataclass(frozen=True, kw_only=True)
class TicketEdited(Event):
    """Summary or details were completed or corrected; `what` says which."""

    name = "ticket.edited"
    what: str


EVENTS: dict[str, type[Event]] = {
    kind.name: kind
    for kind in (
        TicketOpened,
        TicketClaimed,
        TicketAssigned,
        TicketPrioritised,
        TicketCategorised,
        TicketWaiting,
        TicketResumed,
        TicketResolved,
        TicketClosed,
        TicketReopened,
        TicketMoved,
        TicketWithdrawn,
        TicketCommented,
        TicketNoted,
        TicketEdited,
    )
}
