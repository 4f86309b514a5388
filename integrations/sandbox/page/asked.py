"""What a request asks for, read strictly: a wrong shape is answered with one sentence, never with a traceback."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from integrations.sandbox.page.controls import Json


class Wrong(Exception):
    """The request makes no sense; the words say why."""


class Asked:
    """The fields of a deed or the parameters of a query."""

    def __init__(self, fields: Json) -> None:
        self._fields = fields

    def text(self, name: str) -> str:
        """A text that must be there."""
        value = self._fields.get(name)
        if not isinstance(value, str) or not value:
            raise Wrong(f"{name!r} must be a text that is not empty.")
        return value

    def words(self, name: str) -> str:
        """A text that may be missing."""
        value = self._fields.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise Wrong(f"{name!r} must be a text.")
        return value

    def has(self, name: str) -> bool:
        return self._fields.get(name) is not None

    def anything(self, name: str) -> Any:
        """A value of any shape that the one who takes it looks at: text, number, truth or a list of such."""
        value = self._fields.get(name)
        if isinstance(value, dict):
            raise Wrong(f"{name!r} must be a value or a list of values.")
        return value

    def texts(self, name: str) -> list[str]:
        """A list of texts; an empty one where it is missing."""
        value = self._fields.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise Wrong(f"{name!r} must be a list of texts.")
        return value

    def flag(self, name: str) -> bool:
        return self._fields.get(name) is True

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 0 to `most`, as a number or as its digits."""
        value = self._fields.get(name)
        if value is None or value == "":
            return default
        digits = str(value)
        if isinstance(value, bool) or not (digits.isascii() and digits.isdecimal()) or len(digits) > 15 or int(digits) > most:
            raise Wrong(f"{name!r} must be a whole number up to {most}.")
        return int(digits)

    def mapping(self, name: str) -> Json:
        """An object; an empty one where it is missing."""
        value = self._fields.get(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise Wrong(f"{name!r} must be an object.")
        return value

    def form(self, name: str) -> dict[str, Json]:
        """Values by block id and action id."""
        value = self.mapping(name)
        if not all(isinstance(inner, dict) for inner in value.values()):
            raise Wrong(f"{name!r} must hold an object for each block.")
        return value


def instant(at: datetime) -> str:
    """ISO 8601 in UTC, with Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
