"""What a person does in Slack through the page: each deed goes to that person, by the rules of Slack's client."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from integrations.sandbox.page.asked import Asked, Wrong
from integrations.sandbox.page.controls import Json
from integrations.sandbox.page.files import Held
from integrations.sandbox.page.links import SLACK, leads_to
from integrations.sandbox.page.pressed import pressed
from integrations.sandbox.page.sight_slack import HOME, SlackSight
from integrations.sandbox.page.unread import Unread
from integrations.sandbox.slack import Message, NotThere, Person, Place, Screen, SlackWorkspace

LONGEST_TEXT = 40_000
FORM_PROBLEM = "Some fields need another look."
Deed = Callable[[Person, Asked], Awaitable[Json]]


class SlackDeeds:
    """`do` answers with the deed's own fields; NotThere carries what Slack's client would not let them do."""

    def __init__(self, ws: SlackWorkspace, sight: SlackSight, unread: Unread, held: Held) -> None:
        self._ws, self._sight, self._unread, self._held = ws, sight, unread, held
        self._deeds: dict[str, Deed] = {
            "says": self._says, "edits": self._edits, "deletes": self._deletes, "reacts": self._reacts,
            "unreacts": self._unreacts, "presses": self._presses, "submits": self._submits, "types": self._types,
            "closes": self._closes, "shortcut": self._shortcut, "message_shortcut": self._message_shortcut,
            "opens": self._opens, "follows": self._follows, "looks_up": self._looks_up,
        }  # fmt: skip

    async def do(self, person: Person, deed: str, asked: Asked) -> Json:
        if deed not in self._deeds:
            raise Wrong(f"There is no deed {deed!r}; there are {', '.join(self._deeds)}.")
        before = len(person.trouble)
        answer = await self._deeds[deed](person, asked)
        fresh = person.trouble[before:]
        return {"ok": False, "problem": fresh[-1]} if fresh and answer.get("ok", True) else answer

    async def _says(self, person: Person, asked: Asked) -> Json:
        place, text, thread = self._place(person, asked), asked.words("text"), asked.words("thread")
        who, ids = f"slack:{person.id}", asked.texts("files")
        if len(text) > LONGEST_TEXT:
            raise NotThere(f"a message has at most {LONGEST_TEXT} characters")
        if text.startswith("/") and not ids:
            await self._commands(person, place, text, thread)
        else:
            await person.says(place, text, thread or None, asked.flag("broadcast"), self._held.of(who, ids))
            self._held.sent(who, ids)
        self._read(person, place)
        return {}

    async def _commands(self, person: Person, place: Place, text: str, thread: str) -> None:
        command, *rest = text.split(None, 1)
        if thread:
            raise NotThere(f"{command} is not supported in threads")
        await person.command(command, rest[0].strip() if rest else "", place)

    async def _edits(self, person: Person, asked: Asked) -> Json:
        message, text = self._message(person, asked), asked.text("text")
        if not text.strip() or len(text) > LONGEST_TEXT:
            raise NotThere("an edited message cannot be empty, nor longer than others")
        await person.edits(message, text)
        return {}

    async def _deletes(self, person: Person, asked: Asked) -> Json:
        await person.deletes(self._message(person, asked))
        return {}

    async def _reacts(self, person: Person, asked: Asked) -> Json:
        await person.reacts(self._message(person, asked), asked.text("emoji"))
        return {}

    async def _unreacts(self, person: Person, asked: Asked) -> Json:
        await person.unreacts(self._message(person, asked), asked.text("emoji"))
        return {}

    async def _presses(self, person: Person, asked: Asked) -> Json:
        target: Message | Screen = self._screen(person, asked) if asked.has("view") else self._message(person, asked)
        if asked.words("view") == "modal":
            person.enters(asked.form("values"))
        await person.presses_control(target, *pressed(target.blocks, asked), in_thread=bool(asked.words("thread")))
        return {}

    async def _types(self, person: Person, asked: Asked) -> Json:
        person.enters(asked.form("values"))
        await person.types(asked.text("block_id"), asked.text("action_id"), asked.anything("value"))
        return {}

    async def _looks_up(self, person: Person, asked: Asked) -> Json:
        person.enters(asked.form("values"))
        found = await person.looks_up_at(asked.text("block_id"), asked.text("action_id"), asked.words("text"))
        return {"options": found}

    async def _submits(self, person: Person, asked: Asked) -> Json:
        problems = await person.submits_values(asked.form("values"))
        return {"ok": False, "problem": problems.get("", FORM_PROBLEM), "problems": problems} if problems else {}

    async def _closes(self, person: Person, _asked: Asked) -> Json:
        await person.closes()
        return {}

    async def _shortcut(self, person: Person, asked: Asked) -> Json:
        await person.shortcut(asked.text("id"))
        return {}

    async def _message_shortcut(self, person: Person, asked: Asked) -> Json:
        await person.message_shortcut(asked.text("id"), self._message(person, asked))
        return {}

    async def _opens(self, person: Person, asked: Asked) -> Json:
        if asked.text("place") == HOME:
            await person.opens_home()
        else:
            self._read(person, self._place(person, asked))
        return {"place": asked.text("place")}

    async def _follows(self, person: Person, asked: Asked) -> Json:
        found = leads_to(asked.text("url"), SLACK)
        if "place" in found:
            self._sight.place(person, found["place"])
        return found

    def _read(self, person: Person, place: Place) -> None:
        last: Any = max((float(m.ts) for m in place.messages), default=0.0)
        self._unread.read(f"slack:{person.id}", place.id, last)

    def _place(self, person: Person, asked: Asked) -> Place:
        return self._sight.place(person, asked.text("place"))

    def _message(self, person: Person, asked: Asked) -> Message:
        place, ts = self._place(person, asked), asked.text("ts")
        found = next((m for m in person.sees(place) if m.ts == ts), None)
        if found is None:
            raise NotThere("that message is not there any more")
        return found

    def _screen(self, person: Person, asked: Asked) -> Screen:
        view = asked.text("view")
        if view not in ("modal", HOME):
            raise Wrong("'view' must be 'modal' or 'home'.")
        screen = person.modal if view == "modal" else person.home
        if screen is None:
            raise NotThere("what was pressed is not there any more")
        return screen
