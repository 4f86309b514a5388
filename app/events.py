"""Everything that can happen here, past tense: the table of contents of the desk.

Each fact is a row of the ticket's history, stored in the transaction that made it true; the deliveries are planned from it.
`name` is the outer name (see `ticket show --json`), `changes` what a reader of the history is told, `internal` hides it from
the requester.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.event import Event as Event
from app.link_events import DuplicateAdded as DuplicateAdded
from app.link_events import DuplicateRemoved as DuplicateRemoved
from app.link_events import KnownIssuePutOff as KnownIssuePutOff
from app.link_events import TicketKnownIssue as TicketKnownIssue
from app.link_events import TicketMerged as TicketMerged
from app.link_events import TicketReported as TicketReported
from app.link_events import TicketUnmerged as TicketUnmerged
from app.link_events import TicketUnreported as TicketUnreported
from app.sla_events import SlaAcknowledged as SlaAcknowledged
from app.sla_events import SlaBreached as SlaBreached
from app.sla_events import SlaEscalated as SlaEscalated
from app.sla_events import SlaEvent as SlaEvent
from app.sla_events import SlaMet as SlaMet
from app.sla_events import SlaPaused as SlaPaused
from app.sla_events import SlaPostponed as SlaPostponed
from app.sla_events import SlaResumed as SlaResumed
from app.sla_events import SlaWarned as SlaWarned


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
    """Something the requester can read was said; `comment` is its id, `from_agent` who said it to whom.

    `held`: it was a note until the agent said that it shall go.
    """

    name = "ticket.commented"
    comment: int
    from_agent: bool = False
    held: bool | None = None


@dataclass(frozen=True, kw_only=True)
class TicketNoted(Event):
    """An internal note was written; the requester never hears of it."""

    name = "ticket.noted"
    internal = True
    comment: int


@dataclass(frozen=True, kw_only=True)
class TicketReworded(Event):
    """Somebody changed or removed in the chat what they had said; `comment` is its id, 0 the request itself."""

    name = "ticket.reworded"
    internal = True
    comment: int
    removed: bool = False


@dataclass(frozen=True, kw_only=True)
class TicketUnsent(Event):
    """An agent took a reply back; `comment` is its id. It is a note now."""

    name = "ticket.unsent"
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
class TicketSeparated(Event):
    """A message that had joined it is a request of its own: `comment` became the ticket with the number `into`."""

    name = "ticket.separated"
    comment: int
    into: int


@dataclass(frozen=True, kw_only=True)
class TicketFollowed(Event):
    """`follower` hears of it from now on. Where somebody else did it, an agent has let them in."""

    name = "ticket.followed"
    follower: int


@dataclass(frozen=True, kw_only=True)
class TicketUnfollowed(Event):
    """`follower` hears of it no more."""

    name = "ticket.unfollowed"
    follower: int


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
        TicketReworded,
        TicketUnsent,
        TicketEdited,
        TicketSnoozed,
        TicketWoken,
        TicketReminded,
        TicketClosing,
        TicketSeparated,
        TicketFollowed,
        TicketUnfollowed,
        TicketMerged,
        TicketUnmerged,
        DuplicateAdded,
        DuplicateRemoved,
        TicketReported,
        TicketUnreported,
        TicketKnownIssue,
        KnownIssuePutOff,
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
