"""A person in front of the Teams client: what they can do is what the client would let them do, and nothing else."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from integrations.sandbox.teams import activities, files, pressing
from integrations.sandbox.teams.answers import Found
from integrations.sandbox.teams.attached import Files, taken
from integrations.sandbox.teams.dialog import Dialog, Origin
from integrations.sandbox.teams.files import Upload
from integrations.sandbox.teams.message import Message
from integrations.sandbox.teams.places import CHANNEL, PERSONAL, Place, Posted
from integrations.sandbox.teams.records import Json, NotThere
from integrations.sandbox.teams.typed import composed

if TYPE_CHECKING:
    from integrations.sandbox.teams.tenant import TeamsTenant


class Person:
    """`aad` is the Entra object id; `id` the one that Teams made for this app; `chat` is there once the app is installed."""

    def __init__(
        self,
        tenant: TeamsTenant,
        aad: str,
        *,
        name: str,
        email: str,
        locale: str = "en-US",
        guest: bool = False,
        timezone: str = "Asia/Kolkata",
    ) -> None:
        self.tenant, self.aad, self.name, self.email, self.locale, self.guest = tenant, aad, name, email, locale, guest
        self.zone = ZoneInfo(timezone)
        self.id = "29:1" + base64.urlsafe_b64encode(hashlib.sha512(aad.encode()).digest()).decode().rstrip("=")
        self.personal: Place | None = None
        self.dialog: Dialog | None = None
        self.notices: list[str] = []

    def __repr__(self) -> str:
        return f"<Person {self.name}>"

    @property
    def chat(self) -> Place:
        """The personal chat with the app. Raises NotThere while it is not installed."""
        if self.personal is None or not self.personal.bot_in:
            raise NotThere(f"{self.name} has not installed {self.tenant.bot_name}")
        return self.personal

    @property
    def last_notice(self) -> str:
        """The last sentence that the client showed to this person alone; empty if there was none."""
        return self.notices[-1] if self.notices else ""

    def account(self) -> Json:
        return {"id": self.id, "name": self.name, "aadObjectId": self.aad}

    async def installs(self) -> Place:
        """Adds the app for oneself: the personal chat comes to be, and the app is told twice over, as Teams does."""
        place = self.personal or self.tenant.personal_chat(self)
        self.personal, place.bot_in, place.blocked = place, True, False
        await self._membership(place, "membersAdded", "add")
        return place

    async def uninstalls(self) -> None:
        place = self.chat
        place.bot_in = False
        await self._membership(place, "membersRemoved", "remove")

    async def adds_bot(self, place: Place) -> None:
        """Adds the app to a team's channel or a group chat."""
        place.bot_in = True
        await self._membership(place, "membersAdded", "add")

    async def removes_bot(self, place: Place) -> None:
        place.bot_in = False
        await self._membership(place, "membersRemoved", "remove")

    async def _membership(self, place: Place, change: str, action: str) -> None:
        activity = self._activity(place, "conversationUpdate", f"f:{uuid.uuid4()}")
        activity[change] = [{"id": self.tenant.bot_account()["id"]}]
        if place.kind == CHANNEL:
            activity["channelData"]["eventType"] = "teamMemberAdded" if action == "add" else "teamMemberRemoved"
        await self.tenant.delivery.tell(activity)
        installed = self._activity(place, "installationUpdate", f"f:{uuid.uuid4()}")
        await self.tenant.delivery.tell(installed | {"action": action})

    async def writes(self, text: str, files: Files = (), pictures: Files = ()) -> Message:
        """A message in the personal chat with the app; `files` from the paperclip, `pictures` pasted: (name, bytes)."""
        return await self.sends(self.chat, text, None, files, pictures)

    async def mentions_bot(
        self, place: Place, text: str, thread: Message | str | None = None, files: Files = (), pictures: Files = ()
    ) -> Message:
        """A message that addresses the app, in a channel (as an answer in `thread` or as a new post) or a group chat."""
        return await self.sends(place, f"@{self.tenant.bot_name} {text}", thread, files, pictures)

    async def posts(
        self, place: Place, text: str, thread: Message | str | None = None, files: Files = (), pictures: Files = ()
    ) -> Message:
        """A message to the others. The app hears of it where it is mentioned or was granted every message (`reads_all`)."""
        return await self.sends(place, text, thread, files, pictures)

    async def sends(
        self,
        place: Place,
        text: str,
        thread: Message | str | None = None,
        files: Files = (),
        pictures: Files = (),
        found: Found | None = None,
    ) -> Message:
        """What stands in the compose box of a conversation: words, files, pictures, a search result that was picked."""
        self._inside(place)
        root = thread.thread if isinstance(thread, Message) else thread
        if root and place.post(root) is None:
            raise NotThere(f"there is no message {root} in {place.name}")
        if found is not None and found.card is None:
            raise NotThere("that result has no card to insert")
        brought = taken(self, place, files, pictures)
        posted = self.tenant.put(place, self, root if place.kind == CHANNEL else None)
        posted.files = brought
        self._write(posted, text)
        if found is not None:
            posted.card, posted.summary = found.card, found.title
        await self._told(posted, "message")
        return Message(posted, self)

    def _write(self, posted: Posted, text: str) -> None:
        """Put down what was typed; "@Name" of somebody who is there is a mention."""
        written = composed(text, self._mentionable(posted.place))
        posted.typed, posted.html = text, written.html
        posted.text, posted.entities = written.text, written.entities

    def _mentionable(self, place: Place) -> dict[str, Json]:
        if place.kind == PERSONAL:
            return {}
        people = {one.name: {"id": one.id, "name": one.name} for one in place.members if one is not self}
        bot = self.tenant.bot_account()
        return people | ({bot["name"]: bot} if place.bot_in else {})

    async def _told(self, posted: Posted, kind: str) -> None:
        place = posted.place
        if place.bot_in and (
            place.kind == PERSONAL or place.reads_all or any(one["type"] == "mention" for one in posted.entities)
        ):
            await self.tenant.delivery.tell(activities.message(self.tenant, self, posted, kind))

    async def edits(self, message: Message, text: str, add: Files = (), drop: Sequence[str] = ()) -> None:
        """Changes one's own message; where it mentioned the app and does not name it now, it goes on doing so.

        `add` are files that hang on it now, `drop` names of files that hang there no more.
        """
        posted = self._before(message).posted
        if posted.author is not self:
            raise NotThere(f"{self.name} can edit only what {self.name} wrote")
        bot = self.tenant.bot_account()
        addressed = any(one["mentioned"]["id"] == bot["id"] for one in posted.entities) and f"@{bot['name']}" not in text
        posted.change("", None, "", [])
        self._write(posted, f"@{bot['name']} {text}" if addressed else text)
        posted.files = [one for one in posted.files if one.name not in drop] + taken(self, posted.place, add, ())
        await self._told(posted, "messageUpdate")

    async def deletes(self, message: Message) -> None:
        """Takes back one's own message; the app hears of it where it heard the message."""
        posted = self._before(message).posted
        if posted.author is not self:
            raise NotThere(f"{self.name} can delete only what {self.name} wrote")
        posted.place.posts.remove(posted)
        await self._told(posted, "messageDelete")

    async def reacts(self, message: Message, reaction: str) -> None:
        """ "like", "heart" and so on. The app hears of reactions to its own messages, and of others where it reads all."""
        posted = self._before(message).posted
        posted.reactions.append((self.aad, reaction))
        await self._reaction(posted, "reactionsAdded", reaction)

    async def unreacts(self, message: Message, reaction: str) -> None:
        posted = self._before(message).posted
        if (self.aad, reaction) not in posted.reactions:
            raise NotThere(f"{self.name} gave no {reaction!r}; there is {posted.reactions}")
        posted.reactions.remove((self.aad, reaction))
        await self._reaction(posted, "reactionsRemoved", reaction)

    async def _reaction(self, posted: Posted, change: str, reaction: str) -> None:
        if posted.author is None or posted.place.reads_all:
            activity = self._activity(posted.place, "messageReaction", f"f:{uuid.uuid4()}", posted.root)
            await self.tenant.delivery.tell(activity | {"replyToId": posted.id, change: [{"type": reaction}]})

    async def presses(
        self, target: Message | Dialog, label: str, near: str = "", values: Mapping[str, Any] | None = None
    ) -> None:
        """Fills in fields by label and presses a button, by what is written on it; Action.OpenUrl gives its address as a notice.

        `near` picks among several: the part of the card that also shows these words. Raises NotThere naming what is there.
        """
        if isinstance(target, Dialog):
            await pressing.submit(self, values or {}, label, near)
        else:
            await pressing.press(self, self._before(target), label, near, values or {})

    async def submits(self, values: Mapping[str, Any] | None = None, press: str = "") -> dict[str, str]:
        """Fills in the open dialog and submits it: its complaints by label, {} if it closed or changed.

        Under the key "" stands what concerns the whole form.
        """
        return await pressing.submit(self, values or {}, press)

    async def presses_at(self, message: Message, path: str, values: Mapping[str, Any] | None = None) -> dict[str, str]:
        """Presses what stands at this JSON pointer of the card, values by input id; what the client minds, by input id."""
        return await pressing.press_at(self, self._before(message), path, values or {})

    async def submits_at(self, path: str, values: Mapping[str, Any] | None = None) -> dict[str, str]:
        """Submits the open dialog with the button at this JSON pointer; problems by input id, {} if it closed or changed."""
        return await pressing.submit_at(self, path, values or {})

    async def picks(self, found: Found, place: Place) -> Found:
        """Chooses a search result: its card stands in the compose box until it is sent. Where the result says so the app is
        asked first what to insert."""
        self._inside(place)
        return await pressing.pick(self, found, place) if found.tap else found

    async def inserts(self, found: Found, place: Place, thread: str | None = None) -> Message:
        """Picks a search result and sends it as a message of one's own; the others see its card."""
        return await self.sends(place, "", thread, found=await self.picks(found, place))

    async def accepts_file(self, message: Message) -> Upload | None:
        """Says yes to a file that the app offers; it is in one's own store as soon as the app has sent its bytes."""
        return await files.answer(self, self._before(message).posted, take=True)

    async def declines_file(self, message: Message) -> None:
        await files.answer(self, self._before(message).posted, take=False)

    async def looks_up(self, label: str, text: str) -> list[str]:
        """Types into a field of the open dialog that asks the app: what can be chosen now."""
        return [str(one["title"]) for one in await pressing.look_up(self, text, label=label)]

    async def looks_up_at(self, field: str, text: str) -> list[Json]:
        """The same by the input's id; each with title and value."""
        return await pressing.look_up(self, text, field=field)

    def closes_dialog(self) -> None:
        self.dialog = None

    async def message_action(self, command: str, message: Message) -> None:
        """Chooses a message action ("ticketFromMessage"); its dialog opens."""
        await pressing.fetch_for_message(self, Origin(self, self._before(message).posted, command))

    async def searches(self, text: str, command: str = "searchTickets", place: Place | None = None) -> list[Found]:
        """Types into the search extension beside the compose box of a conversation."""
        return await pressing.search(self, text, command, place or self.chat)

    def sees(self, place: Place | None = None, thread: Message | str | None = None) -> list[Message]:
        """The messages of a conversation (the personal chat unless named), or of one thread, oldest first."""
        place = place or self.chat
        self._inside(place)
        root = thread.thread if isinstance(thread, Message) else thread
        shown = [one for one in place.posts if one.only_for in ("", self.aad) and root in (None, one.root or one.id)]
        return [Message(one, self) for one in shown]

    def replies(self, message: Message) -> list[Message]:
        """The answers under a post, without the post itself."""
        return [one for one in self.sees(message.posted.place, thread=message) if one.id != message.thread]

    def _activity(self, place: Place, kind: str, activity_id: str, root: str = "") -> Json:
        return activities.envelope(self.tenant, self, place, kind, activity_id, root)

    def _inside(self, place: Place) -> None:
        if self not in place.members:
            raise NotThere(f"{self.name} is not in {place.name or place.id}; there are {[one.name for one in place.members]}")

    def _before(self, message: Message) -> Message:
        """The message as this person sees it, whoever found it."""
        self._inside(message.posted.place)
        mine = message if message.person is self else Message(message.posted, self)
        if mine not in self.sees(message.posted.place):
            raise NotThere(f"{self.name} does not see this message (any more)")
        return mine
