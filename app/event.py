"""What every event is."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Event:
    """`ticket` is the number, `at` aware UTC, `by` the person's id or None for the desk itself."""

    name: ClassVar[str]
    internal: ClassVar[bool] = False
    ticket: int
    at: datetime
    by: int | None = None

    @property
    def changes(self) -> dict[str, Any]:
        """The event's own facts, ready for JSON."""
        own = {f.name for f in fields(self)} - {"ticket", "at", "by"}
        return {name: getattr(self, name) for name in sorted(own) if getattr(self, name) is not None}
