"""A person in the workspace: what they do goes to the program as a really signed request, by the rules of Slack's client."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from integrations.sandbox.slack import wire
from integrations.sandbox.slack.hands import Hands
from integrations.sandbox.slack.model import Json, NotThere, Place, Posted
from integrations.sandbox.slack.seen import Message, Screen
from integrations.sandbox.slack.sharing import Files, attached
from integrations.sandbox.slack.typed import composed

if TYPE_CHECKING:
    from integrations.sandbox.slack.workspace import SlackWorkspace

Where = Place | str


class Person(Hands):
    """Speaks, reacts and looks; `Hands` presses, fills and calls. `trouble` is what Slack itself told them went wrong."""

    def __init__(self, ws: SlackWorkspace, user: str) -> None:
        super().__init__(ws, user)

    async def says(
        self, channel: Where, text: str, thread: Message | str | None = None, broadcast: bool = False, files: Files = ()
    ) -> Message:
        """Write into a channel, or into the thread of a message; returns when the program has answered the events.

        What is typed is sent as Slack's client sends it, with mentions and formatting; `files` are attached: (name, bytes).
        """
        place = self.must_be_in(channel)
        return await self._write(place, text, thread, broadcast, files)

    async def dms(self, text: str, thread: Message | str | None = None, files: Files = ()) -> Message:
        """Write to the bot."""
        self.must_be_of_team("write to the app")
        return await self._write(self._ws.world.im(self.id), text, thread, files=files)

    async def edits(self, message: Message, text: str, add: Files = (), drop: Sequence[str] = ()) -> None:
        """`add` are files that hang on it now, `drop` names of files that hang there no more."""
        posted = self._own(message)
        before = wire.message(self._ws.world, posted)
        posted.files = [one for one in posted.files if one.name not in drop] + attached(self._ws.world, self.id, add)
        posted.text, posted.blocks = composed(text, self._ws.names(), self._ws.world.new_id("b"))
        posted.edited = {"user": self.id, "ts": self._ws.world.new_ts()}
        await self._ws.heard(wire.changed(self._ws.world, posted, before))

    async def deletes(self, message: Message) -> None:
        posted = self._own(message)
        before = wire.message(self._ws.world, posted)
        posted.deleted = True
        await self._ws.heard(wire.deleted(self._ws.world, posted, before))

    async def reacts(self, message: Message, emoji: str) -> None:
        """Add an emoji by its name, with or without colons."""
        posted, name = self._reactable(message), emoji.strip(":")
        who = posted.reactions.setdefault(name, [])
        if self.id in who:
            raise NotThere(f"{self.name} has already reacted with :{name}:")
        who.append(self.id)
        await self._ws.heard(wire.reacted(self._ws.world, posted, self.id, name))

    async def unreacts(self, message: Message, emoji: str) -> None:
        posted, name = self._reactable(message), emoji.strip(":")
        if self.id not in posted.reactions.get(name, []):
            raise NotThere(f"{self.name} has not reacted with :{name}:")
        posted.reactions[name].remove(self.id)
        await self._ws.heard(wire.reacted(self._ws.world, posted, self.id, name, "reaction_removed"))

    async def invites(self, channel: Where, who: Person | str | None = None) -> None:
        """Bring somebody (by default the bot) into a channel."""
        place = self.must_be_in(channel)
        user = self._ws.bot_user if who is None else str(getattr(who, "id", who))
        place.members.add(user)
        event = {"type": "member_joined_channel", "user": user, "channel": place.id, "channel_type": place.kind[0].upper(),
                 "team": self._ws.world.team_id, "inviter": self.id, "event_ts": self._ws.world.new_ts()}  # fmt: skip
        await self._ws.heard(event)

    def sees(self, channel: Where | None = None) -> list[Message]:
        """What is before their eyes there, oldest first, threads and ephemeral messages too; None: the chat with the bot."""
        world = self._ws.world
        place = world.im(self.id) if channel is None else world.place(channel)
        if not world.may_read(self.account, place):
            raise NotThere(f"{self.name} cannot look into {place.name or place.id}")
        shown = [m for m in place.messages if not m.deleted and m.to in ("", self.id)]
        return [Message(world, m, self.account) for m in shown]

    def replies(self, message: Message) -> list[Message]:
        """The thread under a message, as they see it."""
        return [m for m in self.sees(message.channel) if m.thread == message.posted.root]

    @property
    def home(self) -> Screen | None:
        """The app's home tab as it was last published for them."""
        view = self._ws.views.homes.get(self.id)
        return None if view is None else Screen(self._ws.world, view)

    async def opens_home(self, tab: str = "home") -> Screen | None:
        """Open the app; returns its home tab as it is afterwards."""
        self.must_be_of_team("open the app")
        view = self._ws.views.homes.get(self.id)
        event: Json = {"type": "app_home_opened", "user": self.id, "channel": self._ws.world.im(self.id).id, "tab": tab,
                       "event_ts": self._ws.world.new_ts()}  # fmt: skip
        if tab == "home" and view is not None:
            event["view"] = self._ws.views.wire(view)
        await self._ws.heard(event)
        await self._ws.settled()
        return self.home

    async def _write(
        self, place: Place, text: str, thread: Message | str | None, broadcast: bool = False, files: Files = ()
    ) -> Message:
        if place.archived:
            raise NotThere(f"{place.name} is archived: nobody can write there")
        if not text.strip() and not files:
            raise NotThere("an empty message cannot be sent")
        world, head = self._ws.world, self._head(place, thread)
        sent, blocks = composed(text if text.strip() else "", self._ws.names(), world.new_id("b"))
        posted = world.post(
            place, self.id, sent, head, broadcast=broadcast, blocks=blocks, client_msg_id=world.new_id("cm-"),
            files=attached(world, self.id, files),
        )  # fmt: skip
        events = [wire.said(world, posted)]
        if f"<@{self._ws.bot_user}>" in sent and not place.im_of:
            events.append(wire.mentioned(world, posted))
        await asyncio.gather(*(self._ws.heard(event) for event in events))
        return Message(world, posted, self.account)

    def _head(self, place: Place, thread: Message | str | None) -> str:
        if thread is None:
            return ""
        ts = thread if isinstance(thread, str) else thread.ts
        posted = next((m for m in place.messages if m.ts == ts), None)
        if posted is None or posted.to:
            raise NotThere("nobody can reply to that in a thread")
        return posted.root

    def _own(self, message: Message) -> Posted:
        self.must_see(message)
        if message.author != self.id:
            raise NotThere(f"{self.name} did not write that")
        return message.posted

    def _reactable(self, message: Message) -> Posted:
        self.must_see(message)
        if message.ephemeral:
            raise NotThere("nobody can react to a message that only they can see")
        return message.posted
