"""A ticket and its rules: the one table of moves, and methods that change the object or refuse."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from app import events
from app.errors import Conflict
from app.people.model import Person, Platform
from app.tickets.comment import Comment
from app.tickets.load import counts_for
from app.tickets.silence import Silence, Snooze


class Status(StrEnum):
    NEW = "new"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"

    @property
    def is_open(self) -> bool:
        return self in OPEN


class Priority(StrEnum):
    """In the order of urgency, lowest first."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"

    @property
    def rank(self) -> int:
        return list(Priority).index(self)


OPEN = frozenset({Status.NEW, Status.IN_PROGRESS, Status.WAITING})

MOVES: dict[Status, frozenset[Status]] = {
    Status.NEW: frozenset({Status.IN_PROGRESS, Status.WAITING, Status.RESOLVED, Status.CLOSED}),
    Status.IN_PROGRESS: frozenset({Status.NEW, Status.WAITING, Status.RESOLVED, Status.CLOSED}),
    Status.WAITING: frozenset({Status.NEW, Status.IN_PROGRESS, Status.RESOLVED, Status.CLOSED}),
    Status.RESOLVED: frozenset({Status.NEW, Status.IN_PROGRESS, Status.CLOSED}),
    Status.CLOSED: frozenset({Status.NEW, Status.IN_PROGRESS}),
}


class Via(StrEnum):
    """How it came in; with the platform it is the ticket's source."""

    MESSAGE = "message"
    MENTION = "mention"
    DIRECT = "direct"
    COMMAND = "command"
    SHORTCUT = "shortcut"
    REACTION = "reaction"
    FORM = "form"


@dataclass(frozen=True)
class Source:
    """Where it was said. `message` and `thread` are the platform's ids there, '' for a form or a command.

    `direct` tells a 1:1 chat with the desk. Decided when the ticket is opened (`app.tickets.belonging`): `own`, whoever it is
    for wrote the message; `verbatim`, the request reads as the message does; `answered`, they are answered in its thread.
    """

    platform: Platform
    workspace: str
    channel: str = ""
    message: str = ""
    thread: str = ""
    direct: bool = False
    link: str = ""
    own: bool = True
    verbatim: bool = True
    answered: bool = True


@dataclass
class Ticket:
    """One request for help, once. `version` counts its history: the last event's `seq` is the version.

    `body` is the details' formatting, packed (see `app.rich_text`), None where they have none; `stamp`, `edited` and `removed`
    tell of the message that asked, like those of a comment.
    """

    org_id: int
    number: int
    summary: str
    details: str
    status: Status
    priority: Priority
    priority_reason: str
    team_id: int
    category_id: int | None
    requester_id: int
    assignee_id: int | None
    source: Source
    via: Via
    created_at: datetime
    updated_at: datetime
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    resolution: str | None = None
    closed_how: str | None = None
    silence: Silence | None = None
    snooze: Snooze | None = None
    wakes_at: datetime | None = None
    body: Any = None
    stamp: int = 0
    edited: bool = False
    removed: bool = False
    version: int = 0
    changed: list[events.Event] = field(default_factory=list, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.counted_for = counts_for(self)

    @property
    def key(self) -> str:
        return f"T-{self.number}"

    @property
    def is_open(self) -> bool:
        return self.status.is_open

    # What may happen to it. Each method changes the object and remembers the fact, or refuses and changes nothing.

    def claim(self, by: Person, at: datetime) -> None:
        """Make `by` the owner; refuses when somebody else was faster. Claiming one's own ticket again changes nothing."""
        self._must_be_open()
        if self.assignee_id == by.id and self.status is not Status.NEW:
            return
        if self.assignee_id not in (None, by.id):
            raise Conflict("refusal.claimed_by_other", ticket=self.key, person_id=self.assignee_id)
        before, self.assignee_id = self.assignee_id, by.id
        if self.status is Status.NEW:
            self._move(Status.IN_PROGRESS)
        self._remember(events.TicketClaimed(ticket=self.number, at=at, by=by.id, before=before))

    def assign(self, assignee: Person, by: Person, at: datetime) -> None:
        """Give it to `assignee`, who must work in the ticket's team."""
        self._must_be_open()
        if not assignee.works_in(self.team_id) or not assignee.active:
            raise Conflict("refusal.not_in_team", person=assignee.name)
        if self.assignee_id == assignee.id:
            return
        before, self.assignee_id = self.assignee_id, assignee.id
        if self.status is Status.NEW:
            self._move(Status.IN_PROGRESS)
        self._remember(events.TicketAssigned(ticket=self.number, at=at, by=by.id, assignee=assignee.id, before=before))

    def give_to(self, assignee: Person, reason: str, at: datetime) -> None:
        """The desk itself chose who takes it: `reason` says how."""
        self._must_be_open()
        before, self.assignee_id = self.assignee_id, assignee.id
        if self.status is Status.NEW:
            self._move(Status.IN_PROGRESS)
        self._remember(events.TicketAssigned(ticket=self.number, at=at, assignee=assignee.id, before=before, reason=reason))

    def prioritise(self, priority: Priority, by: Person, at: datetime) -> None:
        self._must_be_open()
        if priority is self.priority:
            return
        before, self.priority = self.priority, priority
        self.priority_reason = "person"
        self._remember(
            events.TicketPrioritised(ticket=self.number, at=at, by=by.id, before=before, after=priority, reason="person")
        )

    def escalate(self, at: datetime) -> None:
        """The ladder makes it one step more urgent."""
        higher = [level for level in Priority if level.rank == self.priority.rank + 1]
        if self.is_open and higher:
            before, self.priority, self.priority_reason = self.priority, higher[0], "escalation"
            self._remember(
                events.TicketPrioritised(ticket=self.number, at=at, before=before, after=higher[0], reason="escalation")
            )

    def move_to(self, team_id: int, before: str, after: str, by: Person | None, at: datetime) -> None:
        """Hand it to another team: nobody there has it yet, so it is new again and without category."""
        self._must_be_open()
        if team_id == self.team_id:
            raise Conflict("refusal.already_there", ticket=self.key, team=after)
        self.team_id, self.assignee_id, self.category_id = team_id, None, None
        if self.status is not Status.NEW:
            self._move(Status.NEW)
        self._remember(events.TicketMoved(ticket=self.number, at=at, by=by.id if by else None, before=before, after=after))

    def wait(self, by: Person, at: datetime) -> None:
        """The requester has to say something first."""
        self._must_be_open()
        if self.status is Status.WAITING:
            return
        self._move(Status.WAITING)
        self._remember(events.TicketWaiting(ticket=self.number, at=at, by=by.id))

    def resume(self, by: Person | None, at: datetime) -> None:
        """What was waited for has come: back to work, or to the queue where nobody has it."""
        if self.status is not Status.WAITING:
            return
        self._move(Status.IN_PROGRESS if self.assignee_id else Status.NEW)
        self._remember(events.TicketResumed(ticket=self.number, at=at, by=by.id if by else None))

    def resolve(self, what_was_done: str, by: Person, at: datetime) -> None:
        self._must_be_open()
        self._move(Status.RESOLVED)
        self.resolution, self.resolved_at = what_was_done, at
        self._remember(events.TicketResolved(ticket=self.number, at=at, by=by.id))

    def confirm(self, by: Person, at: datetime) -> None:
        """The requester says Solved."""
        if self.status is not Status.RESOLVED:
            raise Conflict("refusal.not_resolved", ticket=self.key)
        self._close("confirmed", by, at)

    def close_by_silence(self, at: datetime) -> None:
        """Nobody has said that it still needs help."""
        if self.status is not Status.RESOLVED:
            raise Conflict("refusal.not_resolved", ticket=self.key)
        self._close("silence", None, at)

    def reject(self, by: Person, at: datetime) -> None:
        """An agent says: not a request."""
        self._must_be_open()
        self._close("not_a_request", by, at)

    def withdraw(self, by: Person, at: datetime) -> None:
        self._must_be_open()
        self._move(Status.CLOSED)
        self.closed_at, self.closed_how = at, "withdrawn"
        self._remember(events.TicketWithdrawn(ticket=self.number, at=at, by=by.id))

    def reopen(self, by: Person, at: datetime) -> None:
        if self.is_open:
            raise Conflict("refusal.already_open", ticket=self.key)
        self._move(Status.IN_PROGRESS if self.assignee_id else Status.NEW)
        self.resolved_at = self.closed_at = self.resolution = self.closed_how = None
        self._remember(events.TicketReopened(ticket=self.number, at=at, by=by.id))

    def say(self, comment: Comment, from_agent: bool) -> None:
        """A public comment: everybody who sees the ticket can read it."""
        self._remember(
            events.TicketCommented(
                ticket=self.number, at=comment.at, by=comment.author_id, comment=comment.id, from_agent=from_agent
            )
        )

    def note(self, comment: Comment) -> None:
        """A private note: agents only."""
        self._remember(events.TicketNoted(ticket=self.number, at=comment.at, by=comment.author_id, comment=comment.id))

    def opened(self, team: str, category: str | None, at: datetime, by: Person | None = None) -> None:
        """The first line of the history; `by` is who asked, where that is not the requester."""
        asked = by.id if by else self.requester_id
        level, reason, via = self.priority, self.priority_reason, self.via
        opened = events.TicketOpened(
            ticket=self.number, at=at, by=asked, team=team, category=category, priority=level, priority_reason=reason, via=via
        )
        self._remember(opened)

    def happened(self, event: events.Event) -> None:
        """Something its clocks say of it."""
        self._remember(event)

    def _close(self, how: str, by: Person | None, at: datetime) -> None:
        self._move(Status.CLOSED)
        self.closed_at, self.closed_how = at, how
        self._remember(events.TicketClosed(ticket=self.number, at=at, by=by.id if by else None, how=how))

    def _must_be_open(self) -> None:
        if not self.is_open:
            raise Conflict("refusal.finished", ticket=self.key)

    def _move(self, to: Status) -> None:
        if to not in MOVES[self.status]:
            raise Conflict("refusal.no_such_move", ticket=self.key)
        self.status = to

    def _remember(self, event: events.Event) -> None:
        self.changed.append(event)
        self.updated_at = event.at
