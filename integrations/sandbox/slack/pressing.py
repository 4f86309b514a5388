"""Pressing what is labelled so: buttons, and the options of menus, as `block_actions` payloads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from integrations.sandbox.slack import forms
from integrations.sandbox.slack.block_rules import all_options
from integrations.sandbox.slack.controls import VALUE_OF
from integrations.sandbox.slack.model import Blocks, Json, NotThere
from integrations.sandbox.slack.reading import labels
from integrations.sandbox.slack.seen import pressable
from integrations.sandbox.slack.world import World

_ONE_OF = {"static_select", "radio_buttons", "overflow"}


def find(world: World, blocks: Blocks, label: str, near: str = "") -> tuple[Json, Json, Json]:
    """(block, element, what the action carries) of the first control that shows `label`, in any letter case.

    `near` narrows to blocks that show those words. Raises NotThere naming what is there.
    """
    reader = world.reader()
    looked_at = [b for b in blocks if near.casefold() in reader.blocks([b]).casefold()]
    for block, element in pressable(looked_at):
        for shown, carried in _choices(world, element):
            if shown.casefold() == label.strip().casefold():
                return block, element, carried
    there = ", ".join(labels([b for b in looked_at if b["type"] != "input"])) or "nothing to press"
    raise NotThere(f"there is no {label!r} here; there is: {there}")


def _choices(world: World, element: Json) -> Iterator[tuple[str, Json]]:
    kind = element["type"]
    if kind == "button":
        yield element["text"]["text"], {n: element[n] for n in ("text", "value", "style", "url") if n in element}
    elif kind in _ONE_OF:
        yield from ((o["text"]["text"], {"selected_option": o}) for o in all_options(element))
    elif kind == "checkboxes":
        yield from ((o["text"]["text"], {"selected_options": [o]}) for o in all_options(element))
    elif kind == "users_select":
        yield from ((a.name, {"selected_user": a.id}) for a in world.accounts.values())


def control(blocks: Blocks, block_id: str, action_id: str) -> tuple[Json, Json]:
    """(block, element) of the control with these ids. Raises NotThere when there is none (any more)."""
    for block, element in pressable(blocks):
        if (block.get("block_id"), element.get("action_id")) == (block_id, action_id):
            return block, element
    raise NotThere("what was pressed is not there any more")


def chosen(world: World, element: Json, value: Any) -> Json:
    """What an action carries when `value` is chosen in this control; a button carries its own."""
    kind = element["type"]
    if kind == "button":
        return {name: element[name] for name in ("text", "value", "style", "url") if name in element}
    if kind == "overflow":
        return {"selected_option": forms.option_of(element, value)}
    return {VALUE_OF[kind][0]: forms.held(world, element, value)}


def action(world: World, block: Json, element: Json, carried: Json) -> Json:
    """One entry of `actions`."""
    kept: dict[str, Any] = {} if element["type"] != "static_select" else {"placeholder": element.get("placeholder")}
    return {
        "type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"], "action_ts": world.new_ts(),
        **{name: value for name, value in kept.items() if value}, **carried,
    }  # fmt: skip
