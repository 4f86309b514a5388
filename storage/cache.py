"""What an organisation is set up like, kept between transactions: teams, categories, channels, workspaces, policy.

Whoever changes any of it gives the organisation a new generation in the same transaction; every transaction reads the
generation it sees first, and takes from here only what was read under that one. Generations are random, so that one
which was rolled back, or came out of a backup, is never taken for another.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from typing import Any

import sqlalchemy as sa

from app.people.model import Platform
from storage.tables import organisations

GENERATION = sa.select(organisations.c.generation).where(organisations.c.id == sa.bindparam("org"))


class Cache:
    """Shared by the transactions of one process. Nothing in it is ever changed, only replaced."""

    def __init__(self) -> None:
        self._shelves: dict[int, tuple[str, dict[Hashable, Any]]] = {}
        self.homes: dict[tuple[Platform, str], int] = {}
        """To which organisation a workspace belongs: for ever."""
        self.ids: dict[str, deque[int]] = {}
        """Ids of rows to come, by table. Whoever takes one has it alone; one that is never used leaves a gap."""

    def shelf(self, org_id: int, generation: str) -> dict[Hashable, Any]:
        """What is known of the organisation under this generation."""
        known = self._shelves.get(org_id)
        if known is None or known[0] != generation:
            known = self._shelves[org_id] = (generation, {})
        return known[1]


def new_generation(sqlite: bool) -> sa.ColumnElement[str]:
    """Made by the database itself."""
    return sa.func.hex(sa.func.randomblob(16)) if sqlite else sa.cast(sa.func.gen_random_uuid(), sa.Text)
