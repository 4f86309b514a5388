"""How far the auditor has come, and what it has counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from storage.audit_tables import audit_counts as counts
from storage.audit_tables import audits
from storage.sql import Sql
from storage.tables import tickets as t

PLACE = sa.select(audits).where(audits.c.org_id == sa.bindparam("org"))
AFTER = (
    sa.select(t.c.team_id, t.c.open_rank, t.c.number)
    .where(
        t.c.org_id == sa.bindparam("org"),
        t.c.open_rank.is_not(None),
        sa.tuple_(t.c.team_id, t.c.open_rank, t.c.number)
        > sa.tuple_(
            sa.bindparam("team", type_=sa.BigInteger), sa.bindparam("rank", type_=sa.BigInteger),
            sa.bindparam("after", type_=sa.BigInteger),
        ),
    )
    .order_by(t.c.team_id, t.c.open_rank, t.c.number)
    .limit(sa.bindparam("most"))
)  # fmt: skip
BEGINNING = (-1, -1000, 0)
"""Before every ticket."""


class Audits:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def next_open(self, org_id: int, limit: int) -> tuple[Sequence[int], bool]:
        """The next open tickets, in the order of ix_tickets_queue, and whether that was the last of them; then it begins anew."""
        place = self._sql.row(PLACE, {"org": org_id})
        team, rank, number = (place.team_id, place.open_rank, place.number) if place else BEGINNING
        rows = self._sql.rows(AFTER, {"org": org_id, "team": team, "rank": rank, "after": number, "most": limit})
        ended = len(rows) < limit
        self._go_to(org_id, BEGINNING if ended else (rows[-1].team_id, rows[-1].open_rank, rows[-1].number))
        return [row.number for row in rows], ended

    def repaired(self, org_id: int) -> None:
        """Something had to be repaired in this round."""
        mine = sa.update(audits).where(audits.c.org_id == org_id)
        self._sql.run(mine.values(repaired=audits.c.repaired + 1))

    def round_ended(self, org_id: int) -> bool:
        """Whether nothing had to be repaired since the last time this was asked."""
        place = self._sql.row(PLACE, {"org": org_id})
        self._sql.run(sa.update(audits).where(audits.c.org_id == org_id).values(repaired=0))
        return place is None or place.repaired == 0

    def count(self, org_id: int, kind: str, by: int = 1) -> None:
        insert = self._sql.insert(counts).values(org_id=org_id, kind=kind, count=by)
        again = {"count": counts.c.count + by}
        self._sql.run(insert.on_conflict_do_update(index_elements=[counts.c.org_id, counts.c.kind], set_=again))

    def counts(self) -> Mapping[str, int]:
        """Everything that was ever counted, by kind."""
        rows = self._sql.rows(sa.select(counts.c.kind, sa.func.sum(counts.c.count).label("sum")).group_by(counts.c.kind))
        return {row.kind: int(row.sum) for row in rows}

    def _go_to(self, org_id: int, place: tuple[int, int, int]) -> None:
        values = dict(zip(("team_id", "open_rank", "number"), place, strict=True))
        insert = self._sql.insert(audits).values(org_id=org_id, repaired=0, **values)
        self._sql.run(insert.on_conflict_do_update(index_elements=[audits.c.org_id], set_=values))
