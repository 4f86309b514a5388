"""Attached files and their bytes, which are read and written a piece at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

import sqlalchemy as sa

from app.attachments.model import Attachment, Origin, Reason, State
from app.people.model import Platform
from storage.attachment_tables import PIECE
from storage.attachment_tables import attachment_bytes as b
from storage.attachment_tables import attachments as t
from storage.sql import Sql

ADD = sa.insert(t)
ADD_PIECE = sa.insert(b)
ONE = sa.select(t).where(t.c.org_id == sa.bindparam("org"), t.c.id == sa.bindparam("one"))
OF_TICKET = (
    sa.select(t)
    .where(t.c.org_id == sa.bindparam("org"), t.c.ticket == sa.bindparam("number"))
    .order_by(t.c.comment, t.c.position, t.c.at, t.c.id)
)
PIECES = sa.select(b.c.bytes).where(
    b.c.org_id == sa.bindparam("org"), b.c.attachment == sa.bindparam("one"), b.c.piece == sa.bindparam("which")
)
SETTLE = (
    sa.update(t)
    .where(t.c.org_id == sa.bindparam("b_org"), t.c.id == sa.bindparam("b_one"), t.c.state == str(State.WAITING))
    .values({name: sa.bindparam(name) for name in ("state", "reason", "media_type", "size", "sha256", "width", "height")})
)
FORGET_PIECES = sa.delete(b).where(b.c.org_id == sa.bindparam("b_org"), b.c.attachment == sa.bindparam("b_one"))
FORGET = sa.delete(t).where(t.c.org_id == sa.bindparam("b_org"), t.c.id == sa.bindparam("b_one"))


class Attachments:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def add(self, attachment: Attachment) -> None:
        origin = attachment.origin
        values: dict[str, Any] = {name: getattr(attachment, name) for name in _PLAIN}
        where = {name: getattr(origin, name) for name in ("platform", "workspace", "file", "address", "link")}
        self._sql.run(ADD, {**values, **where})

    def get(self, org_id: int, attachment_id: str) -> Attachment | None:
        found = self._sql.row(ONE, {"org": org_id, "one": attachment_id})
        return _attachment(found) if found else None

    def of_ticket(self, org_id: int, ticket: int) -> Sequence[Attachment]:
        """The request's own first (ix_attachments_ticket)."""
        return [_attachment(row) for row in self._sql.rows(OF_TICKET, {"org": org_id, "number": ticket})]

    def settle(self, attachment: Attachment) -> bool:
        """Of two who fetched the same file one settles it."""
        names = ("state", "reason", "media_type", "size", "sha256", "width", "height")
        found = {name: getattr(attachment, name) for name in names}
        return self._sql.changed(SETTLE, {"b_org": attachment.org_id, "b_one": attachment.id, **found}) == 1

    def write(self, attachment: Attachment, bytes_: IO[bytes]) -> None:
        """From where `bytes_` stands to its end."""
        number = 0
        while piece := bytes_.read(PIECE):
            row = {"org_id": attachment.org_id, "attachment": attachment.id, "piece": number, "bytes": piece}
            self._sql.run(ADD_PIECE, row)
            number += 1

    def piece(self, org_id: int, attachment_id: str, number: int) -> bytes | None:
        found = self._sql.value(PIECES, {"org": org_id, "one": attachment_id, "which": number})
        return None if found is None else bytes(found)

    def move(self, org_id: int, comment: tuple[int, int], ticket: int) -> None:
        theirs = (t.c.org_id == org_id, t.c.ticket == comment[0], t.c.comment == comment[1])
        self._sql.run(sa.update(t).where(*theirs).values(ticket=ticket, comment=0))

    def forget(self, org_id: int, files: Sequence[str]) -> None:
        """The rows and their bytes; one that is being fetched finds nothing to settle."""
        for one in files:
            self._sql.run(FORGET_PIECES, {"b_org": org_id, "b_one": one})
            self._sql.run(FORGET, {"b_org": org_id, "b_one": one})


_PLAIN = (
    "org_id", "id", "ticket", "comment", "position", "name", "media_type", "size", "state", "reason", "sha256", "width", "height",
    "at",
)  # fmt: skip


def _attachment(row: Any) -> Attachment:
    values = {name: getattr(row, name) for name in _PLAIN}
    origin = Origin(Platform(row.platform), row.workspace, row.file, row.address, row.link)
    return Attachment(**{**values, "state": State(row.state), "reason": Reason(row.reason)}, origin=origin)
