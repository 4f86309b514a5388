"""What a person sees at once, as a return value: Teams returns cards where Slack calls an API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.cards import Card
from app.forms import Form, Option


@dataclass(frozen=True)
class Fading:
    """An offer that ends by itself: from `at` on its message says what has become of the comment with that id, if that still is
    public; as `card`, where its ticket is not known any more. `link` leads to where it was written, `quotes`: it says how it
    begins.
    """

    card: Card
    at: datetime
    comment: int
    link: str = ""
    quotes: bool = False


@dataclass(frozen=True)
class ShowCard:
    """The card they pressed is replaced by this one; `note` is a sentence for the presser alone."""

    card: Card
    note: str = ""
    fades: Fading | None = None


@dataclass(frozen=True)
class Answer:
    """A private answer to a question: a card only the asker sees.

    `question`: it asks back before anything is done, so it stays before their eyes where the platform can. `elsewhere` is said
    to them where they spoke, visibly, if the platform can ask them alone only in their 1:1 chat; `says` names what may make that
    untrue (`app.posts.questions.subject`).
    """

    card: Card
    question: bool = False
    elsewhere: Card | None = None
    says: str = ""
    fades: Fading | None = None


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
class Suggestions:
    """What fits the words that somebody is typing into a field, the best first."""

    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Nothing:
    """All there is to see comes by deliveries."""


@dataclass(frozen=True)
class Settled:
    """What they pressed, a message that others see too and that is no card of a ticket, is dealt with: from now on it reads as
    `card`. `reply` is for them alone. What `card` says may turn untrue: then `says` names it (`app.posts.questions.subject`), ''
    where it stays true. An edge never gets one.
    """

    card: Card
    reply: Reply
    says: str = ""


Reply = ShowCard | Answer | Say | Notice | OpenForm | FixForm | Results | Suggestions | Settled | Nothing
