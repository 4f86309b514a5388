"""What people want to hear, and when not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.people.model import Person
from app.people.preferences import NO_PREFERENCES, Notice, Preferences, Quiet, clock_text
from storage.follow_tables import preferences as p
from storage.sql import Sql, insert_into

ONE = sa.select(p).where(
    p.c.org_id == sa.bindparam("org", type_=p.c.org_id.type), p.c.person_id == sa.bindparam("who", type_=p.c.person_id.type)
)


@cache
def _keep(sqlite_: bool) -> Any:
    insert = insert_into(p, sqlite_)
    new = {name: insert.excluded[name] for name in ("off", "quiet_from", "quiet_to")}
    return insert.on_conflict_do_update(index_elements=[p.c.org_id, p.c.person_id], set_=new)


class Choices:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def of(self, org_id: int, person_id: int) -> Preferences:
        """What they have chosen, or what holds for everybody. Asked once in a transaction."""
        found: Preferences = self._sql.once(("preferences", org_id, person_id), lambda: self._of(org_id, person_id))
        return found

    def read(self, org_id: int, people: Iterable[int]) -> None:
        """That of all of them is asked for at once, so that `of` need not ask for each."""
        wanted = sorted(set(people))
        rows = self._sql.rows(sa.select(p).where(p.c.org_id == org_id, p.c.person_id.in_(wanted))) if wanted else []
        found = {row.person_id: _preferences(row) for row in rows}
        for who in wanted:
            self._sql.know(("preferences", org_id, who), found.get(who, NO_PREFERENCES))

    def _of(self, org_id: int, person_id: int) -> Preferences:
        row = self._sql.row(ONE, {"org": org_id, "who": person_id})
        return _preferences(row) if row else NO_PREFERENCES

    def keep(self, person: Person, chosen: Preferences) -> None:
        self._sql.forget()
        quiet = chosen.quiet
        row = {
            "org_id": person.org_id, "person_id": person.id, "off": sorted(chosen.off),
            "quiet_from": clock_text(quiet.since) if quiet else "", "quiet_to": clock_text(quiet.until) if quiet else "",
        }  # fmt: skip
        self._sql.run(_keep(self._sql.is_sqlite), row)


def _preferences(row: Any) -> Preferences:
    """A kind of notice that this program does not know (a newer one has written it) is passed over."""
    known = set(Notice)
    quiet = Quiet(time.fromisoformat(row.quiet_from), time.fromisoformat(row.quiet_to)) if row.quiet_from else None
    return Preferences(frozenset(Notice(name) for name in row.off if name in known), quiet)
