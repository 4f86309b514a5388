"""What the desk keeps of posts and deliveries, and what its processes tell each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from app.people.model import Platform
from app.posts.model import Delivery, Destination, MessageRef, NewDelivery, Post, PostKind


class Posts(Protocol):
    def add(
        self,
        org_id: int,
        ticket: int,
        kind: PostKind,
        destination: Destination,
        locale: str,
        viewer_id: int | None,
        comment: int | None = None,
        under: int | None = None,
    ) -> Post: ...

    def get(self, org_id: int, post_id: int) -> Post | None: ...

    def of_ticket(self, org_id: int, ticket: int) -> Sequence[Post]:
        """Its cards that are not gone; lines of what was said and files are none."""

    def lines_of(self, org_id: int, comment: int) -> Sequence[Post]:
        """Where something that was said stands elsewhere."""

    def brings(self, post: Post, attachment_id: str) -> None:
        """It is this file that stands there."""

    def bringing(self, org_id: int, attachment_id: str) -> Sequence[Post]:
        """Where a file was brought, or is on its way to, also after nothing is left of the file itself."""

    def share(self, post: Post, tickets: Iterable[int]) -> None:
        """It is about these too: whatever happens to one of them, it is drawn anew."""

    def tickets_of(self, post: Post) -> Sequence[int]:
        """What it is about, its own first."""

    def at(self, org_id: int, platform: Platform, workspace: str, channel: str, message: str) -> Post | None: ...

    def placed(self, post: Post, ref: MessageRef) -> None:
        """It stands there now."""

    def lost(self, post: Post) -> None:
        """Its message is not there any more, and it will be posted anew. What is said in the thread of that message, where people
        still can, goes on to be said of the same ticket.
        """

    def gone(self, post: Post) -> None:
        """It was deleted or cannot be reached; never updated again."""


class Deliveries(Protocol):
    def plan(self, org_id: int, delivery: NewDelivery, at: datetime) -> None:
        """One more thing to send.

        A CARD whose row for the post exists waits at once instead of being added again, unless it was held back and not tried
        yet; a HOME or a `unique` that still waits is left as it is. Whatever is asked for again while it is being sent is sent
        once more.
        """

    def gather(self, org_id: int, delivery: NewDelivery, at: datetime) -> None:
        """Say its one card along with those of the same `unique` that have not left yet; else it waits for others to come."""

    def release(self, org_id: int, lanes: Iterable[str], at: datetime, until: datetime) -> int:
        """What waits in these lanes for a later time than `until`, and was not tried yet, leaves then; how many."""

    def lanes_due(self, at: datetime, limit: int) -> Sequence[tuple[int, str]]:
        """(org_id, lane) with something to send now, urgent first, that nobody works on."""

    def take(self, org_id: int, lane: str, holder: str, at: datetime, until: datetime) -> Delivery | None:
        """Lock the lane and take its next delivery as `sending`, or None when another worker was faster.

        Who has the lane already (the same `holder`, one name per worker process) goes on with its next one; where nothing is due
        the lane is free again. A delivery found `sending` under an expired lock is taken again with `uncertain` set.
        """

    def get(self, org_id: int, delivery_id: int) -> Delivery | None: ...

    def done(self, delivery: Delivery, at: datetime, sent: int) -> None:
        """Sent, showing ticket version `sent`; what was asked for again meanwhile goes back to waiting."""

    def put_off(self, delivery: Delivery, until: datetime, error: str, *, uncertain: bool) -> None:
        """Try again at `until` (attempts + 1)."""

    def give_up(self, delivery: Delivery, error: str, at: datetime) -> None:
        """Dead, with the reason."""

    def free_lane(self, org_id: int, lane: str, at: datetime, holder: str = "") -> None:
        """Give the lane back; nothing leaves by it before `at`. With `holder`, only if it is still theirs."""

    def resume(self, org_id: int, platform: Platform, at: datetime) -> int:
        """The platform takes us again: whatever was put off there is tried now, and counted anew; how many."""

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
