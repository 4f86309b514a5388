"""What each setting must look like. A rule returns the value or raises ValueError with the rest of a sentence after its name."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, SecretStr

from app.addresses import checked_url

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?|\[[0-9a-f:]+\](:[0-9]{1,5})?")
_PERSON = re.compile(r"slack:([A-Z0-9]+/)?[UW][A-Z0-9]+|teams:(\S+/)?[0-9A-Za-z-]+|[^\s@:]+@[^\s@:]+\.[^\s@:]+")


def _secret(value: Any) -> Any:
    if isinstance(value, str) and not value.isprintable():
        raise ValueError("contains a line break or another unprintable character")
    return value


def _word(value: Any) -> Any:
    if isinstance(value, str) and (not value.isprintable() or any(c.isspace() for c in value)):
        raise ValueError("must be one word without spaces")
    return value


def _port(value: Any) -> Any:
    if not re.fullmatch(r"[0-9]{1,5}", str(value)) or int(value) > 65535:
        raise ValueError(f"must be a port number from 0 to 65535, not {str(value)[:40]!r}")
    return int(value)


def _seconds(value: Any) -> float:
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", str(value)) or not 0 < float(value) <= 3600:
        raise ValueError(f"must be a number of seconds above 0 and up to 3600, not {str(value)[:40]!r}")
    return float(value)


def one_of(*words: str) -> BeforeValidator:
    def check(value: Any) -> str:
        word = str(value).lower()
        if word not in words:
            raise ValueError(f"must be one of {', '.join(words)}, not {str(value)[:40]!r}")
        return word

    return BeforeValidator(check)


def _list(value: Any) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    return tuple(part.strip() for part in parts if part.strip())


def _hosts(value: Any) -> tuple[str, ...]:
    hosts = tuple(host.lower() for host in _list(value))
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise ValueError(f"must be host names separated by commas, without https:// and paths; {host[:80]!r} is none")
    return hosts


def _people(value: Any) -> tuple[str, ...]:
    people = _list(value)
    for person in people:
        if not _PERSON.fullmatch(person):
            raise ValueError(f"must be people like slack:U0123456, teams:<object id> or an email; {person[:80]!r} is none")
    return people


def _database(value: Any) -> Any:
    if not re.match(r"(sqlite:///(?!:memory:)|postgres(ql)?(\+psycopg)?://)\S", str(value)):
        raise ValueError("must begin with sqlite:/// (and a file) or postgresql://")
    return value


def _url(value: Any) -> str:
    return checked_url(str(value)).rstrip("/")


Word = Annotated[str, BeforeValidator(_word)]
Secret = Annotated[SecretStr | None, BeforeValidator(_secret)]
Port = Annotated[int, BeforeValidator(_port)]
Seconds = Annotated[float, BeforeValidator(_seconds)]
Url = Annotated[str, BeforeValidator(_url)]
SecretUrl = Annotated[SecretStr | None, BeforeValidator(_url)]
FolderUrl = Annotated[str, BeforeValidator(lambda value: _url(value) + "/")]
Hosts = Annotated[tuple[str, ...], BeforeValidator(_hosts)]
People = Annotated[tuple[str, ...], BeforeValidator(_people)]
Database = Annotated[SecretStr | None, BeforeValidator(_database)]
