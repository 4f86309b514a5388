"""Column types on which SQLite and PostgreSQL agree: what one refuses, the other refuses too."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine


def storable(text: str) -> str:
    """`text` itself. Raises ValueError for NUL (PostgreSQL cannot keep it) and for lone surrogates (UTF-8 cannot)."""
    if "\x00" in text:
        raise ValueError("text with a NUL character cannot be stored")
    if not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("text with a lone surrogate cannot be stored")
    return text


def to_json(document: Any) -> str:
    """JSON as it is stored. Raises ValueError for what `storable` refuses and for numbers that JSON has no word for."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    if "\\u0000" in text and _has_nul(document):
        raise ValueError("a document with a NUL character cannot be stored")
    return storable(text)


def _has_nul(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_has_nul(part) for pair in value.items() for part in pair)
    if isinstance(value, list | tuple):
        return any(_has_nul(part) for part in value)
    return isinstance(value, str) and "\x00" in value


class Words(TypeDecorator[str]):
    """Text of any length. The length is limited by a CHECK beside the column, because SQLite ignores varchar's."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(str(value))


class Moment(TypeDecorator[datetime]):
    """An instant. Aware UTC only, so that no zone is ever guessed.

    SQLite keeps text of fixed width (2026-11-21T10:00:00.000000Z), which sorts as time does.
    """

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(sa.DateTime(timezone=True) if dialect.name == "postgresql" else sa.Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("a time without a zone cannot be stored")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return datetime.fromisoformat(value)


class Document(TypeDecorator[Any]):
    """A JSON document; the engine's serialiser is `to_json`."""

    impl = sa.JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(JSONB() if dialect.name == "postgresql" else sa.JSON())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        to_json(value)  # psycopg would ask only while it sends, and its refusal would look different
        return value
