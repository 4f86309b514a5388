"""What the desk reads of a ticket's history for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.ports.tickets import HistoryLine


class Trail(Protocol):
    def lines(self, org_id: int, ticket: int, *, internal: bool, most: int, skip: int) -> Sequence[HistoryLine]:
        """In order; what only agents may know is left out unless `internal`."""

    def count(self, org_id: int, ticket: int, *, internal: bool) -> int:
        """How many lines there are."""

    def opener(self, org_id: int, ticket: int) -> int | None:
        """Who opened it; None: the desk."""

    def answered(self, org_id: int, ticket: int, comment: int) -> bool:
        """Whether this comment was said by somebody who helps: their words to whoever asked."""
