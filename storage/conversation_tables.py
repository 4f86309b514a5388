"""What is said in the chats of a ticket: which message is which comment, how each has read, and changes that came too early."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.text import DETAILS
from app.tickets.held import Held
from storage.tables import KEY, metadata, moment, number, one_of, org, refers, text
from storage.types import Document


def message() -> list[Any]:
    """Which message of which chat: the platform's own ids."""
    return [
        *text("platform", 20, key=True), *text("workspace", KEY, key=True), *text("channel", KEY, key=True),
        *text("message", KEY, key=True),
    ]  # fmt: skip


# The primary key is what makes a message one comment, whatever brings it again.
utterances = sa.Table(
    "utterances", metadata, org(), *message(), *text("thread", KEY), number("ticket"), number("comment"),
    refers("tickets", "ticket", "number"), sa.Index("ix_utterances_comment", "org_id", "comment"),
)  # fmt: skip

# Everything a message has said, by the platform's own order; `comment` 0 is the request itself. `files` are those that hung on
# it then, null where it is not told.
revisions = sa.Table(
    "revisions", metadata, org(), number("ticket", key=True), number("comment", key=True), number("stamp", key=True),
    *text("text", DETAILS), sa.Column("body", Document),
    sa.Column("removed", sa.Boolean, nullable=False, server_default=sa.false()), moment("at"), sa.Column("files", Document),
    refers("tickets", "ticket", "number"),
)  # fmt: skip

# Changes of messages that have not been heard of yet: they are applied when those come.
early_changes = sa.Table(
    "early_changes", metadata, org(), *message(), number("stamp", key=True), *text("text", DETAILS), sa.Column("body", Document),
    sa.Column("removed", sa.Boolean, nullable=False, server_default=sa.false()), moment("at"), sa.Column("files", Document),
)  # fmt: skip

# Replies that an agent was asked about before they left, and those that were taken back.
held_replies = sa.Table(
    "held_replies", metadata, org(), number("comment", key=True), number("ticket"), *one_of("state", Held),
    refers("tickets", "ticket", "number"),
)  # fmt: skip

# Posts of what was taken back or removed that the platform refuses to let go: they may still be read.
refused_removals = sa.Table(
    "refused_removals", metadata, org(), number("post_id", key=True), number("comment"), number("ticket"), moment("at"),
    refers("tickets", "ticket", "number"), sa.Index("ix_refused_removals_comment", "org_id", "comment"),
)  # fmt: skip

# Which revisions of replies their author is asked about before anybody reads them, and the answer.
held_edits = sa.Table(
    "held_edits", metadata, org(), number("comment", key=True), number("stamp", key=True), number("ticket"),
    *one_of("state", Held), moment("at"), refers("tickets", "ticket", "number"),
)  # fmt: skip
