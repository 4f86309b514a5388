"""A message as one person sees it: the same post may show another card to somebody else."""

from __future__ import annotations

import copy
import mimetypes
from typing import TYPE_CHECKING

from integrations.sandbox.teams.attached import Attached
from integrations.sandbox.teams.controls import View
from integrations.sandbox.teams.drawing import card_lines, labels
from integrations.sandbox.teams.files import CONSENT, INFO
from integrations.sandbox.teams.markdown import drawn
from integrations.sandbox.teams.records import Json, as_json, as_list

if TYPE_CHECKING:
    from integrations.sandbox.teams.people import Person
    from integrations.sandbox.teams.places import Posted


class Message:
    """Always up to date, unless it is a snapshot. Equal to every other sight of the same message."""

    def __init__(self, posted: Posted, person: Person, frozen: View | None = None) -> None:
        self.posted, self.person, self._frozen = posted, person, frozen

    def __repr__(self) -> str:
        return f"<Message {self.id} {self.plain()!r}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and self.posted is other.posted

    def __hash__(self) -> int:
        return hash(self.posted.id)

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
    def offer(self) -> str:
        """The name of a file that waits for a yes or no; '' where none does."""
        file = as_json(self.posted.file)
        return str(file["name"]) if file.get("contentType") == CONSENT and not self.posted.answered else ""

    @property
    def shown(self) -> list[Attached]:
        """The files and pictures that it shows: a person's, the app's pictures, and the file that the app has put there."""
        file, uploads = as_json(self.posted.file), self.person.tenant.uploads
        known = uploads.get(str(as_json(file.get("content")).get("uniqueId")))
        if known is None or known.content is None or file.get("contentType") != INFO:
            return self.posted.files
        kind = mimetypes.guess_type(known.name)[0] or "application/octet-stream"
        return [*self.posted.files, Attached(known.name, known.content, kind, id=known.id)]

    @property
    def files(self) -> dict[str, bytes]:
        """The bytes of these, by name."""
        return {one.name: one.content for one in self.shown}

    @property
    def summary(self) -> str:
        """What a notification shows."""
        return self.posted.summary

    @property
    def by_bot(self) -> bool:
        return self.posted.author is None

    @property
    def deleted(self) -> bool:
        return self.posted not in self.posted.place.posts

    @property
    def pings(self) -> list[str]:
        """The ids of those who are notified by a mention in the text or the card."""
        card = as_json((self.card or {}).get("msteams")).get("entities")
        mentions = [one for one in [*self.posted.entities, *as_list(card)] if one.get("type") == "mention"]
        return list(dict.fromkeys(str(one["mentioned"]["id"]) for one in mentions))

    @property
    def reactions(self) -> dict[str, list[str]]:
        """Reaction -> the names of those who gave it."""
        found: dict[str, list[str]] = {}
        for aad, kind in self.posted.reactions:
            person = self.person.tenant.find_person(aad)
            found.setdefault(kind, []).append(person.name if person else aad)
        return found

    @property
    def edited(self) -> bool:
        return self.posted.edited

    @property
    def labels(self) -> list[str]:
        """The titles of the buttons this person can press."""
        return labels(self.view) if self.view else []

    @property
    def view(self) -> View | None:
        if self._frozen is not None:
            return self._frozen
        if self.posted.card is not None and self.person.aad not in self.posted.views:
            self.posted.views[self.person.aad] = View(copy.deepcopy(self.posted.card))
        return self.posted.views.get(self.person.aad)

    def snapshot(self) -> Message:
        """It as it looks at this moment, for a person who presses a button that has changed meanwhile."""
        return Message(self.posted, self.person, copy.deepcopy(self.view))

    def plain(self) -> str:
        """Every word this person sees: text, card, titles of buttons, dates in their own zone."""
        view = self.view
        lines = card_lines(view, self.posted.reader(self.person, view.card)) if view else []
        file = as_json(self.posted.file)
        told = [str(file.get("name", "")), str(as_json(file.get("content")).get("description", ""))] if file else []
        told += [one.name for one in self.posted.files]
        return "\n".join(line for line in [self.text, *lines, *told] if line)
