"""A file that somebody attached to a request or to an answer: what it is called, where it was, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.people.model import Platform


class State(StrEnum):
    """waiting: its bytes still have to be fetched. kept: they are here. refused: we do not take it. lost: they cannot be had."""

    WAITING = "waiting"
    KEPT = "kept"
    REFUSED = "refused"
    LOST = "lost"


class Reason(StrEnum):
    """Why a file was refused or lost; NONE while it waits and when it is kept."""

    NONE = ""
    TOO_BIG = "too_big"
    TOO_MANY = "too_many"
    TYPE = "type"
    NOT_READABLE = "not_readable"
    GONE = "gone"


STATE_FOR: dict[Reason, State] = {
    Reason.TOO_BIG: State.REFUSED,
    Reason.TOO_MANY: State.REFUSED,
    Reason.TYPE: State.REFUSED,
    Reason.NOT_READABLE: State.LOST,
    Reason.GONE: State.LOST,
}


@dataclass(frozen=True)
class Origin:
    """Where it is on the platform. `file` is the platform's own id of it, `address` takes a request for the bytes ('' where we
    may not ask), `link` is where people open it there ('' where there is no such place).
    """

    platform: Platform
    workspace: str
    file: str = ""
    address: str = ""
    link: str = ""


@dataclass(frozen=True)
class Attachment:
    """`id` is chance; whoever knows it knows nothing else. `comment` is 0 for a file of the request itself.

    `media_type` is the sender's word until the bytes are here, and what they look like then; it is never trusted for showing.
    `size` is in bytes, `width` and `height` in pixels (0 where it is no picture). `position` is its place in its message.
    """

    org_id: int
    id: str
    ticket: int
    comment: int
    position: int
    name: str
    media_type: str
    size: int
    origin: Origin
    at: datetime
    state: State = State.WAITING
    reason: Reason = Reason.NONE
    sha256: str = ""
    width: int = 0
    height: int = 0

    @property
    def is_kept(self) -> bool:
        return self.state is State.KEPT
