"""The table of what the desk knows of channels; made like those in `tables.py`."""

from __future__ import annotations

import sqlalchemy as sa

from storage.tables import KEY, metadata, org, text, yes_no

# Whether everybody of the workspace may read in a request channel, as its last message said.
audiences = sa.Table(
    "audiences", metadata, org(), *text("platform", 20, key=True), *text("workspace", KEY, key=True),
    *text("channel", KEY, key=True), yes_no("everybody"),
)  # fmt: skip
