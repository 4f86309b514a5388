"""What one person has before them in Teams, as JSON for the page: only what the Teams client would show them."""

from __future__ import annotations

from typing import Any

from integrations.sandbox.page.asked import Asked, Wrong, instant
from integrations.sandbox.page.controls import Json
from integrations.sandbox.page.files import PICTURES
from integrations.sandbox.page.unread import Unread
from integrations.sandbox.teams import Message, Person, Place, TeamsTenant
from integrations.sandbox.teams.attached import Attached
from integrations.sandbox.teams.drawing import mention_names
from integrations.sandbox.teams.files import CONSENT
from integrations.sandbox.teams.places import CHANNEL, PERSONAL
from integrations.sandbox.teams.records import as_json

NOT_INSTALLED = "personal"
"""The personal chat of somebody who has not installed the app yet: shown, but nothing can be written there."""
_SHOWN, _MOST, _NOTICES = 60, 1000, 50


class TeamsSight:
    """Looks for one person at a time."""

    def __init__(self, tenant: TeamsTenant, unread: Unread, manifest: Json) -> None:
        self._tenant, self._unread = tenant, unread
        self._offers = _offers(manifest)

    @property
    def search(self) -> str:
        """The id of the search extension; '' where there is none."""
        return str((self._offers["search"] or {}).get("id", ""))

    @property
    def message_actions(self) -> list[str]:
        return [str(one["id"]) for one in self._offers["message_actions"]]

    def of(self, person: Person, asked: Asked) -> Json:
        """Everything before them; `place` (the personal chat unless asked for), `before` and `limit` as asked."""
        where = asked.words("place") or (person.personal.id if person.personal else NOT_INSTALLED)
        return {
            "platform": "teams", "now": instant(self._tenant.clock()), "me": _me(person),
            "bot": {"name": self._tenant.bot_name, "installed": person.personal is not None and person.personal.bot_in},
            "people": [{"id": one.aad, "name": one.name} for one in self._tenant.people],
            "places": self._listed(person), "place": self._place(person, where, asked), "dialog": _dialog(person),
            "notices": person.notices[-_NOTICES:], **self._offers,
        }  # fmt: skip

    def places(self, person: Person) -> list[Place]:
        """Their conversations, the personal chat first."""
        found = [one for one in self._tenant.places.values() if person in one.members]
        return sorted(found, key=lambda one: one.kind != PERSONAL)

    def place(self, person: Person, which: str) -> Place:
        """One of their conversations by id."""
        for one in self.places(person):
            if one.id == which:
                return one
        raise Wrong(f"There is no place {which!r} for {person.name}.")

    def bytes_of(self, person: Person, asked: Asked) -> bytes | None:
        """A file in a message before them; None for one that is not there."""
        seen = (m for m in person.sees(self.place(person, asked.text("place"))) if m.id == asked.text("message"))
        return next((one.content for m in seen for one in m.shown if one.id == asked.text("file")), None)

    def _listed(self, person: Person) -> list[Json]:
        listed = [self._named(one) | {"unread": self._fresh(person, one), "bot_in": one.bot_in} for one in self.places(person)]
        return listed if person.personal else [self._not_installed() | {"unread": 0, "bot_in": False}, *listed]

    def _fresh(self, person: Person, place: Place) -> int:
        others = [one.at.timestamp() for one in place.posts if one.author is not person and one.only_for in ("", person.aad)]
        return self._unread.count(f"teams:{person.aad}", place.id, others)

    def _named(self, place: Place) -> Json:
        team = place.team.name if place.team else ""
        return {"id": place.id, "name": place.name, "kind": place.kind, "team": team}

    def _not_installed(self) -> Json:
        return {"id": NOT_INSTALLED, "name": self._tenant.bot_name, "kind": PERSONAL, "team": ""}

    def _place(self, person: Person, where: str, asked: Asked) -> Json:
        if where == NOT_INSTALLED and person.personal is None:
            return self._not_installed() | {"messages": [], "earlier": False, "members": []}
        place, before = self.place(person, where), asked.words("before")
        limit = asked.number("limit", _SHOWN, _MOST) or _SHOWN
        seen = [m for m in person.sees(place) if not before or (len(m.id), m.id) < (len(before), before)]
        shown = _with_heads(seen, limit)
        return self._named(place) | {
            "messages": [_message(person, m) for m in shown], "earlier": len(seen) > len(shown),
            "members": [one.name for one in place.members],
        }  # fmt: skip


def _with_heads(seen: list[Message], limit: int) -> list[Message]:
    """The last messages, and of the threads they stand in everything."""
    threads = {one.thread for one in seen[-limit:]}
    return [one for one in seen if one.thread in threads]


def _me(person: Person) -> Json:
    return {"id": person.aad, "name": person.name, "tz": str(person.zone), "locale": person.locale}


def _message(person: Person, message: Message) -> Json:
    posted = message.posted
    return {
        "id": posted.id, "author": message.author or person.tenant.bot_name, "bot": message.by_bot, "text": posted.text,
        "card": message.card, "summary": posted.summary, "edited": posted.edited, "reactions": message.reactions,
        "thread": posted.root if posted.place.kind == CHANNEL else "", "only_me": posted.only_for == person.aad,
        "mentions": mention_names(posted.entities), "at": instant(posted.at), "mine": posted.author is person,
        "html": posted.html, "typed": posted.typed if posted.author is person else "", "offer": _offer(message),
        "files": [_file(one) for one in message.shown],
    }  # fmt: skip


def _offer(message: Message) -> Json | None:
    """A file that the app offers, and whether somebody has answered."""
    file = as_json(message.posted.file)
    if file.get("contentType") != CONSENT:
        return None
    content = as_json(file.get("content"))
    return {"name": file["name"], "size": content["sizeInBytes"], "description": content["description"],
            "answered": message.posted.answered}  # fmt: skip


def _file(one: Attached) -> Json:
    return {"id": one.id, "name": one.name, "size": len(one.content), "inline": one.inline,
            "picture": one.media_type if one.media_type in PICTURES else ""}  # fmt: skip


def _dialog(person: Person) -> Json | None:
    dialog = person.dialog
    return None if dialog is None else {"title": dialog.title, "card": dialog.card, "problems": dialog.complaints}


def _offers(manifest: Json) -> Json:
    """The message actions and the search that the app's manifest declares."""
    declared: list[Any] = [c for one in manifest.get("composeExtensions", []) for c in one.get("commands", [])]
    actions = [c for c in declared if c["type"] == "action" and "message" in c.get("context", [])]
    searches = [c for c in declared if c["type"] == "query"]
    lists = [one for bot in manifest.get("bots", []) for one in bot.get("commandLists", [])]
    return {
        "message_actions": [_titled(c) for c in actions], "search": _titled(searches[0]) if searches else None,
        "commands": [{"title": c["title"], "description": c["description"]} for one in lists for c in one["commands"]],
    }  # fmt: skip


def _titled(command: Json) -> Json:
    return {"id": command["id"], "title": command["title"]}
