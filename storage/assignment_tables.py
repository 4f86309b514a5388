"""The tables of who is away, whose turn it is, and which tickets still want somebody; made like those in `tables.py`."""

from __future__ import annotations

import sqlalchemy as sa

from storage.tables import KEY, metadata, moment, number, org, refers, text

# Absences of people: from then until then, or (NULL) until they are back; `by_id` said so. One that was called off, or taken up
# in a later word, has ended; `told_at` is when the leads heard of the open tickets that stay behind.
_STANDING = sa.text("ended_at IS NULL")
_UNTOLD = sa.text("ended_at IS NULL AND told_at IS NULL")
absences = sa.Table(
    "absences", metadata, org(), number("person_id", key=True), number("number", key=True), moment("since"),
    moment("until", null=True), moment("said_at"), number("by_id"), moment("told_at", null=True), moment("ended_at", null=True),
    number("ended_by", null=True),
    refers("people", "person_id"), refers("people", "by_id"), refers("people", "ended_by"),
    sa.Index("ix_absences_standing", "org_id", "person_id", sqlite_where=_STANDING, postgresql_where=_STANDING),
    sa.Index("ix_absences_untold", "org_id", "since", sqlite_where=_UNTOLD, postgresql_where=_UNTOLD),
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

# Somebody of the team may be able to take one more: what waits there is looked at at once. `cause` is what happened; rows are
# only added, so that whoever resolves a ticket waits for nobody, and the worker takes those away that it has seen.
vacancies = sa.Table(
    "vacancies", metadata, org(), number("team_id", key=True), *text("cause", KEY, key=True), refers("teams", "team_id"),
)  # fmt: skip
