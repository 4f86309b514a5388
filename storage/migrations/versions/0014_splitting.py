"""A message that joined a request can become one of its own, and the desk marks how things stand on the message that asked.

Running old code: does not know the new kind of post and fails to draw it; restart every process after this migration.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None

BEFORE, AFTER = "'triage', 'requester', 'alert', 'line'", "'triage', 'requester', 'alert', 'line', 'mark'"
INDEXES = ("ix_posts_message", "ix_posts_ticket", "ix_posts_comment")


def upgrade() -> None:
    allow(BEFORE, AFTER)
    op.add_column("comments", sa.Column("joined", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("comments", sa.Column("became", sa.BigInteger(), nullable=True, autoincrement=False))


def downgrade() -> None:
    op.drop_column("comments", "became")
    op.drop_column("comments", "joined")
    op.execute("DELETE FROM deliveries WHERE post_id IN (SELECT id FROM posts WHERE kind = 'mark')")
    op.execute("DELETE FROM posts WHERE kind = 'mark'")
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
