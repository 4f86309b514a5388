"""A file that was brought somewhere is a post; an edit tells which files hang on its message, and may wait for its author.

Running old code: does not know the new kind of post and fails to draw it; restart every process after this migration.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BEFORE = "'triage', 'requester', 'alert', 'line', 'mark', 'banner'"
AFTER = "'triage', 'requester', 'alert', 'line', 'file', 'mark', 'banner'"
INDEXES = ("ix_posts_message", "ix_posts_ticket", "ix_posts_comment")
STATES = "'asked', 'sent', 'kept', 'taken_back'"


def number(name: str) -> Any:
    return sa.Column(name, sa.BigInteger(), nullable=False, autoincrement=False)


def moment(name: str) -> Any:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    return sa.Column(name, sa.DateTime(timezone=True) if on_postgresql else sa.Text(), nullable=False)


def words(name: str) -> Any:
    return sa.Column(name, sa.Text(), nullable=False)


def document(name: str) -> Any:
    kind = postgresql.JSONB() if op.get_bind().dialect.name == "postgresql" else sa.JSON()
    return sa.Column(name, kind, nullable=True)


def refers(table: str, column: str, target: str, its: str = "id") -> Any:
    name = op.f(f"fk_{table}_org_id_{column}")
    return sa.ForeignKeyConstraint(["org_id", column], [f"{target}.org_id", f"{target}.{its}"], name=name)


def upgrade() -> None:
    allow(BEFORE, AFTER)
    for table in ("revisions", "early_changes"):
        op.add_column(table, document("files"))
    op.create_table(
        "carried_files",
        number("org_id"), words("attachment"), number("post_id"),
        sa.CheckConstraint('length("attachment") <= 64', name=op.f("ck_carried_files_attachment_length")),
        sa.PrimaryKeyConstraint("org_id", "attachment", "post_id", name=op.f("pk_carried_files")),
    )  # fmt: skip
    op.create_table(
        "held_edits",
        number("org_id"), number("comment"), number("stamp"), number("ticket"), words("state"), moment("at"),
        sa.CheckConstraint(f'"state" IN ({STATES})', name=op.f("ck_held_edits_state_known")),
        sa.PrimaryKeyConstraint("org_id", "comment", "stamp", name=op.f("pk_held_edits")),
        refers("held_edits", "ticket", "tickets", "number"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("held_edits")
    op.drop_table("carried_files")
    for table in ("early_changes", "revisions"):
        op.drop_column(table, "files")
    op.execute("DELETE FROM deliveries WHERE post_id IN (SELECT id FROM posts WHERE kind = 'file')")
    op.execute("DELETE FROM posts WHERE kind = 'file'")
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
