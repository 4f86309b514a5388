"""How long a first answer usually takes is kept by team and category.

Running old code: keeps no such figures and goes on as before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "usual_answers",
        sa.Column("org_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("team_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("category_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("requests", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("median", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("org_id", "team_id", "category_id", name=op.f("pk_usual_answers")),
    )


def downgrade() -> None:
    op.drop_table("usual_answers")
