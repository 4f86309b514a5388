"""What a person does in Teams through the page: each deed goes to that person, by the rules of the Teams client."""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from integrations.sandbox.page.asked import Asked, Wrong
from integrations.sandbox.page.controls import Json
from integrations.sandbox.page.files import Held
from integrations.sandbox.page.links import TEAMS, leads_to
from integrations.sandbox.page.sight_teams import TeamsSight
from integrations.sandbox.page.unread import Unread
from integrations.sandbox.teams import Found, Message, NotThere, Person, Place, TeamsTenant
from integrations.sandbox.teams.places import PERSONAL
from integrations.sandbox.teams.pointing import action_at

LONGEST_TEXT = 28_000
FORM_PROBLEM = "Some fields need another look."
Deed = Callable[[Person, Asked], Awaitable[Json]]


class TeamsDeeds:
    """`do` answers with the deed's own fields; NotThere carries what the Teams client would not let them do."""

    def __init__(self, tenant: TeamsTenant, sight: TeamsSight, unread: Unread, held: Held) -> None:
        self._tenant, self._sight, self._unread, self._held = tenant, sight, unread, held
        self._found: dict[str, list[Found]] = {}
        self._picked: dict[str, Found] = {}
        self._mention = re.compile(rf"@{re.escape(tenant.bot_name)}(?!\w)", re.IGNORECASE)
        self._deeds: dict[str, Deed] = {
            "writes": self._writes, "edits": self._edits, "deletes": self._deletes, "reacts": self._reacts,
            "unreacts": self._unreacts, "presses": self._presses, "submits": self._submits, "closes": self._closes,
            "message_action": self._message_action, "searches": self._searches, "picks": self._picks,
            "accepts": self._accepts, "declines": self._declines, "installs": self._installs, "opens": self._opens,
            "follows": self._follows, "looks_up": self._looks_up,
        }  # fmt: skip

    async def do(self, person: Person, deed: str, asked: Asked) -> Json:
        if deed not in self._deeds:
            raise Wrong(f"There is no deed {deed!r}; there are {', '.join(self._deeds)}.")
        return await self._deeds[deed](person, asked)

    async def _writes(self, person: Person, asked: Asked) -> Json:
        place, thread, who = self._place(person, asked), asked.words("thread") or None, f"teams:{person.aad}"
        ids, pasted, card = asked.texts("files"), asked.texts("pictures"), asked.words("card")
        found = self._picked.get(f"{who} {card}") if card else None
        if card and found is None:
            raise NotThere("what was picked is not there any more: pick it again")
        text = asked.words("text") if ids or pasted or found else asked.text("text")
        files, pictures = self._held.of(who, ids), self._held.of(who, pasted)
        await person.sends(place, self._written(text, bool(ids or pasted or found)), thread, files, pictures, found)
        self._held.sent(who, [*ids, *pasted])
        self._picked.pop(f"{who} {card}", None)
        self._read(person, place)
        return {}

    async def _edits(self, person: Person, asked: Asked) -> Json:
        await person.edits(self._message(person, asked), self._written(asked.text("text")))
        return {}

    async def _deletes(self, person: Person, asked: Asked) -> Json:
        await person.deletes(self._message(person, asked))
        return {}

    async def _reacts(self, person: Person, asked: Asked) -> Json:
        message, reaction = self._message(person, asked), asked.text("reaction")
        if person.name in message.reactions.get(reaction, []):
            raise NotThere(f"{person.name} has already reacted so")
        await person.reacts(message, reaction)
        return {}

    async def _unreacts(self, person: Person, asked: Asked) -> Json:
        await person.unreacts(self._message(person, asked), asked.text("reaction"))
        return {}

    async def _presses(self, person: Person, asked: Asked) -> Json:
        message, path = self._message(person, asked), asked.text("path")
        action = action_at(message.card or {}, path).action
        if action.get("type") == "Action.OpenUrl":
            return leads_to(str(action.get("url", "")), TEAMS)
        before = len(person.notices)
        problems = await person.presses_at(message, path, asked.mapping("values"))
        return _form(problems) | {"notices": person.notices[before:]}

    async def _submits(self, person: Person, asked: Asked) -> Json:
        return _form(await person.submits_at(asked.text("path"), asked.mapping("values")))

    async def _looks_up(self, person: Person, asked: Asked) -> Json:
        return {"choices": await person.looks_up_at(asked.text("field"), asked.words("text"))}

    async def _closes(self, person: Person, _asked: Asked) -> Json:
        person.closes_dialog()
        return {}

    async def _message_action(self, person: Person, asked: Asked) -> Json:
        action = asked.text("id")
        if action not in self._sight.message_actions:
            raise Wrong(f"There is no message action {action!r}.")
        await person.message_action(action, self._message(person, asked, "message"))
        return {}

    async def _searches(self, person: Person, asked: Asked) -> Json:
        if not self._sight.search:
            raise Wrong("The app has no search extension.")
        found = await person.searches(asked.words("text"), self._sight.search, self._place(person, asked))
        self._found[person.aad] = found
        return {"results": [{"title": one.title, "subtitle": one.text, "card": one.card} for one in found]}

    async def _picks(self, person: Person, asked: Asked) -> Json:
        found, number = self._found.get(person.aad, []), asked.number("result", 0, 1000)
        if number >= len(found):
            raise NotThere("that result is not there any more")
        picked, mark = await person.picks(found[number], self._place(person, asked)), secrets.token_hex(4)
        # One at a time stands in a compose box; what was picked before and never sent is forgotten.
        self._picked = {k: v for k, v in self._picked.items() if not k.startswith(f"teams:{person.aad} ")}
        self._picked[f"teams:{person.aad} {mark}"] = picked
        return {"picked": {"id": mark, "title": picked.title, "card": picked.card}}

    async def _accepts(self, person: Person, asked: Asked) -> Json:
        return await self._answers(person, person.accepts_file(self._message(person, asked)))

    async def _declines(self, person: Person, asked: Asked) -> Json:
        return await self._answers(person, person.declines_file(self._message(person, asked)))

    async def _answers(self, person: Person, answering: Awaitable[object]) -> Json:
        before = len(person.notices)
        await answering
        fresh = person.notices[before:]
        return {"ok": False, "problem": fresh[-1]} if fresh else {}

    async def _installs(self, person: Person, _asked: Asked) -> Json:
        return {"place": (await person.installs()).id}

    async def _opens(self, person: Person, asked: Asked) -> Json:
        place = asked.text("place")
        if any(place == one.id for one in self._sight.places(person)):
            self._read(person, self._place(person, asked))
        elif person.personal is not None or place != PERSONAL:
            raise Wrong(f"There is no place {place!r} for {person.name}.")
        return {"place": place}

    async def _follows(self, person: Person, asked: Asked) -> Json:
        found = leads_to(asked.text("url"), TEAMS)
        if "place" in found:
            self._sight.place(person, found["place"])
        return found

    def _read(self, person: Person, place: Place) -> None:
        last: Any = max((one.at.timestamp() for one in place.posts), default=0.0)
        self._unread.read(f"teams:{person.aad}", place.id, last)

    def _written(self, text: str, more: bool = False) -> str:
        """What was typed, with the app's name as it is written; `more` goes with it, so it may be empty."""
        if not text.strip() and not more:
            raise NotThere("an empty message cannot be sent")
        if len(text) > LONGEST_TEXT:
            raise NotThere(f"a message has at most {LONGEST_TEXT} characters")
        return self._mention.sub(lambda _: f"@{self._tenant.bot_name}", text) if text.strip() else ""

    def _place(self, person: Person, asked: Asked) -> Place:
        return self._sight.place(person, asked.text("place"))

    def _message(self, person: Person, asked: Asked, name: str = "id") -> Message:
        place, wanted = self._place(person, asked), asked.text(name)
        found = next((m for m in person.sees(place) if m.id == wanted), None)
        if found is None:
            raise NotThere("that message is not there any more")
        return found


def _form(problems: dict[str, str]) -> Json:
    return {"ok": False, "problem": problems.get("", FORM_PROBLEM), "problems": problems} if problems else {}
