"""What each person has not read yet: the page's own memory, for neither platform's protocol tells an app of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from integrations.sandbox.plain import Broken


class Unread:
    """Marks by person and place. Everything from before the page opened counts as read."""

    def __init__(self, opened_at: datetime) -> None:
        self._start = opened_at.timestamp()
        self._marks: dict[tuple[str, str], float] = {}

    def read(self, person: str, place: str, upto: float) -> None:
        """They have the place before them with everything up to this moment."""
        key = (person, place)
        self._marks[key] = max(self._marks.get(key, self._start), upto)

    def kept(self) -> dict[str, Any]:
        """As plain data."""
        return {"start": self._start, "marks": [[*key, upto] for key, upto in self._marks.items()]}

    def restore(self, found: dict[str, Any]) -> None:
        """As it was. Raises Broken."""
        try:
            self._start = float(found["start"])
            self._marks = {(str(person), str(place)): float(upto) for person, place, upto in found["marks"]}
        except (KeyError, TypeError, ValueError) as error:
            raise Broken(f"{type(error).__name__} {error}") from None

    def count(self, person: str, place: str, others: Iterable[float]) -> int:
        """How many of these moments, at which others wrote, are after their mark."""
        mark = self._marks.get((person, place), self._start)
        return sum(at > mark for at in others)
