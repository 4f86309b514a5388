"""Pydantic's findings in plain English, with the line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.policy.document import Document
from app.policy.nodes import Source
from app.policy.refusal import Path, did_you_mean

MOST = 200
"""Beyond so many problems nobody reads on, and the file is not a policy."""

_EXPECTED = {
    "string": "a text",
    "bool": "true or false",
    "int": "a whole number",
    "list": "a list",
    "dict": "keys with values",
    "model": "keys with values",
}


def explain(error: ValidationError, source: Source) -> None:
    """Adds a problem to `source` for everything that pydantic found."""
    found = error.errors(include_url=False)
    for detail in found[:MOST]:
        for path, reason in _reasons(detail):
            if not any(path[: len(spoiled)] == spoiled for spoiled in source.spoiled):
                source.complain(path, reason)
    if len(found) > MOST:
        source.complain((), f"and {len(found) - MOST} more problems")


def _reasons(detail: ErrorDetails) -> Iterator[tuple[Path, str]]:
    path = tuple(step for step in detail["loc"] if step != "[key]")
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "policy":
        for below, reason in context["problems"]:
            yield (*path, *below), reason
    elif kind == "missing":
        yield path[:-1], f"{path[-1]} is missing"
    elif kind == "extra_forbidden":
        yield path, f'unknown key "{str(path[-1])[:80]}"{did_you_mean(str(path[-1]), _keys_at(path[:-1]))}'
    else:
        yield path, _reason(kind, value, context, detail["msg"])


def _reason(kind: str, value: Any, context: Mapping[str, Any], message: str) -> str:
    if kind == "value_error":
        return str(context["error"])
    if kind in ("enum", "literal_error"):
        choices = str(context["expected"]).replace("'", "")
        known = choices.replace(" or ", ", ").split(", ")
        return f"expected {choices}, got {_shown(value)}{did_you_mean(str(value), known)}"
    if kind in ("string_too_long", "too_long", "too_short"):
        return message[0].lower() + message[1:]
    expected = _EXPECTED.get(kind.split("_")[0])
    if not expected:
        return message
    quoted = " (write it in quotes)" if expected == "a text" and isinstance(value, (bool, int, float)) else ""
    return f"expected {expected}, got {_shown(value)}{quoted}"


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, str):
        return f'"{value[:60]}"'
    return "a list" if isinstance(value, list) else "keys with values"


@lru_cache(maxsize=1)
def schema() -> Mapping[str, Any]:
    """The JSON schema of the file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Document.model_json_schema(), "title": "policy.yaml"}


def _keys_at(path: Path) -> list[str]:
    """The keys a part of the document may have."""
    here: Mapping[str, Any] = schema()
    for step in path:
        here = _resolved(here)
        inner = (
            here.get("items") if isinstance(step, int) else here.get("properties", {}).get(step, here.get("additionalProperties"))
        )
        here = inner if isinstance(inner, dict) else {}
    return list(_resolved(here).get("properties", {}))


def _resolved(part: Mapping[str, Any]) -> Mapping[str, Any]:
    """Through `anyOf` (a value or null) and `$ref` to the definition itself."""
    if "anyOf" in part:
        part = part["anyOf"][0]
    if "$ref" in part:
        found: Mapping[str, Any] = schema()["$defs"][part["$ref"].rsplit("/", 1)[1]]
        return found
    return part
