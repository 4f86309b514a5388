"""What Slack itself would say of a message, modal or home view: its published types, and the limits of its reference pages."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from jsonschema import Draft7Validator

SCHEMAS = Path(__file__).parents[2] / "contracts" / "schemas" / "slack"
FILES = {"message": "Blocks", "modal": "Modal", "home": "Home"}
BLOCKS = {"message": 50, "modal": 100, "home": 100}

LENGTHS = {
    ("section", "text"): 3000, ("header", "text"): 150, ("button", "text"): 75, ("button", "value"): 2000,
    ("button", "url"): 3000, ("button", "accessibility_label"): 75, ("input", "label"): 2000, ("input", "hint"): 2000,
    ("modal", "title"): 24, ("modal", "submit"): 24, ("modal", "close"): 24, ("modal", "private_metadata"): 3000,
    ("modal", "callback_id"): 255, ("*", "placeholder"): 150, ("*", "block_id"): 255, ("*", "action_id"): 255,
    ("confirm", "title"): 100, ("confirm", "text"): 300, ("confirm", "confirm"): 30, ("confirm", "deny"): 30,
    ("option", "text"): 75, ("option", "value"): 150, ("field", "text"): 2000,
}  # fmt: skip
ITEMS = {("section", "fields"): 10, ("actions", "elements"): 25, ("context", "elements"): 10, ("static_select", "options"): 100}


@cache
def _validators(surface: str) -> tuple[Any, Draft7Validator]:
    """A quick one that knows whether, and one that can tell why."""
    schema = json.loads((SCHEMAS / f"{FILES[surface]}.schema.json").read_text(encoding="utf-8"))
    return jsonschema_rs.Draft7Validator(schema), Draft7Validator(schema)


def faults(drawn: Any, surface: str) -> list[str]:
    """All that is wrong with these blocks (a message) or this view; by the schema only that something is."""
    blocks = drawn if surface == "message" else drawn["blocks"]
    found = [] if len(blocks) <= BLOCKS[surface] else [f"{len(blocks)} blocks"]
    found += [] if blocks else ["no blocks"]
    typed, charts = _without_charts(drawn) if surface == "message" else (drawn, [])
    found += _chart_faults(charts)
    found += _offset_faults(typed)
    typed = _without_offsets(typed)
    quick, telling = _validators(surface)
    if not quick.is_valid(typed):
        found.append("not of Slack's types: " + "; ".join(e.message[:200] for e in telling.iter_errors(typed)))
    for kind, node in _nodes(drawn, ""):
        found += _too_long(kind, node) + _empty(kind, node)
    ids = Counter(b["block_id"] for b in blocks if "block_id" in b)
    found += [f"block id {name} twice" for name, times in ids.items() if times > 1]
    for block in blocks:
        names = Counter(e.get("action_id") for e in block.get("elements", ()) if e.get("action_id"))
        found += [f"action id {name} twice" for name, times in names.items() if times > 1]
    return found


def _without_charts(blocks: list[Any]) -> tuple[list[Any], list[Any]]:
    """The published types are older than the data visualization block (June 2026), whose reference page has its limits."""
    charts = [block for block in blocks if block["type"] == "data_visualization"]
    return [block for block in blocks if block not in charts], charts


def _offset_faults(drawn: Any) -> list[str]:
    lists = [node for kind, node in _nodes(drawn, "") if kind == "rich_text_list"]
    return [
        f"an offset of {one['offset']!r}"
        for one in lists
        if "offset" in one and not (type(one["offset"]) is int and one["offset"] > 0)
    ]


def _without_offsets(node: Any) -> Any:
    """The published types leave out where the numbers of a list begin, which its reference page has."""
    if isinstance(node, dict):
        kept = {name: inner for name, inner in node.items() if (node.get("type"), name) != ("rich_text_list", "offset")}
        return {name: _without_offsets(inner) for name, inner in kept.items()}
    return [_without_offsets(inner) for inner in node] if isinstance(node, list) else node


def _chart_faults(charts: list[Any]) -> Iterator[str]:
    if len(charts) > 2:
        yield f"{len(charts)} charts"
    for block in charts:
        chart = block["chart"]
        (series,), categories = chart["series"], chart["axis_config"]["categories"]
        labels = [point["label"] for point in series["data"]]
        if set(block) != {"type", "title", "chart"} or chart["type"] != "bar" or set(chart) != {"type", "series", "axis_config"}:
            yield "no chart of bars"
        if not 0 < len(block["title"]) <= 50 or not 0 < len(series["name"]) <= 20:
            yield "a title or name that is too long or empty"
        if labels != categories or len(set(labels)) != len(labels) or not 1 <= len(labels) <= 20:
            yield "labels that are not the categories"
        if any(not 0 < len(label.encode("utf-16-le")) // 2 <= 20 for label in labels):
            yield "a label that is too long or empty"


def _nodes(node: Any, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, list):
        for item in node:
            yield from _nodes(item, kind)
    if isinstance(node, dict):
        own = kind if kind in ("option", "field", "confirm") else str(node.get("type", kind))
        yield own, node
        for name, value in node.items():
            below = {"options": "option", "initial_option": "option", "fields": "field", "confirm": "confirm"}.get(name, "")
            yield from _nodes(value, "" if own == "confirm" else below)


def _too_long(kind: str, node: dict[str, Any]) -> list[str]:
    found = []
    for name, value in node.items():
        text = value.get("text") if isinstance(value, dict) else value
        limit = LENGTHS.get((kind, name)) or LENGTHS.get(("*", name))
        if limit and isinstance(text, str) and len(text.encode("utf-16-le")) // 2 > limit:
            found.append(f"{kind}.{name}: {len(text)} characters, at most {limit}")
        most = ITEMS.get((kind, name))
        if most and isinstance(value, list) and len(value) > most:
            found.append(f"{kind}.{name}: {len(value)} items, at most {most}")
    return found


def _empty(kind: str, node: dict[str, Any]) -> list[str]:
    if node.get("type") in ("plain_text", "mrkdwn") and not str(node.get("text", "")).strip():
        return ["an empty text object"]
    if kind == "static_select" and not node.get("options"):
        return ["a menu without options"]
    if kind == "static_select" and "initial_option" in node and node["initial_option"] not in node["options"]:
        return ["an initial option that is none of the options"]
    if kind in (
        "rich_text_section",
        "rich_text_quote",
        "rich_text_list",
        "rich_text_preformatted",
        "rich_text",
        "context",
        "actions",
    ) and not node.get("elements"):
        return [f"an empty {kind}"]
    return ["a rich text without text"] if kind == "text" and not node.get("text") else []


def words(drawn: Any) -> str:
    """All that a reader sees in it, joined."""
    if isinstance(drawn, dict):
        return "\n".join(words(v) for k, v in drawn.items() if k not in ("value", "action_id", "block_id", "private_metadata"))
    return "\n".join(map(words, drawn)) if isinstance(drawn, list) else drawn if isinstance(drawn, str) else ""


def markup(drawn: Any) -> str:
    """All text in it that Slack interprets."""
    return "\n".join(node["text"] for _, node in _nodes(drawn, "") if node.get("type") == "mrkdwn")
