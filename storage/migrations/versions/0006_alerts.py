"""Alerts are posts too, and one may be about several tickets.

Running old code: does not know the new kind of post and fails to draw it; restart every process after this migration.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BEFORE, AFTER = "'triage', 'requester'", "'triage', 'requester', 'alert'"


def number(name: str) -> Any:
    return sa.Column(name, sa.BigInteger(), nullable=False, autoincrement=False)


def upgrade() -> None:
    allow(BEFORE, AFTER)
    op.create_table(
        "alert_tickets", number("org_id"), number("ticket"), number("post_id"),
        sa.PrimaryKeyConstraint("org_id", "ticket", "post_id", name=op.f("pk_alert_tickets")),
        sa.ForeignKeyConstraint(
            ["org_id", "ticket"], ["tickets.org_id", "tickets.number"], name=op.f("fk_alert_tickets_org_id_ticket")
        ),
    )  # fmt: skip
    op.create_index("ix_alert_tickets_post", "alert_tickets", ["org_id", "post_id"])


def downgrade() -> None:
    op.drop_table("alert_tickets")
    op.execute("DELETE FROM deliveries WHERE post_id IN (SELECT id FROM posts WHERE kind = 'alert')")
    op.execute("DELETE FROM posts WHERE kind = 'alert'")
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
