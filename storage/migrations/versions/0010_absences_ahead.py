"""Somebody may have several absences, also ahead, said by others too; and a team knows that somebody can take one more.

Running old code: whoever says `away` there is told that something went wrong until it is restarted; all else goes on.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COPY = (
    "INSERT INTO absences (org_id, person_id, number, since, until, said_at, by_id, told_at)"
    " SELECT org_id, person_id, 1, since, until, since, person_id, since FROM absences_before"
)
COPY_BACK = (
    "INSERT INTO absences (org_id, person_id, since, until) SELECT org_id, person_id, since, until FROM absences_before a"
    " WHERE ended_at IS NULL AND number = (SELECT MAX(number)"
    " FROM absences_before b WHERE b.org_id = a.org_id AND b.person_id = a.person_id AND b.ended_at IS NULL)"
)


def number(name: str, *, null: bool = False) -> Any:
    return sa.Column(name, sa.BigInteger(), nullable=null, autoincrement=False)


def moment(name: str, *, null: bool = False) -> Any:
    postgresql = op.get_bind().dialect.name == "postgresql"
    return sa.Column(name, sa.DateTime(timezone=True) if postgresql else sa.Text(), nullable=null)


def key(table: str, *columns: str) -> Any:
    return sa.PrimaryKeyConstraint("org_id", *columns, name=op.f(f"pk_{table}"))


def refers(table: str, column: str, to: str) -> Any:
    name = op.f(f"fk_{table}_org_id_{column}")
    return sa.ForeignKeyConstraint(["org_id", column], [f"{to}.org_id", f"{to}.id"], name=name)


def set_aside() -> None:
    """The table keeps its rows under another name, and leaves the names of its constraints to the new one."""
    op.rename_table("absences", "absences_before")
    if op.get_bind().dialect.name == "postgresql":
        held = "SELECT conname FROM pg_constraint WHERE conrelid = 'absences_before'::regclass AND contype IN ('p', 'f', 'n')"
        for name in op.get_bind().execute(sa.text(held)).scalars().all():
            op.execute(f'ALTER TABLE absences_before RENAME CONSTRAINT "{name}" TO "{name}_before"')


def upgrade() -> None:
    set_aside()
    op.create_table(
        "absences",
        number("org_id"), number("person_id"), number("number"), moment("since"), moment("until", null=True), moment("said_at"),
        number("by_id"), moment("told_at", null=True), moment("ended_at", null=True), number("ended_by", null=True),
        key("absences", "person_id", "number"), refers("absences", "person_id", "people"), refers("absences", "by_id", "people"),
        refers("absences", "ended_by", "people"),
    )  # fmt: skip
    op.execute(COPY)
    op.drop_table("absences_before")
    for name, column, where in (
        ("ix_absences_standing", "person_id", "ended_at IS NULL"),
        ("ix_absences_untold", "since", "ended_at IS NULL AND told_at IS NULL"),
    ):
        op.create_index(
            name, "absences", ["org_id", column], sqlite_where=sa.text(where), postgresql_where=sa.text(where)
        )  # fmt: skip
    op.create_table(
        "vacancies",
        number("org_id"), number("team_id"), sa.Column("cause", sa.Text(), nullable=False),
        sa.CheckConstraint('length("cause") <= 255', name=op.f("ck_vacancies_cause_length")),
        key("vacancies", "team_id", "cause"), refers("vacancies", "team_id", "teams"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("vacancies")
    for name in ("ix_absences_untold", "ix_absences_standing"):
        op.drop_index(name, "absences")
    set_aside()
    op.create_table(
        "absences",
        number("org_id"), number("person_id"), moment("since"), moment("until", null=True),
        key("absences", "person_id"), refers("absences", "person_id", "people"),
    )  # fmt: skip
    op.execute(COPY_BACK)
    op.drop_table("absences_before")
