"""The page draws every element and action that a card or form of the desk can have on Teams."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.cards import Button, Card, Confirm, Divider, Mention, Moment, Place, Row, Style, Text
from app.examples import examples
from app.examples.cast import NOW
from app.forms import Choice, DateField, Form, Option, PersonField, SearchField, TextField
from app.people.model import Platform
from app.words import LOCALES
from integrations.teams import adaptive, dialogs

STATIC = Path(__file__).parents[2] / "integrations" / "sandbox" / "page" / "static"
PARTS = {"AdaptiveCard", "TextRun", "Column", "TableRow", "TableCell", "Data.Query"}
"""Drawn by what they stand in."""


def declared(file: str, name: str) -> set[str]:
    """The words in quotes of a list, or the keys of an object, that a module of the page calls `name`."""
    found = re.search(rf"const {name} = (\[.*?\]|\{{.*?\n\}});", (STATIC / file).read_text(encoding="utf-8"), re.DOTALL)
    assert found, f"{file} declares no {name}"
    listed = found[1]
    return set(re.findall(r'"([\w.]+)"', listed) if listed[0] == "[" else re.findall(r'^  "?([\w.]+)"?:', listed, re.MULTILINE))


def types(node: Any) -> Iterator[str]:
    """Every type in a card; not of what a button carries along, nor of the entities of mentions."""
    if isinstance(node, dict):
        if isinstance(node.get("type"), str):
            yield node["type"]
        for key, inner in node.items():
            if key not in ("data", "msteams"):
                yield from types(inner)
    elif isinstance(node, list):
        for one in node:
            yield from types(one)


def drawn(shown: Card | Form) -> dict[str, Any]:
    card: dict[str, Any] = dialogs.render(shown)["card"]["content"] if isinstance(shown, Form) else adaptive.render(shown)
    return card


def everything() -> list[Card | Form]:
    """Each word of the neutral vocabulary at least once, whether an example uses it or not."""
    sure = Confirm("Sure?", "It cannot be undone.", "Yes", "No")
    places = [Button(f"{place} {n}", "ticket.claim", "T-1", place=place) for place in Place for n in range(4)]
    buttons = (Button("Open", url="https://desk.example/"), Button("Delete", "ticket.close", confirm=sure, style=Style.DANGER))
    row = Row(("Printer",), ("since", Moment(NOW, "now")), Button("Show", "ticket.show", "T-1", opens_form=True))
    body = (Text(("Hello ", Mention("Tom", ("teams:tom",)))), Divider(), row)
    fields = (
        TextField("a", "A", multiline=True),
        Choice("b", "B", (Option("1", "One"),)),
        PersonField("c", "C"),
        SearchField("e", "E", "search.people"),
        DateField("d", "D"),
    )
    card = Card("Title", "Spoken", body, buttons)
    return [card, Card("More", "Spoken", body, tuple(places), ref="T-1"), Form("ticket.new", "Title", "Send", "Cancel", fields)]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_draws_whatever_a_card_or_a_form_of_the_desk_holds(locale: str) -> None:
    shown = [*examples(locale, None, Platform.TEAMS).values(), *everything()]
    emitted = {kind for one in shown for kind in types(drawn(one))}
    assert {"TextBlock", "Input.Date", "Action.ShowCard", "Action.OpenUrl"} <= emitted
    assert emitted - declared("cards.js", "DRAWN") == set()


def test_the_page_has_a_way_to_draw_all_that_it_says_it_draws() -> None:
    ways = declared("cards.js", "ELEMENTS") | declared("card_inputs.js", "CONTROLS") | declared("card_actions.js", "KINDS")
    assert declared("cards.js", "DRAWN") - PARTS == ways
