"""People found by some letters of their name or address, for a field in which somebody types."""

from __future__ import annotations

import unicodedata
from typing import Any

import sqlalchemy as sa

from app.people.model import Kind, Platform
from storage.sql import Sql
from storage.tables import identities as i
from storage.tables import people as p

WORDS = 4
"""Words of what is typed that are looked at."""


def search(sql: Sql, org_id: int, words: str, on: Platform, most: int) -> list[int]:
    """Members who have not left, are on that platform and whose name some platform has told, with every word in their name or
    address: first those whose name begins so. Looks through all of them, so for who chooses somebody only.
    """
    asked = unicodedata.normalize("NFC", words).split()[:WORDS]
    if not asked:
        return []
    there = _has(i.c.platform == on)
    named = _has(i.c.name != "")
    eligible = (p.c.org_id == org_id, p.c.active.is_(True), p.c.kind == Kind.EMPLOYEE, there, named)
    begins = sa.case((sa.or_(*(_at(sql, p.c.name, form) == 1 for form in _forms(asked[0]))), 0), else_=1)
    found = sa.select(p.c.id).where(*eligible, *(_fits(sql, word) for word in asked))
    return [row.id for row in sql.rows(found.order_by(begins, p.c.name, p.c.id).limit(most))]


def _has(what: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(i.c.org_id == p.c.org_id, i.c.person_id == p.c.id, what)


def _fits(sql: Sql, word: str) -> sa.ColumnElement[bool]:
    in_name = (_at(sql, p.c.name, form) > 0 for form in _forms(word))
    return sa.or_(_at(sql, sa.func.lower(p.c.name), word.lower()) > 0, *in_name, _at(sql, p.c.email_key, word.casefold()) > 0)


def _forms(word: str) -> list[str]:
    """As names are written: lower() of SQLite, and of PostgreSQL in some locales, knows the letters of ASCII alone."""
    return sorted({word, word.capitalize(), word.lower(), word.upper()})


def _at(sql: Sql, text: Any, part: str) -> sa.ColumnElement[int]:
    """Where `part` stands in `text`, from 1 on; unlike LIKE it knows no wildcards."""
    return (sa.func.instr if sql.is_sqlite else sa.func.strpos)(text, part)
