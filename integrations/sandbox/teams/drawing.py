"""A card as the words a person sees, line by line: what a story asserts on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from integrations.sandbox.teams.controls import INPUTS, Pressable, View, actions, children
from integrations.sandbox.teams.markdown import Reader, drawn, with_dates
from integrations.sandbox.teams.records import Json, NotThere, as_json, as_list


def card_lines(view: View, reader: Reader) -> list[str]:
    """Every visible word of the card: texts, facts, field labels with their values, titles of actions, opened parts."""
    return [line for line in _lines(view.card, view, reader) if line]


def labels(view: View) -> list[str]:
    """The titles of the actions that can be pressed, in order."""
    return [one.title for one in actions(view.card, view)]


def find_action(view: View, reader: Reader, label: str, near: str = "") -> Pressable:
    """The action with this title, without regard to letter case; `near` picks the one beside these words.

    Of two that remain it is the one in the part opened last. Raises NotThere naming the titles that are there.
    """
    found = actions(view.card, view)
    named = [one for one in found if one.title.casefold() == label.casefold() and one.action.get("isEnabled", True)]
    if near:
        named = [one for one in named if near.casefold() in "\n".join(_lines(one.around, view, reader)).casefold()]
    if not named:
        raise NotThere(
            f"there is no {label!r}{f' near {near!r}' if near else ''} to press; there is {[one.title for one in found]}"
        )
    return max(named, key=lambda one: len(one.within))


def card_mentions(card: Json) -> dict[str, str]:
    """The `<at>…</at>` texts of a card that have a mention entity, with the name that is drawn for them."""
    return mention_names(as_json(card.get("msteams")).get("entities"))


def mention_names(entities: Any) -> dict[str, str]:
    mentions = [one for one in as_list(entities) if isinstance(one, dict) and one.get("type") == "mention"]
    return {str(one.get("text")): str(as_json(one.get("mentioned")).get("name", "")) for one in mentions}


def element_text(element: Json, reader: Reader) -> str:
    """The words of one element, without those inside it."""
    kind = str(element.get("type"))
    draw = _DRAWN.get(kind)
    if draw:
        return draw(element, reader)
    return _input(element, reader) if kind in INPUTS else ""


def _lines(element: Json, view: View, reader: Reader) -> Iterator[str]:
    if element.get("isVisible", True) is False:
        return
    yield element_text(element, reader)
    for child in children(element):
        yield from _lines(child, view, reader)
    for action in as_list(element.get("actions")):
        yield str(action.get("title", ""))
        if view.is_open(action):
            yield from _lines(action["card"], view, reader)


def _text(element: Json, reader: Reader) -> str:
    return drawn(str(element.get("text", "")), reader)


def _rich(element: Json, reader: Reader) -> str:
    runs = [run if isinstance(run, str) else str(as_json(run).get("text", "")) for run in as_list(element.get("inlines"))]
    return with_dates("".join(runs), reader)


def _facts(element: Json, reader: Reader) -> str:
    rows = [
        (drawn(str(one.get("title", "")), reader), drawn(str(one.get("value", "")), reader))
        for one in as_list(element.get("facts"))
    ]
    return "\n".join(f"{title.rstrip(':')}: {value}" for title, value in rows)


def _image(element: Json, reader: Reader) -> str:
    return str(element.get("altText", ""))


def _chart(element: Json, reader: Reader) -> str:
    return f"({element.get('title', '')})"


def _input(element: Json, reader: Reader) -> str:
    shown = shown_value(element) or str(element.get("placeholder", ""))
    label = str(element.get("label") or element.get("title") or "")
    return f"{label}: {shown}" if shown else label


def shown_value(element: Json) -> str:
    """What stands in a field: of a choice its title, of the others their value."""
    value = str(element.get("value", "") or "")
    choices = {str(one.get("value")): str(one.get("title")) for one in as_list(element.get("choices"))}
    return choices.get(value, value)


_DRAWN: dict[str, Callable[[Json, Reader], str]] = {
    "TextBlock": _text,
    "RichTextBlock": _rich,
    "FactSet": _facts,
    "Image": _image,
    "Chart.HorizontalBar": _chart,
}
