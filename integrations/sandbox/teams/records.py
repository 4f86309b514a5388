"""What the tenant remembers for the one who looks: refusals, traffic, and the two ways in which it says no."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


class NotThere(LookupError):
    """A person in the Teams client cannot do that here; the message names what is there instead."""


class Unanswered(Exception):
    """The program gave the client no answer that it can show. The reason is among the refusals."""


class ConnectorError(Exception):
    """The Bot Connector refuses a request: HTTP status, Microsoft's error code, a sentence; `retry_after` in seconds."""

    def __init__(self, status: int, code: str, message: str, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.retry_after = status, code, message, retry_after


@dataclass(frozen=True)
class Refusal:
    """Something the program sent or answered that Teams would not take, or would take unwillingly (`status` 0)."""

    operation: str
    status: int
    code: str
    message: str
    conversation: str = ""


@dataclass(frozen=True)
class Exchange:
    """One request: `way` is "to_program" or "from_program"; `status` is 0 where no answer came.

    `headers` are those the tenant sent, its signed token included. `chat` is the conversation that a path of the connector names.
    """

    way: str
    operation: str
    status: int
    sent: Json = field(default_factory=dict)
    answer: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    chat: str = ""


def as_json(value: Any) -> Json:
    """The object, or an empty one for anything else: what came over the wire may be of any shape."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
