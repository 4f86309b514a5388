"""Whose turn it is, which tickets still want somebody, and that somebody can take one more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from storage.assignment_tables import rotations, seekers, turns, vacancies
from storage.sql import Sql, first_wins, insert_into
from storage.tables import people, tickets

ORG: Any = sa.bindparam("org", type_=tickets.c.org_id.type)
TEAM: Any = sa.bindparam("team", type_=tickets.c.team_id.type)
PEOPLE: Any = sa.bindparam("people", expanding=True)
AT: Any = sa.bindparam("now", type_=seekers.c.due_at.type)

LAST_TURNS = sa.select(turns.c.person_id, turns.c.turn).where(turns.c.org_id == ORG, turns.c.team_id == TEAM)
LOADS = (
    sa.select(tickets.c.assignee_id, sa.func.count().label("open"))
    .where(
        tickets.c.org_id == ORG,
        tickets.c.assignee_id.in_(PEOPLE),
        tickets.c.assignee_id.is_not(None),
        tickets.c.open_rank.is_not(None),
        tickets.c.open_rank >= 0,  # what is set aside stands below
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
HELD = (
    sa.select(tickets.c.number)
    .where(tickets.c.org_id == ORG, tickets.c.assignee_id == sa.bindparam("who"), tickets.c.open_rank.is_not(None))
    .where(tickets.c.assignee_id.is_not(None))
    .order_by(tickets.c.open_rank.desc(), tickets.c.number)
)
HOLD = sa.select(people.c.id).where(people.c.org_id == ORG, people.c.id.in_(PEOPLE)).order_by(people.c.id)
HOLD = HOLD.with_for_update(key_share=True)
VACANT = sa.select(vacancies.c.team_id).where(vacancies.c.org_id == ORG).distinct().order_by(vacancies.c.team_id)
FILL = sa.delete(vacancies).where(vacancies.c.org_id == ORG, vacancies.c.team_id == TEAM)
LOOK_NOW = sa.update(seekers).where(seekers.c.org_id == ORG, seekers.c.team_id == TEAM, seekers.c.due_at > AT).values(due_at=AT)


@cache
def _vacant(sqlite_: bool) -> Any:
    return insert_into(vacancies, sqlite_).on_conflict_do_nothing()


@cache
def _seek_all(sqlite_: bool) -> Any:
    t = tickets.c
    unheld = sa.select(t.org_id, t.number, t.team_id, AT).where(
        t.org_id == ORG, t.team_id == TEAM, t.open_rank.is_not(None), t.assignee_id.is_(None)
    )
    seek = insert_into(seekers, sqlite_).from_select(["org_id", "ticket", "team_id", "due_at"], unheld)
    keys = [seekers.c.org_id, seekers.c.ticket]
    anew = {"due_at": seek.excluded.due_at, "team_id": seek.excluded.team_id}
    return seek.on_conflict_do_update(index_elements=keys, set_=anew)


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

    def held_by(self, org_id: int, person_id: int) -> Sequence[int]:
        """The open tickets that somebody has: the most urgent first, then the oldest (ix_tickets_assignee)."""
        return [row.number for row in self._sql.rows(HELD, {"org": org_id, "who": person_id})]

    def hold(self, org_id: int, people_ids: Iterable[int]) -> None:
        """Nobody else counts what these people have until this transaction ends; always in the same order, so that two never
        wait for each other. On SQLite nobody else writes meanwhile.
        """
        if (asked := sorted(set(people_ids))) and not self._sql.is_sqlite:
            self._sql.rows(HOLD, {"org": org_id, "people": asked})

    def vacant(self, org_id: int, team_ids: Iterable[int], cause: str) -> None:
        """Somebody of these teams may be able to take one more: `cause` tells one such moment from another."""
        for team_id in sorted(set(team_ids)):
            self._sql.later(_vacant(self._sql.is_sqlite), {"org_id": org_id, "team_id": team_id, "cause": cause})

    def teams_vacant(self, org_id: int) -> Sequence[int]:
        return [row.team_id for row in self._sql.rows(VACANT, {"org": org_id})]

    def fill(self, org_id: int, team_id: int) -> bool:
        """Forget that somebody of the team can take one more; False when that was forgotten already."""
        return bool(self._sql.changed(FILL, {"org": org_id, "team": team_id}))

    def look_now(self, org_id: int, team_id: int, at: datetime) -> None:
        self._sql.run(LOOK_NOW, {"org": org_id, "team": team_id, "now": at})

    def look_for_all(self, org_id: int, team_id: int, at: datetime) -> None:
        """Somebody is looked for now for every open ticket of the team that nobody has (ix_tickets_queue)."""
        self._sql.run(_seek_all(self._sql.is_sqlite), {"org": org_id, "team": team_id, "now": at})

    def put_off(self, org_id: int, team_id: int, at: datetime, until: datetime) -> None:
        self._sql.run(PUT_OFF, {"org": org_id, "team": team_id, "now": at, "until": until})
