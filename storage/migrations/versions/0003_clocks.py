"""Clocks, what changed them, and what they have passed.

Running old code: opens tickets without clocks; the audit gives them theirs.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = "'first_response', 'resolution'"
PHASES = "'running', 'paused', 'met', 'void'"
COUNTS = "phase IN ('running', 'paused')"
REASONS = "'opened', 'paused', 'resumed', 'priority', 'moved', 'policy', 'met', 'reopened', 'void'"


def number(name: str, *, null: bool = False) -> Any:
    return sa.Column(name, sa.BigInteger(), nullable=null, autoincrement=False)


def moment(name: str, *, null: bool = False) -> Any:
    postgresql = op.get_bind().dialect.name == "postgresql"
    return sa.Column(name, sa.DateTime(timezone=True) if postgresql else sa.Text(), nullable=null)


def text(table: str, name: str, limit: int) -> list[Any]:
    check = sa.CheckConstraint(f'length("{name}") <= {limit}', name=op.f(f"ck_{table}_{name}_length"))
    return [sa.Column(name, sa.Text(), nullable=False), check]


def one_of(table: str, name: str, allowed: str) -> list[Any]:
    check = sa.CheckConstraint(f'"{name}" IN ({allowed})', name=op.f(f"ck_{table}_{name}_known"))
    return [sa.Column(name, sa.Text(), nullable=False), check]


def ticket_of(table: str) -> Any:
    name = op.f(f"fk_{table}_org_id_ticket")
    return sa.ForeignKeyConstraint(["org_id", "ticket"], ["tickets.org_id", "tickets.number"], name=name)


def upgrade() -> None:
    op.create_table(
        "clocks",
        number("org_id"), number("ticket"), *one_of("clocks", "kind", KINDS), *one_of("clocks", "phase", PHASES),
        *text("clocks", "sla", 255), *text("clocks", "calendar", 255), *text("clocks", "target", 255), number("version"),
        number("revision"), number("used"), moment("since", null=True), moment("due_at", null=True), moment("warn_at", null=True),
        moment("next_at", null=True), moment("warned_at", null=True), moment("breached_at", null=True),
        moment("met_at", null=True), number("over"), number("level"), number("lines"), moment("held_until", null=True),
        number("held_by", null=True),
        sa.PrimaryKeyConstraint("org_id", "ticket", "kind", name=op.f("pk_clocks")), ticket_of("clocks"),
    )  # fmt: skip
    waits: dict[str, Any] = {"sqlite_where": sa.text("next_at IS NOT NULL"), "postgresql_where": sa.text("next_at IS NOT NULL")}
    op.create_index("ix_clocks_next", "clocks", ["org_id", "next_at"], **waits)
    counts: dict[str, Any] = {"sqlite_where": sa.text(COUNTS), "postgresql_where": sa.text(COUNTS)}
    op.create_index("ix_clocks_behind", "clocks", ["org_id", "version"], **counts)
    op.create_table(
        "clock_changes",
        number("org_id"), number("ticket"), *one_of("clock_changes", "kind", KINDS), number("seq"), moment("at"),
        *one_of("clock_changes", "why", REASONS), *one_of("clock_changes", "phase", PHASES), *text("clock_changes", "sla", 255),
        *text("clock_changes", "calendar", 255), *text("clock_changes", "target", 255), number("version"), number("used"),
        moment("due_at", null=True),
        sa.PrimaryKeyConstraint("org_id", "ticket", "kind", "seq", name=op.f("pk_clock_changes")), ticket_of("clock_changes"),
    )  # fmt: skip
    op.create_table(
        "milestones",
        number("org_id"), number("ticket"), *one_of("milestones", "kind", KINDS), number("revision"), number("level"),
        moment("due_at"), moment("at"),
        sa.PrimaryKeyConstraint("org_id", "ticket", "kind", "revision", "level", name=op.f("pk_milestones")),
        ticket_of("milestones"),
    )  # fmt: skip


def downgrade() -> None:
    for name in ("milestones", "clock_changes", "clocks"):
        op.drop_table(name)
