"""Leases, heartbeats and findings: what the processes of one installation tell each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.sql import Sql
from storage.tables import REASON, findings, heartbeats, leases


class Operations:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def lease(self, name: str, holder: str, at: datetime, until: datetime) -> bool:
        """True when `holder` has it now: it was free, had run out, or was theirs already."""
        values = {"holder": holder, "until": until}
        insert = self._sql.insert(leases).values(name=name, **values)
        free = sa.or_(leases.c.until <= at, leases.c.holder == holder)
        upsert = insert.on_conflict_do_update(index_elements=[leases.c.name], set_=values, where=free)
        return self._sql.value(upsert.returning(leases.c.name)) is not None

    def beat(self, worker: str, at: datetime, version: str) -> None:
        values = {"at": at, "version": version}
        insert = self._sql.insert(heartbeats).values(worker=worker, **values)
        self._sql.run(insert.on_conflict_do_update(index_elements=[heartbeats.c.worker], set_=values))

    def last_beat(self) -> datetime | None:
        """When any worker was last heard of."""
        last = self._sql.row(sa.select(heartbeats.c.at).order_by(heartbeats.c.at.desc()).limit(1))
        return last.at if last else None

    def report(self, finding: str, detail: str, at: datetime) -> bool:
        """Keep a finding for the doctor; True the first time (an admin is told once)."""
        insert = self._sql.insert(findings).values(id=finding, detail=detail[:REASON], at=at)
        if self._sql.value(insert.on_conflict_do_nothing().returning(findings.c.id)) is not None:
            return True
        self._sql.run(sa.update(findings).where(findings.c.id == finding).values(detail=detail[:REASON]))
        return False

    def resolved(self, finding: str) -> None:
        self._sql.run(sa.delete(findings).where(findings.c.id == finding))

    def findings(self) -> Sequence[tuple[str, str, datetime]]:
        """(id, detail, since when), oldest first."""
        return [
            (row.id, row.detail, row.at) for row in self._sql.rows(sa.select(findings).order_by(findings.c.at, findings.c.id))
        ]
