"""What each person has not read yet: the page's own memory, for neither platform's protocol tells an app of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime


class Unread:
    """Marks by person and place. Everything from before the page opened counts as read."""

    def __init__(self, opened_at: datetime) -> None:
        self._start = opened_at.timestamp()
        self._marks: dict[tuple[str, str], float] = {}

    def read(self, person: str, place: str, upto: float) -> None:
        """They have the place before them with everything up to this moment."""
        key = (person, place)
        self._marks[key] = max(self._marks.get(key, self._start), upto)

    def count(self, person: str, place: str, others: Iterable[float]) -> int:
        """How many of these moments, at which others wrote, are after their mark."""
        mark = self._marks.get((person, place), self._start)
        return sum(at > mark for at in others)
