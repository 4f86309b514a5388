"""Tickets that belong together: duplicates, people who have the same problem, and known issues."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.ports.links import Duplicate, Known, KnownIssue, Reporter
from app.tickets.model import Status, Ticket
from app.tickets.silence import Snooze
from storage.link_tables import duplicates as d
from storage.link_tables import known_issues as k
from storage.link_tables import reporters as r
from storage.search import Search
from storage.sql import Sql, first_wins, insert_into
from storage.tables import tickets as t
from storage.ticket_rows import ticket_of

ORG: Any = sa.bindparam("org")
OF: Any = sa.bindparam("of")
WHO: Any = sa.bindparam("who")

DUPLICATE = sa.select(d).where(d.c.org_id == ORG, d.c.ticket == OF)
DUPLICATES = sa.select(d).where(d.c.org_id == ORG, d.c.original == OF).order_by(d.c.ticket)
ADD_DUPLICATE = sa.insert(d)
REMOVE_DUPLICATE = sa.delete(d).where(d.c.org_id == ORG, d.c.ticket == OF)
REPORTERS = sa.select(r).where(r.c.org_id == ORG, r.c.ticket == OF).order_by(r.c.at, r.c.person_id)
REPORTER = sa.select(r).where(r.c.org_id == ORG, r.c.ticket == OF, r.c.person_id == WHO)
ADD_REPORTER = sa.insert(r)
REMOVE_REPORTER = sa.delete(r).where(r.c.org_id == ORG, r.c.ticket == OF, r.c.person_id == WHO)
KNOWN = sa.select(k).where(k.c.org_id == ORG, k.c.ticket == OF)
OPEN_ONES = (
    sa.select(k.c.ticket)
    .join(t, sa.and_(t.c.org_id == k.c.org_id, t.c.number == k.c.ticket))
    .where(k.c.org_id == ORG, k.c.state == Known.KNOWN, t.c.team_id == sa.bindparam("team"), t.c.open_rank.is_not(None))
    .order_by(k.c.ticket.desc())
)

NEAR = 20
"""Tickets that are looked at more closely."""


class Duplicates:
    def __init__(self, sql: Sql, search: Search) -> None:
        self._sql, self._search = sql, search

    def find(self, org_id: int, ticket: int) -> Duplicate | None:
        found = self._sql.row(DUPLICATE, {"org": org_id, "of": ticket})
        return _duplicate(found) if found else None

    def of(self, org_id: int, original: int) -> Sequence[Duplicate]:
        """Its own duplicates, by number (ix_duplicates_original)."""
        return [_duplicate(row) for row in self._sql.rows(DUPLICATES, {"org": org_id, "of": original})]

    def add(self, org_id: int, duplicate: Duplicate) -> None:
        """Raises Stale when it is a duplicate by now."""
        snooze = duplicate.snooze
        row = {
            "org_id": org_id, "ticket": duplicate.ticket, "original": duplicate.original, "by_id": duplicate.by_id,
            "at": duplicate.at, "status": duplicate.status, "snoozed_at": snooze.at if snooze else None,
            "snoozed_until": snooze.until if snooze else None,
        }  # fmt: skip
        with first_wins("it is a duplicate by now"):
            self._sql.run(ADD_DUPLICATE, row)

    def remove(self, org_id: int, ticket: int) -> bool:
        return bool(self._sql.changed(REMOVE_DUPLICATE, {"org": org_id, "of": ticket}))

    def candidates(self, ticket: Ticket, words: Sequence[str], since: datetime) -> Sequence[Ticket]:
        """Open tickets of its team, opened since then or known issues, in which any of these begins a word; newest first."""
        near = self._search.any_of(ticket.org_id, words, before=ticket.number)
        if near is None:
            return []
        known = sa.exists().where(k.c.org_id == t.c.org_id, k.c.ticket == t.c.number, k.c.state == Known.KNOWN)
        lately = sa.or_(t.c.created_at >= since, known)
        theirs = (t.c.org_id == ticket.org_id, t.c.team_id == ticket.team_id, t.c.open_rank.is_not(None), lately)
        select = sa.select(t).where(*theirs, t.c.number.in_(near), t.c.number < ticket.number)
        return [ticket_of(row) for row in self._sql.rows(select.order_by(t.c.number.desc()).limit(NEAR), apart=True)]


class Reporters:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def of(self, org_id: int, ticket: int) -> Sequence[Reporter]:
        return [Reporter(row.person_id, row.at) for row in self._sql.rows(REPORTERS, {"org": org_id, "of": ticket})]

    def find(self, org_id: int, ticket: int, person_id: int) -> Reporter | None:
        found = self._sql.row(REPORTER, {"org": org_id, "of": ticket, "who": person_id})
        return Reporter(found.person_id, found.at) if found else None

    def add(self, org_id: int, ticket: int, reporter: Reporter) -> None:
        """Raises Stale when they are by now."""
        row = {"org_id": org_id, "ticket": ticket, "person_id": reporter.person_id, "at": reporter.at}
        with first_wins("they have said so by now"):
            self._sql.run(ADD_REPORTER, row)

    def remove(self, org_id: int, ticket: int, person_id: int) -> bool:
        return bool(self._sql.changed(REMOVE_REPORTER, {"org": org_id, "of": ticket, "who": person_id}))


class KnownIssues:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def find(self, org_id: int, ticket: int) -> KnownIssue | None:
        row = self._sql.row(KNOWN, {"org": org_id, "of": ticket})
        return KnownIssue(row.ticket, Known(row.state), row.reporters, row.at, row.text) if row else None

    def keep(self, org_id: int, issue: KnownIssue) -> None:
        """As it stands now."""
        now = {"state": issue.state, "reporters": issue.reporters, "at": issue.at, "text": issue.text}
        insert = insert_into(k, self._sql.is_sqlite).values(org_id=org_id, ticket=issue.ticket, **now)
        self._sql.run(insert.on_conflict_do_update(index_elements=[k.c.org_id, k.c.ticket], set_=now))

    def open_ones(self, org_id: int, team_id: int) -> Sequence[int]:
        """The open tickets of the team of which everybody was told."""
        return [row.ticket for row in self._sql.rows(OPEN_ONES, {"org": org_id, "team": team_id})]


def _duplicate(row: Any) -> Duplicate:
    snooze = Snooze(row.snoozed_at, row.snoozed_until) if row.snoozed_at else None
    return Duplicate(row.ticket, row.original, row.by_id, row.at, Status(row.status), snooze)
