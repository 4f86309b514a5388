"""Teams as a medium: post, update, open a 1:1 chat, link. Paths and bodies: learn.microsoft.com, "Bot Connector API reference"
and "Send proactive messages"."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import structlog

from app.cards import Card
from app.people.model import Workspace
from app.ports import Gone, Rejected
from app.posts.model import Destination, Kind, MessageRef
from integrations.teams import files
from integrations.teams.activity import text_of
from integrations.teams.adaptive import attachment, spoken
from integrations.teams.connector import Connector, conversation_path

_log = structlog.get_logger()

_CHANNELS = ("@thread.tacv2", "@thread.skype")
_CHATS = ("@thread.v2", "@unq.gbl.spaces")


class TeamsChannel:
    """Implements ports.Channel. Teams has no way to look for an earlier try: with `maybe_there` it may stand there twice."""

    def __init__(self, connector: Connector, app_id: str) -> None:
        self._connector = connector
        self._app_id = app_id

    async def post(
        self, workspace: Workspace, destination: Destination, card: Card, marker: str, maybe_there: bool
    ) -> MessageRef:
        if card.file is not None and card.file.store is not None and not card.file.stored:
            where = card.file.store
            await self._connector.store(where.upload, where.address, card.file.data, card.file.size, maybe_there=maybe_there)
            return MessageRef(destination.platform, destination.workspace, destination.channel, "")
        if destination.kind is Kind.HOME:
            raise Rejected("no_home")
        send = self._in_channel if destination.kind is Kind.CHANNEL else self._in_direct
        if card.file is not None and files.is_picture(card.file):
            try:
                return await send(workspace, destination, await files.picture(card, card.file))
            except Rejected as error:
                _log.info("teams.picture_refused", code=error.code)
        offered = card.file is None or not card.file.kept or destination.kind is not Kind.CHANNEL
        return await send(workspace, destination, _activity(card if offered else replace(card, file=None)))

    async def update(self, workspace: Workspace, ref: MessageRef, card: Card) -> None:
        path = conversation_path(_conversation(ref.channel, ref.thread or ref.message), "activities", ref.message)
        await self._connector.call("PUT", workspace.service_url, path, _activity(card) | {"id": ref.message})

    async def remove(self, workspace: Workspace, ref: MessageRef, marker: str) -> None:
        """Teams shows "This message has been deleted" where it stood. What may have arrived unseen cannot be looked for."""
        if not ref.message:
            return
        path = conversation_path(_conversation(ref.channel, ref.thread or ref.message), "activities", ref.message)
        with suppress(Gone):
            await self._connector.call("DELETE", workspace.service_url, path)

    async def mark(self, workspace: Workspace, message: MessageRef, take: Sequence[str], put: str) -> None:
        """On Teams the card says how things stand: an app's own reactions are no part of the released Bot Framework protocol."""
        raise Rejected("no_reactions")

    async def direct(self, workspace: Workspace, user: str, known: str) -> str:
        """Creating a chat that exists gives the existing one. Forbidden where the app is not installed for `user`."""
        if known:
            return known
        body = {
            "bot": self._bot(workspace),
            "members": [{"id": user}],
            "isGroup": False,
            "tenantId": workspace.external_id,
            "channelData": {"tenant": {"id": workspace.external_id}},
        }
        answer = await self._connector.call("POST", workspace.service_url, "/v3/conversations", body)
        return text_of(answer, "id") or _missing("conversation_without_id")

    def link(self, workspace: Workspace, ref: MessageRef) -> str:
        """Channels and group chats have addresses; the 1:1 chat with a bot has none."""
        address = f"https://teams.microsoft.com/l/message/{quote(ref.channel, safe='')}/{quote(ref.message, safe='')}"
        if ref.channel.endswith(_CHANNELS):
            parent = quote(ref.thread or ref.message, safe="")
            return f"{address}?tenantId={quote(workspace.external_id, safe='')}&parentMessageId={parent}"
        return f"{address}?context=%7B%22contextType%22%3A%22chat%22%7D" if ref.channel.endswith(_CHATS) else ""

    async def _in_channel(self, workspace: Workspace, to: Destination, activity: dict[str, Any]) -> MessageRef:
        """A thread is posted to as a conversation; a new message at the top of a channel creates one."""
        if to.thread or not to.channel.endswith(_CHANNELS):
            message = await self._send(workspace, _conversation(to.channel, to.thread), activity)
            return MessageRef(to.platform, to.workspace, to.channel, message, to.thread)
        body = {
            "isGroup": True,
            "bot": self._bot(workspace),
            "tenantId": workspace.external_id,
            "channelData": {"channel": {"id": to.channel}, "tenant": {"id": workspace.external_id}},
            "activity": activity,
        }
        answer = await self._connector.call("POST", workspace.service_url, "/v3/conversations", body)
        message = text_of(answer, "activityId") or text_of(answer, "id").partition(";messageid=")[2]
        return MessageRef(to.platform, to.workspace, to.channel, message or _missing("conversation_without_activity"))

    async def _in_direct(self, workspace: Workspace, to: Destination, activity: dict[str, Any]) -> MessageRef:
        """A remembered chat may be gone though the person is there: then it is made anew, once."""
        known = to.channel if to.kind is Kind.DIRECT else ""
        chat = await self.direct(workspace, to.user, known)
        try:
            message = await self._send(workspace, chat, activity)
        except Gone:
            if not known or not to.user:
                raise
            chat = await self.direct(workspace, to.user, "")
            message = await self._send(workspace, chat, activity)
        return MessageRef(to.platform, to.workspace, chat, message)

    async def _send(self, workspace: Workspace, conversation: str, activity: dict[str, Any]) -> str:
        path = conversation_path(conversation, "activities")
        answer = await self._connector.call("POST", workspace.service_url, path, activity)
        return text_of(answer, "id") or _missing("activity_without_id")

    def _bot(self, workspace: Workspace) -> dict[str, str]:
        return {"id": workspace.bot_user or f"28:{self._app_id}"}


def _activity(card: Card) -> dict[str, Any]:
    """`summary` is what a notification shows."""
    shown = attachment(card) if card.file is None else files.attachment(card, card.file)
    return {"type": "message", "summary": spoken(card), "attachments": [shown]}


def _conversation(channel: str, head: str) -> str:
    """Messages of a channel live in the conversation of their thread; chats have no threads."""
    return f"{channel};messageid={head}" if head and channel.endswith(_CHANNELS) else channel


def _missing(code: str) -> str:
    raise Rejected(code)
