"""The thread is the ticket: what is said stands as lines in other chats, keeps its formatting, and may be changed or removed.

Running old code: does not know the new kind of post and fails to draw it; restart every process after this migration.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BEFORE, AFTER = "'triage', 'requester', 'alert'", "'triage', 'requester', 'alert', 'line'"
KEY, DETAILS = 255, 40_000


def number(name: str, *, null: bool = False, zero: bool = False) -> Any:
    return sa.Column(name, sa.BigInteger(), nullable=null, autoincrement=False, server_default="0" if zero else None)


def moment(name: str, *, null: bool = False) -> Any:
    postgresql = op.get_bind().dialect.name == "postgresql"
    return sa.Column(name, sa.DateTime(timezone=True) if postgresql else sa.Text(), nullable=null)


def document(name: str) -> Any:
    kind = postgresql.JSONB() if op.get_bind().dialect.name == "postgresql" else sa.JSON()
    return sa.Column(name, kind, nullable=True)


def no(name: str) -> Any:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def text(table: str, name: str, limit: int) -> list[Any]:
    return [
        sa.Column(name, sa.Text(), nullable=False),
        sa.CheckConstraint(f'length("{name}") <= {limit}', name=op.f(f"ck_{table}_{name}_length")),
    ]


def message(table: str) -> list[Any]:
    """Which message of which chat: the platform's own ids."""
    return [*text(table, "platform", 20), *(part for name in ("workspace", "channel", "message") for part in text(table, name, KEY))]


def upgrade() -> None:
    allow(BEFORE, AFTER)
    op.add_column("posts", number("comment", null=True))
    op.add_column("posts", number("under", null=True))
    lines = sa.text("comment IS NOT NULL")
    op.create_index("ix_posts_comment", "posts", ["org_id", "comment"], sqlite_where=lines, postgresql_where=lines)
    for table in ("comments", "tickets"):
        op.add_column(table, document("body"))
        op.add_column(table, number("stamp", zero=True))
        op.add_column(table, no("edited"))
        op.add_column(table, no("removed"))
    op.create_table(
        "utterances",
        number("org_id"), *message("utterances"), *text("utterances", "thread", KEY), number("ticket"), number("comment"),
        sa.PrimaryKeyConstraint("org_id", "platform", "workspace", "channel", "message", name=op.f("pk_utterances")),
        sa.ForeignKeyConstraint(
            ["org_id", "ticket"], ["tickets.org_id", "tickets.number"], name=op.f("fk_utterances_org_id_ticket")
        ),
    )  # fmt: skip
    op.create_index("ix_utterances_comment", "utterances", ["org_id", "comment"])
    op.create_table(
        "revisions",
        number("org_id"), number("ticket"), number("comment"), number("stamp"), *text("revisions", "text", DETAILS),
        document("body"), no("removed"), moment("at"),
        sa.PrimaryKeyConstraint("org_id", "ticket", "comment", "stamp", name=op.f("pk_revisions")),
        sa.ForeignKeyConstraint(
            ["org_id", "ticket"], ["tickets.org_id", "tickets.number"], name=op.f("fk_revisions_org_id_ticket")
        ),
    )  # fmt: skip
    op.create_table(
        "early_changes",
        number("org_id"), *message("early_changes"), number("stamp"), *text("early_changes", "text", DETAILS), document("body"), no("removed"), moment("at"),
        sa.PrimaryKeyConstraint("org_id", "platform", "workspace", "channel", "message", "stamp", name=op.f("pk_early_changes")),
    )  # fmt: skip
    op.create_table(
        "held_replies",
        number("org_id"), number("comment"), number("ticket"), sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "comment", name=op.f("pk_held_replies")),
        sa.CheckConstraint("\"state\" IN ('asked', 'sent', 'kept', 'taken_back')", name=op.f("ck_held_replies_state_known")),
        sa.ForeignKeyConstraint(
            ["org_id", "ticket"], ["tickets.org_id", "tickets.number"], name=op.f("fk_held_replies_org_id_ticket")
        ),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("held_replies")
    op.drop_table("early_changes")
    op.drop_table("revisions")
    op.drop_table("utterances")
    for table in ("tickets", "comments"):
        for name in ("removed", "edited", "stamp", "body"):
            op.drop_column(table, name)
    op.execute("DELETE FROM deliveries WHERE post_id IN (SELECT id FROM posts WHERE kind = 'line')")
    op.execute("DELETE FROM posts WHERE kind = 'line'")
    op.drop_index("ix_posts_comment", "posts")
    op.drop_column("posts", "under")
    op.drop_column("posts", "comment")
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
    for name in ("ix_posts_message", "ix_posts_ticket"):
        op.execute(f"DROP INDEX {name}")
    op.execute("ALTER TABLE posts RENAME TO posts_before")
    op.execute(table.replace(f"({before})", f"({after})"))
    op.execute("INSERT INTO posts SELECT * FROM posts_before")
    op.execute("DROP TABLE posts_before")
    for kind, sql in told:
        if kind == "index":
            op.execute(sql)
