"""People, and what they are called on each platform."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.errors import Stale
from app.people.model import Identity, Kind, Person, Platform, Profile, Role
from storage.merging import hand_over
from storage.people_search import search
from storage.sql import Sql, first_wins
from storage.tables import identities, members, people

RANK = {Role.AGENT: 0, Role.LEAD: 1, Role.MANAGER: 2}


@cache
def _whole(sqlite: bool) -> sa.Select[Any]:
    """People with their roles and identities as two JSON lists: one statement, because every click asks for somebody."""
    pair, gather = (sa.func.json_array, sa.func.json_group_array) if sqlite else (sa.func.json_build_array, sa.func.json_agg)
    p, m, i = people, members, identities
    roles = sa.select(gather(pair(m.c.team_id, m.c.role))).where(m.c.org_id == p.c.org_id, m.c.person_id == p.c.id)
    known = sa.select(gather(pair(i.c.platform, i.c.workspace, i.c.user, i.c.name, i.c.conversation))).where(
        i.c.org_id == p.c.org_id, i.c.person_id == p.c.id
    )
    return sa.select(
        p,
        sa.type_coerce(roles.scalar_subquery(), sa.types.NullType()).label("roles"),
        sa.type_coerce(known.scalar_subquery(), sa.types.NullType()).label("identities"),
    )


@cache
def _many(sqlite: bool) -> sa.Select[Any]:
    wanted: sa.BindParameter[Any] = sa.bindparam("wanted", expanding=True)
    return _whole(sqlite).where(people.c.org_id == sa.bindparam("org"), people.c.id.in_(wanted))


@cache
def _one(sqlite: bool) -> sa.Select[Any]:
    return _whole(sqlite).where(people.c.org_id == sa.bindparam("org"), people.c.id == sa.bindparam("one"))


@cache
def _by_identity(sqlite: bool) -> sa.Select[Any]:
    i = identities.alias("asked")
    theirs = sa.and_(i.c.org_id == people.c.org_id, i.c.person_id == people.c.id)
    asked = (i.c.org_id == sa.bindparam("org"), i.c.platform == sa.bindparam("on"), i.c.user == sa.bindparam("user"))
    here = sa.or_(i.c.workspace == sa.bindparam("workspace"), i.c.workspace == "")
    return _whole(sqlite).join_from(people, i, theirs).where(*asked, here).order_by(i.c.workspace.desc()).limit(1)


def whole_people(sql: Sql) -> sa.Select[Any]:
    """SELECT of people from which `person` builds one."""
    return _whole(sql.is_sqlite)


def person(row: Any) -> Person:
    """One person out of a row of `whole_people`."""
    held = [(team, Role(role)) for team, role in _list(row.roles)]
    known = sorted(_list(row.identities))
    return Person(
        org_id=row.org_id, id=row.id, name=row.name, email=row.email, locale=row.locale, platform_locale=row.platform_locale,
        timezone=row.timezone, kind=Kind(row.kind), active=row.active, admin=row.admin,
        roles=dict(sorted(held, key=lambda pair: RANK[pair[1]])),
        identities=tuple(Identity(row.org_id, row.id, Platform(platform), *rest) for platform, *rest in known),
    )  # fmt: skip


def _list(value: Any) -> list[Any]:
    found = json.loads(value) if isinstance(value, str) else value
    return found or []


class People:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def get(self, org_id: int, person_id: int) -> Person:
        """Raises LookupError."""
        found: Person | None = self._sql.once(("person", org_id, person_id), lambda: self._get(org_id, person_id))
        if found is None:
            raise LookupError(f"no person {person_id}")
        return found

    def _get(self, org_id: int, person_id: int) -> Person | None:
        row = self._sql.row(_one(self._sql.is_sqlite), {"org": org_id, "one": person_id})
        return person(row) if row else None

    def many(self, org_id: int, person_ids: Iterable[int]) -> dict[int, Person]:
        wanted = sorted(set(person_ids))
        if not wanted:
            return {}
        rows = self._sql.rows(_many(self._sql.is_sqlite), {"org": org_id, "wanted": wanted})
        found = {row.id: person(row) for row in rows}
        for one in found.values():
            self._sql.know(("person", org_id, one.id), one)
        return found

    def by_identity(self, org_id: int, platform: Platform, workspace: str, user: str) -> Person | None:
        """The person; an identity known without its workspace ('' in the policy file) matches too."""
        asked = {"org": org_id, "on": platform, "user": user, "workspace": workspace}
        row = self._sql.row(_by_identity(self._sql.is_sqlite), asked)
        if row is None:
            return None
        found = person(row)
        self._sql.know(("person", org_id, found.id), found)
        return found

    def admins(self, org_id: int) -> Sequence[Person]:
        """Active admins by id: a handful in any organisation."""
        mine = (people.c.org_id == org_id, people.c.admin.is_(True), people.c.active.is_(True))
        return [person(row) for row in self._sql.rows(whole_people(self._sql).where(*mine).order_by(people.c.id))]

    def helpers(self, org_id: int) -> Sequence[Person]:
        """Everybody who works in a team and has not left, by name."""
        inside = sa.select(members.c.person_id).where(members.c.org_id == org_id)
        mine = (people.c.org_id == org_id, people.c.active.is_(True), people.c.id.in_(inside))
        found = [person(row) for row in self._sql.rows(whole_people(self._sql).where(*mine))]
        return sorted(found, key=lambda one: (one.name.casefold(), one.id))

    def called(self, org_id: int, name: str) -> Person | None:
        """Somebody with this very name, letter case aside: looked for through all of them, so for rare questions only."""
        mine = (people.c.org_id == org_id, sa.func.lower(people.c.name) == sa.func.lower(name), people.c.active.is_(True))
        found = self._sql.row(whole_people(self._sql).where(*mine).order_by(people.c.id).limit(1)) if name else None
        return person(found) if found else None

    def found(self, org_id: int, words: str, on: Platform, most: int) -> Sequence[Person]:
        """See `storage.people_search`."""
        order = search(self._sql, org_id, words, on, most)
        known = self.many(org_id, order)
        return [known[number] for number in order]

    def by_email(self, org_id: int, email: str) -> Person | None:
        """Case-insensitive; the first one where several have it (ix_people_email)."""
        if not email:
            return None
        mine = sa.and_(people.c.org_id == org_id, people.c.email_key == _email_key(email))
        found = self._sql.row(whole_people(self._sql).where(mine).order_by(people.c.active.desc(), people.c.id).limit(1))
        return person(found) if found else None

    def add(self, org_id: int, name: str, profile: Profile, at: datetime) -> Person:
        values = {
            "name": name, "email": profile.email, "email_key": _email_key(profile.email), "locale": "",
            "platform_locale": profile.locale, "timezone": profile.timezone, "kind": profile.kind, "active": profile.active,
            "admin": False, "created_at": at, "updated_at": at,
        }  # fmt: skip
        self._sql.forget()
        number = self._sql.add(people, {"org_id": org_id, **values})
        return Person(
            org_id, number, name, email=profile.email, platform_locale=profile.locale, timezone=profile.timezone,
            kind=profile.kind,
            active=profile.active,
        )  # fmt: skip

    def save(self, person: Person, at: datetime) -> None:
        """Name, email, locales, zone, kind, active, admin."""
        self._sql.forget()
        mine = sa.and_(people.c.org_id == person.org_id, people.c.id == person.id)
        update = sa.update(people).where(mine).values(
            name=person.name, email=person.email, email_key=_email_key(person.email), locale=person.locale,
            platform_locale=person.platform_locale, timezone=person.timezone, kind=person.kind, active=person.active,
            admin=person.admin, updated_at=at,
        )  # fmt: skip
        if not self._sql.changed(update):
            raise LookupError(f"no person {person.id}")

    def add_identity(self, identity: Identity) -> None:
        """Insert, or complete the one known without its workspace. Raises Stale when somebody else has it by now."""
        self._sql.forget()
        i = identities
        known = sa.and_(i.c.org_id == identity.org_id, i.c.platform == identity.platform, i.c.user == identity.user)
        about = {"name": identity.name, "conversation": identity.conversation}
        complete = sa.update(i).where(known, i.c.workspace == "", i.c.person_id == identity.person_id)
        with first_wins("the identity was added meanwhile"):
            if identity.workspace and self._sql.changed(complete.values(workspace=identity.workspace, **about)):
                return
            insert = self._sql.insert(i).values(
                org_id=identity.org_id, platform=identity.platform, workspace=identity.workspace, user=identity.user,
                person_id=identity.person_id, **about,
            )  # fmt: skip
            keys = [i.c.org_id, i.c.platform, i.c.user, i.c.workspace]
            upsert = insert.on_conflict_do_update(
                index_elements=keys, set_={"name": identity.name}, where=i.c.person_id == identity.person_id
            )
            kept = self._sql.value(upsert.returning(i.c.person_id))
        if kept is None:
            raise Stale("the identity belongs to another person by now")

    def remember_conversation(self, org_id: int, platform: Platform, workspace: str, user: str, conversation: str) -> None:
        """The 1:1 chat with the desk, as long as it is a new one."""
        self._sql.forget()
        i = identities
        mine = sa.and_(i.c.org_id == org_id, i.c.platform == platform, i.c.workspace == workspace, i.c.user == user)
        self._sql.run(sa.update(i).where(mine, i.c.conversation != conversation).values(conversation=conversation))

    def merge(self, org_id: int, keep: int, drop: int) -> None:
        """Everything of `drop` becomes `keep`'s. The dropped row stays, empty, so that its id is never given again."""
        self._sql.forget()
        hand_over(self._sql, org_id, keep, drop)


def _email_key(email: str) -> str:
    return email.strip().casefold()
