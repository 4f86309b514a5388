"""Posts: cards that live somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from app.people.model import Platform
from app.posts.model import Destination, Kind, MessageRef, Post, PostKind
from storage.attachment_tables import carried_files as carried
from storage.sql import NOTHING, Sql
from storage.tables import alert_tickets as shared
from storage.tables import posts as t

ONE = sa.select(t).where(t.c.org_id == sa.bindparam("org"), t.c.id == sa.bindparam("one"))
SHARED = sa.select(shared.c.post_id).where(shared.c.org_id == sa.bindparam("org"), shared.c.ticket == sa.bindparam("of"))
OF_TICKET = (
    sa.select(t)
    .where(
        t.c.org_id == sa.bindparam("org"),
        sa.or_(t.c.ticket == sa.bindparam("of"), t.c.id.in_(SHARED)),
        t.c.gone.is_(False),
        t.c.comment.is_(None),
        t.c.kind != str(PostKind.FILE),
    )
    .order_by(t.c.id)
)
LINES = (
    sa.select(t)
    .where(t.c.org_id == sa.bindparam("org"), t.c.comment == sa.bindparam("said"), t.c.gone.is_(False))
    .order_by(t.c.id)
)
BRINGING = (
    sa.select(t)
    .join(carried, sa.and_(carried.c.org_id == t.c.org_id, carried.c.post_id == t.c.id))
    .where(carried.c.org_id == sa.bindparam("org"), carried.c.attachment == sa.bindparam("file"), t.c.gone.is_(False))
    .order_by(t.c.id)
)
BRINGS = sa.insert(carried)
SHARE = sa.insert(shared)
SHARING = (
    sa.select(shared.c.ticket)
    .where(shared.c.org_id == sa.bindparam("org"), shared.c.post_id == sa.bindparam("one"))
    .order_by(shared.c.ticket)
)
ADD = sa.insert(t)
PLACED = (
    sa.update(t)
    .where(t.c.org_id == sa.bindparam("org"), t.c.id == sa.bindparam("one"))
    .values(workspace=sa.bindparam("stands"), message=sa.bindparam("is"), channel=sa.bindparam("at"), gone=False)
)
AT = (
    sa.select(t)
    .where(
        t.c.org_id == sa.bindparam("org"),
        t.c.channel == sa.bindparam("channel"),
        t.c.message == sa.bindparam("message"),
        t.c.message != NOTHING,
        t.c.platform == sa.bindparam("on"),
        t.c.workspace == sa.bindparam("workspace"),
    )
    .order_by(t.c.id.desc())
    .limit(1)
)


class Posts:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def add(
        self, org_id: int, ticket: int, kind: PostKind, destination: Destination, locale: str, viewer_id: int | None,
        comment: int | None = None, under: int | None = None,
    ) -> Post:  # fmt: skip
        d = destination
        number = self._sql.next_id(t, org_id)
        values = {
            "org_id": org_id, "id": number, "ticket": ticket, "kind": kind, "platform": d.platform, "workspace": d.workspace,
            "place": d.kind, "place_channel": d.channel, "thread": d.thread, "user": d.user, "locale": locale,
            "viewer_id": viewer_id,
            "message": "", "channel": "", "gone": False, "comment": comment, "under": under,
        }  # fmt: skip
        self._sql.later(ADD, values)
        return Post(org_id, number, ticket, kind, destination, locale, viewer_id, comment=comment, under=under)

    def get(self, org_id: int, post_id: int) -> Post | None:
        found = self._sql.row(ONE, {"org": org_id, "one": post_id})
        return _post(found) if found else None

    def of_ticket(self, org_id: int, ticket: int) -> Sequence[Post]:
        """Its cards that are not gone (ix_posts_ticket); lines of what was said and files are none."""
        return [_post(row) for row in self._sql.rows(OF_TICKET, {"org": org_id, "of": ticket})]

    def lines_of(self, org_id: int, comment: int) -> Sequence[Post]:
        """Where something that was said stands elsewhere (ix_posts_comment)."""
        return [_post(row) for row in self._sql.rows(LINES, {"org": org_id, "said": comment})]

    def brings(self, post: Post, attachment_id: str) -> None:
        """It is this file that stands there."""
        self._sql.later(BRINGS, {"org_id": post.org_id, "attachment": attachment_id, "post_id": post.id})

    def bringing(self, org_id: int, attachment_id: str) -> Sequence[Post]:
        """Where a file was brought, or is on its way to."""
        return [_post(row) for row in self._sql.rows(BRINGING, {"org": org_id, "file": attachment_id})]

    def share(self, post: Post, tickets: Iterable[int]) -> None:
        """It is about these too: whatever happens to one of them, it is drawn anew."""
        for ticket in tickets:
            self._sql.later(SHARE, {"org_id": post.org_id, "ticket": ticket, "post_id": post.id})

    def tickets_of(self, post: Post) -> Sequence[int]:
        """What it is about, its own first (ix_alert_tickets_post)."""
        return [post.ticket, *(row.ticket for row in self._sql.rows(SHARING, {"org": post.org_id, "one": post.id}))]

    def at(self, org_id: int, platform: Platform, workspace: str, channel: str, message: str) -> Post | None:
        """The post that is this message (ix_posts_message)."""
        if not message:
            return None
        here = {"org": org_id, "on": platform, "workspace": workspace, "channel": channel, "message": message}
        found = self._sql.row(AT, here)
        return _post(found) if found else None

    def placed(self, post: Post, ref: MessageRef) -> None:
        """It stands there now; where the workspace was not known when it was planned, it is now."""
        there = {"stands": ref.workspace, "is": ref.message, "at": ref.channel}
        self._sql.run(PLACED, {"org": post.org_id, "one": post.id, **there})

    def lost(self, post: Post) -> None:
        """Its message is not there any more, and it will be posted anew. The thread of that message goes on to be known: it is
        kept as an earlier post of the same card, which is gone.
        """
        there = post.ref
        before = self.add(
            post.org_id, post.ticket, post.kind, post.destination, post.locale, post.viewer_id, post.comment, post.under
        )
        self.share(before, self.tickets_of(post)[1:])
        self.placed(before, there)
        self.gone(before)
        self.placed(post, replace(there, message=""))

    def gone(self, post: Post) -> None:
        """It was deleted or cannot be reached; never updated again."""
        self._sql.run(_one(post).values(gone=True))


def _one(post: Post) -> sa.Update:
    return sa.update(t).where(t.c.org_id == post.org_id, t.c.id == post.id)


def _post(row: Any) -> Post:
    place = Destination(Platform(row.platform), row.workspace, Kind(row.place), row.place_channel, row.thread, row.user)
    return Post(
        org_id=row.org_id, id=row.id, ticket=row.ticket, kind=PostKind(row.kind), destination=place, locale=row.locale,
        viewer_id=row.viewer_id, message=row.message, channel=row.channel, gone=row.gone, comment=row.comment, under=row.under,
    )  # fmt: skip
