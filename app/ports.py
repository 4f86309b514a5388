"""What the desk needs from outside: storage (`Tx` and its repositories), chat platforms (`Channel`, `Directory`), time and chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from app.cards import Card
from app.events import Event
from app.people.model import (
    Category,
    Identity,
    Organisation,
    Person,
    Platform,
    Profile,
    RequestChannel,
    Role,
    Team,
    Workspace,
)
from app.posts.model import Delivery, DeliveryState, Destination, MessageRef, NewDelivery, Post, PostKind
from app.replies import Reply
from app.tickets.model import Comment, Source, Status, Ticket, Visibility

if TYPE_CHECKING:
    from app.desk import Interaction

Clock = Callable[[], datetime]
"""Now, aware UTC. Only `app/main.py` knows the real one."""

Chance = Callable[[], str]
"""An unguessable token of 22 URL-safe characters."""


class Inbox(Protocol):
    def first_time(self, org_id: int, key: str, at: datetime) -> bool:
        """Remember `key`; False when it was there already, whoever committed it."""

    def seen(self, org_id: int, key: str) -> bool: ...

    def forget_before(self, org_id: int, at: datetime) -> int: ...


class Organisations(Protocol):
    def first(self) -> Organisation:
        """The organisation of an installation that has only one; made on first use."""

    def get(self, org_id: int) -> Organisation: ...

    def save(self, organisation: Organisation) -> None: ...

    def all(self) -> Sequence[Organisation]: ...


class Workspaces(Protocol):
    def find(self, platform: Platform, external_id: str) -> Workspace | None:
        """The only question asked without an organisation, because it is what finds one."""

    def of(self, org_id: int) -> Sequence[Workspace]: ...

    def save(self, workspace: Workspace) -> Workspace:
        """Insert (id 0) or update; the saved row with its id."""


class People(Protocol):
    def get(self, org_id: int, person_id: int) -> Person: ...

    def many(self, org_id: int, person_ids: Iterable[int]) -> dict[int, Person]: ...

    def by_identity(self, org_id: int, platform: Platform, workspace: str, user: str) -> Person | None:
        """The person; an identity known without its workspace ('' in the policy file) matches too."""

    def admins(self, org_id: int) -> Sequence[Person]: ...

    def by_email(self, org_id: int, email: str) -> Person | None:
        """Case-insensitive; only verified addresses are stored."""

    def add(self, org_id: int, name: str, profile: Profile, at: datetime) -> Person: ...

    def save(self, person: Person, at: datetime) -> None:
        """Name, email, locale, zone, kind, active, admin."""

    def add_identity(self, identity: Identity) -> None:
        """Insert, or complete the one known without its workspace."""

    def remember_conversation(self, org_id: int, platform: Platform, workspace: str, user: str, conversation: str) -> None: ...

    def merge(self, org_id: int, keep: int, drop: int) -> None:
        """Everything of `drop` (identities, roles, tickets, comments, history) becomes `keep`'s."""


class Teams(Protocol):
    def get(self, org_id: int, team_id: int) -> Team: ...

    def by_key(self, org_id: int, key: str) -> Team | None: ...

    def all(self, org_id: int) -> Sequence[Team]:
        """Active teams in the policy's order."""

    def members(self, org_id: int, team_id: int) -> Sequence[tuple[Person, Role]]:
        """Active people by name."""

    def save(self, team: Team, position: int) -> Team: ...

    def set_members(self, org_id: int, team_id: int, members: Iterable[tuple[int, Role, str]]) -> None:
        """Replace: (person id, role, the reference as the policy wrote it)."""

    def member_refs(self, org_id: int, team_id: int) -> Sequence[tuple[Role, str]]: ...

    def by_triage_channel(self, org_id: int, platform: Platform, channel: str) -> Team | None: ...


class Categories(Protocol):
    def get(self, org_id: int, category_id: int) -> Category: ...

    def all(self, org_id: int) -> Sequence[Category]:
        """Active categories in the policy's order."""

    def save(self, category: Category, position: int) -> Category: ...


class RequestChannels(Protocol):
    def find(self, org_id: int, platform: Platform, channel: str) -> RequestChannel | None: ...

    def all(self, org_id: int) -> Sequence[RequestChannel]: ...

    def replace(self, org_id: int, channels: Iterable[RequestChannel]) -> None: ...


class Policies(Protocol):
    def current(self, org_id: int) -> tuple[int, Mapping[str, Any]] | None:
        """Version and document of the policy in force."""

    def save(self, org_id: int, document: Mapping[str, Any], source: str, at: datetime) -> int:
        """A new version; `source` is the text as it was written."""

    def source(self, org_id: int) -> str: ...


@dataclass(frozen=True)
class HistoryLine:
    seq: int
    event: str
    at: datetime
    by_id: int | None
    changes: Mapping[str, Any]
    internal: bool


class Tickets(Protocol):
    def open(self, ticket: Ticket, extra_words: str = "") -> Ticket:
        """Insert with the organisation's next number; writes nothing of the history yet. Returns it with its number."""

    def get(self, org_id: int, number: int) -> Ticket | None: ...

    def save(self, ticket: Ticket, by_names: Mapping[int, str] | None = None) -> None:
        """One conditional UPDATE on the version that was read, and the remembered events as history rows with the next `seq`s.

        Afterwards `ticket.version` is the last `seq`, and `changed` is empty: the events are in `Tx.recorded`, so that a second
        save writes none of them twice. The names of the people who did it, where they are given, are words by which the ticket
        is found. Raises Stale when somebody else was faster.
        """

    def by_source(self, org_id: int, platform: Platform, workspace: str, channel: str, message: str) -> Ticket | None: ...

    def by_thread(self, org_id: int, platform: Platform, workspace: str, channel: str, thread: str) -> Ticket | None:
        """The ticket whose source or whose card heads this thread."""

    def of_requester(self, org_id: int, person_id: int, limit: int = 25) -> Sequence[Ticket]:
        """Open ones first, newest first."""

    def latest_of(self, org_id: int, person_id: int, since: datetime, platform: Platform, channel: str) -> Ticket | None:
        """The newest ticket this person raised there since then."""

    def count_since(self, org_id: int, person_id: int, since: datetime) -> int:
        """How many tickets this person has raised since then."""

    def last_in_direct(self, org_id: int, person_id: int, platform: Platform) -> Ticket | None:
        """The open ticket an agent last replied to or asked about, if this person raised it in a 1:1 chat on `platform`."""

    def queue(self, org_id: int, team_ids: Iterable[int], limit: int = 25) -> Sequence[Ticket]:
        """Open tickets of these teams, most urgent first, then oldest first."""

    def find(
        self, org_id: int, *, status: Status | None = None, team_id: int | None = None, limit: int = 1000
    ) -> Sequence[Ticket]:
        """For scripts, by number."""

    def search(
        self, org_id: int, words: str, *, requester_id: int | None = None, team_ids: Iterable[int] | None = None, limit: int = 25
    ) -> Sequence[Ticket]:
        """Full text, newest first. Visible are those of the requester and those of the teams; both None sees all."""

    def history(self, org_id: int, number: int) -> Sequence[HistoryLine]: ...

    def count_open(self, org_id: int) -> int: ...


class Comments(Protocol):
    def add(
        self,
        ticket: Ticket,
        author_id: int | None,
        visibility: Visibility,
        text: str,
        at: datetime,
        source: Source | None = None,
    ) -> Comment:
        """Stored, and its words found by search (internal ones only by agents)."""

    def of(self, org_id: int, ticket: int, *, internal: bool) -> Sequence[Comment]:
        """Oldest first; notes only when `internal`."""


class Posts(Protocol):
    def add(
        self, org_id: int, ticket: int, kind: PostKind, destination: Destination, locale: str, viewer_id: int | None
    ) -> Post: ...

    def get(self, org_id: int, post_id: int) -> Post | None: ...

    def of_ticket(self, org_id: int, ticket: int) -> Sequence[Post]:
        """Those that are not gone."""

    def at(self, org_id: int, platform: Platform, workspace: str, channel: str, message: str) -> Post | None: ...

    def placed(self, post: Post, ref: MessageRef) -> None:
        """It stands there now."""

    def gone(self, post: Post) -> None:
        """It was deleted or cannot be reached; never updated again."""


class Deliveries(Protocol):
    def plan(self, org_id: int, delivery: NewDelivery, at: datetime) -> None:
        """One more thing to send.

        A CARD whose row for the post exists is asked for again (wanted raised, waiting at once) instead of added; a HOME or a
        `unique` that still waits is left as it is.
        """

    def lanes_due(self, at: datetime, limit: int) -> Sequence[tuple[int, str]]:
        """(org_id, lane) with something to send now, urgent first, that nobody works on."""

    def take(self, org_id: int, lane: str, holder: str, at: datetime, until: datetime) -> Delivery | None:
        """Lock the lane and take its next delivery as `sending`, or None when another worker was faster.

        A delivery found `sending` under an expired lock is taken again with `uncertain` set.
        """

    def get(self, org_id: int, delivery_id: int) -> Delivery | None: ...

    def done(self, delivery: Delivery, at: datetime, sent: int) -> None:
        """Sent up to version `sent`; a CARD that is wanted newer by now goes back to waiting."""

    def put_off(self, delivery: Delivery, until: datetime, error: str, *, uncertain: bool) -> None:
        """Try again at `until` (attempts + 1)."""

    def finish(self, delivery: Delivery, state: DeliveryState, error: str, at: datetime) -> None:
        """Parked or dead, with the reason."""

    def free_lane(self, org_id: int, lane: str, at: datetime, holder: str = "") -> None:
        """Give the lane back; nothing leaves by it before `at`. With `holder`, only if it is still theirs."""

    def unpark(self, org_id: int, platform: Platform, at: datetime) -> int: ...

    def next_due(self) -> datetime | None: ...

    def counts(self) -> Mapping[str, int]:
        """How many are in each state, for the metrics."""


class Operations(Protocol):
    """Leases, heartbeats and findings: what the processes tell each other."""

    def lease(self, name: str, holder: str, at: datetime, until: datetime) -> bool:
        """True when `holder` has it now."""

    def beat(self, worker: str, at: datetime, version: str) -> None: ...

    def last_beat(self) -> datetime | None: ...

    def report(self, finding: str, detail: str, at: datetime) -> bool:
        """Keep a finding for the doctor; True the first time (an admin is told once)."""

    def resolved(self, finding: str) -> None: ...

    def findings(self) -> Sequence[tuple[str, str, datetime]]: ...


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
    def comments(self) -> Comments: ...

    @property
    def posts(self) -> Posts: ...

    @property
    def deliveries(self) -> Deliveries: ...

    @property
    def operations(self) -> Operations: ...

    @property
    def recorded(self) -> list[tuple[Ticket, Event]]:
        """What happened in this transaction so far, in order: `Tickets.save` adds to it, `Leaving` reads it."""


OpenTx = Callable[[], AbstractContextManager[Tx]]
"""Opens a transaction: committed when the block ends, rolled back when it raises."""

Leaving = Callable[[Tx], None]
"""Called once before every commit with the transaction's `recorded` events: plans the deliveries."""

T = TypeVar("T")


class Reception(Protocol):
    """The desk as an edge sees it. Everything is committed when an answer comes back."""

    async def ask(self, interaction: Interaction) -> Reply:
        """Never raises a Refusal (it comes back as a reply); raises when nothing could be committed."""

    async def within(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in one transaction beside the event loop."""


class ChannelError(Exception):
    """A platform said no. The kind decides between wait, forget and tell an admin; `code` is the platform's own word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class RateLimited(ChannelError):
    """Wait `retry_after` seconds."""

    def __init__(self, code: str, retry_after: float) -> None:
        super().__init__(code)
        self.retry_after = retry_after


class Gone(ChannelError):
    """The message, channel or chat does not exist any more."""


class Forbidden(ChannelError):
    """We may not post there: not in the channel, blocked, uninstalled there."""


class Unauthorized(ChannelError):
    """The token is not accepted: everything of this workspace waits for an admin."""


class Rejected(ChannelError):
    """The platform cannot take what we sent; the same again would not help."""


class Unreachable(ChannelError):
    """No answer, or a 5xx. `maybe_arrived` when the request was sent and only the answer is missing."""

    def __init__(self, code: str, maybe_arrived: bool = False) -> None:
        super().__init__(code)
        self.maybe_arrived = maybe_arrived


class Channel(Protocol):
    """A medium: four verbs for ever. Raises `ChannelError`s and nothing else."""

    async def post(
        self, workspace: Workspace, destination: Destination, card: Card, marker: str, maybe_there: bool
    ) -> MessageRef:
        """Post a card. `marker` identifies this delivery; with `maybe_there` look for it first where the platform lets us."""

    async def update(self, workspace: Workspace, ref: MessageRef, card: Card) -> None: ...

    async def direct(self, workspace: Workspace, user: str, known: str) -> str:
        """The id of the 1:1 chat with `user` (`known` if it still holds)."""

    def link(self, workspace: Workspace, ref: MessageRef) -> str:
        """The address of a message, '' where the platform has none."""


class Directory(Protocol):
    """What a platform knows. Short limits, cached, never raises: None when it cannot be told now."""

    async def profile(self, workspace: Workspace, user: str) -> Profile | None: ...

    async def message(self, workspace: Workspace, channel: str, message: str) -> tuple[str, str, str] | None:
        """(author, text, thread) of one message."""
