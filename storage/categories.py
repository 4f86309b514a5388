"""Categories: the kinds of request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from app.people.model import Category
from storage.sql import Sql, numbered
from storage.tables import categories as t

ONE = sa.select(t).where(t.c.org_id == sa.bindparam("org"), t.c.id == sa.bindparam("one"))
ACTIVE = sa.select(t).where(t.c.org_id == sa.bindparam("org"), t.c.active.is_(True)).order_by(t.c.position, t.c.id)


class Categories:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def get(self, org_id: int, category_id: int) -> Category:
        """Inactive ones too: old tickets have them. Raises LookupError."""
        found = next((category for category in self.all(org_id) if category.id == category_id), None)
        found = found or self._sql.kept(org_id, ("category", category_id), lambda: self._one(org_id, category_id))
        if not found:
            raise LookupError(f"no category {category_id}")
        return found

    def _one(self, org_id: int, category_id: int) -> Category | None:
        row = self._sql.row(ONE, {"org": org_id, "one": category_id})
        return _category(row) if row else None

    def all(self, org_id: int) -> Sequence[Category]:
        """Active categories in the policy's order."""
        return list(self._sql.kept(org_id, "categories", lambda: [*map(_category, self._sql.rows(ACTIVE, {"org": org_id}))]))

    def save(self, category: Category, position: int) -> Category:
        """Insert (id 0; one with the same key is taken up again) or update."""
        values: dict[str, Any] = {
            "key": category.key, "name": category.name, "team_id": category.team_id, "priority": category.priority,
            "keywords": list(category.keywords), "active": category.active, "position": position,
        }  # fmt: skip
        org_id = category.org_id
        self._sql.rewrite(org_id)
        if category.id:
            self._sql.run(sa.update(t).where(t.c.org_id == org_id, t.c.id == category.id).values(values))
            return category
        upsert = numbered(t, self._sql.is_sqlite).on_conflict_do_update(index_elements=[t.c.org_id, t.c.key], set_=values)
        return replace(category, id=self._sql.value(upsert.returning(t.c.id), self._sql.owned({"org_id": org_id, **values})))


def _category(row: Any) -> Category:
    return Category(
        org_id=row.org_id, id=row.id, key=row.key, name=row.name, team_id=row.team_id, priority=row.priority,
        keywords=tuple(row.keywords), active=row.active,
    )  # fmt: skip
