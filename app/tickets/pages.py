"""Long lists, a page at a time. A button carries where its page begins: nothing is remembered, and every page is read anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from app import words
from app.cards import Button, Card
from app.replies import Answer, Reply, ShowCard
from app.turn import Turn

T = TypeVar("T")

PAGE = 10
"""Lines of a page. A card of Teams has room for so many in any language."""

FROM, TO = "from", "to"
"""In the values of a button: how many lines stand before its page, and before the end of it where it is not a full one."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """`items` are what stands on it, after `first` others; `more`: others follow."""

    items: Sequence[T]
    first: int = 0
    more: bool = False


@dataclass(frozen=True)
class Turning:
    """What asks for the list again: the verb, what the list is about, and what else it needs to know."""

    verb: str
    ref: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


def page(turn: Turn, fetch: Callable[[int, int], Sequence[T]]) -> Page[T]:
    """The page they ask for; the first one where a page has emptied. `fetch` takes how many, and how many to pass over."""
    first = asked_from(turn)
    found = fetch(PAGE + 1, first)
    if first and not found:
        first, found = 0, fetch(PAGE + 1, 0)
    return Page(found[:PAGE], first, len(found) > PAGE)


def part_of(every: Sequence[T]) -> Callable[[int, int], Sequence[T]]:
    """Fetches from what is known as a whole."""
    return lambda most, passed: every[passed : passed + most]


def turners(page: Page[T], turning: Turning, locale: str) -> tuple[Button, ...]:
    """To the page before, to the next one. What stands before a page that is not full is a short page of its own."""
    short = {TO: str(page.first)} if page.first < PAGE else {}
    found = [("button.list_earlier", {FROM: str(max(page.first - PAGE, 0)), **short})] if page.first else []
    found += [("button.list_next", {FROM: str(page.first + len(page.items))})] if page.more else []
    return tuple(
        Button(words.say(label, locale), turning.verb, turning.ref, values={**turning.values, **there}) for label, there in found
    )


def turned(turn: Turn, card: Card) -> Reply:
    """The page they turned to takes the place of the one that was turned, where the platform can."""
    return ShowCard(card) if FROM in (turn.interaction.values or {}) else Answer(card)


def place(page: Page[T], locale: str) -> str:
    """ "11 to 20", '' where all there is stands on one page."""
    if not page.first and not page.more:
        return ""
    return words.say("list.page", locale, first=page.first + 1, last=page.first + len(page.items))


def asked_from(turn: Turn) -> int:
    """How many lines stand before the page they turn to."""
    return _number(turn, FROM)


def asked_most(turn: Turn, first: int) -> int:
    """How many lines the page they turn to may have."""
    return min(max(_number(turn, TO) - first, 0) or PAGE, PAGE)


def _number(turn: Turn, name: str) -> int:
    text = (turn.interaction.values or {}).get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0
