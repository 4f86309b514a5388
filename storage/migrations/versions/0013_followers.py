"""People follow tickets, and say what they want to hear and when.

Running old code: tells no follower, and tells everybody at once.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None


def number(name: str) -> Any:
    return sa.Column(name, sa.BigInteger(), nullable=False, autoincrement=False)


def refers(table: str, column: str, target: str, its: str = "id") -> Any:
    name = op.f(f"fk_{table}_org_id_{column}")
    return sa.ForeignKeyConstraint(["org_id", column], [f"{target}.org_id", f"{target}.{its}"], name=name)


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "followers",
        number("org_id"), number("ticket"), number("person_id"), number("by_id"),
        sa.Column("at", sa.DateTime(timezone=True) if on_postgresql else sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "ticket", "person_id", name=op.f("pk_followers")),
        refers("followers", "ticket", "tickets", "number"), refers("followers", "person_id", "people"),
        refers("followers", "by_id", "people"),
    )  # fmt: skip
    op.create_index("ix_followers_person", "followers", ["org_id", "person_id"])
    op.create_table(
        "preferences",
        number("org_id"), number("person_id"),
        sa.Column("off", postgresql.JSONB() if on_postgresql else sa.JSON(), nullable=False),
        sa.Column("quiet_from", sa.Text(), nullable=False), sa.Column("quiet_to", sa.Text(), nullable=False),
        sa.CheckConstraint('length("quiet_from") <= 5', name=op.f("ck_preferences_quiet_from_length")),
        sa.CheckConstraint('length("quiet_to") <= 5', name=op.f("ck_preferences_quiet_to_length")),
        sa.PrimaryKeyConstraint("org_id", "person_id", name=op.f("pk_preferences")),
        refers("preferences", "person_id", "people"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("preferences")
    op.drop_index("ix_followers_person", "followers")
    op.drop_table("followers")
