"""What is inside an Adaptive Card: elements, actions and inputs, as far as a person can see them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from integrations.sandbox.teams.records import Json, NotThere, as_list

INPUTS = frozenset({"Input.Text", "Input.Number", "Input.Date", "Input.Time", "Input.Toggle", "Input.ChoiceSet"})


@dataclass
class View:
    """What one person has before them: their copy of the card (which holds what they typed), and the parts they opened."""

    card: Json
    opened: list[Json] = field(default_factory=list)

    def is_open(self, action: Json) -> bool:
        return any(one is action for one in self.opened)


def children(element: Json) -> list[Json]:
    """The elements directly inside, in the order of reading."""
    inside: list[Json] = []
    for key in ("body", "items", "columns", "rows", "cells", "images"):
        inside += [one for one in as_list(element.get(key)) if isinstance(one, dict)]
    return inside


def visible(element: Json) -> Iterator[Json]:
    """The element and all within that is not hidden."""
    if element.get("isVisible", True) is not False:
        yield element
        for child in children(element):
            yield from visible(child)


class Pressable(NamedTuple):
    """An action; the cards it stands in, outermost first (their inputs travel with it); the part of the card around it."""

    action: Json
    within: tuple[Json, ...]
    around: Json

    @property
    def title(self) -> str:
        return str(self.action.get("title", ""))


def actions(card: Json, view: View) -> list[Pressable]:
    """Every action a person can press, in the order of reading."""
    return list(_of_card(card, (card,), view))


def _of_card(card: Json, within: tuple[Json, ...], view: View) -> Iterator[Pressable]:
    for part in children(card):
        yield from _inside(part, within, part, view)
    yield from _own(card, within, card, view)


def _inside(element: Json, within: tuple[Json, ...], around: Json, view: View) -> Iterator[Pressable]:
    if element.get("isVisible", True) is False:
        return
    for child in children(element):
        yield from _inside(child, within, around, view)
    yield from _own(element, within, around, view)


def _own(element: Json, within: tuple[Json, ...], around: Json, view: View) -> Iterator[Pressable]:
    for action in as_list(element.get("actions")):
        yield Pressable(action, within, around)
        if isinstance(action.get("card"), dict) and view.is_open(action):
            yield from _of_card(action["card"], (*within, action["card"]), view)


def inputs(within: Sequence[Json]) -> list[Json]:
    """The visible inputs of these cards."""
    return [one for card in within for one in visible(card) if one.get("type") in INPUTS]


def find_input(among: Sequence[Json], label: str) -> Json:
    """The input with this label. Raises NotThere naming the labels that are there."""
    for one in among:
        if str(one.get("label", one.get("title", ""))).casefold() == label.casefold():
            return one
    raise NotThere(f"there is no field {label!r}; there is {[one.get('label') for one in among]}")


def toggle(card: Json, targets: Sequence[str | Json]) -> None:
    """Action.ToggleVisibility: shows what was hidden and hides what was shown."""
    for target in targets:
        name, wanted = (target, None) if isinstance(target, str) else (target.get("elementId"), target.get("isVisible"))
        for element in _everything(card):
            if element.get("id") == name:
                element["isVisible"] = (not element.get("isVisible", True)) if wanted is None else wanted


def _everything(element: Json) -> Iterator[Json]:
    yield element
    for child in children(element):
        yield from _everything(child)
