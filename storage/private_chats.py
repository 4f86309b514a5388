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
    )
    .order_by(t.c.at, t.c.message)
)
PLACE = (
    sa.update(t)
    .where(*(t.c[name] == sa.bindparam(f"b_{name}") for name in HERE), t.c.ticket.is_(None))
    .values(ticket=sa.bindparam("into"), text="", body=sa.null(), files="")
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

    def keep(self, message: Unplaced) -> None:
        """Until they say where it belongs; the same message twice is one."""
        values = {
            **_here(message), "thread": message.source.thread, "link": message.source.link, "person_id": message.person_id,
            "text": message.text, "body": message.body, "files": message.files, "stamp": message.stamp, "at": message.at,
            "ticket": message.ticket,
        }  # fmt: skip
        self._sql.run(_keep(self._sql.is_sqlite), values)

    def find(self, org_id: int, platform: Platform, workspace: str, channel: str, message: str) -> Unplaced | None:
        here = {"org_id": org_id, "platform": platform, "workspace": workspace, "channel": channel, "message": message}
        found = self._sql.row(FIND, here)
        return _unplaced(found) if found else None

    def waiting(self, org_id: int, person_id: int, platform: Platform, channel: str) -> Sequence[Unplaced]:
        """What this person has said there and not placed, oldest first (ix_unplaced_person)."""
        asked = {"org": org_id, "mine": person_id, "on": platform, "channel": channel}
        return [_unplaced(row) for row in self._sql.rows(WAITING, asked)]

    def place(self, message: Unplaced, ticket: int) -> bool:
        """It is on that ticket; False where it was placed before. Waits for whoever is just doing the same."""
        which = {f"b_{name}": value for name, value in _here(message).items()}
        return self._sql.changed(PLACE, {**which, "into": ticket}) == 1

    def forget_before(self, org_id: int, before: datetime) -> None:
        """What was said before then: placed long ago, or never."""
        self._sql.run(OLD, {"org": org_id, "before": before})


def _here(message: Unplaced) -> dict[str, Any]:
    source = message.source
    return {
        "org_id": message.org_id, "platform": source.platform, "workspace": source.workspace, "channel": source.channel,
        "message": source.message,
    }  # fmt: skip


def _unplaced(row: Any) -> Unplaced:
    source = Source(Platform(row.platform), row.workspace, row.channel, row.message, row.thread, True, row.link)
    return Unplaced(row.org_id, row.person_id, source, row.text, row.body, row.files, row.stamp, row.at, row.ticket)
