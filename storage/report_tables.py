"""What reports need beside the tables of the desk: digests that were sent, and a way to what happened in a period."""

from __future__ import annotations

import sqlalchemy as sa

from storage.tables import document, history, metadata, moment, org, text
from storage.types import Moment

DIGEST = 700
"""Longest name of a digest: its team, its times and two channels."""

COUNTED = "history.event IN ('ticket.opened', 'ticket.resolved', 'ticket.reopened')"
"""The lines of the history that a report counts, in the very words of their index: SQLite compares them."""

# The primary key is what makes a digest leave once. `figures` is how the team stood then, for the digest after it.
digests = sa.Table(
    "digests", metadata, org(), *text("digest", DIGEST, key=True), sa.Column("ends_at", Moment, primary_key=True), moment("at"),
    document("figures"),
)  # fmt: skip

sa.Index(
    "ix_history_counted", history.c.org_id, history.c.at,
    sqlite_where=sa.text(COUNTED.replace("history.", "")), postgresql_where=sa.text(COUNTED.replace("history.", "")),
)  # fmt: skip
