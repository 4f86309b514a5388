"""Tickets keep since when nobody has said anything, that they are set aside, and when the desk looks at them by itself.

Running old code: leaves these columns as they are, so what it changes is looked at when it is stored the next time. Tickets
that wait or are resolved already are looked at once, when the first worker runs.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENTS = ("quiet_since", "told_at", "snoozed_at", "snoozed_until", "wakes_at")


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name in MOMENTS:
        kind: Any = sa.DateTime(timezone=True) if postgresql else sa.Text()
        op.add_column("tickets", sa.Column(name, kind, nullable=True))
    op.add_column("tickets", sa.Column("told", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE tickets SET quiet_since = COALESCE(resolved_at, updated_at), wakes_at = updated_at"
        " WHERE status IN ('waiting', 'resolved')"
    )
    waits: dict[str, Any] = {"sqlite_where": sa.text("wakes_at IS NOT NULL"), "postgresql_where": sa.text("wakes_at IS NOT NULL")}
    op.create_index("ix_tickets_wakes", "tickets", ["org_id", "wakes_at", "number"], **waits)


def downgrade() -> None:
    op.drop_index("ix_tickets_wakes", "tickets")
    for name in (*MOMENTS, "told"):
        op.drop_column("tickets", name)
