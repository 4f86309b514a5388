"""The files that hang on a message, as one of its revisions tells of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.attachments.naming import clean_name
from app.interaction import Attached
from app.text import clean_text

MOST = 50
"""Of one message more are not even listed: neither platform lets a person attach so many."""


@dataclass(frozen=True)
class Hanging:
    """A file, and the id it gets if it is none that is here already."""

    id: str
    file: Attached


def hanging(files: Sequence[Attached], link: str, chance: Callable[[], str]) -> tuple[Hanging, ...]:
    """As they were just told of; `link` is the message's own address."""
    return tuple(Hanging(chance(), _clean(file, link)) for file in files[:MOST])


def pack(files: Sequence[Hanging] | None) -> Any:
    """As it is stored; None where nothing was told of files."""
    if files is None:
        return None
    return [[one.id, *(getattr(one.file, name) for name in _KEPT)] for one in files]


def unpack(packed: Any) -> tuple[Hanging, ...] | None:
    if packed is None:
        return None
    return tuple(Hanging(number, Attached(**dict(zip(_KEPT, values, strict=True)))) for number, *values in packed)


_KEPT = ("name", "media_type", "size", "address", "link", "id")


def _clean(file: Attached, link: str) -> Attached:
    return Attached(
        clean_name(file.name),
        clean_text(file.media_type, 150),
        max(0, min(file.size, 2**53)),
        _whole(file.address, 8_000),
        _whole(file.link or link, 2_000),
        clean_text(file.id, 255),
    )


def _whole(address: str, limit: int) -> str:
    """An address that was cut is none."""
    text = clean_text(address, limit + 1)
    return text if len(text) <= limit else ""
