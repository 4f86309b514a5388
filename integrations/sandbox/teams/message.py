"""A message as one person sees it: the same post may show another card to somebody else."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from integrations.sandbox.teams.controls import View
from integrations.sandbox.teams.drawing import card_lines, labels
from integrations.sandbox.teams.markdown import drawn
from integrations.sandbox.teams.records import Json

if TYPE_CHECKING:
    from integrations.sandbox.teams.people import Person
    from integrations.sandbox.teams.places import Posted


class Message:
    """Always up to date: it reads the post anew each time."""

    def __init__(self, posted: Posted, person: Person) -> None:
        self.posted, self.person = posted, person

    def __repr__(self) -> str:
        return f"<Message {self.id} {self.plain()!r}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.posted, self.person) == (other.posted, other.person)

    def __hash__(self) -> int:
        return hash((self.posted.id, self.person.aad))

    @property
    def id(self) -> str:
        return self.posted.id

    @property
    def thread(self) -> str:
        """The id of the message that began the thread; its own in a chat."""
        return self.posted.root or self.posted.id

    @property
    def author(self) -> str:
        """The name of who wrote it; empty for the app."""
        return self.posted.author.name if self.posted.author else ""

    @property
    def text(self) -> str:
        """What stands above the card, as it is drawn."""
        return drawn(self.posted.text, self.posted.reader(self.person))

    @property
    def card(self) -> Json | None:
        view = self.view
        return view.card if view else None

    @property
    def summary(self) -> str:
        """What a notification shows."""
        return self.posted.summary

    @property
    def edited(self) -> bool:
        return self.posted.edited

    @property
    def labels(self) -> list[str]:
        """The titles of the buttons this person can press."""
        return labels(self.view) if self.view else []

    @property
    def view(self) -> View | None:
        if self.posted.card is not None and self.person.aad not in self.posted.views:
            self.posted.views[self.person.aad] = View(copy.deepcopy(self.posted.card))
        return self.posted.views.get(self.person.aad)

    def plain(self) -> str:
        """Every word this person sees: text, card, titles of buttons, dates in their own zone."""
        view = self.view
        lines = card_lines(view, self.posted.reader(self.person, view.card)) if view else []
        return "\n".join(line for line in [self.text, *lines] if line)
