"""The desk says no, politely. A refusal is expected: it names a text of the catalogues and its facts, and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """The desk will not do this. `key` is a text in the catalogues, `facts` fill its placeholders; it is shown to one person."""

    def __init__(self, key: str, **facts: Any) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts


class NotFound(Refusal):
    """There is no such thing, or it is not theirs to see: the same words for both."""


class NotAllowed(Refusal):
    """This person may not do that."""


class Conflict(Refusal):
    """The state does not allow it: somebody was faster, or the card they pressed is old."""


class Invalid(Refusal):
    """What was filled in cannot be taken. `fields` maps a form field's name to a text key, for all faults at once.

    `said` is remembered in the inbox, so that somebody who has been told once can insist; '' where nobody can.
    """

    def __init__(
        self, key: str = "refusal.check_form", fields: Mapping[str, str] | None = None, *, said: str = "", **facts: Any
    ) -> None:
        super().__init__(key, **facts)
        self.fields = dict(fields or {})
        self.said = said


class Stale(Exception):
    """A row was changed by somebody else between reading and writing; the desk runs the interaction again."""


class ConfigurationError(Exception):
    """The operator has to change something: one clear sentence, shown on stderr without a traceback, exit code 2."""
