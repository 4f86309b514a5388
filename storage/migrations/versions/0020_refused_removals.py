"""Of what was taken back it is kept where the platform refuses to remove it.

Running old code: does not know the table, and says of such a reply that nobody sees it.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def number(name: str) -> Any:
    return sa.Column(name, sa.BigInteger(), nullable=False, autoincrement=False)


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "refused_removals",
        number("org_id"), number("post_id"), number("comment"), number("ticket"),
        sa.Column("at", sa.DateTime(timezone=True) if on_postgresql else sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "post_id", name=op.f("pk_refused_removals")),
        sa.ForeignKeyConstraint(
            ["org_id", "ticket"], ["tickets.org_id", "tickets.number"], name=op.f("fk_refused_removals_org_id_ticket")
        ),
    )  # fmt: skip
    op.create_index("ix_refused_removals_comment", "refused_removals", ["org_id", "comment"])


def downgrade() -> None:
    op.drop_table("refused_removals")
