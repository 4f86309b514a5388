"""What the auditor needs beside tickets and clocks: where it is, and a place to count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


class Audits(Protocol):
    def next_open(self, org_id: int, limit: int) -> tuple[Sequence[int], bool]:
        """Numbers of the next open tickets, and whether that was the last of them; then it begins anew."""

    def repaired(self, org_id: int) -> None:
        """Something had to be repaired in this round."""

    def round_ended(self, org_id: int) -> bool:
        """Whether nothing had to be repaired since the last time this was asked."""

    def count(self, org_id: int, kind: str, by: int = 1) -> None: ...

    def counts(self) -> Mapping[str, int]:
        """Everything that was ever counted, by kind."""
