"""Replies that were held back or taken back."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.posts.model import Post
from app.tickets.comment import Comment
from app.tickets.held import Held
from storage.conversation_tables import held_replies as t
from storage.conversation_tables import refused_removals as refused
from storage.sql import Sql, insert_into

OF = sa.select(t.c.state).where(t.c.org_id == sa.bindparam("org"), t.c.comment == sa.bindparam("one"))
TURN = (
    sa.update(t)
    .where(t.c.org_id == sa.bindparam("b_org"), t.c.comment == sa.bindparam("b_one"), t.c.state == sa.bindparam("b_before"))
    .values(state=sa.bindparam("after"))
)
STANDS = sa.select(refused.c.post_id).where(refused.c.org_id == sa.bindparam("org"), refused.c.comment == sa.bindparam("one"))
WENT = sa.delete(refused).where(refused.c.org_id == sa.bindparam("b_org"), refused.c.post_id == sa.bindparam("b_post"))


@cache
def _refused(sqlite_: bool) -> Any:
    """RETURNING answers nothing where there was a row."""
    insert = insert_into(refused, sqlite_)
    return insert.on_conflict_do_nothing(index_elements=[refused.c.org_id, refused.c.post_id]).returning(refused.c.post_id)


@cache
def _put(sqlite_: bool) -> Any:
    insert = insert_into(t, sqlite_)
    return insert.on_conflict_do_update(index_elements=[t.c.org_id, t.c.comment], set_={"state": insert.excluded.state})


class HeldReplies:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def of(self, org_id: int, comment_id: int) -> Held | None:
        """What became of it; None: it never was anything but what it is."""
        state = self._sql.value(OF, {"org": org_id, "one": comment_id})
        return Held(state) if state else None

    def put(self, comment: Comment, state: Held) -> None:
        """From now on it is that."""
        values = {"org_id": comment.org_id, "ticket": comment.ticket, "comment": comment.id, "state": state}
        self._sql.run(_put(self._sql.is_sqlite), values)

    def turn(self, comment: Comment, before: Held, after: Held) -> bool:
        """From the one to the other, once: False where it was something else. Waits for whoever is just doing the same."""
        asked = {"b_org": comment.org_id, "b_one": comment.id, "b_before": before, "after": after}
        return bool(self._sql.changed(TURN, asked))

    def refused(self, comment: Comment, post: Post, at: datetime) -> bool:
        """The platform does not let it go from there; False where that was known."""
        values = {"org_id": comment.org_id, "post_id": post.id, "comment": comment.id, "ticket": comment.ticket, "at": at}
        return self._sql.row(_refused(self._sql.is_sqlite), values) is not None

    def went(self, post: Post) -> bool:
        """It is gone from there after all; False where nothing was refused."""
        return bool(self._sql.changed(WENT, {"b_org": post.org_id, "b_post": post.id}))

    def still_stands(self, org_id: int, comment_id: int) -> bool:
        """Whether it may still be read somewhere, although it was taken back or removed."""
        return bool(self._sql.rows(STANDS, {"org": org_id, "one": comment_id}))
