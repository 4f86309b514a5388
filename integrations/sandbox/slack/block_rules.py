"""What Slack takes as blocks and views: shapes and limits of Block Kit (https://docs.slack.dev/reference/block-kit)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from integrations.sandbox.slack.model import Json
from integrations.sandbox.slack.shapes import (
    Rule,
    anything,
    boolean,
    complain,
    integer,
    items,
    number,
    one_of,
    record,
    string,
    typed,
)

_ID = string(255)
_TYPE = anything  # `typed` has looked at it


def _plain(most: int) -> Rule:
    return typed(plain_text=record("text", type=_TYPE, text=string(most), emoji=boolean))


def _text(most: int) -> Rule:
    return typed(
        plain_text=record("text", type=_TYPE, text=string(most), emoji=boolean),
        mrkdwn=record("text", type=_TYPE, text=string(most), verbatim=boolean),
    )


_CONFIRM = record("title text confirm deny", title=_plain(100), text=_text(300), confirm=_plain(30), deny=_plain(30),
                  style=one_of("primary", "danger"))  # fmt: skip
_OPTION = record("text value", text=_plain(75), value=string(150), description=_plain(75), url=string(3000))
_RICH_OPTION = record("text value", text=_text(75), value=string(150), description=_text(75))
_GROUP = record("label options", label=_plain(75), options=items(_OPTION, 100))


def _menu(**fields: Rule) -> Rule:
    return record("", type=_TYPE, action_id=_ID, placeholder=_plain(150), confirm=_CONFIRM, focus_on_load=boolean, **fields)


def _chooses(rule: Rule) -> Rule:
    """A menu with its own options: there are some, values differ, and what is chosen at first is one of them."""

    def check(value: Json, path: str) -> Iterator[str]:
        problems = list(rule(value, path))
        yield from problems
        if problems:
            return
        options = all_options(value)
        if not options:
            yield complain("no less than 1 items allowed", f"{path}/options")
        chosen = [value["initial_option"]] if value.get("initial_option") else value.get("initial_options") or []
        if any(option not in options for option in chosen):
            yield complain("the initial option must exactly match one of the options", path)

    return check


def all_options(element: Json) -> list[Json]:
    """The options of a menu, those of its groups too."""
    groups = element.get("option_groups") or []
    options: list[Any] = list(element.get("options") or [])
    for group in groups:
        options += group.get("options", []) if isinstance(group, dict) else []
    return [option for option in options if isinstance(option, dict)]


_OPTIONS = {"options": items(_OPTION, 100), "option_groups": items(_GROUP, 100)}
_TYPED_IN = {"placeholder": _plain(150), "focus_on_load": boolean, "dispatch_action_config": anything}
_MENUS: dict[str, Rule] = {
    "static_select": _chooses(_menu(initial_option=_OPTION, **_OPTIONS)),
    "multi_static_select": _chooses(_menu(initial_options=items(_OPTION, 100), max_selected_items=integer, **_OPTIONS)),
    "external_select": _menu(initial_option=_OPTION, min_query_length=integer),
    "users_select": _menu(initial_user=string(50)),
    "multi_users_select": _menu(initial_users=items(string(50), 100, 0), max_selected_items=integer),
    "conversations_select": _menu(initial_conversation=string(50), default_to_current_conversation=boolean,
                                  response_url_enabled=boolean, filter=anything),
    "channels_select": _menu(initial_channel=string(50), response_url_enabled=boolean),
    "datepicker": _menu(initial_date=string(10, 10)),
    "timepicker": _menu(initial_time=string(5, 5), timezone=string(100)),
    "datetimepicker": record("", type=_TYPE, action_id=_ID, initial_date_time=integer, confirm=_CONFIRM, focus_on_load=boolean),
    "checkboxes": _chooses(record("options", type=_TYPE, action_id=_ID, options=items(_RICH_OPTION, 10), confirm=_CONFIRM,
                                  initial_options=items(_RICH_OPTION, 10), focus_on_load=boolean)),
    "radio_buttons": _chooses(record("options", type=_TYPE, action_id=_ID, options=items(_RICH_OPTION, 10), confirm=_CONFIRM,
                                     initial_option=_RICH_OPTION, focus_on_load=boolean)),
}  # fmt: skip
_BUTTONS: dict[str, Rule] = {
    "button": record("text", type=_TYPE, text=_plain(75), action_id=_ID, value=string(2000), url=string(3000), confirm=_CONFIRM,
                     style=one_of("primary", "danger"), accessibility_label=string(75)),
    "overflow": _chooses(record("options", type=_TYPE, action_id=_ID, options=items(_OPTION, 5), confirm=_CONFIRM)),
}  # fmt: skip
_INPUTS: dict[str, Rule] = {
    "plain_text_input": record("", type=_TYPE, action_id=_ID, initial_value=string(3000, 0), multiline=boolean,
                               min_length=integer, max_length=integer, **_TYPED_IN),
    "email_text_input": record("", type=_TYPE, action_id=_ID, initial_value=string(3000, 0), **_TYPED_IN),
    "url_text_input": record("", type=_TYPE, action_id=_ID, initial_value=string(3000, 0), **_TYPED_IN),
    "number_input": record("is_decimal_allowed", type=_TYPE, action_id=_ID, is_decimal_allowed=boolean, initial_value=anything,
                           min_value=anything, max_value=anything, **_TYPED_IN),
}  # fmt: skip
_IMAGE = record("image_url alt_text", type=_TYPE, image_url=string(3000), alt_text=string(2000))
_RICH = typed(
    rich_text_section=record("elements", type=_TYPE, elements=items(anything, 1000, 0)),
    rich_text_list=record("elements style", type=_TYPE, elements=items(anything, 1000, 0), style=one_of("bullet", "ordered"),
                          indent=integer, offset=integer, border=integer),
    rich_text_quote=record("elements", type=_TYPE, elements=items(anything, 1000, 0), border=integer),
    rich_text_preformatted=record("elements", type=_TYPE, elements=items(anything, 1000, 0), border=integer),
)  # fmt: skip
_CELL = typed(raw_text=record("text", type=_TYPE, text=string(3000)), rich_text=anything)


def _section(value: Json, path: str) -> Iterator[str]:
    yield from _SECTION(value, path)
    if not value.get("text") and not value.get("fields"):
        yield complain("section needs text or fields", path)


_SECTION = record("", type=_TYPE, block_id=_ID, text=_text(3000), fields=items(_text(2000), 10), expand=boolean,
                  accessory=typed(**_MENUS, **_BUTTONS, image=_IMAGE))  # fmt: skip
_COMMON: dict[str, Rule] = {
    "section": _section,
    "header": record("text", type=_TYPE, block_id=_ID, text=_plain(150)),
    "divider": record("", type=_TYPE, block_id=_ID),
    "context": record("elements", type=_TYPE, block_id=_ID,
                      elements=items(typed(image=_IMAGE, plain_text=_text(3000), mrkdwn=_text(3000)), 10)),
    "actions": record("elements", type=_TYPE, block_id=_ID, elements=items(typed(**_MENUS, **_BUTTONS), 25)),
    "image": record("image_url alt_text", type=_TYPE, block_id=_ID, image_url=string(3000), alt_text=string(2000),
                    title=_plain(2000)),
    "input": record("label element", type=_TYPE, block_id=_ID, label=_plain(2000), hint=_plain(2000), optional=boolean,
                    dispatch_action=boolean, element=typed(**_INPUTS, **_MENUS)),
    "rich_text": record("elements", type=_TYPE, block_id=_ID, elements=items(_RICH, 100, 0)),
}  # fmt: skip
_MESSAGE_ONLY: dict[str, Rule] = {
    "markdown": record("text", type=_TYPE, block_id=_ID, text=string(12000)),
    "table": record("rows", type=_TYPE, block_id=_ID, rows=items(items(_CELL, 20), 100), column_settings=items(anything, 20, 0)),
}
_POINT = record("label value", label=string(20), value=number)
_SERIES = items(record("name data", name=string(20), data=items(_POINT, 20)), 6)
_AXES = record("categories", categories=items(string(20), 20), x_label=string(50), y_label=string(50))
_AXED = record("series axis_config", type=_TYPE, series=_SERIES, axis_config=_AXES)
_CHART = typed(
    bar=_AXED, line=_AXED, area=_AXED,
    pie=record("segments", type=_TYPE, segments=items(record("label value", label=string(20), value=number), 6)),
)  # fmt: skip
_MESSAGE_ONLY["data_visualization"] = record("title chart", type=_TYPE, block_id=_ID, title=string(50), chart=_CHART)
CHARTS = 2
"""In one message (docs.slack.dev/reference/block-kit/blocks/data-visualization-block)."""

_IN_MESSAGE = items(typed(**_COMMON, **_MESSAGE_ONLY), 50, 0)
_IN_VIEW = items(typed(**_COMMON), 100, 0)
_VIEW_FIELDS: dict[str, Rule] = {
    "type": _TYPE, "blocks": _IN_VIEW, "private_metadata": string(3000, 0), "callback_id": string(255, 0),
    "external_id": string(255, 0),
}  # fmt: skip
_VIEW = typed(
    modal=record("title blocks", title=_plain(24), submit=_plain(24), close=_plain(24), clear_on_close=boolean,
                 notify_on_close=boolean, submit_disabled=boolean, **_VIEW_FIELDS),
    home=record("blocks", **_VIEW_FIELDS),
)  # fmt: skip
VIEW_BYTES = 250_000


def elements(block: Json) -> list[Json]:
    """The interactive parts of a block, in reading order."""
    inner = [*(block.get("elements") or []), block.get("accessory"), block.get("element")]
    return [e for e in inner if isinstance(e, dict) and e.get("type") in {**_MENUS, **_BUTTONS, **_INPUTS}]


def _ids(blocks: list[Json], path: str) -> Iterator[str]:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id and block_id in seen:
            yield complain(f"`block_id` {block_id} already exists", f"{path}/{index}/block_id")
        seen.add(block_id or "")
        actions = [e["action_id"] for e in elements(block) if e.get("action_id")]
        for action in {a for a in actions if actions.count(a) > 1}:
            yield complain(f"`action_id` {action} already exists for block", f"{path}/{index}")


def message_problems(blocks: Any, path: str = "/blocks") -> list[str]:
    """Why Slack would refuse these blocks in a message; empty when it takes them."""
    problems = list(_IN_MESSAGE(blocks, path))
    if problems or not isinstance(blocks, list):
        return problems
    if sum(len(b["text"]) for b in blocks if b["type"] == "markdown") > 12000:
        problems.append(complain("markdown blocks must be less than 12001 characters in total", path))
    return problems + list(_ids(blocks, path)) + list(_charts(blocks, path))


def _charts(blocks: list[Json], path: str) -> Iterator[str]:
    """Few in a message; names of series differ, and a point is one of the categories, each of them once."""
    charts = [(at, block["chart"]) for at, block in enumerate(blocks) if block["type"] == "data_visualization"]
    if len(charts) > CHARTS:
        yield complain(f"no more than {CHARTS} data_visualization blocks allowed", path)
    for at, chart in charts:
        series, axes = chart.get("series") or [], chart.get("axis_config") or {}
        names = [one["name"] for one in series]
        if len(names) != len(set(names)):
            yield complain("names of series must be unique", f"{path}/{at}/chart/series")
        for one in series:
            if sorted(point["label"] for point in one["data"]) != sorted(axes["categories"]):
                yield complain("labels of a series must match the categories", f"{path}/{at}/chart/series")


_OFFERED = record("options", options=items(_OPTION, 100, 0))


def options_problems(body: Any) -> list[str]:
    """Why Slack would show nothing of this answer to `block_suggestion`."""
    return list(_OFFERED(body, ""))


def view_problems(view: Any, path: str = "/view") -> list[str]:
    """Why Slack would refuse this modal or home tab."""
    problems = list(_VIEW(view, path))
    if problems:
        return problems
    blocks = view["blocks"]
    if view["type"] == "modal" and not view.get("submit") and any(b["type"] == "input" for b in blocks):
        problems.append(complain("missing required field: submit", path))
    if len(json.dumps(view)) > VIEW_BYTES:
        problems.append(complain("view_too_large", path))
    return problems + list(_ids(blocks, f"{path}/blocks"))
