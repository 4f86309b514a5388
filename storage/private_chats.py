"""The 1:1 chats: which tickets they may be about, and messages that wait to be placed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.people.model import Platform
from app.ports.private_chats import Spoken, Unplaced
from app.tickets.model import Source, Status, Ticket
from storage.follow_tables import followers
from storage.link_tables import reporters
from storage.private_chat_tables import unplaced as t
from storage.sql import Sql, insert_into
from storage.tables import history as h
from storage.tables import tickets
from storage.ticket_rows import ticket_of

SPEAKS = ("ticket.commented", "ticket.waiting", "ticket.resolved")
LIVE = (
    sa.select(tickets)
    .where(
        tickets.c.org_id == sa.bindparam("org"),
        tickets.c.requester_id == sa.bindparam("mine"),
        sa.or_(tickets.c.open_rank.is_not(None), tickets.c.status == str(Status.RESOLVED)),
    )
    .order_by(tickets.c.number.desc())
    .limit(sa.bindparam("most"))
)
SPOKEN = (
    sa.select(h.c.ticket, h.c.event, h.c.at, h.c.by_id, h.c.changes)
    .where(
        h.c.org_id == sa.bindparam("org"),
        h.c.ticket.in_(sa.bindparam("numbers", expanding=True)),
        h.c.event.in_([sa.literal_column(f"'{event}'") for event in SPEAKS]),
    )
    .order_by(h.c.at, h.c.seq)
)
WHO: Any = sa.bindparam("mine")
REPORTED = ("ticket.resolved", "ticket.reopened", "ticket.closed", "ticket.withdrawn")
FOLLOWED = (*REPORTED, "ticket.commented", "ticket.waiting", "ticket.merged", "ticket.followed")
"""What those with the same problem are told of, and those who follow."""


def _hears(table: sa.Table, names: Sequence[str]) -> Any:
    theirs = sa.select(table.c.ticket).where(table.c.org_id == sa.bindparam("org"), table.c.person_id == WHO)
    return sa.and_(h.c.ticket.in_(theirs), h.c.event.in_([sa.literal_column(f"'{event}'") for event in names]))


TOLD = (
    sa.select(h.c.ticket, h.c.event, h.c.at, h.c.changes)
    .join(tickets, sa.and_(tickets.c.org_id == h.c.org_id, tickets.c.number == h.c.ticket))
    .where(
        h.c.org_id == sa.bindparam("org"),
        tickets.c.updated_at >= sa.bindparam("since"),
        tickets.c.requester_id != WHO,
        h.c.at >= sa.bindparam("since"),
        sa.or_(h.c.by_id.is_(None), h.c.by_id != WHO),
        sa.or_(_hears(followers, FOLLOWED), _hears(reporters, REPORTED)),
    )
    .order_by(h.c.at, h.c.seq)
)
HERE: dict[str, Any] = {name: sa.bindparam(name) for name in ("org_id", "platform", "workspace", "channel", "message")}
FIND = sa.select(t).where(*(t.c[name] == value for name, value in HERE.items()))
WAITING = (
    sa.select(t)
    .where(
        t.c.org_id == sa.bindparam("org"),
        t.c.person_id == sa.bindparam("mine"),
        t.c.platform == sa.bindparam("on"),
        t.c.channel == sa.bindparam("channel"),
        t.c.ticket.is_(None),
        t.c.removed.is_(False),
    )
    .order_by(t.c.at, t.c.message)
)
ONE: Any = tuple(t.c[name] == sa.bindparam(f"b_{name}") for name in HERE)
REREAD = (
    sa.update(t)
    .where(*ONE, t.c.ticket.is_(None))
    .values(removed=sa.bindparam("gone"), text=sa.bindparam("words"), body=sa.bindparam("rich"), files=sa.bindparam("hanging"))
)
TO_REMIND = (
    sa.select(t)
    .where(
        t.c.org_id == sa.bindparam("org"), t.c.remind_at <= sa.bindparam("now"), t.c.ticket.is_(None), t.c.removed.is_(False)
    )
    .order_by(t.c.remind_at, t.c.at, t.c.message)
    .limit(sa.bindparam("most"))
)  # fmt: skip
REMINDED = sa.update(t).where(*ONE, t.c.remind_at.is_not(None)).values(remind_at=sa.null())
PLACE = (
    sa.update(t)
    .where(*ONE, t.c.ticket.is_(None), t.c.removed.is_(False))
    .values(ticket=sa.bindparam("into"), text="", body=sa.null(), files="", remind_at=sa.null())
)
OLD = sa.delete(t).where(t.c.org_id == sa.bindparam("org"), t.c.at < sa.bindparam("before"))


@cache
def _keep(sqlite_: bool) -> Any:
    insert = insert_into(t, sqlite_)
    return insert.on_conflict_do_nothing(index_elements=list(t.primary_key.columns))


class PrivateChats:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def live(self, org_id: int, person_id: int, most: int) -> Sequence[Ticket]:
        """What this person asked for and is open or resolved, newest first (ix_tickets_requester)."""
        return [ticket_of(row) for row in self._sql.rows(LIVE, {"org": org_id, "mine": person_id, "most": most})]

    def spoken(self, org_id: int, person_id: int, numbers: Sequence[int]) -> Mapping[int, Spoken]:
        """Of each of these tickets, which are this person's."""
        agent: dict[int, datetime] = {}
        own: dict[int, datetime] = {}
        for row in self._sql.rows(SPOKEN, {"org": org_id, "numbers": sorted(set(numbers))}):
            if row.by_id == person_id:
                own[row.ticket] = row.at
            elif row.event != "ticket.commented" or row.changes.get("from_agent"):
                agent[row.ticket] = row.at
        return {number: Spoken(agent.get(number), own.get(number)) for number in numbers}

    def told(self, org_id: int, person_id: int, since: datetime) -> Mapping[int, datetime]:
        """Of tickets of others (ix_followers_person, ix_reporters_person)."""
        rows = self._sql.rows(TOLD, {"org": org_id, "mine": person_id, "since": since})
        let_in = [row for row in rows if row.event != "ticket.followed" or row.changes.get("follower") == person_id]
        return {row.ticket: row.at for row in let_in}

    def keep(self, message: Unplaced) -> None:
        """Until they say where it belongs; the same message twice is one."""
        values = {
            **_here(message), "thread": message.source.thread, "link": message.source.link, "person_id": message.person_id,
            "text": message.text, "body": message.body, "files": message.files, "stamp": message.stamp, "at": message.at,
            "ticket": message.ticket, "removed": message.removed, "offered": list(message.offered),
            "remind_at": message.remind_at,
        }  # fmt: skip
        self._sql.run(_keep(self._sql.is_sqlite), values)

    def find(self, org_id: int, platform: Platform, workspace: str, channel: str, message: str) -> Unplaced | None:
        here = {"org_id": org_id, "platform": platform, "workspace": workspace, "channel": channel, "message": message}
        found = self._sql.row(FIND, here)
        return _unplaced(found) if found else None

    def waiting(self, org_id: int, person_id: int, platform: Platform, channel: str) -> Sequence[Unplaced]:
        """What this person has said there, neither placed nor taken back, oldest first (ix_unplaced_person)."""
        asked = {"org": org_id, "mine": person_id, "on": platform, "channel": channel}
        return [_unplaced(row) for row in self._sql.rows(WAITING, asked)]

    def place(self, message: Unplaced, ticket: int) -> bool:
        """It is on that ticket; False where it was placed before. Waits for whoever is just doing the same."""
        return self._sql.changed(PLACE, {**_which(message), "into": ticket}) == 1

    def reread(self, message: Unplaced) -> None:
        """It was taken back, or not after all; its words as they are kept now. Nothing where it was placed meanwhile."""
        now = {"gone": message.removed, "words": message.text, "rich": message.body, "hanging": message.files}
        self._sql.run(REREAD, {**_which(message), **now})

    def to_remind(self, org_id: int, at: datetime, most: int) -> Sequence[Unplaced]:
        """What waits still, and whose author was to be asked again by then (ix_unplaced_remind)."""
        return [_unplaced(row) for row in self._sql.rows(TO_REMIND, {"org": org_id, "now": at, "most": most})]

    def reminded(self, message: Unplaced) -> bool:
        """They are not asked again; False where they were by somebody else. Waits for whoever is just doing the same."""
        return self._sql.changed(REMINDED, _which(message)) == 1

    def forget_before(self, org_id: int, before: datetime) -> None:
        """What was said before then: placed long ago, or never."""
        self._sql.run(OLD, {"org": org_id, "before": before})


def _here(message: Unplaced) -> dict[str, Any]:
    source = message.source
    return {
        "org_id": message.org_id, "platform": source.platform, "workspace": source.workspace, "channel": source.channel,
        "message": source.message,
    }  # fmt: skip


def _which(message: Unplaced) -> dict[str, Any]:
    return {f"b_{name}": value for name, value in _here(message).items()}


def _unplaced(row: Any) -> Unplaced:
    source = Source(Platform(row.platform), row.workspace, row.channel, row.message, row.thread, True, row.link)
    return Unplaced(
        row.org_id, row.person_id, source, row.text, row.body, row.files, row.stamp, row.at, row.ticket, row.removed,
        tuple(row.offered or ()), row.remind_at,
    )  # fmt: skip
