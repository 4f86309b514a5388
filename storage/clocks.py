"""Clocks, the lines of what changed them, and the milestones they have passed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.errors import Stale
from app.ports.clocks import Passed
from app.sla.clock import Clock
from app.sla.terms import Change, ClockKind, Milestone, Phase, Why
from storage.sql import Sql, insert_into
from storage.tables import clock_changes as lines
from storage.tables import clocks as t
from storage.tables import milestones

MICROSECOND = timedelta(microseconds=1)
HELD = (
    "phase", "sla", "calendar", "target", "version", "revision", "since", "due_at", "warn_at", "next_at", "warned_at",
    "breached_at", "met_at", "level", "lines", "held_until", "held_by",
)  # fmt: skip

ORG: Any = sa.bindparam("org", type_=t.c.org_id.type)
OF = sa.select(t).where(t.c.org_id == ORG, t.c.ticket == sa.bindparam("of")).order_by(t.c.kind)
ADD = sa.insert(t)
SAVE = (
    sa.update(t)
    .where(
        t.c.org_id == ORG, t.c.ticket == sa.bindparam("of"), t.c.kind == sa.bindparam("which"), t.c.lines == sa.bindparam("read")
    )
    .values({name: sa.bindparam(f"new_{name}", type_=t.c[name].type) for name in (*HELD, "used", "over")})
)
REMEMBER = sa.insert(lines)
FORGET = sa.delete(lines).where(
    lines.c.org_id == ORG, lines.c.ticket == sa.bindparam("of"), lines.c.kind == sa.bindparam("which")
)
LINES = sa.select(lines).where(lines.c.org_id == ORG, lines.c.ticket == sa.bindparam("of")).order_by(lines.c.kind, lines.c.seq)


@cache
def _due(sqlite_: bool) -> Any:
    """Tickets with a clock to look at, the one that waits longest first (ix_clocks_next)."""
    at = sa.bindparam("now", type_=t.c.next_at.type)
    due = sa.select(t.c.ticket).where(t.c.org_id == ORG, t.c.next_at.is_not(None), t.c.next_at <= at)
    due = due.order_by(t.c.next_at, t.c.ticket).limit(sa.bindparam("most"))
    return due if sqlite_ else due.with_for_update(skip_locked=True)


@cache
def _behind(sqlite_: bool) -> Any:
    """Tickets with a clock that goes on and counts under an earlier policy (ix_clocks_behind)."""
    counts = sa.text("phase IN ('running', 'paused')")
    behind = sa.select(t.c.ticket).where(t.c.org_id == ORG, t.c.version < sa.bindparam("now"), counts)
    behind = behind.order_by(t.c.version, t.c.ticket).limit(sa.bindparam("most"))
    return behind if sqlite_ else behind.with_for_update(skip_locked=True)


@cache
def _pass(sqlite_: bool) -> Any:
    return insert_into(milestones, sqlite_).on_conflict_do_nothing().returning(milestones.c.level)


class Clocks:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def of(self, org_id: int, ticket: int) -> Sequence[Clock]:
        """First response before resolution."""
        return [_clock(row) for row in self._sql.rows(OF, {"org": org_id, "of": ticket})]

    def of_many(self, org_id: int, tickets: Iterable[int]) -> dict[int, list[Clock]]:
        """By ticket, for lists."""
        found: dict[int, list[Clock]] = {}
        asked = sa.select(t).where(t.c.org_id == org_id, t.c.ticket.in_(sorted(set(tickets)))).order_by(t.c.ticket, t.c.kind)
        for row in self._sql.rows(asked):
            found.setdefault(row.ticket, []).append(_clock(row))
        return found

    def add(self, clock: Clock) -> None:
        key = {"org_id": clock.org_id, "ticket": clock.ticket, "kind": clock.kind}
        self._sql.later(ADD, key | _held(clock))
        self._remember(clock)

    def save(self, clock: Clock) -> None:
        """Raises Stale when somebody else has changed it since it was read."""
        read = clock.lines - len(clock.changes)
        key = {"org": clock.org_id, "of": clock.ticket, "which": clock.kind, "read": read}
        if not self._sql.changed(SAVE, key | {f"new_{name}": value for name, value in _held(clock).items()}):
            raise Stale(f"a clock of ticket {clock.ticket} was changed by somebody else")
        self._remember(clock)

    def changes(self, org_id: int, ticket: int) -> dict[ClockKind, list[Change]]:
        """Everything that ever changed its clocks, in order."""
        found: dict[ClockKind, list[Change]] = {}
        for row in self._sql.rows(LINES, {"org": org_id, "of": ticket}):
            found.setdefault(ClockKind(row.kind), []).append(_change(row))
        return found

    def due(self, org_id: int, at: datetime, limit: int) -> Sequence[int]:
        """Numbers of tickets with a clock that has something to tell by `at`; on PostgreSQL nobody else gets the same ones."""
        rows = self._sql.rows(_due(self._sql.is_sqlite), {"org": org_id, "now": at, "most": limit})
        return list(dict.fromkeys(row.ticket for row in rows))

    def next_after(self, org_id: int, at: datetime) -> Clock | None:
        """The clock that has something to tell first after `at` (ix_clocks_next)."""
        later = sa.select(t).where(t.c.org_id == org_id, t.c.next_at > at).order_by(t.c.next_at, t.c.ticket).limit(1)
        row = self._sql.row(later)
        return _clock(row) if row else None

    def behind(self, org_id: int, version: int, limit: int) -> Sequence[int]:
        """Numbers of tickets with a clock that goes on and does not count under this version of the policy yet."""
        rows = self._sql.rows(_behind(self._sql.is_sqlite), {"org": org_id, "now": version, "most": limit})
        return list(dict.fromkeys(row.ticket for row in rows))

    def milestones(self, org_id: int, tickets: Iterable[int]) -> Collection[Passed]:
        """What was ever passed."""
        m = milestones
        rows = self._sql.rows(sa.select(m).where(m.c.org_id == org_id, m.c.ticket.in_(sorted(set(tickets)))))
        return [Passed(row.ticket, ClockKind(row.kind), row.revision, row.level, row.due_at) for row in rows]

    def put_right(self, clock: Clock, lines: Sequence[Change], read: int | None) -> None:
        """Instead of the clock and the lines that are there; `read` of them, None where there is no clock."""
        key = {"org": clock.org_id, "of": clock.ticket, "which": clock.kind}
        self._sql.run(FORGET, key)
        clock.lines, clock.changes = len(lines), list(lines)
        if read is None:
            return self.add(clock)
        values = {f"new_{name}": value for name, value in _held(clock).items()}
        if not self._sql.changed(SAVE, key | {"read": read} | values):
            raise Stale(f"a clock of ticket {clock.ticket} was changed by somebody else")
        return self._remember(clock)

    def passed(self, clock: Clock, milestone: Milestone, at: datetime) -> bool:
        """Keep it; False when it was passed before (pk_milestones)."""
        key = {"org_id": clock.org_id, "ticket": clock.ticket, "kind": clock.kind, "revision": milestone.revision}
        when = {"level": milestone.level, "due_at": milestone.at, "at": at}
        return self._sql.value(_pass(self._sql.is_sqlite), key | when) is not None

    def _remember(self, clock: Clock) -> None:
        key = {"org_id": clock.org_id, "ticket": clock.ticket, "kind": clock.kind}
        for change in clock.changes:
            self._sql.later(REMEMBER, {**key, **vars(change), "used": change.used // MICROSECOND})
        clock.changes.clear()


def _held(clock: Clock) -> dict[str, Any]:
    values = {name: getattr(clock, name) for name in HELD}
    return values | {"used": clock.used // MICROSECOND, "over": clock.over // MICROSECOND}


def _clock(row: Any) -> Clock:
    values = row._asdict()
    times = {"used": row.used * MICROSECOND, "over": row.over * MICROSECOND}
    return Clock(**values | times | {"kind": ClockKind(row.kind), "phase": Phase(row.phase)})


def _change(row: Any) -> Change:
    return Change(
        row.seq, row.at, Why(row.why), Phase(row.phase), row.sla, row.calendar, row.target, row.version,
        row.used * MICROSECOND, row.due_at,
    )  # fmt: skip
