"""Which attached files are taken."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema

from app.policy.refusal import refused
from app.policy.values import Section, one_or_many

_UNITS = {"KB": 1024, "MB": 1024 * 1024}
_SIZE = re.compile(r"([1-9][0-9]{0,5}) ?(KB|MB)", re.IGNORECASE)
ANY = "any"
_KIND = re.compile(r"any|\.[a-z0-9]{1,12}|[a-z0-9][a-z0-9.+-]*/(\*|[a-z0-9][a-z0-9.+-]*)")

MOST = 100 * _UNITS["MB"]
"""Bytes: what is kept travels through the database and through backups."""


def bytes_of(size: str) -> int:
    """Bytes of "20MB" or "500 KB". Raises ValueError."""
    found = _SIZE.fullmatch(size.strip())
    if found is None:
        raise ValueError(f'"{size[:40]}" is not a size: write 500KB or 20MB')
    return int(found[1]) * _UNITS[found[2].upper()]


def _size(value: Any) -> str:
    if not isinstance(value, str):
        raise refused(((), f'"{str(value)[:40]}" is not a size: write it with its unit, as 20MB'))
    if bytes_of(value) > MOST:
        raise refused(((), f"is more than we keep: at most {MOST // _UNITS['MB']}MB"))
    return value.strip()


def _kind(text: str) -> str:
    if not _KIND.fullmatch(text):
        raise refused(((), f'"{text[:40]}" is no kind of file: write any, image/*, application/pdf or .log, in small letters'))
    return text


Size = Annotated[
    str, BeforeValidator(_size), PlainSerializer(str, return_type=str), WithJsonSchema({"type": "string", "examples": ["20MB"]})
]
Kind = Annotated[str, AfterValidator(_kind)]
Kinds = Annotated[
    list[Kind], Field(min_length=1, max_length=100), BeforeValidator(one_or_many, json_schema_input_type=Kind | list[Kind])
]


class FilesPolicy(Section):
    """`largest` bounds each file, `each_message` how many of one message are taken, `types` what they may be.

    Programs are never taken, whatever `types` says.
    """

    largest: Size = "20MB"
    each_message: int = Field(default=10, ge=0, le=20, strict=True)
    types: Kinds = Field(default_factory=lambda: [ANY])

    @property
    def largest_bytes(self) -> int:
        return bytes_of(self.largest)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The kinds that are taken; none named means all."""
        return () if ANY in self.types else tuple(self.types)
