"""What a person sees at once, as a return value: Teams returns cards where Slack calls an API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.cards import Card
from app.forms import Form


@dataclass(frozen=True)
class ShowCard:
    """The card they pressed is replaced by this one; `note` is a sentence for the presser alone."""

    card: Card
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """A private answer to a question: a card only the asker sees."""

    card: Card


@dataclass(frozen=True)
class Say:
    """A visible answer where they spoke (in the 1:1 chat, or in the thread)."""

    card: Card


@dataclass(frozen=True)
class Notice:
    """A sentence for one person."""

    text: str


@dataclass(frozen=True)
class OpenForm:
    form: Form


@dataclass(frozen=True)
class FixForm:
    """The submission cannot be taken: `form` is the same form with what was typed, and its problems by field."""

    problems: Mapping[str, str]
    form: Form | None = None
    text: str = ""


@dataclass(frozen=True)
class Results:
    """What a search found, each as a small card; for a search extension."""

    cards: tuple[Card, ...]
    empty: str = ""


@dataclass(frozen=True)
class Nothing:
    """All there is to see comes by deliveries."""


Reply = ShowCard | Answer | Say | Notice | OpenForm | FixForm | Results | Nothing
