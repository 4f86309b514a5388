"""Which control was pressed, though the message may have been drawn anew between the eye and the hand."""

from __future__ import annotations

from typing import Any

from integrations.sandbox.page.asked import Asked
from integrations.sandbox.slack import NotThere
from integrations.sandbox.slack.block_rules import all_options
from integrations.sandbox.slack.model import Blocks, Json
from integrations.sandbox.slack.seen import pressable


def pressed(blocks: Blocks, asked: Asked) -> tuple[str, str, Any]:
    """(block id, action id, value) as they are now. Raises NotThere where it is gone, or asks first and was not answered."""
    block, element = _control(blocks, asked)
    if "confirm" in element and not asked.flag("confirmed"):
        raise NotThere("that asks first whether it is meant; nothing was done")
    return block["block_id"], element["action_id"], _value(element, asked)


def _control(blocks: Blocks, asked: Asked) -> tuple[Json, Json]:
    """By both ids; else the only one of that action, or the one of that action that carries the same value."""
    block_id, action_id, value = asked.text("block_id"), asked.text("action_id"), asked.anything("value")
    same = [(block, element) for block, element in pressable(blocks) if element.get("action_id") == action_id]
    exact = [one for one in same if one[0].get("block_id") == block_id]
    alike = [one for one in same if value is not None and one[1].get("value") == value]
    found = exact or (same if len(same) == 1 else alike)
    if not found:
        raise NotThere("what was pressed is not there any more")
    return found[0]


def _value(element: Json, asked: Asked) -> Any:
    """The chosen value; where the menu has been drawn anew, that of the option with the same words."""
    value, words = asked.anything("value"), asked.words("label")
    options = list(all_options(element))
    if not words or any(one["value"] == value for one in options):
        return value
    return next((one["value"] for one in options if one["text"]["text"] == words), value)
