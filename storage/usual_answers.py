"""How long a first answer usually takes: what it is worked out of, and what was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.ports.usual_answers import Request, Usual
from app.sla.terms import ClockKind, Phase
from storage.report_tables import COUNTED
from storage.sql import Sql, insert_into
from storage.tables import clocks, history
from storage.tables import tickets as t
from storage.usual_answer_tables import usual_answers as u

MICROSECOND = timedelta(microseconds=1)
NO_REQUESTS = ("withdrawn", "not_a_request", "duplicate")

ORG: Any = sa.bindparam("org", type_=u.c.org_id.type)
TEAM: Any = sa.bindparam("team", type_=u.c.team_id.type)
ITS_TICKET = sa.and_(t.c.org_id == history.c.org_id, t.c.number == history.c.ticket)
ITS_CLOCK = sa.and_(clocks.c.org_id == t.c.org_id, clocks.c.ticket == t.c.number, clocks.c.kind == str(ClockKind.FIRST_RESPONSE))
REQUESTS = (
    sa.select(t.c.number, t.c.category_id, t.c.created_at, t.c.open_rank, clocks.c.phase, clocks.c.used, clocks.c.since)
    .select_from(history.join(t, ITS_TICKET).outerjoin(clocks, ITS_CLOCK))
    .where(
        history.c.org_id == ORG,
        history.c.at >= sa.bindparam("since", type_=history.c.at.type),
        sa.text(COUNTED),
        history.c.event == "ticket.opened",
        t.c.team_id == TEAM,
        sa.func.coalesce(t.c.closed_how, "").not_in(NO_REQUESTS),
    )
    .order_by(history.c.at.desc(), history.c.ticket.desc())
    .limit(sa.bindparam("most", type_=sa.BigInteger))
)
ALL = sa.select(u).where(u.c.org_id == ORG)
FORGET = sa.delete(u).where(u.c.org_id == ORG, u.c.team_id == TEAM, u.c.category_id == sa.bindparam("category"))


@cache
def _keep(sqlite_: bool) -> Any:
    insert = insert_into(u, sqlite_)
    new = {"requests": insert.excluded.requests, "median": insert.excluded.median}
    return insert.on_conflict_do_update(index_elements=[u.c.org_id, u.c.team_id, u.c.category_id], set_=new)


class UsualAnswers:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def requests(self, org_id: int, team_id: int, since: datetime, limit: int) -> Sequence[Request]:
        """Opened since then, the latest first (ix_history_counted)."""
        asked = {"org": org_id, "team": team_id, "since": since, "most": limit}
        return [_request(row) for row in self._sql.rows(REQUESTS, asked)]

    def of(self, org_id: int, team_id: int) -> Mapping[int, Usual]:
        """By category; read once until it changes."""
        every = self._sql.kept(org_id, "usual_answers", lambda: self._all(org_id))
        return every.get(team_id, {})

    def keep(self, org_id: int, team_id: int, found: Mapping[int, Usual]) -> bool:
        """This and nothing else; False, and nothing is written, where it was kept already."""
        before = self._all(org_id).get(team_id, {})
        if before == found:
            return False
        self._sql.rewrite(org_id)
        for category in before.keys() - found.keys():
            self._sql.run(FORGET, {"org": org_id, "team": team_id, "category": category})
        for category, usual in found.items():
            row = {"org_id": org_id, "team_id": team_id, "category_id": category, "requests": usual.requests}
            self._sql.run(_keep(self._sql.is_sqlite), row | {"median": usual.time // MICROSECOND})
        return True

    def _all(self, org_id: int) -> Mapping[int, Mapping[int, Usual]]:
        found: dict[int, dict[int, Usual]] = {}
        for row in self._sql.rows(ALL, {"org": org_id}):
            found.setdefault(row.team_id, {})[row.category_id] = Usual(row.requests, row.median * MICROSECOND)
        return found


def _request(row: Any) -> Request:
    return Request(
        ticket=row.number,
        category_id=row.category_id,
        created_at=row.created_at,
        is_open=row.open_rank is not None,
        used=None if row.phase in (None, Phase.VOID) else row.used * MICROSECOND,
        answered=row.phase == Phase.MET,
        since=row.since if row.phase == Phase.RUNNING else None,
    )
