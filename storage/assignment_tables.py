"""The tables of who is away, whose turn it is, and which tickets still want somebody; made like those in `tables.py`."""

from __future__ import annotations

import sqlalchemy as sa

from storage.tables import metadata, moment, number, org, refers

# What people said of themselves: away until then, or (NULL) until they say that they are back.
absences = sa.Table(
    "absences", metadata, org(), number("person_id", key=True), moment("since"), moment("until", null=True),
    refers("people", "person_id"),
)  # fmt: skip

# Turns of automatic assignment: a team's counter, and the last turn of each person. A turn is given once (ix_turns_turn).
rotations = sa.Table("rotations", metadata, org(), number("team_id", key=True), number("turn"), refers("teams", "team_id"))

turns = sa.Table(
    "turns", metadata, org(), number("team_id", key=True), number("person_id", key=True), number("turn"),
    refers("teams", "team_id"), refers("people", "person_id"),
    sa.Index("ix_turns_turn", "org_id", "team_id", "turn", unique=True),
)  # fmt: skip

# Tickets for which somebody is looked for again at `due_at`.
seekers = sa.Table(
    "seekers", metadata, org(), number("ticket", key=True), number("team_id"), moment("due_at"),
    refers("tickets", "ticket", "number"), refers("teams", "team_id"), sa.Index("ix_seekers_due", "org_id", "due_at"),
)  # fmt: skip
