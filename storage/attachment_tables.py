"""The tables of attached files; made like those in `tables.py`. Why the bytes are in the database: docs/decisions/020."""

from __future__ import annotations

import sqlalchemy as sa

from app.attachments.model import Reason, State
from app.attachments.naming import LONGEST
from app.people.model import Platform
from storage.tables import KEY, LINK, metadata, moment, number, one_of, org, refers, text

ADDRESS = 8_000
"""Longest address of a download: Microsoft's carry a token of their own."""

PIECE = 256 * 1024
"""Bytes of one row."""

# `comment` is 0 for a file of the request itself. `file`, `address` and `link` are the platform's own (see `Origin`).
attachments = sa.Table(
    "attachments", metadata, org(), *text("id", 64, key=True), number("ticket"), number("comment"), number("position"),
    *text("name", LONGEST), *text("media_type", 150), number("size"), *one_of("state", State), *one_of("reason", Reason),
    *text("sha256", 64), number("width"), number("height"), *one_of("platform", Platform), *text("workspace", KEY),
    *text("file", KEY), *text("address", ADDRESS), *text("link", LINK), moment("at"), refers("tickets", "ticket", "number"),
    sa.Index("ix_attachments_ticket", "org_id", "ticket", "comment"),
)  # fmt: skip

attachment_bytes = sa.Table(
    "attachment_bytes", metadata, org(), *text("attachment", 64, key=True), number("piece", key=True),
    sa.Column("bytes", sa.LargeBinary, nullable=False), refers("attachments", "attachment"),
    sa.CheckConstraint(f"length(bytes) <= {PIECE}", name="bytes_length"),
)  # fmt: skip

# Which posts have brought a file somewhere. They are still to be found once nothing is left of the file itself.
carried_files = sa.Table(
    "carried_files", metadata, org(), *text("attachment", 64, key=True), number("post_id", key=True),
)  # fmt: skip
