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
    """`reason` is round_robin or least_busy where the desk itself chose."""

    name = "ticket.assigned"
    assignee: int
    before: int | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class NobodyAvailable(Event):
    """The desk looked for somebody and found nobody: `reasons` are a person and why not, `others` wait for the same reason."""

    name = "ticket.nobody_available"
    internal = True
    team: str
    reasons: list[dict[str, Any]]
    others: int = 0


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


@dataclass(frozen=True, kw_only=True)
class TicketSnoozed(Event):
    """An agent has set it aside; `until` is None where it waits for the requester alone."""

    name = "ticket.snoozed"
    internal = True
    until: str | None = None


@dataclass(frozen=True, kw_only=True)
class TicketWoken(Event):
    """It was set aside and is back. `why`: date, answer (of the requester), or person."""

    name = "ticket.woken"
    internal = True
    why: str


@dataclass(frozen=True, kw_only=True)
class TicketReminded(Event):
    """Its requester was asked and is reminded of it, `times` times by now."""

    name = "ticket.reminded"
    times: int


@dataclass(frozen=True, kw_only=True)
class TicketClosing(Event):
    """Its requester is told that it closes by itself if nobody says anything."""

    name = "ticket.closing"


@dataclass(frozen=True, kw_only=True)
class SlaEvent(Event):
    """Something about one of the ticket's clocks; `kind` is first_response or resolution."""

    kind: str


@dataclass(frozen=True, kw_only=True)
class SlaPaused(SlaEvent):
    name = "sla.paused"


@dataclass(frozen=True, kw_only=True)
class SlaResumed(SlaEvent):
    name = "sla.resumed"


@dataclass(frozen=True, kw_only=True)
class SlaMet(SlaEvent):
    """What was promised was done in time."""

    name = "sla.met"


@dataclass(frozen=True, kw_only=True)
class SlaWarned(SlaEvent):
    """So much of the promised time is used that somebody should hear of it.

    `due` is when it will be broken, `late` how many seconds after its time the warning comes, where that is worth a word.
    """

    name = "sla.warned"
    internal = True
    due: str | None = None
    late: int | None = None


@dataclass(frozen=True, kw_only=True)
class SlaBreached(SlaEvent):
    """The promise was not kept."""

    name = "sla.breached"
    internal = True


@dataclass(frozen=True, kw_only=True)
class SlaPostponed(SlaEvent):
    """What was promised by `before` will take until `due`, or is promised no more (None)."""

    name = "sla.postponed"
    before: str
    due: str | None = None


@dataclass(frozen=True, kw_only=True)
class SlaEscalated(SlaEvent):
    """A step of the ladder was reached: 1 is the breach itself."""

    name = "sla.escalated"
    internal = True
    level: int


@dataclass(frozen=True, kw_only=True)
class SlaAcknowledged(SlaEvent):
    """Somebody is on it: the ladder waits until then."""

    name = "sla.acknowledged"
    internal = True
    until: str


EVENTS: dict[str, type[Event]] = {
    kind.name: kind
    for kind in (
        TicketOpened,
        TicketClaimed,
        TicketAssigned,
        NobodyAvailable,
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
        TicketSnoozed,
        TicketWoken,
        TicketReminded,
        TicketClosing,
        SlaPaused,
        SlaResumed,
        SlaMet,
        SlaWarned,
        SlaBreached,
        SlaPostponed,
        SlaEscalated,
        SlaAcknowledged,
    )
}
