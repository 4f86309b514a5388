"""Digests leave once, and reports find what happened in a period.

Running old code: sends no digests and goes on as before.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COUNTED = "event IN ('ticket.opened', 'ticket.resolved', 'ticket.reopened')"


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "digests",
        sa.Column("org_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True) if postgresql else sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True) if postgresql else sa.Text(), nullable=False),
        sa.Column("figures", JSONB() if postgresql else sa.JSON(), nullable=False),
        sa.CheckConstraint('length("digest") <= 700', name=op.f("ck_digests_digest_length")),
        sa.PrimaryKeyConstraint("org_id", "digest", "ends_at", name=op.f("pk_digests")),
    )
    op.create_index(
        "ix_history_counted", "history", ["org_id", "at"], sqlite_where=sa.text(COUNTED), postgresql_where=sa.text(COUNTED)
    )


def downgrade() -> None:
    op.drop_index("ix_history_counted", "history")
    op.drop_table("digests")
