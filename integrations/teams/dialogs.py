"""Neutral forms as Teams dialogs (task modules).

How they open, submit and search people: learn.microsoft.com, "Use dialogs with bots" and "People Picker in Adaptive Cards".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app import words
from app.cards import Card, Style
from app.forms import Choice, DateField, Field, Form, Option, PersonField, SearchField, TextField
from app.text import clean_text
from integrations.teams.actions import MOST
from integrations.teams.adaptive import CONTENT_TYPE
from integrations.teams.adaptive import render as render_card
from integrations.teams.payload import of_form
from integrations.teams.text import clip, escaped

Block = dict[str, Any]
_TITLE = 64


def render(form: Form) -> Block:
    """The value of a `continue` answer: the dialog with this form."""
    body = [*_head(form), *(block for one in form.fields for block in _field(one, form))]
    card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": form.locale,
        "fallbackText": clip(form.title, _TITLE),
        "body": body,
        "actions": [{"type": "Action.Submit", "title": clip(form.submit, _TITLE), "data": of_form(form)}],
    }
    return _dialog(form.title, card)


def showing(card: Card) -> Block:
    """A dialog that only shows a card: an answer. What is pressed in it is answered in it.

    Whoever has read it looks for a button to close it, and presses the only one there is: so where there are buttons, but none
    that is meant to be pressed, the first one closes it.
    """
    drawn: Block = _submitting(render_card(card))
    asks = any(button.style is Style.PRIMARY for button in card.buttons)
    if drawn.get("actions") and not asks and len(drawn["actions"]) < MOST:
        close = {"type": "Action.Submit", "title": words.say("button.close", card.locale), "style": "positive", "data": {}}
        drawn["actions"] = [close, *drawn["actions"]]
    return _dialog(card.heading, drawn)


def _submitting(node: Any) -> Any:
    """In a dialog only a plain Action.Submit sends anything (MicrosoftDocs/msteams-docs#1639 and #7063)."""
    if isinstance(node, list):
        return [_submitting(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") not in ("Action.Execute", "Action.Submit"):
        return {name: _submitting(inner) for name, inner in node.items()}
    kept = {name: inner for name, inner in node.items() if name not in ("verb", "fallback")}
    return kept | {"type": "Action.Submit", "data": {name: what for name, what in node["data"].items() if name != "msteams"}}


def _dialog(title: str, card: Block) -> Block:
    return {
        "title": clip(title, _TITLE),
        "height": "medium",
        "width": "medium",
        "card": {"contentType": CONTENT_TYPE, "content": card},
    }


def _head(form: Form) -> Iterator[Block]:
    if form.problem:
        yield _problem(form.problem)
    if form.intro:
        yield {"type": "TextBlock", "text": escaped(form.intro, 1000).replace("\n", "\n\n"), "wrap": True, "isSubtle": True}


def _field(one: Field, form: Form) -> Iterator[Block]:
    """The input with its problem above and its hint below: placeholders vanish when somebody types."""
    if form.problems.get(one.name):
        yield _problem(form.problems[one.name])
    yield _input(one, form.locale)
    if one.hint:
        small = {"isSubtle": True, "size": "Small", "spacing": "None"}
        yield {"type": "TextBlock", "text": escaped(one.hint, 300), "wrap": True, **small}


def _problem(text: str) -> Block:
    return {"type": "TextBlock", "text": escaped(text, 600), "wrap": True, "color": "Attention", "weight": "Bolder"}


def _input(one: Field, locale: str) -> Block:
    drawn = _kind(one) | {"id": one.name, "label": clip(one.label, 150)}
    if one.required:
        empty = "refusal.needs_text" if isinstance(one, TextField) else "placeholder.choose"
        drawn |= {"isRequired": True, "errorMessage": words.say(empty, locale)}
    return drawn


def _kind(one: Field) -> Block:
    if isinstance(one, TextField):
        look: Block = {"type": "Input.Text", "maxLength": one.max_length}
        value = clean_text(one.value, one.max_length)
        return look | ({"isMultiline": True} if one.multiline else {}) | ({"value": value} if value else {})
    if isinstance(one, Choice):
        return _choice(one)
    if isinstance(one, PersonField):
        return _person(one)
    if isinstance(one, SearchField):
        return _search(one)
    assert isinstance(one, DateField)
    return {"type": "Input.Date"} | ({"value": one.value} if one.value else {})


def _choice(one: Choice) -> Block:
    options = [choice(option) for option in one.options]
    known = any(option.value == one.value for option in one.options)
    drawn: Block = {"type": "Input.ChoiceSet", "style": "compact", "choices": options}
    return drawn | ({"value": one.value} if known else {}) | ({"placeholder": one.placeholder} if one.placeholder else {})


def choice(option: Option) -> Block:
    """It has one line: what tells two of one name apart stands behind it."""
    return {"title": clip(" · ".join(filter(None, (option.label, option.note))), 150) or option.value, "value": option.value}


def _search(one: SearchField) -> Block:
    """Asks us while somebody types (learn.microsoft.com, "Typeahead search in Adaptive Cards"): the dataset is our verb."""
    query = {"type": "Data.Query", "dataset": one.search}
    drawn: Block = {"type": "Input.ChoiceSet", "style": "compact", "choices": [], "choices.data": query}
    chosen = {"choices": [{"title": clip(one.value_name or one.value, 150), "value": one.value}], "value": one.value}
    return drawn | (chosen if one.value else {}) | ({"placeholder": one.placeholder} if one.placeholder else {})


def _person(one: PersonField) -> Block:
    """Searches the whole tenant. Its values are Entra object ids; who is chosen already stands as the only fixed choice."""
    drawn: Block = {
        "type": "Input.ChoiceSet",
        "style": "compact",
        "choices": [],
        "choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users"},
    }
    if not one.value:
        return drawn
    value = one.value.rpartition("/")[2] if one.value.startswith("teams:") else one.value
    return drawn | {"choices": [{"title": clip(one.value_name or one.value, 150), "value": value}], "value": value}
