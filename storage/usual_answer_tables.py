"""How long a first answer usually takes."""

from __future__ import annotations

import sqlalchemy as sa

from storage.tables import metadata, number, org

# `category_id` 0 is the whole team. `median` is microseconds of working time.
usual_answers = sa.Table(
    "usual_answers", metadata, org(), number("team_id", key=True), number("category_id", key=True), number("requests"),
    number("median"),
)  # fmt: skip
