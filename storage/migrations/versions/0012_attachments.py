"""Files that people attach to requests and answers are kept, with their bytes.

Running old code: takes no files, and goes on as before.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0013"
branch_labels = None
depends_on = None

STATES = "'waiting', 'kept', 'refused', 'lost'"
REASONS = "'', 'too_big', 'too_many', 'type', 'not_readable', 'gone'"
TEXTS = {
    "name": 255, "media_type": 150, "state": 0, "reason": 0, "sha256": 64, "platform": 0, "workspace": 255, "file": 255,
    "address": 8_000, "link": 2_000,
}  # fmt: skip
KNOWN = {"state": STATES, "reason": REASONS, "platform": "'slack', 'teams'"}


def number(name: str) -> Any:
    return sa.Column(name, sa.BigInteger(), nullable=False, autoincrement=False)


def text(table: str, name: str, limit: int) -> list[Any]:
    rule = f'"{name}" IN ({KNOWN[name]})' if name in KNOWN else f'length("{name}") <= {limit}'
    kind = "known" if name in KNOWN else "length"
    return [sa.Column(name, sa.Text(), nullable=False), sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}_{kind}"))]


def refers(table: str, column: str, to: str, its: str) -> Any:
    name = op.f(f"fk_{table}_org_id_{column}")
    return sa.ForeignKeyConstraint(["org_id", column], [f"{to}.org_id", f"{to}.{its}"], name=name)


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    columns = [part for name, limit in TEXTS.items() for part in text("attachments", name, limit)]
    op.create_table(
        "attachments",
        number("org_id"), *text("attachments", "id", 64), number("ticket"), number("comment"), number("position"), number("size"),
        number("width"), number("height"), *columns,
        sa.Column("at", sa.DateTime(timezone=True) if postgresql else sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_attachments")),
        refers("attachments", "ticket", "tickets", "number"),
    )  # fmt: skip
    op.create_index("ix_attachments_ticket", "attachments", ["org_id", "ticket", "comment"])
    op.create_table(
        "attachment_bytes",
        number("org_id"), *text("attachment_bytes", "attachment", 64), number("piece"),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "attachment", "piece", name=op.f("pk_attachment_bytes")),
        refers("attachment_bytes", "attachment", "attachments", "id"),
        sa.CheckConstraint("length(bytes) <= 262144", name=op.f("ck_attachment_bytes_bytes_length")),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("attachment_bytes")
    op.drop_table("attachments")
