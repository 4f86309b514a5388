"""Two rows for one human being become one: everything that names the first names the second."""

from __future__ import annotations

import sqlalchemy as sa

from storage.assignment_tables import absences, turns
from storage.follow_tables import followers, preferences
from storage.link_tables import duplicates, reporters
from storage.private_chat_tables import unplaced
from storage.sql import Sql
from storage.tables import comments, deliveries, history, identities, members, people, posts, tickets

NAMED = (
    identities.c.person_id,
    members.c.person_id,
    tickets.c.requester_id,
    tickets.c.assignee_id,
    comments.c.author_id,
    history.c.by_id,
    posts.c.viewer_id,
    deliveries.c.viewer_id,
    absences.c.person_id,
    absences.c.by_id,
    absences.c.ended_by,
    turns.c.person_id,
    followers.c.person_id,
    followers.c.by_id,
    preferences.c.person_id,
    duplicates.c.by_id,
    reporters.c.person_id,
    unplaced.c.person_id,
)
"""Every column that holds a person's id. A test compares it with the tables."""

TOLD = ("assignee", "before", "follower", "reporter")
"""Facts of the history that hold a person's id, in the events below."""

EVENTS = (
    "ticket.claimed", "ticket.assigned", "ticket.followed", "ticket.unfollowed", "ticket.reported", "ticket.unreported",
)  # fmt: skip


def hand_over(sql: Sql, org_id: int, keep: int, drop: int) -> None:
    """Everything of `drop` becomes `keep`'s. The dropped row stays, empty and inactive, so that its id is never given again."""
    if keep == drop:
        return
    _number_on(sql, org_id, keep, drop)
    for table in (turns, followers, preferences, reporters):
        _keep_own(sql, table, org_id, keep, drop)
    for column in NAMED:
        table = column.table
        sql.run(sa.update(table).where(table.c.org_id == org_id, column == drop).values({column.name: keep}))
    _retell(sql, org_id, keep, drop)
    _inherit(sql, org_id, keep, drop)


def _number_on(sql: Sql, org_id: int, keep: int, drop: int) -> None:
    """The absences of both stay: those of `drop` are numbered behind those of `keep`."""
    a = absences
    mine = sa.select(sa.func.coalesce(sa.func.max(a.c.number), 0)).where(a.c.org_id == org_id, a.c.person_id.in_([keep, drop]))
    many = sql.value(mine)
    sql.run(sa.update(a).where(a.c.org_id == org_id, a.c.person_id == drop).values(number=a.c.number + many))


def _keep_own(sql: Sql, table: sa.Table, org_id: int, keep: int, drop: int) -> None:
    """Where both have a row that each person has once, the one of `keep` stays."""
    theirs = table.alias()
    rest = [theirs.c[column.name] == column for column in table.primary_key.columns if column.name != "person_id"]
    twice = sa.exists().where(theirs.c.org_id == org_id, theirs.c.person_id == keep, *rest)
    sql.run(sa.delete(table).where(table.c.org_id == org_id, table.c.person_id == drop, twice))


def _retell(sql: Sql, org_id: int, keep: int, drop: int) -> None:
    h = history
    for row in sql.rows(sa.select(h).where(h.c.org_id == org_id, h.c.event.in_(EVENTS))):
        told = {name: keep if name in TOLD and value == drop else value for name, value in row.changes.items()}
        if told != row.changes:
            here = sa.and_(h.c.org_id == org_id, h.c.ticket == row.ticket, h.c.seq == row.seq)
            sql.run(sa.update(h).where(here).values(changes=told))


def _inherit(sql: Sql, org_id: int, keep: int, drop: int) -> None:
    mine = people.c.org_id == org_id
    rows = {row.id: row for row in sql.rows(sa.select(people).where(mine, people.c.id.in_([keep, drop])))}
    kept, dropped = rows[keep], rows[drop]
    names = ("email", "email_key", "locale", "platform_locale", "timezone")
    missing = {name: getattr(dropped, name) for name in names if not getattr(kept, name)}
    sql.run(sa.update(people).where(mine, people.c.id == keep).values(admin=kept.admin or dropped.admin, **missing))
    empty = dict.fromkeys(("name", *names), "")
    sql.run(sa.update(people).where(mine, people.c.id == drop).values(active=False, admin=False, **empty))
