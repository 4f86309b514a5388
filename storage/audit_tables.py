"""How far the auditor has come, and what it has counted."""

from __future__ import annotations

import sqlalchemy as sa

from storage.tables import KEY, metadata, number, org, text

# Among the open tickets, in the order of ix_tickets_queue.
audits = sa.Table(
    "audits", metadata, org(), number("team_id"), number("open_rank"), number("number"), number("repaired"),
)  # fmt: skip

audit_counts = sa.Table("audit_counts", metadata, org(), *text("kind", KEY, key=True), number("count"))
