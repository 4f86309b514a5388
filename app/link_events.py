"""What can happen to tickets that belong together. The table of all events is in `app.events`."""

from __future__ import annotations

from dataclasses import dataclass

from app.event import Event


@dataclass(frozen=True, kw_only=True)
class TicketMerged(Event):
    """Somebody else has asked the same: it is closed, and goes on as the ticket with the number `into`."""

    name = "ticket.merged"
    into: int


@dataclass(frozen=True, kw_only=True)
class TicketUnmerged(Event):
    """It is no duplicate of `original` after all, and is `status` again, as it was before."""

    name = "ticket.unmerged"
    original: int
    status: str


@dataclass(frozen=True, kw_only=True)
class DuplicateAdded(Event):
    """The ticket with the number `duplicate` asks the same."""

    name = "ticket.duplicate_added"
    internal = True
    duplicate: int


@dataclass(frozen=True, kw_only=True)
class DuplicateRemoved(Event):
    """The ticket with the number `duplicate` stands by itself again."""

    name = "ticket.duplicate_removed"
    internal = True
    duplicate: int


@dataclass(frozen=True, kw_only=True)
class TicketReported(Event):
    """`reporter` has the same problem. `proposes`: so many have that the agents are asked whether it is a known issue."""

    name = "ticket.reported"
    internal = True
    reporter: int
    proposes: bool | None = None


@dataclass(frozen=True, kw_only=True)
class TicketUnreported(Event):
    """`reporter` does not want to hear of it any more."""

    name = "ticket.unreported"
    internal = True
    reporter: int


@dataclass(frozen=True, kw_only=True)
class TicketKnownIssue(Event):
    """Everybody in the request channels of the team is told that it is known."""

    name = "ticket.known_issue"


@dataclass(frozen=True, kw_only=True)
class KnownIssuePutOff(Event):
    """The agents do not want to tell everybody yet; `reporters` is how many had it then."""

    name = "ticket.known_issue_put_off"
    internal = True
    reporters: int
