"""What a report counts: what happened to a team's tickets in a period, how they stand, and which digests have left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.ports.reports import Happened, Lists, Met, Stock
from app.sla.terms import ClockKind
from app.tickets.model import Status
from storage.report_tables import COUNTED, digests
from storage.sql import Sql, insert_into
from storage.tables import clock_changes, clocks, history
from storage.tables import tickets as t

MICROSECOND = timedelta(microseconds=1)
AT_ONCE = 500
ANSWERS = ("ticket.commented", "ticket.claimed", "ticket.resolved", "ticket.unsent")

ORG: Any = sa.bindparam("org", type_=t.c.org_id.type)
TEAM: Any = sa.bindparam("team", type_=t.c.team_id.type)
SINCE: Any = sa.bindparam("since", type_=history.c.at.type)
UNTIL: Any = sa.bindparam("until", type_=history.c.at.type)
MOST: Any = sa.bindparam("most", type_=sa.BigInteger)
SKIP: Any = sa.bindparam("skip", type_=sa.BigInteger)

ITS_TICKET = sa.and_(t.c.org_id == history.c.org_id, t.c.number == history.c.ticket)
IN_PERIOD = (history.c.org_id == ORG, history.c.at >= SINCE, history.c.at < UNTIL, sa.text(COUNTED), t.c.team_id == TEAM)
HAPPENED = (
    sa.select(history.c.event, history.c.ticket, history.c.at, history.c.by_id, t.c.category_id, t.c.assignee_id, t.c.created_at)
    .join_from(history, t, ITS_TICKET)
    .where(*IN_PERIOD)
    .order_by(history.c.at, history.c.ticket, history.c.seq)
)
SOLVED = sa.select(history.c.ticket).join_from(history, t, ITS_TICKET).where(*IN_PERIOD, history.c.event == "ticket.resolved")
MET = (
    sa.select(clock_changes.c.ticket, clock_changes.c.kind, clock_changes.c.at, clock_changes.c.used, clock_changes.c.due_at)
    .where(clock_changes.c.org_id == ORG, clock_changes.c.why == "met", clock_changes.c.ticket.in_(SOLVED.scalar_subquery()))
    .order_by(clock_changes.c.ticket, clock_changes.c.kind, clock_changes.c.seq)
)
OPEN = (t.c.org_id == ORG, t.c.team_id == TEAM, t.c.open_rank.is_not(None))
COUNTS = sa.select(
    sa.func.count().label("open"),
    sa.func.coalesce(sa.func.sum(sa.case((t.c.assignee_id.is_(None), 1), else_=0)), 0).label("unassigned"),
    sa.func.coalesce(sa.func.sum(sa.case((t.c.status == str(Status.WAITING), 1), else_=0)), 0).label("waiting"),
).where(*OPEN)
GOES_ON = (clocks.c.org_id == t.c.org_id, clocks.c.ticket == t.c.number, clocks.c.phase.in_(("running", "paused")))
BROKEN = sa.exists().where(*GOES_ON, clocks.c.breached_at.is_not(None))
WARNED = sa.exists().where(*GOES_ON, clocks.c.warned_at.is_not(None))
PROMISES = sa.select(
    sa.func.coalesce(sa.func.sum(sa.case((BROKEN, 1), else_=0)), 0).label("breached"),
    sa.func.coalesce(sa.func.sum(sa.case((sa.and_(WARNED, ~BROKEN), 1), else_=0)), 0).label("at_risk"),
).where(*OPEN)
LISTS: dict[Lists, Any] = {
    Lists.BREACHED: (BROKEN,),
    Lists.AT_RISK: (WARNED, ~BROKEN),
    Lists.UNASSIGNED: (t.c.assignee_id.is_(None),),
    Lists.WAITING: (t.c.status == str(Status.WAITING),),
    Lists.OLDEST: (),
}
STILL_OPEN = sa.or_(t.c.open_rank.is_not(None), sa.func.coalesce(t.c.resolved_at, t.c.closed_at) >= SINCE)
LIVED = (
    sa.select(t.c.number)
    .where(
        t.c.org_id == ORG, t.c.number > sa.bindparam("after", type_=sa.BigInteger), sa.or_(t.c.created_at >= SINCE, STILL_OPEN)
    )
    .order_by(t.c.number)
    .limit(MOST)
)
SENT = sa.select(digests.c.at).where(
    digests.c.org_id == ORG, digests.c.digest == sa.bindparam("which"), digests.c.ends_at == sa.bindparam("until")
)
FIGURES = sa.select(digests.c.figures).where(
    digests.c.org_id == ORG, digests.c.digest == sa.bindparam("which"), digests.c.ends_at == sa.bindparam("until")
)


@cache
def _listed(which: Lists) -> Any:
    """Those that wait longest first."""
    return sa.select(t.c.number).where(*OPEN, *LISTS[which]).order_by(t.c.created_at, t.c.number).limit(MOST).offset(SKIP)


@cache
def _listed_of(event: str) -> Any:
    """Those of a period, the latest first."""
    found = sa.select(history.c.ticket).join_from(history, t, ITS_TICKET).where(*IN_PERIOD, history.c.event == event)
    latest_first = found.group_by(history.c.ticket).order_by(sa.func.max(history.c.at).desc(), history.c.ticket)
    return latest_first.limit(MOST).offset(SKIP)


@cache
def _answers() -> Any:
    numbers: Any = sa.bindparam("numbers", expanding=True)
    asked = sa.select(history.c.ticket, history.c.event, history.c.at, history.c.changes)
    mine = (history.c.org_id == ORG, history.c.ticket.in_(numbers), history.c.event.in_(ANSWERS))
    return asked.where(*mine).order_by(history.c.ticket, history.c.seq)


@cache
def _leave(sqlite_: bool) -> Any:
    return insert_into(digests, sqlite_).on_conflict_do_nothing().returning(digests.c.digest)


class Reports:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def happened(self, org_id: int, team_id: int, since: datetime, until: datetime) -> Sequence[Happened]:
        """Opened, solved and reopened from `since` to before `until`, in order (ix_history_counted)."""
        asked = {"org": org_id, "team": team_id, "since": since, "until": until}
        return [Happened(**row._asdict()) for row in self._sql.rows(HAPPENED, asked)]

    def met(self, org_id: int, team_id: int, since: datetime, until: datetime) -> Sequence[Met]:
        """Every time a promise was done with, of the tickets that were solved in the period, in order."""
        asked = {"org": org_id, "team": team_id, "since": since, "until": until}
        rows = self._sql.rows(MET, asked)
        return [Met(row.ticket, ClockKind(row.kind), row.at, row.used * MICROSECOND, _late(row)) for row in rows]

    def first_answers(self, org_id: int, numbers: Sequence[int], *, claimed: bool) -> dict[int, datetime]:
        """When each was first answered, out of its history. `claimed`: claiming is an answer; one that was taken back is none."""
        found: dict[int, datetime] = {}
        for start in range(0, len(numbers), AT_ONCE):
            rows = self._sql.rows(_answers(), {"org": org_id, "numbers": list(numbers[start : start + AT_ONCE])})
            unsent = {(row.ticket, row.changes["comment"]) for row in rows if row.event == "ticket.unsent"}
            for row in rows:
                reply = row.event == "ticket.commented" and row.changes.get("from_agent") is True
                said = reply and (row.ticket, row.changes["comment"]) not in unsent
                if said or row.event == "ticket.resolved" or (claimed and row.event == "ticket.claimed"):
                    found.setdefault(row.ticket, row.at)
        return found

    def stock(self, org_id: int, team_id: int) -> Stock:
        """How the team's open tickets stand (ix_tickets_queue)."""
        of = {"org": org_id, "team": team_id}
        return Stock(**self._whole(COUNTS, of), **self._whole(PROMISES, of))

    def _whole(self, statement: Any, of: Mapping[str, Any]) -> dict[str, int]:
        return {name: int(count) for name, count in self._sql.row(statement, dict(of))._asdict().items()}

    def listed(self, org_id: int, team_id: int, which: Lists, limit: int, skip: int = 0) -> Sequence[int]:
        """Numbers of the team's open tickets of that kind, the oldest first, after the first `skip` of them."""
        asked = {"org": org_id, "team": team_id, "most": limit, "skip": skip}
        return [row.number for row in self._sql.rows(_listed(which), asked)]

    def listed_of(
        self, org_id: int, team_id: int, event: str, since: datetime, until: datetime, limit: int, skip: int = 0
    ) -> Sequence[int]:
        """Numbers of tickets to which that happened in the period, the latest first, after the first `skip` of them."""
        asked = {"org": org_id, "team": team_id, "since": since, "until": until, "most": limit, "skip": skip}
        return [row.ticket for row in self._sql.rows(_listed_of(event), asked)]

    def lived(self, org_id: int, since: datetime, after: int, limit: int) -> Sequence[int]:
        """Numbers above `after`, in order: opened since then, or still open then or later (pk_tickets, each row once)."""
        asked = {"org": org_id, "since": since, "after": after, "most": limit}
        return [row.number for row in self._sql.rows(LIVED, asked)]

    def sent(self, org_id: int, digest: str, until: datetime) -> bool:
        """Whether the digest of the period that ends then has left."""
        return self._sql.value(SENT, {"org": org_id, "which": digest, "until": until}) is not None

    def leave(self, org_id: int, digest: str, until: datetime, at: datetime, figures: Mapping[str, Any]) -> bool:
        """Keep that it leaves now; False when it has left before, by whomever (pk_digests)."""
        row = {"org_id": org_id, "digest": digest, "ends_at": until, "at": at, "figures": dict(figures)}
        return self._sql.value(_leave(self._sql.is_sqlite), row) is not None

    def figures(self, org_id: int, digest: str, until: datetime) -> Mapping[str, Any] | None:
        """How the team stood when the digest of that period left."""
        found: Mapping[str, Any] | None = self._sql.value(FIGURES, {"org": org_id, "which": digest, "until": until})
        return found


def _late(row: Any) -> bool:
    return row.due_at is not None and row.due_at < row.at
