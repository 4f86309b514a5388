"""Cards by position and inputs by id: how a client that draws the card itself says what was pressed and what was entered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any

from integrations.sandbox.teams.controls import INPUTS, Pressable, children, inputs
from integrations.sandbox.teams.lookups import NOTHING, Offered, asks_app, choose
from integrations.sandbox.teams.records import Json, NotThere, as_json, as_list

_GONE = "what was pressed is not there any more"
_SINGLE = ("selectAction", "inlineAction", "fallback")


def action_at(card: Json, path: str) -> Pressable:
    """The action at this JSON pointer, with the cards it stands in, outermost first. Raises NotThere when there is none."""
    steps, node, within = _steps(path), card, [card]
    parent: Any = card
    for step in steps:
        parent, node = node, _inside(node, step)
        if step == "card" and isinstance(node, dict) and as_json(parent).get("type") == "Action.ShowCard":
            within.append(node)
    in_list = len(steps) > 1 and steps[-2] == "actions" and isinstance(parent, list)
    if not isinstance(node, dict) or not (in_list or steps[-1] in _SINGLE or steps == ["refresh", "action"]):
        raise NotThere(_GONE)
    if node.get("isEnabled", True) is False:
        raise NotThere(f"{node.get('title')!r} cannot be pressed now")
    return Pressable(node, tuple(within), card)


def _steps(path: str) -> list[str]:
    if not path.startswith("/"):
        raise NotThere(_GONE)
    return [step.replace("~1", "/").replace("~0", "~") for step in path[1:].split("/")]


def _inside(node: Any, step: str) -> Any:
    if isinstance(node, list) and step.isdecimal() and step.isascii() and len(step) < 6 and int(step) < len(node):
        return node[int(step)]
    if isinstance(node, dict) and step in node:
        return node[step]
    raise NotThere(_GONE)


def travelling(within: Sequence[Json], values: Mapping[str, Any]) -> list[Json]:
    """The inputs that travel with a press: those that are visible, and those hidden at first into which something was entered."""
    seen = inputs(within)
    also = [one for card in within for one in _every_input(card) if one.get("id") in values and not any(one is s for s in seen)]
    return [*seen, *also]


def _every_input(element: Json) -> Iterator[Json]:
    if element.get("type") in INPUTS:
        yield element
    for child in children(element):
        yield from _every_input(child)


def enter(among: Sequence[Json], values: Mapping[str, Any], people: Sequence[str], offered: Offered = NOTHING) -> None:
    """Put values into inputs by id; `people` are the ids a people picker takes, `offered` what the app found.

    Raises NotThere for an input that is not there and for what the client would not let a person enter.
    """
    by_id = {str(one.get("id")): one for one in among}
    for name, value in values.items():
        if name not in by_id:
            raise NotThere("that field is not there any more")
        one = by_id[name]
        one["value"] = choose(one, str(value or ""), offered) if asks_app(one) else _entered(one, value, people)


def _entered(one: Json, value: Any, people: Sequence[str]) -> str:
    kind, label = one.get("type"), one.get("label") or one.get("id")
    if kind == "Input.Toggle":
        on = str(one.get("valueOn", "true"))
        return on if value is True or str(value) == on else str(one.get("valueOff", "false"))
    text = ",".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    if not text:
        return ""
    if kind == "Input.ChoiceSet":
        return _chosen(one, text, people)
    longest = one.get("maxLength")
    if isinstance(longest, int) and len(text) > longest:
        raise NotThere(f"{label!r} takes at most {longest} characters, not {len(text)}")
    if not _readable(kind, text):
        raise NotThere(f"{label!r} cannot hold {text!r}")
    return text


def _chosen(one: Json, text: str, people: Sequence[str]) -> str:
    offered = {str(choice.get("value")) for choice in as_list(one.get("choices"))}
    if as_json(one.get("choices.data")).get("type") == "Data.Query":
        offered |= set(people)
    wanted = text.split(",") if one.get("isMultiSelect") else [text]
    if not set(wanted) <= offered:
        raise NotThere("that choice is not there any more")
    return text


def _readable(kind: Any, text: str) -> bool:
    reads = {"Input.Date": date.fromisoformat, "Input.Time": time.fromisoformat, "Input.Number": float}
    if kind not in reads:
        return True
    try:
        reads[kind](text)
    except ValueError:
        return False
    return True
