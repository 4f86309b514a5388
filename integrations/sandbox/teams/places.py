"""Where people talk, and what stands there: teams, channels, group chats, personal chats and the posts in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from integrations.sandbox.teams.controls import View
from integrations.sandbox.teams.drawing import card_mentions, mention_names
from integrations.sandbox.teams.markdown import Reader
from integrations.sandbox.teams.records import Json

if TYPE_CHECKING:
    from integrations.sandbox.teams.attached import Attached
    from integrations.sandbox.teams.people import Person

PERSONAL, CHANNEL, GROUP = "personal", "channel", "groupChat"


@dataclass(eq=False)
class Team:
    id: str
    name: str
    group_id: str


@dataclass(eq=False)
class Posted:
    """One message as the service keeps it. `author` is None for the app; `root` is the id of the thread it stands in.

    The card in the answer to a press is shown to the presser alone, so every reader has an own view; an update ends them all.
    `only_for` is the aadObjectId of the one who sees a targeted message. `file` is a file's attachment, `answered` that of an
    offered one somebody has said yes or no to; `files` are those of a person, and the pictures of anybody. `typed` and `html`:
    what a person typed, and what Teams made of it.
    """

    id: str
    place: Place
    author: Person | None
    root: str
    at: datetime
    text: str = ""
    card: Json | None = None
    summary: str = ""
    entities: list[Json] = field(default_factory=list)
    only_for: str = ""
    edited: bool = False
    reactions: list[tuple[str, str]] = field(default_factory=list)
    views: dict[str, View] = field(default_factory=dict, repr=False)
    file: Json | None = None
    answered: bool = False
    files: list[Attached] = field(default_factory=list)
    typed: str = ""
    html: str = ""

    def change(self, text: str, card: Json | None, summary: str, entities: list[Json], file: Json | None = None) -> None:
        self.text, self.card, self.summary, self.entities, self.file = text, card, summary, entities, file
        self.edited = True
        self.views.clear()

    def reader(self, person: Person, card: Json | None = None) -> Reader:
        return Reader(zone=person.zone, mentions={**mention_names(self.entities), **card_mentions(card or {})})


@dataclass(eq=False)
class Place:
    """A conversation. `bot_in`: the app is installed there; `reads_all`: it was granted every message of it (RSC)."""

    id: str
    kind: str
    name: str = ""
    team: Team | None = None
    members: list[Person] = field(default_factory=list)
    bot_in: bool = True
    reads_all: bool = False
    blocked: bool = False
    posts: list[Posted] = field(default_factory=list, repr=False)

    def post(self, message_id: str) -> Posted | None:
        return next((one for one in self.posts if one.id == message_id), None)

    def address(self, root: str) -> str:
        """The conversation id that an activity of this thread carries."""
        return f"{self.id};messageid={root}" if self.kind == CHANNEL else self.id
