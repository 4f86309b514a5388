"""What still has to reach a chat platform, and the lanes it travels in.

Web processes only insert or upsert here; lanes are touched by workers alone, so a click never waits for a worker.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.people.model import Platform
from app.posts.model import Delivery, DeliveryKind, DeliveryState, Destination, Kind, NewDelivery
from storage.gathering import joined, release
from storage.sql import Sql, insert_into, numbered
from storage.tables import REASON, lanes
from storage.tables import deliveries as t

WAITING, SENDING, DONE, DEAD = DeliveryState


ORG: Any = sa.bindparam("org", type_=t.c.org_id.type)
LANE: Any = sa.bindparam("in_lane", type_=t.c.lane.type)
AT = sa.bindparam("now", type_=t.c.due_at.type)
UNTIL = sa.bindparam("until", type_=t.c.due_at.type)
ONE = sa.select(t).where(t.c.org_id == ORG, t.c.id == sa.bindparam("one"))


@cache
def _lanes_due() -> Any:
    free = sa.or_(lanes.c.busy_until.is_(None), lanes.c.busy_until <= AT)
    urgent = sa.func.max(sa.case((t.c.urgent.is_(True), 1), else_=0))
    return (
        sa.select(t.c.org_id, t.c.lane)
        .select_from(t.outerjoin(lanes, sa.and_(lanes.c.org_id == t.c.org_id, lanes.c.lane == t.c.lane)))
        .where(t.c.due_at.is_not(None), t.c.due_at <= AT, free)
        .group_by(t.c.org_id, t.c.lane)
        .order_by(urgent.desc(), sa.func.min(t.c.due_at), sa.func.min(t.c.id))
        .limit(sa.bindparam("most"))
    )


@cache
def _take(sqlite_: bool) -> Any:
    due = sa.select(t.c.id).where(t.c.org_id == ORG, t.c.lane == LANE, t.c.due_at.is_not(None), t.c.due_at <= AT)
    chosen = due.order_by(t.c.urgent.desc(), t.c.id).limit(1)
    if not sqlite_:
        chosen = chosen.with_for_update(skip_locked=True)  # a late worker may just be saying what became of it
    again = sa.or_(t.c.uncertain.is_(True), t.c.state == SENDING)
    taken = sa.update(t).where(t.c.org_id == ORG, t.c.id == chosen.scalar_subquery())
    return taken.values(state=SENDING, lease_until=UNTIL, due_at=UNTIL, uncertain=again).returning(t)


@cache
def _lock(sqlite_: bool) -> Any:
    who: Any = sa.bindparam("who", type_=lanes.c.holder.type)
    insert = insert_into(lanes, sqlite_).values(org_id=ORG, lane=LANE, busy_until=UNTIL, holder=who)
    free = sa.or_(lanes.c.busy_until <= AT, lanes.c.holder == who)
    upsert = insert.on_conflict_do_update(
        index_elements=[lanes.c.org_id, lanes.c.lane], set_={"busy_until": UNTIL, "holder": who}, where=free
    )
    return upsert.returning(lanes.c.lane)


@cache
def _free_lane(of_holder: bool) -> Any:
    mine = [lanes.c.org_id == ORG, lanes.c.lane == LANE, *([lanes.c.holder == sa.bindparam("who")] if of_holder else [])]
    return sa.update(lanes).where(*mine).values(busy_until=AT, holder="")


@cache
def _done() -> Any:
    again, card = t.c.wanted > sa.bindparam("asked"), t.c.kind == DeliveryKind.CARD
    return _held().values(
        state=sa.case((again, WAITING), else_=DONE),
        sent=sa.bindparam("shown"),
        lease_until=None,
        error="",
        uncertain=False,
        attempts=0,
        not_before=sa.case((again, AT), else_=t.c.not_before),
        due_at=sa.case((again, AT), else_=None),
        unique_key=sa.case((sa.or_(again, card), t.c.unique_key), else_=None),
    )


@cache
def _put_off() -> Any:
    why: dict[str, Any] = {"error": sa.bindparam("why"), "uncertain": sa.bindparam("unsure")}
    return _held().values(state=WAITING, not_before=UNTIL, due_at=UNTIL, lease_until=None, attempts=t.c.attempts + 1, **why)


@cache
def _give_up() -> Any:
    key = sa.case((t.c.kind == DeliveryKind.CARD, t.c.unique_key), else_=None)
    return _held().values(state=DEAD, due_at=None, lease_until=None, error=sa.bindparam("why"), not_before=AT, unique_key=key)


def _held() -> sa.Update:
    """The row as long as the lease under which it was taken is still the last one; its parameters are `_mine`."""
    lease = sa.bindparam("lease", type_=t.c.lease_until.type)
    return sa.update(t).where(t.c.org_id == ORG, t.c.id == sa.bindparam("one"), t.c.state == SENDING, t.c.lease_until == lease)


class Deliveries:
    def __init__(self, sql: Sql, planned: Callable[[], None]) -> None:
        self._sql = sql
        self._planned = planned
        self._unwritten: set[tuple[int, str]] = set()

    def plan(self, org_id: int, delivery: NewDelivery, at: datetime) -> None:
        """One more thing to send.

        A CARD whose row for the post exists waits at once instead of being added again, unless it was held back and not tried
        yet; a HOME or a `unique` that still waits is left as it is. Whatever is asked for again while it is being sent is sent
        once more.
        """
        values = self._sql.owned({"org_id": org_id, **_fresh(delivery, at)})
        unique = (org_id, values["unique_key"])
        if unique in self._unwritten:
            self._sql.flush()  # one statement cannot add a row and change it
        if values["unique_key"] is not None:
            self._unwritten.add(unique)
        self._sql.later(_plan(self._sql.is_sqlite), values)
        self._planned()

    def gather(self, org_id: int, delivery: NewDelivery, at: datetime) -> None:
        """Say its one card along with those of the same `unique` that have not left yet; else it waits for others to come."""
        card = delivery.payload["card"]
        for part in itertools.count(1):
            begins = replace(delivery, payload={"cards": [card]}, unique=f"{delivery.unique}.{part}")
            there = joined(self._sql, org_id, f"own:{begins.unique}", card)
            while there is None and not self._begin(org_id, begins, at):
                there = joined(self._sql, org_id, f"own:{begins.unique}", card)  # somebody else has begun it in this moment
            if there is not False:
                return

    def _begin(self, org_id: int, delivery: NewDelivery, at: datetime) -> bool:
        """The first of a message that others may join; False where it has begun by now."""
        begun = self._sql.changed(_first(self._sql.is_sqlite), self._sql.owned({"org_id": org_id, **_fresh(delivery, at)}))
        self._planned()
        return bool(begun)

    def release(self, org_id: int, lanes: Iterable[str], at: datetime, until: datetime) -> int:
        """What waits in these lanes for a later time than `until`, and was not tried yet, leaves then; how many."""
        count = release(self._sql, org_id, lanes, at, until)
        if count:
            self._planned()
        return count

    def lanes_due(self, at: datetime, limit: int) -> Sequence[tuple[int, str]]:
        """(org_id, lane) with something to send now, urgent first, that nobody works on (ix_deliveries_due)."""
        found = self._sql.rows(_lanes_due(), {"now": at, "most": limit})
        return [(row.org_id, row.lane) for row in found]

    def take(self, org_id: int, lane: str, holder: str, at: datetime, until: datetime) -> Delivery | None:
        """Lock the lane and take its next delivery as `sending`, or None when another worker was faster or nothing is due.

        Who has the lane already goes on with its next one; where nothing is due the lane is free again.

        Urgent ones first, then in the order they were planned; one that was put off does not hold the others up (who wants
        that frees the lane for later). A delivery found `sending` under an expired lock is taken again with `uncertain` set.
        """
        turn = {"org": org_id, "in_lane": lane, "now": at, "until": until}
        if self._sql.value(_lock(self._sql.is_sqlite), {**turn, "who": holder}) is None:
            return None
        taken = self._sql.row(_take(self._sql.is_sqlite), turn)
        if taken is None:
            self.free_lane(org_id, lane, at, holder)
            return None
        return _delivery(taken)

    def get(self, org_id: int, delivery_id: int) -> Delivery | None:
        found = self._sql.row(ONE, {"org": org_id, "one": delivery_id})
        return _delivery(found) if found else None

    def done(self, delivery: Delivery, at: datetime, sent: int) -> None:
        """Sent, showing ticket version `sent`; what was asked for again meanwhile goes back to waiting.

        Changes nothing when the lease was lost: whoever has it now says what became of it.
        """
        self._sql.run(_done(), {**_mine(delivery), "asked": delivery.wanted, "shown": sent, "now": at})

    def put_off(self, delivery: Delivery, until: datetime, error: str, *, uncertain: bool) -> None:
        """Try again at `until` (attempts + 1)."""
        why = {"why": error[:REASON], "unsure": uncertain}
        self._sql.run(_put_off(), {**_mine(delivery), "until": until, **why})

    def give_up(self, delivery: Delivery, error: str, at: datetime) -> None:
        """Dead, with the reason. A card that is planned again is tried again."""
        self._sql.run(_give_up(), {**_mine(delivery), "now": at, "why": error[:REASON]})

    def free_lane(self, org_id: int, lane: str, at: datetime, holder: str = "") -> None:
        """Give the lane back; nothing leaves by it before `at`. With `holder`, only if it is still theirs."""
        who = {"who": holder} if holder else {}
        self._sql.run(_free_lane(bool(holder)), {"org": org_id, "in_lane": lane, "now": at, **who})

    def resume(self, org_id: int, platform: Platform, at: datetime) -> int:
        """The platform takes us again: whatever was put off there is tried now, and counted anew; how many."""
        held = (t.c.org_id == org_id, t.c.platform == platform, t.c.state == WAITING, t.c.attempts > 0)
        count = self._sql.changed(sa.update(t).where(*held).values(not_before=at, due_at=at, attempts=0))
        theirs = (lanes.c.org_id == org_id, lanes.c.lane.startswith(f"{platform}:", autoescape=True), lanes.c.holder == "")
        self._sql.run(sa.update(lanes).where(*theirs, lanes.c.busy_until > at).values(busy_until=at))
        if count:
            self._planned()
        return count

    def next_due(self) -> datetime | None:
        """When a worker should look again: the earliest that is due in a lane that is free by then."""
        ready = sa.case((lanes.c.busy_until > t.c.due_at, lanes.c.busy_until), else_=t.c.due_at)
        joined = t.outerjoin(lanes, sa.and_(lanes.c.org_id == t.c.org_id, lanes.c.lane == t.c.lane))
        found = self._sql.row(
            sa.select(ready.label("ready")).select_from(joined).where(t.c.due_at.is_not(None)).order_by("ready").limit(1)
        )
        return found.ready if found else None

    def counts(self) -> Mapping[str, int]:
        """How many are in each state, for the metrics; every state is named."""
        found = self._sql.rows(sa.select(t.c.state, sa.func.count().label("many")).group_by(t.c.state))
        return dict.fromkeys((str(state) for state in DeliveryState), 0) | {row.state: row.many for row in found}


def _fresh(delivery: NewDelivery, at: datetime) -> dict[str, Any]:
    d, begins = delivery.destination, delivery.not_before or at
    return {
        "kind": delivery.kind, "lane": d.lane, "platform": d.platform, "workspace": d.workspace, "place": d.kind,
        "channel": d.channel,
        "thread": d.thread, "user": d.user, "created_at": at, "not_before": begins, "state": WAITING, "urgent": delivery.urgent,
        "ticket": delivery.ticket, "post_id": delivery.post_id, "viewer_id": delivery.viewer_id, "locale": delivery.locale,
        "payload": dict(delivery.payload), "wanted": 1, "sent": 0, "attempts": 0, "uncertain": False, "error": "",
        "lease_until": None, "due_at": begins, "unique_key": _unique_key(delivery),
    }  # fmt: skip


def _unique_key(delivery: NewDelivery) -> str | None:
    if delivery.kind is DeliveryKind.CARD:
        return f"post:{delivery.post_id}"
    if delivery.unique:
        return f"own:{delivery.unique}"
    return f"home:{delivery.destination.lane}" if delivery.kind is DeliveryKind.HOME else None


@cache
def _plan(sqlite_: bool) -> Any:
    insert = numbered(t, sqlite_).inline()  # nobody asks for the new row
    return insert.on_conflict_do_update(index_elements=[t.c.org_id, t.c.unique_key], set_=_asked_again(insert.excluded))


@cache
def _first(sqlite_: bool) -> Any:
    return numbered(t, sqlite_).inline().on_conflict_do_nothing(index_elements=[t.c.org_id, t.c.unique_key])


def _asked_again(new: Any) -> dict[str, Any]:
    """What becomes of the row that is there already."""
    sending, over = t.c.state == SENDING, sa.or_(t.c.state == DONE, t.c.state == DEAD)
    held_back = sa.and_(t.c.attempts == 0, t.c.not_before > new.not_before)
    left_alone = sa.or_(sending, sa.and_(t.c.state == WAITING, sa.or_(new.kind != DeliveryKind.CARD, held_back)))
    return {
        "wanted": sa.case((sending, t.c.wanted + 1), else_=t.c.wanted),
        "urgent": sa.or_(t.c.urgent.is_(True), new.urgent.is_(True)),
        "payload": sa.case((sending, new.payload), else_=t.c.payload),
        "state": sa.case((sending, SENDING), else_=WAITING),
        "attempts": sa.case((over, 0), else_=t.c.attempts),
        "created_at": sa.case((over, new.created_at), else_=t.c.created_at),  # else it would soon be given up as too old
        "not_before": sa.case((left_alone, t.c.not_before), else_=new.not_before),
        "due_at": sa.case((left_alone, t.c.due_at), else_=new.due_at),
    }


def _mine(delivery: Delivery) -> dict[str, Any]:
    """Parameters of `_held`."""
    return {"org": delivery.org_id, "one": delivery.id, "lease": delivery.lease_until}


def _delivery(row: Any) -> Delivery:
    place = Destination(Platform(row.platform), row.workspace, Kind(row.place), row.channel, row.thread, row.user)
    return Delivery(
        org_id=row.org_id, id=row.id, kind=DeliveryKind(row.kind), destination=place, created_at=row.created_at,
        not_before=row.not_before, state=DeliveryState(row.state), urgent=row.urgent, ticket=row.ticket, post_id=row.post_id,
        viewer_id=row.viewer_id, locale=row.locale, payload=row.payload, wanted=row.wanted, sent=row.sent, attempts=row.attempts,
        uncertain=row.uncertain, error=row.error, lease_until=row.lease_until,
    )  # fmt: skip
