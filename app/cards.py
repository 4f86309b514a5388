"""The platform-neutral vocabulary of what is shown. A view builds a `Card`; one pure renderer per platform draws it.

Every `str` in here is plain text: a renderer escapes it, so nothing a person typed can become a mention, a link or markup.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.rich_text import RichText


@dataclass(frozen=True)
class Mention:
    """Somebody who is addressed and so may be pinged. `users` are their platform ids ("slack:T1/U1"); `name` where none fits."""

    name: str
    users: tuple[str, ...] = ()


@dataclass(frozen=True)
class Moment:
    """An instant (aware UTC), drawn in the reader's own zone where the platform can; `fallback` is our own text for it."""

    at: datetime
    fallback: str


@dataclass(frozen=True)
class Link:
    """An https address that we made, never one that somebody typed."""

    label: str
    url: str


Inline = str | Mention | Moment | Link


class Tone(StrEnum):
    PLAIN = "plain"
    STRONG = "strong"
    SUBTLE = "subtle"
    QUOTE = "quote"


@dataclass(frozen=True)
class Text:
    """A paragraph; `parts` are joined without a space. Newlines are kept. QUOTE is for what a person wrote."""

    parts: tuple[Inline, ...]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Passage:
    """What a person wrote, with its formatting, as far as it has room; QUOTE sets it apart from what we say ourselves."""

    rich: RichText
    tone: Tone = Tone.QUOTE


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Facts:
    """Labelled values, in order."""

    rows: tuple[tuple[str, Inline], ...]


@dataclass(frozen=True)
class Divider:
    pass


HEADING = 64
"""Characters of a window's title: Teams has no room for more."""


class Style(StrEnum):
    DEFAULT = "default"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True)
class Confirm:
    """Asked before something that is hard to undo."""

    title: str
    text: str
    yes: str
    no: str


class Place(StrEnum):
    """How much in sight a button is. Slack shows FIRST as buttons and the rest under "More…"; Teams shows FIRST and SECOND."""

    FIRST = "first"
    SECOND = "second"
    MORE = "more"


@dataclass(frozen=True)
class Button:
    """Something to press. It carries a verb, what it is about and the version that was shown, never state.

    `opens_form`: the answer is a form, or stands apart from the card in its place (Teams needs another action type for that).
    `url` instead of a verb opens a page.
    `accessible` is the label for screen readers where `label` alone would be ambiguous.
    """

    label: str
    verb: str = ""
    ref: str = ""
    version: int = 0
    style: Style = Style.DEFAULT
    opens_form: bool = False
    place: Place = Place.FIRST
    confirm: Confirm | None = None
    url: str = ""
    accessible: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


ALONE = {"in": "alone"}
"""The values of the one button of a message that only they see: its answer takes the place of that message."""


@dataclass(frozen=True)
class Row:
    """A line of a list: what it is, something about it, and a button; or more of them in `acts`, with the button behind them.

    `more` is the label of the control that holds them where a platform has room for one only: it names what the line is about.
    """

    title: tuple[Inline, ...]
    detail: tuple[Inline, ...] = ()
    button: Button | None = None
    acts: tuple[Button, ...] = ()
    more: str = ""

    @property
    def buttons(self) -> tuple[Button, ...]:
        return (*self.acts, self.button) if self.button else self.acts


@dataclass(frozen=True)
class Chart:
    """Bars that the platform draws itself, an ornament: whoever cannot have it misses nothing, because each value stands in words
    in the card as well. `measure` says what is counted; `bars` are labelled values, none of them negative.
    """

    title: str
    measure: str
    bars: tuple[tuple[str, int], ...]


Element = Text | Passage | Heading | Facts | Divider | Row | Chart


@dataclass(frozen=True)
class Store:
    """Where a platform wants the bytes of a file, as it said when the person took it (Teams). The ids and addresses are its own.

    `address` is where people open it, `upload` takes the bytes and proves by itself who may write there.
    """

    upload: str
    address: str
    id: str
    kind: str
    name: str


@dataclass(frozen=True)
class File:
    """A file that goes to a place. Of a report the bytes are `content`, made by whoever draws the card; of an attached file,
    which the desk keeps under the id `kept`, they are `pieces` of `length` bytes in all, handed in by whoever sends it.

    Where the platform asks first whether a person wants it, their answer comes back about `ref`; then `store` says where the
    bytes go, and once they are there (`stored`) the file is shown. `without` is said where the platform takes no file; where it
    is '', the card without the file says enough. `link` is an address of ours that opens it, `pixels` its size where it is a
    picture.
    """

    name: str
    media_type: str
    content: bytes
    ref: str
    without: str
    store: Store | None = None
    stored: bool = False
    kept: str = ""
    length: int = 0
    pixels: tuple[int, int] = (0, 0)
    link: str = ""
    pieces: Callable[[], AsyncIterator[bytes]] | None = None

    @property
    def size(self) -> int:
        """Bytes."""
        return self.length or len(self.content)

    @property
    def data(self) -> bytes | AsyncIterator[bytes]:
        """To be sent once."""
        return self.pieces() if self.pieces else self.content


@dataclass(frozen=True)
class Card:
    """A thing seen, always drawn whole. `spoken` is what a notification shows and a screen reader says: specific, never empty.

    `context` are short remarks, each standing apart from the next. `more` is the label of the overflow control where a platform
    needs one. A card with a `file` is that file, and `spoken` the words beside it.
    """

    title: str
    spoken: str
    body: tuple[Element, ...] = ()
    buttons: tuple[Button, ...] = ()
    context: tuple[Inline, ...] = ()
    more: str = ""
    ref: str = ""
    version: int = 0
    locale: str = "en"
    file: File | None = None

    @property
    def heading(self) -> str:
        """What a window that shows only this card is called: short, and never the sentence that stands in it."""
        title = self.title if len(self.title) <= HEADING else ""
        about = (button.ref or button.values.get("ticket", "") for button in self.buttons)
        return self.ref or title or next(filter(None, about), "Sahayak")


def said(text: str, locale: str = "en") -> Card:
    """A card that only says something: notices, short answers."""
    return Card(title="", spoken=text, body=(Text((text,)),), locale=locale)
