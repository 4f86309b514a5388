"""Whose message a request is, and who reads in a channel, is decided once and kept.

Running old code: does not know the columns and the table. Tickets it opens count as asked by whoever wrote the message; of
channels it learns nothing, so they count as read by a few until new code hears a message there.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KEY = 255
OF_ANOTHER = sa.text(
    "UPDATE tickets SET source_own = :no, source_verbatim = :no, source_answered = :no"
    " WHERE via = 'shortcut' AND source_message <> '' AND EXISTS (SELECT 1 FROM history h WHERE h.org_id = tickets.org_id"
    " AND h.ticket = tickets.number AND h.event = 'ticket.opened' AND h.by_id <> tickets.requester_id)"
).bindparams(sa.bindparam("no", type_=sa.Boolean))
"""Of these nobody knows any more who wrote the message: an agent pointed at it for somebody."""


def text(name: str, limit: int = KEY) -> list[sa.Column[str] | sa.CheckConstraint]:
    check = sa.CheckConstraint(f'length("{name}") <= {limit}', name=op.f(f"ck_audiences_{name}_length"))
    return [sa.Column(name, sa.Text(), nullable=False), check]


def upgrade() -> None:
    for name in ("own", "verbatim", "answered"):
        op.add_column("tickets", sa.Column(f"source_{name}", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.get_bind().execute(OF_ANOTHER, {"no": False})
    op.create_table(
        "audiences",
        sa.Column("org_id", sa.BigInteger(), nullable=False, autoincrement=False),
        *text("platform", 20), *text("workspace"), *text("channel"),
        sa.Column("everybody", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "platform", "workspace", "channel", name=op.f("pk_audiences")),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("audiences")
    for name in ("answered", "verbatim", "own"):
        op.drop_column("tickets", f"source_{name}")
