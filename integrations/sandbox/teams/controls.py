"""What is inside an Adaptive Card: elements, actions and inputs, as far as a person can see them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from integrations.sandbox.teams.records import Json, NotThere, as_list

INPUTS = frozenset({"Input.Text", "Input.Number", "Input.Date", "Input.Time", "Input.Toggle", "Input.ChoiceSet"})


@dataclass
class View:
    """What one person has before them: the card, the parts they opened, what they typed by input id."""

    card: Json
    opened: list[Json] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)

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


def actions(card: Json, view: View) -> list[tuple[Json, tuple[Json, ...]]]:
    """Every action a person can press, with the cards it stands in (outermost first): their inputs travel with it."""
    return list(_actions(card, (card,), view))


def _actions(card: Json, within: tuple[Json, ...], view: View) -> Iterator[tuple[Json, tuple[Json, ...]]]:
    for element in visible(card):
        for action in as_list(element.get("actions")):
            yield action, within
            inner = action.get("card")
            if isinstance(inner, dict) and view.is_open(action):
                yield from _actions(inner, (*within, inner), view)


def inputs(within: Sequence[Json]) -> list[Json]:
    """The visible inputs of these cards."""
    return [one for card in within for one in visible(card) if one.get("type") in INPUTS]


def find_action(card: Json, view: View, label: str) -> tuple[Json, tuple[Json, ...]]:
    """The action with this title, without regard to letter case; of two the one in the part opened last.

    Raises NotThere naming the titles that are there.
    """
    found = actions(card, view)
    named = [one for one in found if str(one[0].get("title", "")).casefold() == label.casefold() and one[0].get("isEnabled", True)]
    if named:
        return max(named, key=lambda one: len(one[1]))
    raise NotThere(f"there is no {label!r} to press; there is {[action.get('title') for action, _ in found]}")


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
