"""The local Teams refuses cards that Microsoft Teams would not show, or that nobody could read there."""

from __future__ import annotations

from typing import Any

import pytest

from integrations.sandbox.teams.card_rules import card_problems, dead_buttons

from .teams_bot import card, execute, field, submit, text

CHOICE: dict[str, Any] = {"type": "Input.ChoiceSet", "id": "p", "label": "Priority"}
ROW = {"type": "TableRow", "cells": [{"type": "TableCell", "items": [text("cell")]}]}
NOPE = card({"type": "Nope"})
MENTION = {"type": "mention", "text": "<at>R</at>", "mentioned": {"id": "1", "name": "R"}}
GOOD = card(
    text("T-42", size="Large", weight="Bolder"),
    {"type": "FactSet", "facts": [{"title": "Status", "value": "New"}]},
    {"type": "RichTextBlock", "inlines": ["as ", {"type": "TextRun", "text": "it is", "isSubtle": True}]},
    {"type": "ColumnSet", "columns": [{"type": "Column", "width": "stretch", "items": [text("left")]}]},
    {"type": "Container", "style": "emphasis", "items": [text("inside"), {"type": "ActionSet", "actions": [execute("Open")]}]},
    {
        "type": "Table",
        "columns": [{"width": 1}],
        "rows": [{"type": "TableRow", "cells": [{"type": "TableCell", "items": [text("cell")]}]}],
    },
    {"type": "Image", "url": "https://example.test/a.png", "altText": "A chart", "size": "Medium"},
    field("why", "Why", isRequired=True, errorMessage="Say why", style="Text"),
    {**CHOICE, "choices": [{"title": "High", "value": "high"}], "style": "compact"},
    {"type": "Input.ChoiceSet", "id": "w", "label": "Who", "choices": [], "choices.data": {"type": "Data.Query", "dataset": "x"}},
    {"type": "Input.Toggle", "id": "t", "label": "Tell them", "title": "Yes"},
    actions=[
        execute("Claim"),
        submit("Resolve…", msteams={"type": "task/fetch"}),
        {"type": "Action.OpenUrl", "title": "View", "url": "https://x.test"},
        {"type": "Action.ShowCard", "title": "More", "card": {"type": "AdaptiveCard", "body": [text("more")]}},
    ],
    msteams={"width": "Full"},
)


def test_a_good_card_has_no_problems() -> None:
    assert card_problems(GOOD) == []


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        ([], "not an AdaptiveCard"),
        ({"type": "AdaptiveCard", "version": "1.6", "body": [text("x")]}, "1.5 at most"),
        ({"type": "AdaptiveCard", "version": "1.5"}, "neither body nor actions"),
        (card({"type": "TextBlock", "text": "x"}), "does not wrap"),
        (card(text("")), "TextBlock without text"),
        (card(text("x", colour="red")), "no property 'colour'"),
        (card(text("x", color="red")), "color cannot be 'red'"),
        (card(text(7)), "text is not text"),  # type: ignore[arg-type]
        (card({"type": "Marquee"}), "unknown element 'Marquee'"),
        (card({"type": "Action.Execute", "title": "x", "verb": "y"}), "cannot stand here"),
        (card({"type": "FactSet", "facts": []}), "facts is empty"),
        (card({"type": "FactSet", "facts": [{"title": "Status"}]}), "needs title and value"),
        (card({"type": "Image", "url": "http://x.test/a.png", "altText": "A"}), "neither https"),
        (card({"type": "Image", "url": "https://x.test/a.png"}), "without altText"),
        (card(field("a", "A"), field("a", "B")), "two inputs have the id 'a'"),
        (card({"type": "Input.Text", "id": "a"}), "without label"),
        (card(field("a", "A", isRequired=True)), "without errorMessage"),
        (card({**CHOICE, "choices": []}), "nothing to choose"),
        (card({**CHOICE, "choices": [{"title": "x"}]}), "without title or value"),
        (card({**CHOICE, "choices": [{"title": "x", "value": "1"}, {"title": "y", "value": "1"}]}), "two choices of one value"),
        (card("x", actions=[execute(str(n)) for n in range(7)]), "7 actions"),
        (card("x", actions=[execute("Claim", verb="")]), "without verb"),
        (card("x", actions=[execute("")]), "without title"),
        (card("x", actions=[{"type": "Action.Submit", "title": "x", "data": "T-42"}]), "not an object"),
        (card("x", actions=[{"type": "Action.OpenUrl", "title": "x", "url": "javascript:alert(1)"}]), "does not open"),
        (
            card("x", actions=[{"type": "Action.ShowCard", "title": "x", "card": NOPE}]),
            "unknown element 'Nope'",
        ),
        (card("x", refresh={"action": submit("x")}), "must be an Action.Execute"),
        (card("x", refresh={"action": execute("x"), "userIds": ["29:1"] * 61}), "more than 60"),
        (
            card("x", msteams={"entities": [MENTION]}),
            "stands nowhere",
        ),
    ],
)
def test_a_bad_card_is_refused_with_the_reason(bad: Any, problem: str) -> None:
    assert problem in "; ".join(card_problems(bad))


def test_only_a_plain_submit_works_in_a_dialog() -> None:
    form = card(field("a", "A"), actions=[execute("Save"), submit("More", msteams={"type": "task/fetch"}), submit("Send")])
    assert card_problems(form) == []
    assert dead_buttons(form) == ["Save", "More"]


def test_the_place_of_a_problem_is_named() -> None:
    (problem,) = card_problems(card("fine", {"type": "Container", "items": [{"type": "TextBlock", "text": "cut"}]}))
    assert problem.startswith("$/1:Container/0:TextBlock: ")
