"""Who is away, whose turn it is, and which tickets still want somebody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.people.away import Absence
from storage.assignment_tables import absences, rotations, seekers, turns
from storage.sql import Sql, first_wins, insert_into
from storage.tables import tickets

ORG: Any = sa.bindparam("org", type_=tickets.c.org_id.type)
TEAM: Any = sa.bindparam("team", type_=tickets.c.team_id.type)
PEOPLE: Any = sa.bindparam("people", expanding=True)
AT: Any = sa.bindparam("now", type_=seekers.c.due_at.type)

AWAY = sa.select(absences).where(absences.c.org_id == ORG, absences.c.person_id.in_(PEOPLE))
BACK = sa.delete(absences).where(absences.c.org_id == ORG, absences.c.person_id == sa.bindparam("who"))
LAST_TURNS = sa.select(turns.c.person_id, turns.c.turn).where(turns.c.org_id == ORG, turns.c.team_id == TEAM)
LOADS = (
    sa.select(tickets.c.assignee_id, sa.func.count().label("open"))
    .where(
        tickets.c.org_id == ORG,
        tickets.c.assignee_id.in_(PEOPLE),
        tickets.c.assignee_id.is_not(None),
        tickets.c.open_rank.is_not(None),
    )
    .group_by(tickets.c.assignee_id)
)
SETTLED = sa.delete(seekers).where(seekers.c.org_id == ORG, seekers.c.ticket == sa.bindparam("of"))
IS_DUE = (seekers.c.org_id == ORG, seekers.c.due_at <= AT)
TEAMS_DUE = sa.select(seekers.c.team_id).where(*IS_DUE).group_by(seekers.c.team_id).order_by(sa.func.min(seekers.c.due_at))
THIS = sa.and_(tickets.c.org_id == seekers.c.org_id, tickets.c.number == seekers.c.ticket)
DUE = (
    sa.select(seekers.c.ticket)
    .join_from(seekers, tickets, THIS)
    .where(*IS_DUE, seekers.c.team_id == TEAM)
    .order_by(tickets.c.open_rank.is_not(None), tickets.c.open_rank.desc(), seekers.c.ticket)
    .limit(sa.bindparam("most"))
)
PUT_OFF = (
    sa.update(seekers).where(*IS_DUE, seekers.c.team_id == TEAM).values(due_at=sa.bindparam("until", type_=seekers.c.due_at.type))
)


@cache
def _next_turn(sqlite_: bool) -> Any:
    first = insert_into(rotations, sqlite_)
    keys = [rotations.c.org_id, rotations.c.team_id]
    return first.on_conflict_do_update(index_elements=keys, set_={"turn": rotations.c.turn + 1}).returning(rotations.c.turn)


@cache
def _upsert(table: sa.Table, sqlite_: bool) -> Any:
    """Insert a row, or change the one with the same key."""
    insert = insert_into(table, sqlite_)
    changing = {column.name: insert.excluded[column.name] for column in table.columns if not column.primary_key}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=changing)


class Absences:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def of(self, org_id: int, people: Iterable[int]) -> dict[int, Absence]:
        """What each of them said last; those who never did, or are back, are missing. It may be over by now."""
        if not (asked := sorted(set(people))):
            return {}
        rows = self._sql.rows(AWAY, {"org": org_id, "people": asked})
        return {row.person_id: Absence(row.org_id, row.person_id, row.since, row.until) for row in rows}

    def save(self, absence: Absence) -> None:
        values = {"org_id": absence.org_id, "person_id": absence.person_id, "since": absence.since, "until": absence.until}
        self._sql.run(_upsert(absences, self._sql.is_sqlite), values)

    def end(self, org_id: int, person_id: int) -> None:
        self._sql.run(BACK, {"org": org_id, "who": person_id})


class Assignments:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def next_turn(self, org_id: int, team_id: int) -> int:
        """The team's next turn. Its row stays locked until this transaction ends, so that turns are given one after the other."""
        turn: int = self._sql.value(_next_turn(self._sql.is_sqlite), {"org_id": org_id, "team_id": team_id, "turn": 1})
        return turn

    def last_turns(self, org_id: int, team_id: int) -> dict[int, int]:
        return {row.person_id: row.turn for row in self._sql.rows(LAST_TURNS, {"org": org_id, "team": team_id})}

    def took_turn(self, org_id: int, team_id: int, person_id: int, turn: int) -> None:
        """Raises Stale when somebody else had this very turn (ix_turns_turn)."""
        values = {"org_id": org_id, "team_id": team_id, "person_id": person_id, "turn": turn}
        with first_wins("the turn was taken meanwhile"):
            self._sql.run(_upsert(turns, self._sql.is_sqlite), values)

    def loads(self, org_id: int, people: Iterable[int]) -> dict[int, int]:
        """How many open tickets each of them has (ix_tickets_assignee)."""
        if not (asked := sorted(set(people))):
            return {}
        return {row.assignee_id: row.open for row in self._sql.rows(LOADS, {"org": org_id, "people": asked})}

    def look_again(self, org_id: int, ticket: int, team_id: int, due_at: datetime) -> None:
        values = {"org_id": org_id, "ticket": ticket, "team_id": team_id, "due_at": due_at}
        self._sql.run(_upsert(seekers, self._sql.is_sqlite), values)

    def settled(self, org_id: int, ticket: int) -> None:
        self._sql.run(SETTLED, {"org": org_id, "of": ticket})

    def teams_due(self, org_id: int, at: datetime) -> Sequence[int]:
        """The team that waits longest first (ix_seekers_due)."""
        return [row.team_id for row in self._sql.rows(TEAMS_DUE, {"org": org_id, "now": at})]

    def due(self, org_id: int, team_id: int, at: datetime, limit: int) -> Sequence[int]:
        """Those that are finished come first: there is nothing to look for (ix_seekers_due)."""
        asked = {"org": org_id, "team": team_id, "now": at, "most": limit}
        return [row.ticket for row in self._sql.rows(DUE, asked)]

    def look_now(self, org_id: int, team_ids: Iterable[int], at: datetime) -> None:
        """Once for somebody who comes back; a team has few rows here."""
        waits = (seekers.c.org_id == org_id, seekers.c.team_id.in_(sorted(set(team_ids))), seekers.c.due_at > at)
        self._sql.run(sa.update(seekers).where(*waits).values(due_at=at))

    def put_off(self, org_id: int, team_id: int, at: datetime, until: datetime) -> None:
        self._sql.run(PUT_OFF, {"org": org_id, "team": team_id, "now": at, "until": until})
