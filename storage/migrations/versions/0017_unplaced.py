"""Messages in 1:1 chats wait until their author has said which ticket they belong to.

Running old code: does not know the table; what is said meanwhile joins the ticket an agent spoke of last, as before.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEY, LINK, DETAILS, FILES = 255, 2000, 40_000, 200_000


def number(name: str, *, null: bool = False) -> Any:
    return sa.Column(name, sa.BigInteger(), nullable=null, autoincrement=False)


def moment(name: str) -> Any:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    return sa.Column(name, sa.DateTime(timezone=True) if on_postgresql else sa.Text(), nullable=False)


def document(name: str) -> Any:
    kind = postgresql.JSONB() if op.get_bind().dialect.name == "postgresql" else sa.JSON()
    return sa.Column(name, kind, nullable=True)


def text(name: str, limit: int) -> list[Any]:
    check = sa.CheckConstraint(f'length("{name}") <= {limit}', name=op.f(f"ck_unplaced_{name}_length"))
    return [sa.Column(name, sa.Text(), nullable=False), check]


def refers(column: str, target: str, its: str) -> Any:
    name = op.f(f"fk_unplaced_org_id_{column}")
    return sa.ForeignKeyConstraint(["org_id", column], [f"{target}.org_id", f"{target}.{its}"], name=name)


def upgrade() -> None:
    op.create_table(
        "unplaced",
        number("org_id"), *text("platform", 20), *text("workspace", KEY), *text("channel", KEY), *text("message", KEY),
        *text("thread", KEY), *text("link", LINK), number("person_id"), *text("text", DETAILS), document("body"),
        *text("files", FILES), number("stamp"), moment("at"), number("ticket", null=True),
        sa.PrimaryKeyConstraint("org_id", "platform", "workspace", "channel", "message", name=op.f("pk_unplaced")),
        refers("person_id", "people", "id"),
        refers("ticket", "tickets", "number"),
    )  # fmt: skip
    op.create_index("ix_unplaced_person", "unplaced", ["org_id", "person_id", "at"])


def downgrade() -> None:
    op.drop_table("unplaced")
