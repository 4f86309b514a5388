"""Teams and who works in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from app.people.model import Person, Platform, Role, Team
from storage.people import person, whole_people
from storage.sql import Sql, numbered
from storage.tables import members, people
from storage.tables import teams as t

ONE = sa.select(t).where(t.c.org_id == sa.bindparam("org"), t.c.id == sa.bindparam("one"))
ACTIVE = sa.select(t).where(t.c.org_id == sa.bindparam("org"), t.c.active.is_(True)).order_by(t.c.position, t.c.id)


class Teams:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def get(self, org_id: int, team_id: int) -> Team:
        """Raises LookupError."""
        found = next((team for team in self.all(org_id) if team.id == team_id), None)
        found = found or self._sql.kept(org_id, ("team", team_id), lambda: self._one(org_id, team_id))
        if not found:
            raise LookupError(f"no team {team_id}")
        return found

    def _one(self, org_id: int, team_id: int) -> Team | None:
        row = self._sql.row(ONE, {"org": org_id, "one": team_id})
        return _team(row) if row else None

    def by_key(self, org_id: int, key: str) -> Team | None:
        """Inactive ones too, so that a team that comes back is the same one (ix_teams_key)."""
        found = self._sql.row(sa.select(t).where(t.c.org_id == org_id, t.c.key == key))
        return _team(found) if found else None

    def all(self, org_id: int) -> Sequence[Team]:
        """Active teams in the policy's order."""
        return list(self._sql.kept(org_id, "teams", lambda: [*map(_team, self._sql.rows(ACTIVE, {"org": org_id}))]))

    def members(self, org_id: int, team_id: int) -> Sequence[tuple[Person, Role]]:
        """Active people by name, each once with the highest of their roles."""
        inside = sa.select(members.c.person_id).where(members.c.org_id == org_id, members.c.team_id == team_id)
        rows = self._sql.rows(
            whole_people(self._sql).where(people.c.org_id == org_id, people.c.active.is_(True), people.c.id.in_(inside))
        )
        found = [person(row) for row in rows]
        return [(one, one.roles[team_id]) for one in sorted(found, key=lambda one: (one.name.casefold(), one.id))]

    def holding(self, org_id: int, team_id: int, role: Role) -> Sequence[Person]:
        """Everybody the policy names in this role, by name; those who have left too."""
        named = sa.select(members.c.person_id).where(
            members.c.org_id == org_id, members.c.team_id == team_id, members.c.role == role
        )
        rows = self._sql.rows(whole_people(self._sql).where(people.c.org_id == org_id, people.c.id.in_(named)))
        return sorted(map(person, rows), key=lambda one: (one.name.casefold(), one.id))

    def save(self, team: Team, position: int) -> Team:
        """Insert (id 0; one with the same key is taken up again) or update."""
        self._sql.rewrite(team.org_id)
        values: dict[str, Any] = {
            "key": team.key, "name": team.name, "triage": dict(team.triage), "escalation": dict(team.escalation),
            "calendar": team.calendar, "sla": team.sla, "active": team.active, "position": position,
        }  # fmt: skip
        if team.id:
            self._sql.run(sa.update(t).where(t.c.org_id == team.org_id, t.c.id == team.id).values(values))
            return team
        upsert = numbered(t, self._sql.is_sqlite).on_conflict_do_update(index_elements=[t.c.org_id, t.c.key], set_=values)
        return replace(team, id=self._sql.value(upsert.returning(t.c.id), self._sql.owned({"org_id": team.org_id, **values})))

    def set_members(self, org_id: int, team_id: int, listed: Iterable[tuple[int, Role, str]]) -> None:
        """Replace: (person id, role, the reference as the policy wrote it)."""
        self._sql.forget()
        self._sql.run(sa.delete(members).where(members.c.org_id == org_id, members.c.team_id == team_id))
        rows = [
            {"org_id": org_id, "team_id": team_id, "position": place, "person_id": who, "role": role, "ref": ref}
            for place, (who, role, ref) in enumerate(listed)
        ]
        if rows:
            self._sql.run(sa.insert(members), rows)

    def member_refs(self, org_id: int, team_id: int) -> Sequence[tuple[Role, str]]:
        """As the policy wrote them, in its order."""
        mine = sa.and_(members.c.org_id == org_id, members.c.team_id == team_id)
        rows = self._sql.rows(sa.select(members.c.role, members.c.ref).where(mine).order_by(members.c.position))
        return [(Role(row.role), row.ref) for row in rows]

    def by_triage_channel(self, org_id: int, platform: Platform, channel: str) -> Team | None:
        return next((team for team in self.all(org_id) if team.triage.get(platform) == channel), None)


def _team(row: Any) -> Team:
    return Team(
        org_id=row.org_id, id=row.id, key=row.key, name=row.name,
        triage={Platform(name): channel for name, channel in row.triage.items()},
        escalation={Platform(name): channel for name, channel in row.escalation.items()},
        calendar=row.calendar, sla=row.sla, active=row.active,
    )  # fmt: skip
