"""The state of controls in a view, in the shape of Slack's `view.state.values`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from integrations.sandbox.slack.block_rules import elements
from integrations.sandbox.slack.model import Blocks, Json

VALUE_OF: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
_MANY = {"multi_static_select", "checkboxes", "multi_users_select"}


def stateful(blocks: Blocks) -> Iterator[tuple[Json, Json]]:
    """(block, element) for every control that holds a value."""
    for block in blocks:
        yield from ((block, element) for element in elements(block) if element["type"] in VALUE_OF)


def holding(element: Json, value: Any) -> Json:
    """The state of one control that holds `value`."""
    return {"type": element["type"], VALUE_OF[element["type"]][0]: value}


def first_state(blocks: Blocks, typed: dict[str, dict[str, Json]]) -> dict[str, dict[str, Json]]:
    """What the controls hold when the view is drawn: what was `typed` into the same control before, else its initial value."""
    state: dict[str, dict[str, Json]] = {}
    for block, element in stateful(blocks):
        kind, (block_id, action_id) = element["type"], (block["block_id"], element["action_id"])
        initial = element.get(VALUE_OF[kind][1], [] if kind in _MANY else None)
        before = typed.get(block_id, {}).get(action_id)
        kept = before is not None and before["type"] == kind
        state.setdefault(block_id, {})[action_id] = before if kept and before is not None else holding(element, initial)
    return state


def value_in(state: dict[str, dict[str, Json]], block: Json, element: Json) -> Any:
    return state[block["block_id"]][element["action_id"]][VALUE_OF[element["type"]][0]]
