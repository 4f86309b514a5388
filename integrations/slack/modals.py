"""A form, or a card that answers one, as a Slack modal: pure, and within Slack's limits.

docs.slack.dev/reference/views/modal-views
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from app import words
from app.cards import Card, Text, Tone
from app.forms import Choice, DateField, Field, Form, Option, PersonField, SearchField, TextField
from integrations.slack.blocks import card_blocks, paragraph, plain_text
from integrations.slack.carried import OPTION_VALUE, write_form
from integrations.slack.cut import clean, cut, shown
from integrations.slack.inline import user_of

TITLE = 24
LABEL = 2000
PLACEHOLDER = 150
OPTION_LABEL = 75
OPTIONS = 100
INPUT = 3000
VIEW_BLOCKS = 100
SHOWN = "shown"


def render(form: Form) -> dict[str, Any]:
    """A view for `views.open` or `response_action: update`. A field's name is its block's id."""
    inputs = [block for field in form.fields if (block := _input(field, form.verb))]
    if inputs:
        inputs[0]["element"]["focus_on_load"] = True
    blocks = [*_said(form.problem, form.problems.values()), *paragraph(Text((form.intro,))), *inputs]
    return {
        "type": "modal",
        "callback_id": form.verb[:255],
        "private_metadata": write_form(form),
        "title": plain_text(cut(form.title, TITLE)),
        "close": plain_text(cut(form.cancel, TITLE)),
        "submit": plain_text(cut(form.submit, TITLE)),
        "blocks": blocks or [{"type": "section", "text": plain_text(cut(form.title, TITLE))}],
    }


def showing(card: Card, workspace: str = "") -> dict[str, Any]:
    """A modal that only shows a card: an answer. What is pressed in it is answered in it."""
    return {
        "type": "modal",
        "callback_id": SHOWN,
        "title": plain_text(cut(card.heading, TITLE)),
        "close": plain_text(cut(words.say("button.close", card.locale), TITLE)),
        "blocks": card_blocks(card, VIEW_BLOCKS, workspace),
    }


def _said(problem: str, problems: Iterable[str]) -> list[dict[str, Any]]:
    """What is wrong, above the fields: a modal that is opened cannot show it at them."""
    lines = [line for line in (problem, *problems) if shown(line)]
    return paragraph(Text(("\n".join(lines),), Tone.STRONG)) if lines else []


def _input(field: Field, verb: str) -> dict[str, Any] | None:
    element = _element(field)
    if element is None:
        return None
    block: dict[str, Any] = {
        "type": "input",
        "block_id": field.name,
        "label": plain_text(cut(field.label, LABEL)),
        "optional": not field.required,
        "element": {"action_id": verb[:255] or field.name, **element},
    }
    if shown(field.hint):
        block["hint"] = plain_text(cut(field.hint, LABEL))
    return block


def _element(field: Field) -> dict[str, Any] | None:
    match field:
        case TextField():
            return _text_input(field)
        case Choice():
            return _select(field)
        case PersonField():
            user = user_of((field.value,), "")
            return {"type": "users_select", **({"initial_user": user} if user else {})}
        case SearchField():
            return _search(field)
        case DateField():
            return {"type": "datepicker", **({"initial_date": field.value} if _is_day(field.value) else {})}


def _text_input(field: TextField) -> dict[str, Any]:
    limit = max(1, min(field.max_length, INPUT))
    value = cut(clean(field.value), limit)
    drawn: dict[str, Any] = {"type": "plain_text_input", "multiline": field.multiline, "max_length": limit}
    return {**drawn, "initial_value": value} if shown(value) else drawn


def _select(field: Choice) -> dict[str, Any] | None:
    """A menu needs an option: with none there is nothing to ask."""
    options = {one["value"]: one for one in choices(field.options)}
    if not options:
        return None
    drawn: dict[str, Any] = {"type": "static_select", "options": list(options.values())[:OPTIONS]}
    if options.get(field.value) in drawn["options"]:
        drawn["initial_option"] = options[field.value]
    if shown(field.placeholder):
        drawn["placeholder"] = plain_text(cut(field.placeholder, PLACEHOLDER))
    return drawn


def _search(field: SearchField) -> dict[str, Any]:
    """Asked from the first character on: Slack's own default waits for the third, and many a name has two."""
    drawn: dict[str, Any] = {"type": "external_select", "action_id": field.search, "min_query_length": 1}
    if field.value and len(field.value) <= OPTION_VALUE:
        drawn["initial_option"] = _option(Option(field.value, field.value_name))
    if shown(field.placeholder):
        drawn["placeholder"] = plain_text(cut(field.placeholder, PLACEHOLDER))
    return drawn


def choices(options: Iterable[Option]) -> list[dict[str, Any]]:
    """The options of a menu, as many as one takes; what has no value that Slack takes is left out."""
    return [_option(one) for one in options if 0 < len(one.value) <= OPTION_VALUE][:OPTIONS]


def _option(option: Option) -> dict[str, Any]:
    drawn = {"text": plain_text(cut(shown(option.label) or option.value, OPTION_LABEL)), "value": option.value}
    return drawn | ({"description": plain_text(cut(option.note, OPTION_LABEL))} if shown(option.note) else {})


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
