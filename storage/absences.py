"""Who is away, from when until when, and who said so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.people.away import Absence
from storage.assignment_tables import absences as a
from storage.sql import Sql, first_wins

ORG: Any = sa.bindparam("org", type_=a.c.org_id.type)
AT: Any = sa.bindparam("now", type_=a.c.since.type)
PEOPLE: Any = sa.bindparam("people", expanding=True)

STANDING = (
    sa.select(a)
    .where(a.c.org_id == ORG, a.c.person_id.in_(PEOPLE), a.c.ended_at.is_(None), sa.or_(a.c.until.is_(None), a.c.until > AT))
    .order_by(a.c.since, a.c.number)
)
LAST = sa.select(sa.func.coalesce(sa.func.max(a.c.number), 0)).where(a.c.org_id == ORG, a.c.person_id == sa.bindparam("who"))
INSERT = sa.insert(a)
THIS = (a.c.org_id == ORG, a.c.person_id == sa.bindparam("who"), a.c.number == sa.bindparam("which"), a.c.ended_at.is_(None))
END = sa.update(a).where(*THIS).values(ended_at=AT, ended_by=sa.bindparam("ending", type_=a.c.ended_by.type))
BEGUN = (
    sa.select(a)
    .where(a.c.org_id == ORG, a.c.since <= AT, a.c.told_at.is_(None), a.c.ended_at.is_(None))
    .order_by(a.c.since, a.c.person_id, a.c.number)
    .limit(sa.bindparam("most"))
)
TELL = sa.update(a).where(*THIS, a.c.told_at.is_(None)).values(told_at=AT)


class Absences:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def of(self, org_id: int, people: Iterable[int], at: datetime) -> Mapping[int, Sequence[Absence]]:
        """What stands and is not over, by person and in order (ix_absences_standing); who has none is missing."""
        found: dict[int, list[Absence]] = {}
        if asked := sorted(set(people)):
            for row in self._sql.rows(STANDING, {"org": org_id, "people": asked, "now": at}):
                found.setdefault(row.person_id, []).append(_absence(row))
        return found

    def add(self, absence: Absence, at: datetime, told: bool = False) -> None:
        """Raises Stale when somebody else said something of the same person meanwhile. `told`: the leads know."""
        number = 1 + int(self._sql.value(LAST, {"org": absence.org_id, "who": absence.person_id}))
        values = {
            "org_id": absence.org_id, "person_id": absence.person_id, "number": number, "since": absence.since,
            "until": absence.until, "said_at": at, "by_id": absence.by_id or absence.person_id, "told_at": at if told else None,
            "ended_at": None, "ended_by": None,
        }  # fmt: skip
        with first_wins("an absence of the same person was said meanwhile"):
            self._sql.run(INSERT, values)

    def end(self, absence: Absence, by: int, at: datetime) -> bool:
        """It counts no more; False where somebody ended it already."""
        this = {"org": absence.org_id, "who": absence.person_id, "which": absence.number, "now": at, "ending": by}
        return bool(self._sql.changed(END, this))

    def begun(self, org_id: int, at: datetime, most: int) -> Sequence[Absence]:
        """Those that have begun and of which the leads have not heard (ix_absences_untold)."""
        return [_absence(row) for row in self._sql.rows(BEGUN, {"org": org_id, "now": at, "most": most})]

    def tell(self, absence: Absence, at: datetime) -> bool:
        """The leads hear of it now; False where they did, or it was ended meanwhile."""
        this = {"org": absence.org_id, "who": absence.person_id, "which": absence.number, "now": at}
        return bool(self._sql.changed(TELL, this))


def _absence(row: Any) -> Absence:
    return Absence(row.org_id, row.person_id, row.since, row.until, row.by_id, row.number, row.told_at is not None)
