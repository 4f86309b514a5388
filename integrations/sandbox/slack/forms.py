"""Filling a modal by the labels a person sees, and what Slack's client itself minds before it sends anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

from integrations.sandbox.slack.block_rules import all_options
from integrations.sandbox.slack.controls import holding, stateful, value_in
from integrations.sandbox.slack.model import Json, NotThere, View
from integrations.sandbox.slack.suggesting import KIND, offered
from integrations.sandbox.slack.world import World

_TEXTS = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
_DATES = {"datepicker", "timepicker", "datetimepicker"}
MISSING = "Please complete this required field."


def _label(world: World, block: Json) -> str:
    return world.reader().text(block["label"])


def _inputs(view: View) -> list[tuple[Json, Json]]:
    return [(block, element) for block, element in stateful(view.blocks) if block["type"] == "input"]


def fill(world: World, view: View, label: str, value: Any) -> tuple[Json, Json]:
    """Put `value` into the input labelled so; the block and its control. Raises NotThere naming what is there instead."""
    named = field(world, view, label)
    if named is None:
        there = ", ".join(_label(world, b) for b, _ in _inputs(view)) or "no field at all"
        raise NotThere(f"there is no field {label!r}; there is: {there}")
    block, element = named
    chosen = suggested(view, block, element, value) if element["type"] == KIND else _entered(world, element, value)
    view.state[block["block_id"]][element["action_id"]] = holding(element, chosen)
    return block, element


def _entered(world: World, element: Json, value: Any) -> Any:
    kind = element["type"]
    if value is None or kind in _TEXTS or kind in _DATES:
        return value if value is None or kind == "datetimepicker" else str(value)
    if kind in ("static_select", "radio_buttons"):
        return option(element, value)
    if kind in ("multi_static_select", "checkboxes"):
        return [option(element, one) for one in value]
    if kind == "users_select":
        return _user(world, value)
    if kind == "multi_users_select":
        return [_user(world, one) for one in value]
    if kind in ("conversations_select", "channels_select"):
        return world.place(getattr(value, "id", value)).id
    raise NotThere(f"nobody can fill a {kind} here")


def suggested(view: View, block: Json, element: Json, value: Any) -> Json | None:
    """What a menu that asks the app holds for a label or a value; nothing for nothing."""
    return offered(view, block, element, str(value)) if value else None


def field(world: World, view: View, label: str) -> tuple[Json, Json] | None:
    """The input labelled so, and its control."""
    return next(((b, e) for b, e in _inputs(view) if _label(world, b).casefold() == label.casefold()), None)


def enter(world: World, view: View, block_id: str, action_id: str, value: Any) -> tuple[Json, Json]:
    """Put a raw value into the input with these ids. Raises NotThere when the modal has none such, or it cannot hold that."""
    block, element = field_at(view, block_id, action_id)
    chosen = suggested(view, block, element, value) if element["type"] == KIND else held(world, element, value)
    view.state[block_id][action_id] = holding(element, chosen)
    return block, element


def field_at(view: View, block_id: str, action_id: str) -> tuple[Json, Json]:
    """The input with these ids, and its control. Raises NotThere when the modal has none such (any more)."""
    for block, element in _inputs(view):
        if (block["block_id"], element["action_id"]) == (block_id, action_id):
            return block, element
    raise NotThere("that field is not there any more")


def held(world: World, element: Json, value: Any) -> Any:
    """What a control holds for a raw value: of options their values, of people and places their ids; None for nothing."""
    kind, empty = element["type"], value is None or value in ("", [])
    if kind in ("multi_static_select", "checkboxes"):
        return [] if empty else [option_of(element, one) for one in _several(value)]
    if kind == "multi_users_select":
        return [] if empty else [_user(world, one) for one in _several(value)]
    if empty:
        return None
    if kind in ("static_select", "radio_buttons"):
        return option_of(element, value)
    if kind in _DATES:
        return _moment(kind, value)
    return _entered(world, element, value)


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _moment(kind: str, value: Any) -> Any:
    try:
        if kind == "datetimepicker":
            return int(value)
        return date.fromisoformat(value).isoformat() if kind == "datepicker" else f"{time.fromisoformat(value):%H:%M}"
    except (TypeError, ValueError):
        raise NotThere(f"{value!r} is no day or time") from None


def option_of(element: Json, value: Any) -> Json:
    """The option with this value."""
    for one in all_options(element):
        if one["value"] == value:
            return one
    raise NotThere("that choice is not there any more")


def option(element: Json, label: str) -> Json:
    """The option that shows `label`."""
    for one in all_options(element):
        if one["text"]["text"].casefold() == str(label).casefold():
            return one
    raise NotThere(f"there is no option {label!r}; there is: {', '.join(o['text']['text'] for o in all_options(element))}")


def _user(world: World, value: Any) -> str:
    """A person by id, by name, or themselves."""
    wanted = str(getattr(value, "id", value))
    found = next((a.id for a in world.accounts.values() if wanted in (a.id, a.name) and not a.deleted), None)
    if found is None:
        raise NotThere(f"there is nobody called {wanted!r}")
    return found


def client_problems(view: View) -> dict[str, str]:
    """By block id: what the client shows at a field before it would send the form."""
    checks: list[Callable[[Json, Json, Any], str]] = [_missing, _too_long]
    problems = {}
    for block, element in _inputs(view):
        held = value_in(view.state, block, element)
        found = next((words for check in checks if (words := check(block, element, held))), "")
        if found:
            problems[block["block_id"]] = found
    return problems


def _missing(block: Json, _element: Json, held: Any) -> str:
    return MISSING if not held and not block.get("optional") else ""


def _too_long(_block: Json, element: Json, held: Any) -> str:
    if element["type"] != "plain_text_input" or not held:
        return ""
    most, least = element.get("max_length", 3000), element.get("min_length", 0)
    if len(held) > most:
        return f"Must be less than {most + 1} characters."
    return f"Must be more than {least - 1} characters." if len(held) < least else ""


def by_label(world: World, view: View, problems: dict[str, str]) -> dict[str, str]:
    """Problems by the label of their field; '' is the key of one that stands above them all."""
    names = {block["block_id"]: _label(world, block) for block, _ in _inputs(view)}
    return {names.get(block_id, ""): words for block_id, words in problems.items()}
