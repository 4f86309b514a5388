"""What one person has before them in Slack, as JSON for the page: only what Slack's client would show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from integrations.sandbox.page.asked import Asked, Wrong, instant
from integrations.sandbox.page.controls import Json
from integrations.sandbox.page.files import PICTURES
from integrations.sandbox.page.unread import Unread
from integrations.sandbox.slack import Message, Person, Place, Screen, SlackWorkspace
from integrations.sandbox.slack.model import SharedFile

HOME, CHAT = "home", "im"
_SHOWN, _MOST = 50, 1000


class SlackSight:
    """Looks for one person at a time."""

    def __init__(self, ws: SlackWorkspace, unread: Unread, manifest: Json) -> None:
        self._ws, self._unread = ws, unread
        self._offers = _offers(manifest, ws)

    def of(self, person: Person, asked: Asked) -> Json:
        """Everything before them; `place` (the first channel unless asked for), `thread`, `before` and `limit` as asked."""
        where = asked.words("place") or next((p.id for p in self.places(person)), HOME)
        place = None if where == HOME else self.place(person, where)
        return {
            "platform": "slack", "now": instant(self._ws.world.clock()), "me": _me(person),
            "bot": {"id": self._ws.bot_user, "name": self._ws.world.name_of(self._ws.bot_user)}, "names": self._names(person),
            "places": [self._listed(person, one) for one in self.places(person)],
            "place": self._place(person, place, asked) if place else None,
            "thread": self._thread(person, place, asked.words("thread")) if place else None,
            "modal": self._modal(person), "home": _home(person) if where == HOME else None,
            "trouble": list(person.trouble), **self._offers,
        }  # fmt: skip

    def places(self, person: Person) -> list[Place]:
        """The channels they may look into, their own first, then the chat with the app."""
        world = self._ws.world
        found = [p for p in world.places.values() if not p.im_of and world.may_read(person.account, p)]
        found.sort(key=lambda p: (person.id not in p.members, p.archived))
        own = person.account.team_id == world.team_id
        return [*found, world.im(person.id)] if own else found

    def place(self, person: Person, which: str) -> Place:
        """One of their places by id; the chat with the app also as "im"."""
        for one in self.places(person):
            if one.id == which or (which == CHAT and one.im_of):
                return one
        raise Wrong(f"There is no place {which!r} for {person.name}.")

    def bytes_of(self, person: Person, asked: Asked) -> bytes | None:
        """A file in a message before them; None for one that is not there."""
        seen = (m for m in person.sees(self.place(person, asked.text("place"))) if m.ts == asked.text("message"))
        return next((one.content for m in seen for one in m.posted.files if one.id == asked.text("file")), None)

    def _listed(self, person: Person, place: Place) -> Json:
        others = [float(m.ts) for m in person.sees(place) if m.author != person.id]
        return self._named(place) | {
            "unread": self._unread.count(f"slack:{person.id}", place.id, others),
            "member": person.id in place.members,
        }

    def _named(self, place: Place) -> Json:
        name = self._ws.world.name_of(self._ws.bot_user) if place.im_of else place.name
        return {"id": place.id, "name": name, "kind": place.kind}

    def _place(self, person: Person, place: Place, asked: Asked) -> Json:
        before, limit = asked.words("before"), asked.number("limit", _SHOWN, _MOST) or _SHOWN
        seen = [m for m in person.sees(place) if not m.thread or m.posted.broadcast]
        seen = [m for m in seen if not before or m.ts < before]
        return self._named(place) | {"messages": self._messages(person, place, seen[-limit:]), "earlier": len(seen) > limit}

    def _thread(self, person: Person, place: Place, root: str) -> Json | None:
        seen = [m for m in person.sees(place) if root and m.posted.root == root]
        return {"root": root, "messages": self._messages(person, place, seen)} if seen else None

    def _messages(self, person: Person, place: Place, seen: Iterable[Message]) -> list[Json]:
        return [self._message(person, place, message) for message in seen]

    def _message(self, person: Person, place: Place, message: Message) -> Json:
        posted, replies = message.posted, place.thread(message.ts)
        return {
            "ts": posted.ts, "user": posted.user, "name": self._name(posted.user), "bot": message.by_bot, "text": posted.text,
            "blocks": posted.blocks, "ephemeral": message.ephemeral, "edited": message.edited, "broadcast": posted.broadcast,
            "reactions": {name: who for name, who in posted.reactions.items() if who}, "thread_ts": posted.thread_ts,
            "reply_count": len(replies), "reply_users": list(dict.fromkeys(reply.user for reply in replies)),
            "mine": posted.user == person.id, "files": [_file(one) for one in posted.files],
        }  # fmt: skip

    def _name(self, user: str) -> str:
        return "Slackbot" if user == "USLACKBOT" else self._ws.world.name_of(user)

    def _names(self, person: Person) -> dict[str, str]:
        accounts = {account.id: account.name for account in self._ws.world.accounts.values()}
        return accounts | {place.id: place.name for place in self.places(person) if not place.im_of}

    def _modal(self, person: Person) -> Json | None:
        screen = person.modal
        if screen is None:
            return None
        view = screen.view
        return _screen(screen) | {
            "title": screen.title, "submit": screen.submit, "close": screen.close, "problems": view.problems,
            "depth": len(self._ws.views.stacks[person.id]),
        }  # fmt: skip


def _me(person: Person) -> Json:
    return {"id": person.id, "name": person.name, "tz": person.account.tz, "locale": person.account.locale}


def _file(shared: SharedFile) -> Json:
    return {"id": shared.id, "name": shared.name, "title": shared.title, "size": shared.length,
            "picture": shared.mimetype if shared.mimetype in PICTURES else ""}  # fmt: skip


def _home(person: Person) -> Json:
    return {"id": "", "blocks": [], "state": {}} if person.home is None else _screen(person.home)


def _screen(screen: Screen) -> Json:
    return {"id": screen.id, "blocks": screen.blocks, "state": screen.view.state}


def _offers(manifest: Json, ws: SlackWorkspace) -> Json:
    """What the app's manifest declares, as far as the workspace knows it."""
    features, world = manifest.get("features", {}), ws.world
    declared = features.get("shortcuts", [])
    known = {"global": world.shortcuts, "message": world.message_shortcuts}
    named: dict[str, list[Any]] = {
        kind: [{"id": s["callback_id"], "name": s["name"]} for s in declared if s["type"] == kind and s["callback_id"] in ids]
        for kind, ids in known.items()
    }
    commands = [c for c in features.get("slash_commands", []) if c["command"] in world.commands]
    return {"commands": [_command(c) for c in commands], "shortcuts": named["global"], "message_shortcuts": named["message"]}


def _command(declared: Json) -> Json:
    """The hint "[new summary | mine | …]" also says which words may follow."""
    hint = str(declared.get("usage_hint", ""))
    parts = [part.strip().split() for part in hint.removeprefix("[").removesuffix("]").split("|")]
    return {"command": declared["command"], "about": declared.get("description", ""), "hint": hint,
            "words": [words[0] for words in parts if words]}  # fmt: skip
