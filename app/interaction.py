"""What somebody did in a chat, in the desk's own words: the only thing an edge hands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.people.model import Platform, Profile
from app.rich_text import RichText


class Can(StrEnum):
    """What the answer to this very request can carry. What it cannot becomes a delivery in the same transaction.

    CARD: the pressed card, anew for the presser. FIX: the form, with what is wrong with it. ASK: a question in the place of the
    form. REPLACE: another message in the place of the pressed one, which they alone can see and no delivery can reach.
    """

    FORM = "form"
    ANSWER = "answer"
    CARD = "card"
    FIX = "fix"
    ASK = "ask"
    REPLACE = "replace"


ADDRESSED, RECENT, OF = "addressed", "recent", "of"
"""Set in the values of an edit or a deletion: the message names the desk; it is so new that the change may have overtaken it;
the key under which the message itself was heard, if it was.
"""

HEAD = "head"
"""In the values of what was said in a thread: the key under which the thread's first message is heard; with RECENT, that one is
so new that it may come later than this.
"""

OVERTAKES = 600_000_000
"""Microseconds after a message within which what refers to it may come before it: docs/decisions/022.

Slack brings what was not taken again at once, after one minute and after five (docs.slack.dev/apis/events-api, "Retries"), and
Teams within the minute: what comes later than ten minutes does not come at all.
"""


@dataclass(frozen=True)
class Where:
    """The place of an interaction: the ids are the platform's own.

    `message` is the message concerned (what was said, or the card that was pressed), `thread` the thread it stands in ('' at
    the top level), `direct` a 1:1 chat with the desk, `link` the message's address if known, `everybody` whether everybody of
    the workspace may read there, None where that is not told (it is no part of which place it is).
    """

    channel: str = ""
    message: str = ""
    thread: str = ""
    direct: bool = False
    link: str = ""
    everybody: bool | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Attached:
    """A file that hangs on a message, as the platform tells of it: nothing of it is trusted.

    `size` is in bytes, 0 where it is not told. `id` is the platform's own. `address` takes a request for the bytes, '' where we
    may not ask for them; `link` is the platform's page about it, for people.
    """

    name: str
    media_type: str = ""
    size: int = 0
    address: str = ""
    link: str = ""
    id: str = ""


@dataclass(frozen=True)
class Said:
    """A message that somebody else may have written: what a shortcut or an emoji points at. `author` is a platform user id."""

    author: str
    text: str
    where: Where
    author_profile: Profile | None = None
    by_bot: bool = False
    files: tuple[Attached, ...] = ()
    rich: RichText | None = None


def may_be_pressed(verb: str) -> bool:
    """Whether a card or a form can carry it. What was said and seen in a chat is told by the edge itself, never by a client."""
    return bool(verb) and not verb.startswith(("chat.", "home.", "search."))


def may_be_searched(verb: str) -> bool:
    """Whether a field can ask it while somebody types: it only reads."""
    return verb.startswith("search.") and len(verb) <= 64


@dataclass(frozen=True)
class Interaction:
    """What a person did, once.

    `key` is the same for every delivery of the same deed, so that retries are harmless ('' for what only reads).
    `also` are further keys of the same deed (a mention that arrives as a message too).
    `actor` is the platform's user id out of the authenticated envelope, `profile` what the platform says of them, if known.
    `verb` names what to do, `ref` what it is about ("T-42"), `version` the version they saw, `values` what a form or a select
    held (texts only), `text` what they typed, `about` the message they pointed at.
    `stamp` is the platform's own order of messages and their changes (microseconds), 0 where there is none.
    `can` lists what the platform's own answer may carry. `files` hang on what they wrote. `rich` is the message with its
    formatting, None where it is none (a command, a form).
    `menu`: chosen in a menu that goes on showing what was chosen until it is drawn anew. `address` is where what was pressed, and
    only they see, can be replaced for a while; '' where it is a message like any other.
    """

    key: str
    platform: Platform
    workspace: str
    actor: str
    verb: str
    ref: str = ""
    version: int = 0
    values: Mapping[str, str] | None = None
    where: Where = field(default_factory=Where)
    text: str = ""
    about: Said | None = None
    profile: Profile | None = None
    locale_hint: str = ""
    also: tuple[str, ...] = ()
    stamp: int = 0
    can: frozenset[Can] = frozenset()
    files: tuple[Attached, ...] = ()
    rich: RichText | None = None
    menu: bool = False
    address: str = ""
