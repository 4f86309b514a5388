"""A small vocabulary for saying what a JSON value must look like. A rule yields complaints as Slack words them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Rule = Callable[[Any, str], Iterator[str]]


def complain(message: str, path: str) -> str:
    return f"{message} [json-pointer:{path}]"


def string(most: int, least: int = 1) -> Rule:
    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield complain("must be a string", path)
        elif len(value) > most:
            yield complain(f"must be less than {most + 1} characters", path)
        elif len(value) < least:
            yield complain(f"must be more than {least - 1} characters", path)

    return check


def boolean(value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield complain("must be a boolean", path)


def integer(value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, int) or isinstance(value, bool):
        yield complain("must be an integer", path)


def number(value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, int | float) or isinstance(value, bool):
        yield complain("must be a number", path)


def anything(_value: Any, _path: str) -> Iterator[str]:
    yield from ()


def one_of(*values: str) -> Rule:
    def check(value: Any, path: str) -> Iterator[str]:
        if value not in values:
            yield complain(f"must be one of {', '.join(values)}", path)

    return check


def items(rule: Rule, most: int, least: int = 1) -> Rule:
    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield complain("must be an array", path)
            return
        if len(value) > most:
            yield complain(f"no more than {most} items allowed", path)
        if len(value) < least:
            yield complain(f"no less than {least} items allowed", path)
        for index, item in enumerate(value):
            yield from rule(item, f"{path}/{index}")

    return check


def record(required: str = "", **fields: Rule) -> Rule:
    """An object with these fields and no others; `required` names those that must be there, separated by spaces."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield complain("must be an object", path)
            return
        for name in required.split():
            if value.get(name) is None:
                yield complain(f"missing required field: {name}", path)
        for name, inner in value.items():
            if name not in fields:
                yield complain(f"invalid additional property: {name}", path)
            elif inner is not None:
                yield from fields[name](inner, f"{path}/{name}")

    return check


def typed(**kinds: Rule) -> Rule:
    """An object whose `type` chooses its rule."""

    def check(value: Any, path: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in kinds:
            yield complain(f"unsupported type: {kind}", f"{path}/type")
        else:
            yield from kinds[kind](value, path)

    return check
