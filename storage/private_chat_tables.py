"""The table of messages in 1:1 chats of which their author is asked where they belong; made like those in `tables.py`."""

from __future__ import annotations

import sqlalchemy as sa

from app.text import DETAILS
from storage.conversation_tables import message
from storage.tables import KEY, LINK, metadata, moment, number, org, refers, text
from storage.types import Document

FILES = 200_000
"""Characters of what a message's files are called and where they lie."""

# `ticket` is where it went; from then on its words are kept there alone. `removed`: its author took it back. `offered` are the
# numbers of the tickets that the question about it names, null where another one asks about it too; `remind_at` is when it is
# asked once more.
unplaced = sa.Table(
    "unplaced", metadata, org(), *message(), *text("thread", KEY), *text("link", LINK), number("person_id"),
    *text("text", DETAILS), sa.Column("body", Document), *text("files", FILES), number("stamp"), moment("at"),
    number("ticket", null=True), refers("people", "person_id"), refers("tickets", "ticket", "number"),
    sa.Column("removed", sa.Boolean, nullable=False, server_default=sa.false()), sa.Column("offered", Document),
    moment("remind_at", null=True), sa.Index("ix_unplaced_person", "org_id", "person_id", "at"),
    sa.Index("ix_unplaced_remind", "org_id", "remind_at"),
)  # fmt: skip
