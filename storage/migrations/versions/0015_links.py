"""Tickets that ask the same, people who have the same problem, and banners of known issues.

Running old code: does not know the new kind of post and fails to draw it; restart every process after this migration.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BEFORE, AFTER = "'triage', 'requester', 'alert', 'line', 'mark'", "'triage', 'requester', 'alert', 'line', 'mark', 'banner'"
INDEXES = ("ix_posts_message", "ix_posts_ticket", "ix_posts_comment")
STATUSES = "'new', 'in_progress', 'waiting', 'resolved', 'closed'"
STATES = "'asked', 'later', 'known'"


def number(name: str) -> Any:
    return sa.Column(name, sa.BigInteger(), nullable=False, autoincrement=False)


def moment(name: str, *, null: bool = False) -> Any:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    return sa.Column(name, sa.DateTime(timezone=True) if on_postgresql else sa.Text(), nullable=null)


def words(name: str) -> Any:
    return sa.Column(name, sa.Text(), nullable=False)


def refers(table: str, column: str, target: str, its: str = "id") -> Any:
    name = op.f(f"fk_{table}_org_id_{column}")
    return sa.ForeignKeyConstraint(["org_id", column], [f"{target}.org_id", f"{target}.{its}"], name=name)


def upgrade() -> None:
    allow(BEFORE, AFTER)
    op.create_table(
        "duplicates",
        number("org_id"), number("ticket"), number("original"), number("by_id"), moment("at"), words("status"),
        moment("snoozed_at", null=True), moment("snoozed_until", null=True),
        sa.CheckConstraint(f'"status" IN ({STATUSES})', name=op.f("ck_duplicates_status_known")),
        sa.PrimaryKeyConstraint("org_id", "ticket", name=op.f("pk_duplicates")),
        refers("duplicates", "ticket", "tickets", "number"), refers("duplicates", "original", "tickets", "number"),
        refers("duplicates", "by_id", "people"),
    )  # fmt: skip
    op.create_index("ix_duplicates_original", "duplicates", ["org_id", "original"])
    op.create_table(
        "reporters",
        number("org_id"), number("ticket"), number("person_id"), moment("at"),
        sa.PrimaryKeyConstraint("org_id", "ticket", "person_id", name=op.f("pk_reporters")),
        refers("reporters", "ticket", "tickets", "number"), refers("reporters", "person_id", "people"),
    )  # fmt: skip
    op.create_index("ix_reporters_person", "reporters", ["org_id", "person_id"])
    op.create_table(
        "known_issues",
        number("org_id"), number("ticket"), words("state"), number("reporters"), words("text"), moment("at"),
        sa.CheckConstraint(f'"state" IN ({STATES})', name=op.f("ck_known_issues_state_known")),
        sa.CheckConstraint('length("text") <= 40000', name=op.f("ck_known_issues_text_length")),
        sa.PrimaryKeyConstraint("org_id", "ticket", name=op.f("pk_known_issues")),
        refers("known_issues", "ticket", "tickets", "number"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("known_issues")
    op.drop_table("reporters")
    op.drop_table("duplicates")
    op.execute("DELETE FROM deliveries WHERE post_id IN (SELECT id FROM posts WHERE kind = 'banner')")
    op.execute("DELETE FROM posts WHERE kind = 'banner'")
    allow(AFTER, BEFORE)


def allow(before: str, after: str) -> None:
    """Change what `posts.kind` may be. SQLite cannot: there the table is made anew with the other rule, rows and indexes kept."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.execute("ALTER TABLE posts DROP CONSTRAINT ck_posts_kind_known")
        op.execute(f"ALTER TABLE posts ADD CONSTRAINT ck_posts_kind_known CHECK (kind IN ({after}))")
        return
    told = connection.execute(sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = 'posts' AND sql IS NOT NULL")).all()
    table = next(sql for kind, sql in told if kind == "table")
    for name in INDEXES:
        op.execute(f"DROP INDEX {name}")
    op.execute("ALTER TABLE posts RENAME TO posts_before")
    op.execute(table.replace(f"({before})", f"({after})"))
    op.execute("INSERT INTO posts SELECT * FROM posts_before")
    op.execute("DROP TABLE posts_before")
    for kind, sql in told:
        if kind == "index":
            op.execute(sql)
