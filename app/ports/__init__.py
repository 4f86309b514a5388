"""What the desk needs from outside: storage (`Tx` and its repositories), chat platforms, time and chance."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from app.events import Event
from app.ports.assignment import Absences, Assignments
from app.ports.attachments import Attachments, Files, Unreadable
from app.ports.audits import Audits
from app.ports.clocks import Clocks
from app.ports.followers import Choices, Followers
from app.ports.held import HeldEdits, HeldReplies
from app.ports.links import Duplicates, KnownIssues, Reporters
from app.ports.outbox import Deliveries, Operations, Posts
from app.ports.people import Audiences, Categories, Inbox, Organisations, People, Policies, RequestChannels, Teams, Workspaces
from app.ports.platforms import (
    Channel,
    ChannelError,
    Directory,
    Forbidden,
    Gone,
    RateLimited,
    Rejected,
    Unauthorized,
    Unreachable,
)
from app.ports.private_chats import PrivateChats
from app.ports.reports import Reports
from app.ports.tickets import Comments, HistoryLine, Silences, Tickets, Utterances
from app.ports.trail import Trail
from app.ports.usual_answers import UsualAnswers
from app.ports.waiting import EarlyReplies, Questions
from app.replies import Reply
from app.tickets.model import Ticket

if TYPE_CHECKING:
    from app.interaction import Interaction

__all__ = [
    "Absences",
    "Assignments",
    "Attachments",
    "Audiences",
    "Audits",
    "Categories",
    "Chance",
    "Channel",
    "ChannelError",
    "Choices",
    "Clock",
    "Clocks",
    "Comments",
    "Deliveries",
    "Directory",
    "Duplicates",
    "EarlyReplies",
    "Files",
    "Followers",
    "Forbidden",
    "Gone",
    "HeldEdits",
    "HeldReplies",
    "HistoryLine",
    "Inbox",
    "Keeping",
    "KnownIssues",
    "Leaving",
    "OpenTx",
    "Operations",
    "Organisations",
    "People",
    "Policies",
    "Posts",
    "PrivateChats",
    "Questions",
    "RateLimited",
    "Reception",
    "Rejected",
    "Reporters",
    "Reports",
    "RequestChannels",
    "Silences",
    "Teams",
    "Tickets",
    "Trail",
    "Tx",
    "Unauthorized",
    "Unreachable",
    "Unreadable",
    "UsualAnswers",
    "Utterances",
    "Workspaces",
]

Clock = Callable[[], datetime]
"""Now, aware UTC. Only `app/main` knows the real one."""

Chance = Callable[[], str]
"""An unguessable token of 22 URL-safe characters."""


class Tx(Protocol):
    """One transaction. Nobody commits but the unit of work that opened it."""

    @property
    def inbox(self) -> Inbox: ...

    @property
    def organisations(self) -> Organisations: ...

    @property
    def workspaces(self) -> Workspaces: ...

    @property
    def people(self) -> People: ...

    @property
    def teams(self) -> Teams: ...

    @property
    def categories(self) -> Categories: ...

    @property
    def request_channels(self) -> RequestChannels: ...

    @property
    def policies(self) -> Policies: ...

    @property
    def tickets(self) -> Tickets: ...

    @property
    def clocks(self) -> Clocks: ...

    @property
    def silences(self) -> Silences: ...

    @property
    def comments(self) -> Comments: ...

    @property
    def utterances(self) -> Utterances: ...

    @property
    def held(self) -> HeldReplies: ...

    @property
    def held_edits(self) -> HeldEdits: ...

    @property
    def private_chats(self) -> PrivateChats: ...

    @property
    def early_replies(self) -> EarlyReplies: ...

    @property
    def questions(self) -> Questions: ...

    @property
    def attachments(self) -> Attachments: ...

    @property
    def audiences(self) -> Audiences: ...

    @property
    def posts(self) -> Posts: ...

    @property
    def deliveries(self) -> Deliveries: ...

    @property
    def operations(self) -> Operations: ...

    @property
    def absences(self) -> Absences: ...

    @property
    def assignments(self) -> Assignments: ...

    @property
    def reports(self) -> Reports: ...

    @property
    def audits(self) -> Audits: ...

    @property
    def usual_answers(self) -> UsualAnswers: ...

    @property
    def followers(self) -> Followers: ...

    @property
    def choices(self) -> Choices: ...

    @property
    def duplicates(self) -> Duplicates: ...

    @property
    def reporters(self) -> Reporters: ...

    @property
    def known_issues(self) -> KnownIssues: ...

    @property
    def trail(self) -> Trail: ...

    @property
    def recorded(self) -> list[tuple[Ticket, Event]]:
        """What happened in this transaction so far, in order: `Tickets.save` adds to it, `Leaving` reads it."""


OpenTx = Callable[[], AbstractContextManager[Tx]]
"""Opens a transaction: committed when the block ends, rolled back when it raises."""

Leaving = Callable[[Tx], None]
"""Called once before every commit with the transaction's `recorded` events: plans the deliveries."""

Keeping = Callable[[Tx, Ticket], None]
"""Called before every ticket is stored, with what has just happened to it in `Ticket.changed`: its clocks follow."""

T = TypeVar("T")


class Reception(Protocol):
    """The desk as an edge sees it. Everything is committed when an answer comes back."""

    async def ask(self, interaction: Interaction) -> Reply:
        """Never raises a Refusal (it comes back as a reply); raises when nothing could be committed."""

    async def within(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in one transaction beside the event loop."""
