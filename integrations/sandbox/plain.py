"""What the platforms remember as plain data, for JSON, and back: dataclasses field by field, by the types they declare."""

from __future__ import annotations

import base64
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from integrations.sandbox.teams.attached import Attached
from integrations.sandbox.teams.people import Person
from integrations.sandbox.teams.places import Place

NEVER = frozenset({"secret", "opened"})
"""Fields that are not written: what opens a door is new in every run, and what unfolds in a card is folded again."""

_NAMES = {"Attached": Attached, "Person": Person, "Place": Place}
"""Names that `places` in the tenant knows for its type checker alone."""


class Broken(ValueError):
    """That is not what was written; the words say what does not fit."""


class Plain:
    """`named`: kinds that stand there by their name alone; how one is called, and the one that is called so."""

    def __init__(self, named: Mapping[type, tuple[Callable[[Any], str], Callable[[str], Any]]] | None = None) -> None:
        self._named = named or {}

    def written(self, value: Any) -> Any:
        """As JSON has it. Raises TypeError for a kind that has no plain form."""
        if type(value) in self._named:
            return self._named[type(value)][0](value)
        if isinstance(value, dict):
            return {str(key): self.written(one) for key, one in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            found = [self.written(one) for one in value]
            return sorted(found) if isinstance(value, set | frozenset) else found
        if isinstance(value, bytes):
            return base64.b64encode(value).decode()
        if isinstance(value, datetime):
            return value.isoformat()
        if is_dataclass(value) and not isinstance(value, type):
            return self.whole(value)
        if value is None or isinstance(value, str | int | float):
            return value
        raise TypeError(f"{type(value).__name__} has no plain form")

    def whole(self, one: Any) -> dict[str, Any]:
        """All fields of a dataclass, also of one that is named elsewhere."""
        return {field.name: self.written(getattr(one, field.name)) for field in fields(one) if field.name not in NEVER}

    def values(self, kind: type, row: Any) -> dict[str, Any]:
        """What to make one of that kind from. Raises Broken."""
        hints, found = _hints(kind), _object(row)
        for field in fields(kind):
            needed = field.default is MISSING and field.default_factory is MISSING
            if needed and field.name not in found:
                raise Broken(f"{kind.__name__}.{field.name} is missing")
        known = {field.name for field in fields(kind)} - NEVER
        return {name: self.read(hints[name], value) for name, value in found.items() if name in known}

    def read(self, hint: Any, value: Any) -> Any:
        """The value that was written, of the type that is declared. Raises Broken."""
        if hint is Any:
            return value
        if get_origin(hint) in (Union, types.UnionType):
            return self._either(get_args(hint), value)
        if hint in self._named:
            return self._called(hint, value)
        if get_origin(hint) in _MANY:
            return self._many(hint, value)
        if is_dataclass(hint) and isinstance(hint, type):
            return hint(**self.values(hint, value))
        return _simple(hint, value)

    def _either(self, hints: tuple[Any, ...], value: Any) -> Any:
        if value is None and type(None) in hints:
            return None
        return self.read(next(hint for hint in hints if hint is not type(None)), value)

    def _called(self, kind: type, value: Any) -> Any:
        try:
            return self._named[kind][1](value)
        except (KeyError, TypeError):
            raise Broken(f"there is no {kind.__name__} called {value!r}") from None

    def _many(self, hint: Any, value: Any) -> Any:
        kind, inner = get_origin(hint), get_args(hint)
        if kind is dict:
            return {key: self.read(inner[1], one) for key, one in _object(value).items()}
        if not isinstance(value, list):
            raise Broken(f"a list was expected, not {type(value).__name__}")
        if kind is tuple and inner[-1] is not Ellipsis:
            if len(value) != len(inner):
                raise Broken(f"{len(inner)} values were expected, not {len(value)}")
            return tuple(self.read(one, part) for one, part in zip(inner, value, strict=True))
        return kind(self.read(inner[0], one) for one in value)


_MANY = (list, set, tuple, dict)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, localns=_NAMES)


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Broken(f"an object was expected, not {type(value).__name__}")
    return value


def _simple(hint: Any, value: Any) -> Any:
    try:
        if hint is bytes:
            return base64.b64decode(value, validate=True)
        if hint is datetime:
            return datetime.fromisoformat(value)
    except (ValueError, TypeError):
        raise Broken(f"{hint.__name__} was expected") from None
    if type(value) is hint or (hint is float and type(value) is int):
        return value
    raise Broken(f"{getattr(hint, '__name__', hint)} was expected, not {type(value).__name__}")
