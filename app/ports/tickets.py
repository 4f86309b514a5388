"""What the desk keeps of tickets, their history and what was said on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from app.people.model import Platform
from app.tickets.comment import Comment, Visibility
from app.tickets.model import Source, Status, Ticket
from app.tickets.revision import Revision
from app.tickets.spoken import Spoken


@dataclass(frozen=True)
class HistoryLine:
    seq: int
    event: str
    at: datetime
    by_id: int | None
    changes: Mapping[str, Any]
    internal: bool


class Tickets(Protocol):
    def open(self, ticket: Ticket, extra_words: str = "", begin: Callable[[Ticket], None] | None = None) -> Ticket:
        """Insert with the organisation's next number. Returns it with its number.

        `begin` is called when it has one: what the ticket remembers then is the beginning of its history and stored with it.
        """

    def get(self, org_id: int, number: int) -> Ticket | None: ...

    def save(self, ticket: Ticket, by_names: Mapping[int, str] | None = None) -> None:
        """One conditional UPDATE on the version that was read, and the remembered events as history rows with the next `seq`s.

        Afterwards `ticket.version` is the last `seq`, and `changed` is empty: the events are in `Tx.recorded`, so that a second
        save writes none of them twice. The names of the people who did it, where they are given, are words by which the ticket
        is found. Raises Stale when somebody else was faster.
        """

    def by_source(self, org_id: int, platform: Platform, workspace: str, channel: str, message: str) -> Ticket | None: ...

    def by_thread(
        self, org_id: int, platform: Platform, workspace: str, channel: str, thread: str, speaker: int = 0
    ) -> Ticket | None:
        """The ticket whose card heads this thread; else what the speaker asked; else what heads it; else the newest inside."""

    def of_requester(self, org_id: int, person_id: int, limit: int = 25, skip: int = 0) -> Sequence[Ticket]:
        """Open ones first, newest first, after the first `skip` of them."""

    def latest_of(self, org_id: int, person_id: int, since: datetime, platform: Platform, channel: str) -> Ticket | None:
        """The newest ticket this person raised there since then."""

    def queue(self, org_id: int, team_ids: Iterable[int], limit: int = 25, skip: int = 0) -> Sequence[Ticket]:
        """Open tickets of these teams, most urgent first, then oldest first, after the first `skip` of them."""

    def find(
        self, org_id: int, *, status: Status | None = None, team_id: int | None = None, limit: int = 1000
    ) -> Sequence[Ticket]:
        """For scripts, by number."""

    def search(
        self,
        org_id: int,
        words: str,
        *,
        requester_id: int | None = None,
        team_ids: Iterable[int] | None = None,
        noted: Iterable[int] | None = None,
        limit: int = 25,
        skip: int = 0,
    ) -> Sequence[Ticket]:
        """Full text, newest first. Visible are those of the requester and those of the teams; both None sees all.

        `noted` are the teams whose notes may be searched; None: all of `team_ids`.
        """

    def history(self, org_id: int, number: int) -> Sequence[HistoryLine]: ...

    def histories(self, org_id: int, numbers: Iterable[int]) -> Mapping[int, Sequence[HistoryLine]]:
        """Those of many tickets, by number."""

    def count_open(self, org_id: int) -> int: ...


class Silences(Protocol):
    """Tickets that rest: see `app.tickets.resting`."""

    def due(
        self, org_id: int, at: datetime, most: int, after: tuple[int, datetime] | None = None
    ) -> Sequence[tuple[int, datetime]]:
        """Tickets the desk has to look at, each with since when, longest due first. `after` is where the last list ended."""

    def reconsider(self, org_id: int, at: datetime) -> None:
        """The policy is another one: whatever rests is looked at anew."""


class Comments(Protocol):
    def add(self, ticket: Ticket, author_id: int | None, visibility: Visibility, spoken: Spoken, at: datetime) -> Comment:
        """Stored, and its words found by search (internal ones only by agents). A message is one comment: Stale where it is one
        already.
        """

    def get(self, org_id: int, comment_id: int) -> Comment | None: ...

    def of(self, org_id: int, ticket: int, *, internal: bool) -> Sequence[Comment]:
        """Oldest first; notes only when `internal`."""

    def joins(self, comment: Comment) -> None:
        """It may become a request of its own."""

    def becomes(self, comment: Comment, ticket: int) -> bool:
        """It is a ticket of its own: its message is that one's now. False where it was before, by whomever."""

    def save(self, comment: Comment) -> None:
        """How it reads now."""

    def find_anew(self, ticket: Ticket) -> None:
        """From now on the ticket is found by what can be read on it now, and by nothing that was changed or taken back."""


class Utterances(Protocol):
    """Messages in chats: which comment each of them is, how it has read, and changes that came before it."""

    def find(self, org_id: int, platform: Platform, workspace: str, channel: str, message: str) -> tuple[int, int] | None:
        """(ticket, comment) that this message is."""

    def source_of(self, org_id: int, comment: int) -> Source | None:
        """The message a comment was said in, None where it came from a form."""

    def revise(self, org_id: int, ticket: int, comment: int, revision: Revision, at: datetime) -> None:
        """One more of what it has said; the same one twice is one (`comment` 0: the request itself)."""

    def revisions(self, org_id: int, ticket: int, comment: int) -> Sequence[Revision]:
        """Everything it has said, in the platform's own order."""

    def erase(self, org_id: int, ticket: int, comment: int, until: int) -> None:
        """Nothing of what it said up to then is kept; that it was there, and when it changed, is."""

    def thin_out(self, org_id: int, ticket: int, comment: int, after: int, before: int) -> None:
        """Nothing is kept any more of what it said after the one stamp and before the other."""

    def too_early(self, org_id: int, where: Source, revision: Revision, at: datetime) -> None:
        """Keep a change of a message that has not been heard of yet: of many the last few."""

    def early(self, org_id: int, where: Source) -> Sequence[Revision]:
        """What is kept of it, oldest first."""

    def take_early(self, org_id: int, where: Source) -> Sequence[Revision]:
        """What was kept of it, oldest first, and is kept no more."""

    def late(self, org_id: int, most: int) -> Sequence[Source]:
        """Messages that were heard of meanwhile, while a change of them was being kept."""

    def forget_early(self, org_id: int, before: datetime) -> None:
        """Whatever was kept since before then never had a message; but what was done to one that waits in a 1:1 chat is kept as
        long as that.
        """
