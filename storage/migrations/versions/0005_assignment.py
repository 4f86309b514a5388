"""Who is away, whose turn it is, and tickets that still want somebody.

Running old code: assigns nothing by itself, and nobody is away; a ticket opened meanwhile stays in the queue.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def number(name: str) -> Any:
    return sa.Column(name, sa.BigInteger(), nullable=False, autoincrement=False)


def moment(name: str, *, null: bool = False) -> Any:
    postgresql = op.get_bind().dialect.name == "postgresql"
    return sa.Column(name, sa.DateTime(timezone=True) if postgresql else sa.Text(), nullable=null)


def key(table: str, *columns: str) -> Any:
    return sa.PrimaryKeyConstraint("org_id", *columns, name=op.f(f"pk_{table}"))


def refers(table: str, column: str, to: str, target: str = "id") -> Any:
    name = op.f(f"fk_{table}_org_id_{column}")
    return sa.ForeignKeyConstraint(["org_id", column], [f"{to}.org_id", f"{to}.{target}"], name=name)


def upgrade() -> None:
    op.create_table(
        "absences",
        number("org_id"), number("person_id"), moment("since"), moment("until", null=True),
        key("absences", "person_id"), refers("absences", "person_id", "people"),
    )  # fmt: skip
    op.create_table(
        "rotations",
        number("org_id"), number("team_id"), number("turn"),
        key("rotations", "team_id"), refers("rotations", "team_id", "teams"),
    )  # fmt: skip
    op.create_table(
        "turns",
        number("org_id"), number("team_id"), number("person_id"), number("turn"),
        key("turns", "team_id", "person_id"), refers("turns", "team_id", "teams"), refers("turns", "person_id", "people"),
    )  # fmt: skip
    op.create_index("ix_turns_turn", "turns", ["org_id", "team_id", "turn"], unique=True)
    op.create_table(
        "seekers",
        number("org_id"), number("ticket"), number("team_id"), moment("due_at"),
        key("seekers", "ticket"), refers("seekers", "ticket", "tickets", "number"), refers("seekers", "team_id", "teams"),
    )  # fmt: skip
    op.create_index("ix_seekers_due", "seekers", ["org_id", "due_at"])
    held = sa.text("open_rank IS NOT NULL AND assignee_id IS NOT NULL")
    where: dict[str, Any] = {"sqlite_where": held, "postgresql_where": held}
    op.create_index("ix_tickets_assignee", "tickets", ["org_id", "assignee_id"], **where)


def downgrade() -> None:
    op.drop_index("ix_tickets_assignee", "tickets")
    for name in ("seekers", "turns", "rotations", "absences"):
        op.drop_table(name)
