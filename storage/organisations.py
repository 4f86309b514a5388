"""Organisations: who is helped."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.people.model import Organisation
from storage.sql import Sql
from storage.tables import organisations as t

COLUMNS = (t.c.id, t.c.name, t.c.locale, t.c.timezone)
FIRST = sa.select(*COLUMNS).order_by(t.c.id).limit(1)
ONE = sa.select(*COLUMNS).where(t.c.id == sa.bindparam("org"))
ONLY = 1


class Organisations:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def first(self) -> Organisation:
        """The organisation of an installation that has only one; made on first use."""
        found = self._sql.row(FIRST)
        if found:
            return Organisation(**found._asdict())
        self._sql.forget()
        fresh = Organisation(ONLY, name="")
        values = {"id": ONLY, "name": fresh.name, "locale": fresh.locale, "timezone": fresh.timezone, "last_ticket": 0}
        self._sql.run(self._sql.insert(t).values(values).on_conflict_do_nothing())
        return self.get(ONLY)

    def get(self, org_id: int) -> Organisation:
        """Raises LookupError."""
        found = self._sql.kept(org_id, "organisation", lambda: self._sql.row(ONE, {"org": org_id}))
        if not found:
            raise LookupError(f"no organisation {org_id}")
        return Organisation(**found._asdict())

    def save(self, organisation: Organisation) -> None:
        """Insert or update; the ticket numbers go on where they were."""
        self._sql.rewrite(organisation.id)
        about = {"name": organisation.name, "locale": organisation.locale, "timezone": organisation.timezone}
        insert = self._sql.insert(t).values(id=organisation.id, last_ticket=0, **about)
        self._sql.run(insert.on_conflict_do_update(index_elements=[t.c.id], set_=about))

    def all(self) -> Sequence[Organisation]:
        return [Organisation(**row._mapping) for row in self._sql.rows(sa.select(*COLUMNS).order_by(t.c.id))]
