"""How far the auditor has come among the open tickets, and what it has counted.

Running old code: audits nothing; the two tables stay as they are.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LONGEST_KEY = 255


def number(name: str) -> Any:
    return sa.Column(name, sa.BigInteger(), nullable=False, autoincrement=False)


def upgrade() -> None:
    op.create_table(
        "audits",
        number("org_id"), number("team_id"), number("open_rank"), number("number"), number("repaired"),
        sa.PrimaryKeyConstraint("org_id", name=op.f("pk_audits")),
    )  # fmt: skip
    op.create_table(
        "audit_counts",
        number("org_id"), sa.Column("kind", sa.Text(), nullable=False), number("count"),
        sa.PrimaryKeyConstraint("org_id", "kind", name=op.f("pk_audit_counts")),
        sa.CheckConstraint(f'length("kind") <= {LONGEST_KEY}', name=op.f("ck_audit_counts_kind_length")),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("audit_counts")
    op.drop_table("audits")
