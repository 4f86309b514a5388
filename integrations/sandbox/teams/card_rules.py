"""What Teams accepts as an Adaptive Card 1.5, and a little more than it enforces: what makes a card readable on every client.

Shapes: adaptivecards.io schema 1.5. Six actions, text that wraps, labels on fields: learn.microsoft.com "Design effective cards".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from integrations.sandbox.teams.card_shapes import ACTIONS, ALLOWED, ELEMENTS, ENUMS, LISTS, REQUIRED
from integrations.sandbox.teams.controls import INPUTS, children
from integrations.sandbox.teams.drawing import card_mentions
from integrations.sandbox.teams.records import Json, as_json, as_list

_MOST_ACTIONS = 6
_MOST_REFRESHED = 60


def card_problems(card: Any) -> list[str]:
    """Why Teams would not show this card, each with its place; empty when it would."""
    if not isinstance(card, dict) or card.get("type") != "AdaptiveCard":
        return ["$: not an AdaptiveCard"]
    problems = list(_head(card))
    nodes = list(_walk(card, "$"))
    for path, node in nodes:
        problems += [f"{path}: {problem}" for problem in _node(node)]
    problems += _ids([node for _, node in nodes])
    return problems + _mentions(card)


def dead_buttons(card: Json) -> list[str]:
    """Titles of buttons that do nothing in a dialog: there only a plain Action.Submit sends anything.

    MicrosoftDocs/msteams-docs#1639 (no `msteams` actions there) and #7063 (Action.Execute does not replace Action.Submit).
    """
    buttons = [node for _, node in _walk(card, "$") if node.get("type") in ("Action.Execute", "Action.Submit")]
    return [str(one.get("title")) for one in buttons if one["type"] == "Action.Execute" or "msteams" in as_json(one.get("data"))]


def _head(card: Json) -> Iterator[str]:
    version = str(card.get("version", ""))
    if version not in ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5"):
        yield f"$.version: {version!r} is not one that Teams bots may use (1.5 at most)"
    if not as_list(card.get("body")) and not as_list(card.get("actions")):
        yield "$: neither body nor actions"
    refresh = card.get("refresh")
    if refresh is not None and as_json(as_json(refresh).get("action")).get("type") != "Action.Execute":
        yield "$.refresh: its action must be an Action.Execute"
    if len(as_list(as_json(refresh).get("userIds"))) > _MOST_REFRESHED:
        yield f"$.refresh: more than {_MOST_REFRESHED} userIds"


def _walk(node: Json, path: str) -> Iterator[tuple[str, Json]]:
    """Every element and action with its path; a Table's columns are only definitions."""
    yield path, node
    table = node.get("type") == "Table"
    for number, child in enumerate(children({**node, "columns": []} if table else node)):
        yield from _walk(child, f"{path}/{number}:{child.get('type')}")
    own = [*as_list(node.get("actions")), node.get("selectAction"), node.get("inlineAction")]
    for action in own:
        if isinstance(action, dict):
            yield from _action(action, f"{path}/{action.get('title') or action.get('type')}")


def _action(action: Json, path: str) -> Iterator[tuple[str, Json]]:
    yield path, action
    if isinstance(action.get("card"), dict):
        yield from _walk(action["card"], f"{path}/card")


def _node(node: Json) -> Iterator[str]:
    kind = node.get("type")
    if not isinstance(kind, str) or kind not in ALLOWED:
        yield f"unknown element {kind!r}"
        return
    yield from (f"{kind} without {key}" for key in REQUIRED.get(kind, ()) if node.get(key) in (None, ""))
    yield from (f"{kind} has no property {key!r}" for key in node if key not in ALLOWED[kind])
    yield from _values(kind, node)
    yield from _lists(kind, node)
    if kind in ACTIONS:
        yield from _pressable(kind, node)
    elif kind in INPUTS:
        yield from _askable(kind, node)
    elif kind == "TextBlock" and node.get("wrap") is not True:
        yield "TextBlock does not wrap: it is cut off on a narrow screen"
    elif kind == "Chart.HorizontalBar":
        yield from _bars(node)
    elif kind == "Image" and not str(node.get("url", "")).startswith(("https://", "data:image/")):
        yield "Image url is neither https nor data:image"


def _values(kind: str, node: Json) -> Iterator[str]:
    for key, allowed in ENUMS.items():
        value = node.get(key)
        if isinstance(value, str) and key in ALLOWED[kind] and (kind, key) not in _FREE and value.lower() not in allowed:
            yield f"{kind}.{key} cannot be {value!r}"
    for key in ("text", "title", "label", "placeholder", "value", "altText", "errorMessage"):
        if key in node and not isinstance(node[key], str) and not (kind == "Input.Number" and key == "value"):
            yield f"{kind}.{key} is not text"


# Widths, heights and styles that take other words there, or any number of pixels.
_FREE = {
    ("Image", "height"),
    ("Image", "style"),
    ("TextBlock", "style"),
    ("Input.Text", "style"),
    ("Input.ChoiceSet", "style"),
    ("Image", "size"),
}


def _lists(kind: str, node: Json) -> Iterator[str]:
    for key in LISTS.get(kind, ()):
        value = node.get(key)
        if key in node and (not isinstance(value, list) or not value):
            yield f"{kind}.{key} is empty or no list"
    if kind == "FactSet":
        yield from ("a fact needs title and value" for one in as_list(node.get("facts")) if not _has(one, "title", "value"))
    if kind == "RichTextBlock":
        yield from ("an inline is neither text nor TextRun" for one in as_list(node.get("inlines")) if not _is_run(one))
    if len(as_list(node.get("actions"))) > _MOST_ACTIONS:
        yield f"{len(node['actions'])} actions; Teams shows {_MOST_ACTIONS} at most"
    elements = [*as_list(node.get("body")), *as_list(node.get("items"))]
    yield from (f"{as_json(one).get('type')!r} cannot stand here" for one in elements if as_json(one).get("type") not in ELEMENTS)
    yield from ("an action is not an action" for one in as_list(node.get("actions")) if as_json(one).get("type") not in ACTIONS)


def _has(one: Any, *keys: str) -> bool:
    return isinstance(one, dict) and all(isinstance(one.get(key), str) and one[key] for key in keys)


def _is_run(one: Any) -> bool:
    return isinstance(one, str) or (as_json(one).get("type") == "TextRun" and isinstance(one.get("text"), str))


def _bars(node: Json) -> Iterator[str]:
    """learn.microsoft.com, "Charts in Adaptive Cards". A client without charts shows the fallback."""
    for one in as_list(node.get("data")):
        x, y = as_json(one).get("x"), as_json(one).get("y")
        if not isinstance(x, str) or not x or not isinstance(y, int | float) or isinstance(y, bool):
            yield "a bar needs its label (x) and its value (y)"
    if "fallback" not in node:
        yield "a chart without fallback: clients that know none show that something is missing"


def _pressable(kind: str, node: Json) -> Iterator[str]:
    if not node.get("title"):
        yield f"{kind} without title"
    if kind == "Action.OpenUrl" and not str(node.get("url", "")).startswith(("https://", "http://", "mailto:", "tel:")):
        yield "Action.OpenUrl to an address that Teams does not open"
    if kind in ("Action.Execute", "Action.Submit") and "data" in node and not isinstance(node["data"], dict):
        yield f"{kind}.data is not an object: the fields would be lost"


def _askable(kind: str, node: Json) -> Iterator[str]:
    if not node.get("label"):
        yield f"{kind} {node.get('id')!r} without label"
    if node.get("isRequired") and not node.get("errorMessage"):
        yield f"{kind} {node.get('id')!r} is required, without errorMessage"
    if kind == "Input.ChoiceSet":
        yield from _choices(node)


def _choices(node: Json) -> Iterator[str]:
    choices = as_list(node.get("choices"))
    if as_json(node.get("choices.data")).get("type") != "Data.Query" and not choices:
        yield f"Input.ChoiceSet {node.get('id')!r} has nothing to choose"
    if not all(_has(one, "title", "value") for one in choices):
        yield f"Input.ChoiceSet {node.get('id')!r} has a choice without title or value"
    values = [as_json(one).get("value") for one in choices]
    if len(values) != len(set(map(str, values))):
        yield f"Input.ChoiceSet {node.get('id')!r} has two choices of one value"


def _ids(nodes: list[Json]) -> list[str]:
    ids = [str(node["id"]) for node in nodes if node.get("type") in INPUTS and node.get("id")]
    return [f"two inputs have the id {one!r}" for one in sorted(set(ids)) if ids.count(one) > 1]


def _mentions(card: Json) -> list[str]:
    written = " ".join(str(node.get("text", "")) for _, node in _walk(card, "$"))
    facts = [one for _, node in _walk(card, "$") for one in as_list(node.get("facts"))]
    written += " ".join(str(as_json(one).get("value", "")) for one in facts)
    return [f"mention {text!r} has an entity but stands nowhere" for text in card_mentions(card) if text not in written]
