"""What waits for something is kept: answers for their request, questions for what answers them, words for their reminder.

Running old code: does not know the tables and columns. What it is told before its request, it drops as before; questions it asks
are not reminded of, and stand until they are pressed.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KEY = 255


def moment(name: str, *, null: bool = False) -> Any:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    return sa.Column(name, sa.DateTime(timezone=True) if on_postgresql else sa.Text(), nullable=null)


def document(name: str, *, null: bool = False) -> Any:
    return sa.Column(name, postgresql.JSONB() if op.get_bind().dialect.name == "postgresql" else sa.JSON(), nullable=null)


def text(table: str, name: str, limit: int = KEY) -> list[Any]:
    check = sa.CheckConstraint(f'length("{name}") <= {limit}', name=op.f(f"ck_{table}_{name}_length"))
    return [sa.Column(name, sa.Text(), nullable=False), check]


def message(table: str) -> list[Any]:
    return [*text(table, "platform", 20), *(part for name in ("workspace", "channel", "message") for part in text(table, name))]


def org() -> Any:
    return sa.Column("org_id", sa.BigInteger(), nullable=False, autoincrement=False)


def upgrade() -> None:
    op.create_table(
        "early_replies",
        org(), *message("early_replies"), *text("early_replies", "thread"), document("said"), moment("at"),
        sa.PrimaryKeyConstraint("org_id", "platform", "workspace", "channel", "message", name=op.f("pk_early_replies")),
    )  # fmt: skip
    op.create_index("ix_early_replies_thread", "early_replies", ["org_id", "channel", "thread"])
    op.create_table(
        "questions",
        org(), *text("questions", "subject"), *message("questions"), *text("questions", "thread"), *text("questions", "user"),
        moment("at"),
        sa.PrimaryKeyConstraint("org_id", "subject", "platform", "workspace", "channel", "message", name=op.f("pk_questions")),
    )  # fmt: skip
    op.create_index("ix_questions_message", "questions", ["org_id", "channel", "message"])
    op.add_column("unplaced", sa.Column("removed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("unplaced", document("offered", null=True))
    op.add_column("unplaced", moment("remind_at", null=True))
    op.create_index("ix_unplaced_remind", "unplaced", ["org_id", "remind_at"])


def downgrade() -> None:
    op.drop_index("ix_unplaced_remind", "unplaced")
    for name in ("remind_at", "offered", "removed"):
        op.drop_column("unplaced", name)
    op.drop_table("questions")
    op.drop_table("early_replies")
