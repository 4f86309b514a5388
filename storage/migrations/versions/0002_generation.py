"""Organisations carry a generation: what is set up can be kept between transactions.

Running old code: changes the set-up without a new generation. Restart every process after this migration.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organisations", sa.Column("generation", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("organisations", "generation")
