"""Blocks and views at and beyond Slack's limits."""

from __future__ import annotations

from typing import Any

import pytest

from integrations.sandbox.slack.block_rules import message_problems, view_problems
from tests.integrations.sandbox.slack_program import button, entry, menu, modal, option, section

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def buttons(count: int) -> Json:
    return actions(*(button(f"b{n}") for n in range(count)))


def select(**more: Any) -> Json:
    return actions({**menu("One", "Two"), **more})


IMAGE: Json = {"type": "image", "image_url": "https://img.example.test/a.png", "alt_text": "A"}
FIELDS = [{"type": "mrkdwn", "text": "x" * 2000}] * 10
ACCEPTED: dict[str, list[Json]] = {
    "a card": [{"type": "header", "text": plain("x" * 150)}, section("x" * 3000), {"type": "divider"}, buttons(25)],
    "ten fields": [{"type": "section", "fields": FIELDS}],
    "an accessory": [section("x", accessory=IMAGE), section("x", accessory=button("x" * 75, "v" * 2000))],
    "context": [{"type": "context", "elements": [plain("x"), {"type": "mrkdwn", "text": "x"}, *[IMAGE] * 8]}],
    "a hundred options": [actions(menu(*(f"o{n}" for n in range(100))))],
    "five in an overflow": [actions({"type": "overflow", "action_id": "o", "options": [option(f"o{n}") for n in range(5)]})],
    "fifty blocks": [{"type": "divider"}] * 50,
    "markdown": [{"type": "markdown", "text": "x" * 12000}],
    "a chosen option": [select(initial_option=option("Two"))],
    "a table": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 20] * 100}],
}
REFUSED: dict[str, tuple[list[Any], str]] = {
    "long section": ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    "empty text": ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    "section of nothing": ([{"type": "section"}], "section needs text or fields [json-pointer:/blocks/0]"),
    "eleven fields": ([{"type": "section", "fields": [*FIELDS, plain("x")]}], "no more than 10 items allowed"),
    "long field": ([{"type": "section", "fields": [plain("x" * 2001)]}], "must be less than 2001 characters"),
    "long header": ([{"type": "header", "text": plain("x" * 151)}], "must be less than 151 characters"),
    "header with markup": ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "unsupported type: mrkdwn"),
    "many buttons": ([buttons(26)], "no more than 25 items allowed"),
    "no buttons": ([actions()], "no less than 1 items allowed"),
    "long label": ([actions(button("x" * 76))], "must be less than 76 characters"),
    "label with markup": ([actions({**button("x"), "text": {"type": "mrkdwn", "text": "x"}})], "unsupported type: mrkdwn"),
    "long value": ([actions(button("x", "v" * 2001))], "must be less than 2001 characters"),
    "number as value": ([actions({**button("x"), "value": 42})], "must be a string [json-pointer:/blocks/0/elements/0/value]"),
    "unknown style": ([actions(button("x", style="warning"))], "must be one of primary, danger"),
    "unknown property": ([section("x", colour="red")], "invalid additional property: colour [json-pointer:/blocks/0]"),
    "unknown block": ([{"type": "panel"}], "unsupported type: panel [json-pointer:/blocks/0/type]"),
    "input element in actions": ([actions({"type": "plain_text_input"})], "unsupported type: plain_text_input"),
    "no options": ([select(options=[])], "no less than 1 items allowed"),
    "101 options": ([actions(menu(*(f"o{n}" for n in range(101))))], "no more than 100 items allowed"),
    "long option": ([actions(menu("x" * 76))], "must be less than 76 characters"),
    "number in an option": ([select(options=[{"text": plain("x"), "value": 1}])], "must be a string"),
    "foreign choice": ([select(initial_option=option("Three"))], "must exactly match one of the options"),
    "six in an overflow": ([actions({"type": "overflow", "options": [option(o) for o in "123456"]})], "no more than 5 items"),
    "long placeholder": ([actions(menu("x", placeholder="x" * 151))], "must be less than 151 characters"),
    "long question": ([actions(button("x", confirm={"title": plain("x" * 101), "text": plain("x"), "confirm": plain("x"),
                                                    "deny": plain("x")}))], "must be less than 101 characters"),
    "question without an answer": ([actions(button("x", confirm={"title": plain("x")}))], "missing required field: deny"),
    "51 blocks": ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    "same block twice": ([section("x", block_id="b")] * 2, "`block_id` b already exists"),
    "same action twice": ([actions(button("x"), button("x"))], "`action_id` x already exists"),
    "image without words": ([{"type": "image", "image_url": "https://a.test/b.png"}], "missing required field: alt_text"),
    "eleven in context": ([{"type": "context", "elements": [plain("x")] * 11}], "no more than 10 items allowed"),
    "too much markdown": ([{"type": "markdown", "text": "x" * 6001}] * 2, "less than 12001 characters in total"),
    "not blocks": (["hello", None, 7], "unsupported type: None"),
}  # fmt: skip


@pytest.mark.parametrize("name", ACCEPTED)
def test_slack_takes(name: str) -> None:
    assert message_problems(ACCEPTED[name]) == []


@pytest.mark.parametrize("name", REFUSED)
def test_slack_refuses(name: str) -> None:
    blocks, reason = REFUSED[name]
    assert any(reason in problem for problem in message_problems(blocks)), message_problems(blocks)


@pytest.mark.parametrize("blocks", ["text", {"type": "section"}, 7])
def test_blocks_are_a_list(blocks: Any) -> None:
    assert message_problems(blocks) == ["must be an array [json-pointer:/blocks]"]


VIEWS: dict[str, tuple[Any, str]] = {
    "long title": (modal(section("x"), title="x" * 25), "must be less than 25 characters [json-pointer:/view/title/text]"),
    "long label": (
        modal(section("x"), submit=plain("x" * 25)),
        "must be less than 25 characters [json-pointer:/view/submit/text]",
    ),
    "much private metadata": (modal(section("x"), private_metadata="x" * 3001), "must be less than 3001 characters"),
    "input without submit": (modal(entry("a", "A"), submit=None), "missing required field: submit [json-pointer:/view]"),
    "101 blocks": (modal(*[{"type": "divider"}] * 101), "no more than 100 items allowed"),
    "too large": (modal(*[section("x" * 3000)] * 90), "view_too_large"),
    "markdown in a modal": (modal({"type": "markdown", "text": "x"}), "unsupported type: markdown"),
    "a home with a title": ({"type": "home", "blocks": [], "title": plain("x")}, "invalid additional property: title"),
    "text in an input of nothing": (modal(entry("a", "A", {"type": "button"})), "unsupported type: button"),
    "an unknown surface": ({"type": "panel", "blocks": []}, "unsupported type: panel"),
    "nothing": (None, "unsupported type: None"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_slack_refuses_the_view(name: str) -> None:
    view, reason = VIEWS[name]
    assert any(reason in problem for problem in view_problems(view)), view_problems(view)


def test_slack_takes_a_form_at_its_limits() -> None:
    wide = modal(
        *(entry(f"b{n}", "x" * 2000, hint=plain("x" * 2000)) for n in range(50)), title="x" * 24, private_metadata="x" * 3000
    )
    assert view_problems(wide) == []
    assert view_problems({"type": "home", "blocks": [section("x")]}) == []
