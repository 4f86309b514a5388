"""Messages in chats: which comment each of them is, how it has read, and changes that came before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.attachments.hanging import pack, unpack
from app.people.model import Platform
from app.tickets.model import Source
from app.tickets.revision import Revision
from storage.conversation_tables import early_changes as early
from storage.conversation_tables import revisions
from storage.conversation_tables import utterances as t
from storage.private_chat_tables import unplaced
from storage.sql import NOTHING, Sql, insert_into
from storage.tables import tickets

MESSAGE = ("platform", "workspace", "channel", "message")
MOST_EARLY = 5
"""Changes of one message that are kept before it comes: who may never have spoken to us fills nothing."""

HERE: dict[str, Any] = {name: sa.bindparam(name) for name in ("org_id", *MESSAGE)}
AT = sa.select(t.c.ticket, t.c.comment).where(*(t.c[name] == value for name, value in HERE.items()))
OF_COMMENT = sa.select(t).where(t.c.org_id == sa.bindparam("org"), t.c.comment == sa.bindparam("one"))
EARLY = sa.select(early).where(*(early.c[name] == value for name, value in HERE.items())).order_by(early.c.stamp)
TAKE = sa.delete(early).where(*(early.c[name] == value for name, value in HERE.items()))
LAST = sa.select(early.c.stamp).where(*(early.c[name] == value for name, value in HERE.items())).order_by(early.c.stamp.desc())
FEW = TAKE.where(early.c.stamp.not_in(LAST.limit(MOST_EARLY)))
OLD = sa.delete(early).where(
    early.c.org_id == sa.bindparam("org"),
    early.c.at < sa.bindparam("before"),
    ~sa.exists().where(unplaced.c.org_id == early.c.org_id, *(unplaced.c[name] == early.c[name] for name in MESSAGE)),
)
READ = (
    sa.select(revisions)
    .where(
        revisions.c.org_id == sa.bindparam("org"),
        revisions.c.ticket == sa.bindparam("of"),
        revisions.c.comment == sa.bindparam("one"),
    )
    .order_by(revisions.c.stamp)
)
THIN = sa.delete(revisions).where(
    revisions.c.org_id == sa.bindparam("org"),
    revisions.c.ticket == sa.bindparam("of"),
    revisions.c.comment == sa.bindparam("one"),
    revisions.c.stamp > sa.bindparam("after"),
    revisions.c.stamp < sa.bindparam("before"),
)
ERASE = (
    sa.update(revisions)
    .where(
        revisions.c.org_id == sa.bindparam("b_org"),
        revisions.c.ticket == sa.bindparam("b_of"),
        revisions.c.comment == sa.bindparam("b_one"),
        revisions.c.stamp <= sa.bindparam("b_until"),
    )
    .values(text=sa.bindparam("text"), body=sa.bindparam("body"), files=sa.bindparam("files"))
)
LATE = (
    sa.select(early.c.platform, early.c.workspace, early.c.channel, early.c.message)
    .where(
        early.c.org_id == sa.bindparam("org"),
        sa.or_(
            sa.exists().where(t.c.org_id == early.c.org_id, *(t.c[name] == early.c[name] for name in MESSAGE)),
            sa.exists().where(
                tickets.c.org_id == early.c.org_id,
                *(tickets.c[f"source_{name}"] == early.c[name] for name in MESSAGE),
                tickets.c.source_message != NOTHING,
            ),
        ),
    )
    .distinct()
    .limit(sa.bindparam("most"))
)


@cache
def _last_wins(table: sa.Table, sqlite_: bool) -> Any:
    """Of two that say to be of the same instant the same one is kept, whichever comes first: see `Revision.order`."""
    insert = insert_into(table, sqlite_)
    new, whole = insert.excluded, "BINARY" if sqlite_ else "C"
    later = sa.or_(
        new.removed > table.c.removed,
        sa.and_(new.removed == table.c.removed, sa.collate(new.text, whole) > sa.collate(table.c.text, whole)),
    )
    said = {name: insert.excluded[name] for name in ("text", "body", "removed", "files")}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=said, where=later)


class Utterances:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def find(self, org_id: int, platform: Platform, workspace: str, channel: str, message: str) -> tuple[int, int] | None:
        """(ticket, comment) that this message is."""
        if not message:
            return None
        found = self._sql.row(AT, _here(org_id, platform, workspace, channel, message))
        return (found.ticket, found.comment) if found else None

    def source_of(self, org_id: int, comment: int) -> Source | None:
        """The message a comment was said in, None where it came from a form."""
        row = self._sql.row(OF_COMMENT, {"org": org_id, "one": comment})
        return Source(Platform(row.platform), row.workspace, row.channel, row.message, row.thread) if row else None

    def revise(self, org_id: int, ticket: int, comment: int, revision: Revision, at: datetime) -> None:
        """One more of what it has said; the same one twice is one (`comment` 0: the request itself)."""
        values = {"org_id": org_id, "ticket": ticket, "comment": comment, "at": at, **_values(revision)}
        self._sql.run(_last_wins(revisions, self._sql.is_sqlite), values)

    def revisions(self, org_id: int, ticket: int, comment: int) -> Sequence[Revision]:
        """Everything it has said, in the platform's own order."""
        return [_revision(row) for row in self._sql.rows(READ, {"org": org_id, "of": ticket, "one": comment})]

    def erase(self, org_id: int, ticket: int, comment: int, until: int) -> None:
        """Nothing of what it said up to then is kept; that it was there, and when it changed, is."""
        of = {"b_org": org_id, "b_of": ticket, "b_one": comment, "b_until": until}
        self._sql.run(ERASE, {**of, "text": "", "body": None, "files": None})

    def thin_out(self, org_id: int, ticket: int, comment: int, after: int, before: int) -> None:
        """Nothing is kept any more of what it said after the one stamp and before the other."""
        self._sql.run(THIN, {"org": org_id, "of": ticket, "one": comment, "after": after, "before": before})

    def too_early(self, org_id: int, where: Source, revision: Revision, at: datetime) -> None:
        """Keep a change of a message that has not been heard of yet: of many the last few."""
        here = _here(org_id, where.platform, where.workspace, where.channel, where.message)
        self._sql.run(_last_wins(early, self._sql.is_sqlite), {**here, "at": at, **_values(revision)})
        self._sql.run(FEW, here)

    def early(self, org_id: int, where: Source) -> Sequence[Revision]:
        """What is kept of it, oldest first."""
        here = _here(org_id, where.platform, where.workspace, where.channel, where.message)
        return [_revision(row) for row in self._sql.rows(EARLY, here)]

    def take_early(self, org_id: int, where: Source) -> Sequence[Revision]:
        """What was kept of it, oldest first, and is kept no more."""
        here = _here(org_id, where.platform, where.workspace, where.channel, where.message)
        found = [_revision(row) for row in self._sql.rows(EARLY, here, apart=True)]
        if found:
            self._sql.run(TAKE, here)
        return found

    def late(self, org_id: int, most: int) -> Sequence[Source]:
        """Messages that were heard of meanwhile, while a change of them was being kept."""
        rows = self._sql.rows(LATE, {"org": org_id, "most": most})
        return [Source(Platform(row.platform), row.workspace, row.channel, row.message) for row in rows]

    def forget_early(self, org_id: int, before: datetime) -> None:
        """Whatever was kept since before then never had a message; but what was done to one that waits in a 1:1 chat is kept as
        long as that.
        """
        self._sql.run(OLD, {"org": org_id, "before": before})


def _here(org_id: int, platform: Platform, workspace: str, channel: str, message: str) -> dict[str, Any]:
    return {"org_id": org_id, "platform": platform, "workspace": workspace, "channel": channel, "message": message}


def _values(revision: Revision) -> dict[str, Any]:
    said = {"text": revision.text, "body": revision.body, "removed": revision.removed}
    return {"stamp": revision.stamp, **said, "files": pack(revision.files)}


def _revision(row: Any) -> Revision:
    return Revision(row.stamp, row.text, row.body, row.removed, unpack(row.files))
