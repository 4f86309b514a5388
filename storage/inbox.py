"""What came in, kept so that it counts once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from storage.sql import Sql, insert_into
from storage.tables import inbox as t

SEEN = sa.select(t.c.at).where(t.c.org_id == sa.bindparam("org"), t.c.key == sa.bindparam("key"))

ORG = sa.bindparam("org", type_=t.c.org_id.type)
AT = sa.bindparam("at", type_=t.c.at.type)


@cache
def _remember(sqlite_: bool) -> Any:
    return insert_into(t, sqlite_).on_conflict_do_nothing().returning(t.c.key)


@cache
def _remember_all(sqlite_: bool, count: int) -> Any:
    """`count` keys at once. Made of SELECTs, because SQLAlchemy compiles an INSERT of many VALUES anew each time."""
    keys = [sa.bindparam(f"key{place}", type_=t.c.key.type) for place in range(count)]
    rows = [sa.select(ORG, key, AT).where(sa.true()) for key in keys]
    names = [t.c.org_id, t.c.key, t.c.at]
    return insert_into(t, sqlite_).from_select(names, sa.union_all(*rows)).on_conflict_do_nothing().returning(t.c.key)


@cache
def _free_place() -> Any:
    """The key of the first place that nobody has taken; no row when there is none. Keys are compared whole: how a database sorts
    them is its own affair."""
    first = sa.select(sa.literal(0).label("place")).cte("places", recursive=True)
    places = first.union_all(sa.select(first.c.place + 1).where(first.c.place + 1 < sa.bindparam("most")))
    key = sa.bindparam("key", type_=t.c.key.type) + sa.cast(places.c.place, sa.Text)
    taken = sa.exists().where(t.c.org_id == ORG, t.c.key == key)
    return sa.select(ORG.label("org_id"), key.label("key"), AT.label("at")).select_from(places).where(~taken).limit(1)


@cache
def _take_place(sqlite_: bool) -> Any:
    names = [t.c.org_id, t.c.key, t.c.at]
    return insert_into(t, sqlite_).from_select(names, _free_place()).on_conflict_do_nothing().returning(t.c.key)


class Inbox:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def first_time(self, org_id: int, key: str, at: datetime) -> bool:
        """Remember `key`; False when it was there already. Waits for whoever is just committing the same key."""
        return self._sql.value(_remember(self._sql.is_sqlite), {"org_id": org_id, "key": key, "at": at}) is not None

    def first_times(self, org_id: int, keys: Sequence[str], at: datetime) -> bool:
        """Remember all of them; False when any was there already."""
        new = {f"key{place}": key for place, key in enumerate(dict.fromkeys(keys))}
        if not new:
            return True
        remember = _remember_all(self._sql.is_sqlite, len(new))
        return len(self._sql.rows(remember, {"org": org_id, "at": at, **new})) == len(new)

    def one_of(self, org_id: int, key: str, most: int, at: datetime) -> bool:
        """Take the next of `most` places under `key`; False when all are taken. Waits for whoever is just taking the same."""
        place = {"org": org_id, "at": at, "key": f"{key}:", "most": most}
        for _ in range(most):
            if self._sql.value(_take_place(self._sql.is_sqlite), place) is not None:
                return True
            if self._sql.row(_free_place(), place) is None:
                return False
        return False

    def seen(self, org_id: int, key: str) -> bool:
        return self._sql.row(SEEN, {"org": org_id, "key": key}, apart=True) is not None

    def forget_before(self, org_id: int, at: datetime) -> int:
        """How many keys were forgotten (ix_inbox_at)."""
        return self._sql.changed(sa.delete(t).where(t.c.org_id == org_id, t.c.at < at))
