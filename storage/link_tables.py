"""The tables of tickets that belong together: duplicates, people who have the same problem, and what everybody was told of it.

Made like those in `tables.py`.
"""

from __future__ import annotations

import sqlalchemy as sa

from app.ports.links import Known
from app.text import DETAILS
from app.tickets.model import Status
from storage.tables import metadata, moment, number, one_of, org, refers, text

# A ticket that is closed because another one asks the same. `status`, `snoozed_at` and `snoozed_until` are what it was before.
duplicates = sa.Table(
    "duplicates", metadata, org(), number("ticket", key=True), number("original"), number("by_id"), moment("at"),
    *one_of("status", Status), moment("snoozed_at", null=True), moment("snoozed_until", null=True),
    refers("tickets", "ticket", "number"), refers("tickets", "original", "number"), refers("people", "by_id"),
    sa.Index("ix_duplicates_original", "org_id", "original"),
)  # fmt: skip

# Who has the same problem as whoever asked.
reporters = sa.Table(
    "reporters", metadata, org(), number("ticket", key=True), number("person_id", key=True), moment("at"),
    refers("tickets", "ticket", "number"), refers("people", "person_id"),
    sa.Index("ix_reporters_person", "org_id", "person_id"),
)  # fmt: skip

# Whether many have it: asked (the agents are), later (they said), known (the request channels are told `text`). `reporters` is
# how many there were then.
known_issues = sa.Table(
    "known_issues", metadata, org(), number("ticket", key=True), *one_of("state", Known), number("reporters"),
    *text("text", DETAILS), moment("at"), refers("tickets", "ticket", "number"),
)  # fmt: skip
