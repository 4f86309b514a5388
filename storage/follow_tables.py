"""The tables of who follows a ticket, and of what each person wants to hear and when; made like those in `tables.py`."""

from __future__ import annotations

import sqlalchemy as sa

from storage.tables import document, metadata, moment, number, org, refers, text

# Who hears of a ticket without having asked for it. `by_id` is who said so: somebody else than the person themselves is an agent
# who has let them in.
followers = sa.Table(
    "followers", metadata, org(), number("ticket", key=True), number("person_id", key=True), number("by_id"), moment("at"),
    refers("tickets", "ticket", "number"), refers("people", "person_id"), refers("people", "by_id"),
    sa.Index("ix_followers_person", "org_id", "person_id"),
)  # fmt: skip

# Who has never chosen anything has no row. `off` is a list of kinds of notices; the quiet hours are times of the person's own day
# ("22:00"), '' where there are none.
preferences = sa.Table(
    "preferences", metadata, org(), number("person_id", key=True), document("off"), *text("quiet_from", 5), *text("quiet_to", 5),
    refers("people", "person_id"),
)  # fmt: skip
