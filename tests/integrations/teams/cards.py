"""What a card must be so that Teams takes it: the published schema of version 1.5 and the rules Teams adds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs

SCHEMA = Path(__file__).parents[2] / "contracts" / "schemas" / "teams" / "adaptive-card-1.5.0.json"
INPUTS = {"Input.Text", "Input.Date", "Input.ChoiceSet"}
MOST_BYTES = 28_000
EXTENSIONS = {"msteams", "choices.data"}


@cache
def _validators() -> tuple[Any, Any]:
    """A quick one that knows whether, and one that can tell why."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return jsonschema_rs.Draft6Validator(schema), jsonschema.Draft6Validator(schema)


def _against_the_schema(published: Any) -> list[str]:
    quick, telling = _validators()
    if quick.is_valid(published):
        return []
    why = [f"schema at {'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in telling.iter_errors(published)]
    return why or ["schema: only one of two readers of it finds nothing wrong"]


def parts(node: Any) -> Iterator[dict[str, Any]]:
    """Every element and action, not what buttons carry."""
    if isinstance(node, dict):
        yield node
        for name, inner in node.items():
            if name not in ("data", "msteams"):
                yield from parts(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from parts(inner)


def _without_extensions(node: Any) -> Any:
    """The schema does not know what Teams adds: mentions and width (`msteams`), people pickers (`choices.data`)."""
    if isinstance(node, dict):
        return {
            name: inner if name == "data" else _without_extensions(inner)
            for name, inner in node.items()
            if name not in EXTENSIONS
        }
    return [_without_extensions(inner) for inner in node] if isinstance(node, list) else node


CHARTS = {"Chart.HorizontalBar"}
"""learn.microsoft.com, "Charts in Adaptive Cards": for cards of version 1.5, which its schema does not know."""


def _without_charts(node: Any) -> Any:
    if isinstance(node, dict):
        return {name: inner if name == "data" else _without_charts(inner) for name, inner in node.items()}
    known = [one for one in node if not (isinstance(one, dict) and one.get("type") in CHARTS)] if isinstance(node, list) else node
    return [_without_charts(one) for one in known] if isinstance(known, list) else known


def problems(card: dict[str, Any]) -> list[str]:
    published = _without_charts(_without_extensions(card))
    found = _against_the_schema(published)
    if len(json.dumps(card)) > MOST_BYTES:
        found.append("larger than 28 KB")
    ids = [part["id"] for part in parts(card) if part.get("type") in INPUTS]
    found += [f"two inputs are called {name}" for name in set(ids) if ids.count(name) > 1]
    return found + [problem for part in parts(card) for problem in _part(part)]


def _part(part: dict[str, Any]) -> Iterator[str]:
    kind = part.get("type")
    if kind in CHARTS and (part.get("fallback") != "drop" or set(part) - {"type", "title", "xAxisTitle", "data", "fallback"}):
        yield "a chart that old clients cannot drop, or of unknown properties"
    if kind in CHARTS and not all(one["x"] and isinstance(one["y"], int) for one in part["data"]):
        yield "a bar without label or value"
    if kind == "AdaptiveCard" and part.get("version") != "1.5":
        yield "not version 1.5"
    if kind == "TextBlock" and part.get("wrap") is not True:
        yield "a text that does not wrap"
    if kind in ("TextBlock", "TextRun") and not part.get("text"):
        yield "an empty text"
    if kind in INPUTS and not part.get("label"):
        yield "an input without label"
    if kind in INPUTS and part.get("isRequired") and not part.get("errorMessage"):
        yield "a required input without error message"
    if kind == "ColumnSet" and all(column.get("width") == "auto" for column in part["columns"]):
        yield "only automatic columns"
    if kind == "Action.Execute" and not part.get("verb"):
        yield "an action without verb"
    if len(part.get("actions", ())) > 6:
        yield "more than six actions"


def texts(card: dict[str, Any]) -> str:
    """Everything a person reads, as it stands in the card."""
    names = ("text", "title", "value")
    return "\n".join(str(part[name]) for part in parts(card) for name in names if isinstance(part.get(name), str))
