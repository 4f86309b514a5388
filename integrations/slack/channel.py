"""Slack as a medium: cards posted, kept true, and found again by the marker of their delivery."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import structlog

from app.cards import Card
from app.people.model import Platform, Workspace
from app.ports import ChannelError, Clock, Forbidden, Gone, RateLimited, Rejected, Unauthorized, Unreachable
from app.posts.model import Destination, Kind, MessageRef
from integrations.slack.addresses import address
from integrations.slack.api import SlackApi
from integrations.slack.blocks import render
from integrations.slack.charts import has_charts, without_charts
from integrations.slack.controls import forgetting
from integrations.slack.files import carries, file_of, is_file, is_slacks, messages_with, share, withdraw
from integrations.slack.home import render_home

MARKED_AS = "sahayak_delivery"
LOOK_BACK = 86_400
"""Seconds: how long ago an uncertain delivery is looked for."""

RESPOND = 20.0
"""Seconds: nobody waits for it."""

_PAGE = 200
_SO_ALREADY = frozenset({"already_reacted", "no_reaction"})
_TOO_MUCH = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"})

_log = structlog.get_logger()


class SlackChannel:
    """Implements `app.ports.Channel`; raises ChannelErrors and nothing else."""

    def __init__(self, api: SlackApi, clock: Clock) -> None:
        self._api = api
        self._clock = clock

    async def post(
        self, workspace: Workspace, destination: Destination, card: Card, marker: str, maybe_there: bool
    ) -> MessageRef:
        if destination.kind is Kind.HOME:
            return await self._publish(workspace, destination.user, card)
        direct = destination.kind is Kind.DIRECT or destination.channel.startswith("D")
        if destination.kind is Kind.PRIVATE and destination.channel and not direct:
            if whispered := await self.whisper(workspace, destination, card):
                return whispered
            destination = replace(destination, channel="", thread="")
        channel = destination.channel or await self.direct(workspace, destination.user, "")
        if maybe_there and (there := await self._find(channel, destination.thread, marker)):
            found = (file_of(there) if card.file else "") or str(there["ts"])
            ref = MessageRef(Platform.SLACK, workspace.external_id, channel, found, destination.thread)
            if card.file is None:
                await self.update(workspace, ref, card)  # it was drawn from what was true when it left
            return ref
        if card.file is not None:
            shared = await share(self._api, channel, destination.thread, card, card.file, marker)
            return MessageRef(Platform.SLACK, workspace.external_id, channel, shared, destination.thread)
        return await self._send(workspace, channel, destination.thread, card, marker)

    async def update(self, workspace: Workspace, ref: MessageRef, card: Card) -> None:
        if "://" in ref.message:
            await self.replace(workspace, ref, card)
            return

        async def send(**drawn: Any) -> dict[str, Any]:
            return await self._api.call("chat.update", channel=ref.channel, ts=ref.message, **drawn)

        stamp = int(self._clock().timestamp() * 1000)
        await _plainer_if_refused(send, forgetting(render(card, workspace.external_id), stamp))

    async def replace(self, workspace: Workspace, ref: MessageRef, card: Card) -> None:
        """What only one person sees, at the address that came with their press (docs.slack.dev/interactivity/
        handling-user-interaction, "Message responses": five times within half an hour). In a thread the thread is named again.
        """
        if not is_slacks(ref.message, self._api.url):
            raise Rejected("no_response_url")
        thread = {"thread_ts": ref.thread} if ref.thread else {}
        drawn = without_charts(render(card, workspace.external_id)) | thread
        await self._api.respond(ref.message, RESPOND, response_type="ephemeral", replace_original=True, **drawn)

    async def remove(self, workspace: Workspace, ref: MessageRef, marker: str) -> None:
        """docs.slack.dev/reference/methods/chat.delete: a bot may delete what it has posted itself."""
        if is_file(ref.message):
            there = await messages_with(self._api, ref.channel, ref.message)
            there = there or _ts(await self._find(ref.channel, ref.thread, marker))
            await withdraw(self._api, ref.channel, ref.message, there)
            return
        found = {"ts": ref.message} if ref.message else await self._find(ref.channel, ref.thread, marker)
        if file := file_of(found):
            await withdraw(self._api, ref.channel, file, _ts(found))
            return
        for ts in _ts(found):
            with suppress(Gone):
                await self._api.call("chat.delete", channel=ref.channel, ts=ts)

    async def mark(self, workspace: Workspace, message: MessageRef, take: Sequence[str], put: str) -> None:
        """docs.slack.dev/reference/methods/reactions.add, reactions.remove: `already_reacted` and `no_reaction` are as good."""
        deeds = [("reactions.remove", name) for name in take] + ([("reactions.add", put)] if put else [])
        for method, name in deeds:
            try:
                await self._api.call(method, channel=message.channel, timestamp=message.message, name=name)
            except Rejected as error:
                if error.code not in _SO_ALREADY:
                    raise

    async def direct(self, workspace: Workspace, user: str, known: str) -> str:
        if known:
            return known
        opened = await self._api.call("conversations.open", users=user)
        return _id(opened.get("channel"), "id")

    def link(self, workspace: Workspace, ref: MessageRef) -> str:
        return address(workspace, ref.channel, ref.message, ref.thread)

    async def _send(self, workspace: Workspace, channel: str, thread: str, card: Card, marker: str) -> MessageRef:
        metadata = {"event_type": MARKED_AS, "event_payload": {"marker": marker}}

        async def send(**drawn: Any) -> dict[str, Any]:
            return await self._api.call(
                "chat.postMessage", channel=channel, thread_ts=thread or None, metadata=metadata,
                unfurl_links=False, unfurl_media=False, **drawn,
            )  # fmt: skip

        posted = await _plainer_if_refused(send, render(card, workspace.external_id))
        return MessageRef(Platform.SLACK, workspace.external_id, str(posted.get("channel") or channel), _id(posted, "ts"), thread)

    async def whisper(self, workspace: Workspace, where: Destination, card: Card) -> MessageRef | None:
        """An ephemeral message, or None where Slack refuses one: the person is no member, or the channel is not ours to see."""

        async def send(**drawn: Any) -> dict[str, Any]:
            return await self._api.call(
                "chat.postEphemeral", channel=where.channel, user=where.user, thread_ts=where.thread or None, **drawn
            )

        try:
            posted = await _plainer_if_refused(send, render(card, workspace.external_id))
        except (Forbidden, Gone) as error:
            _log.info("slack.whisper_refused", channel=where.channel, user=where.user, code=error.code)
            return None
        return MessageRef(Platform.SLACK, workspace.external_id, where.channel, str(posted.get("message_ts") or ""), where.thread)

    async def _publish(self, workspace: Workspace, user: str, card: Card) -> MessageRef:
        view = render_home(card, workspace.external_id)
        published = await self._api.call("views.publish", user_id=user, view=view)
        return MessageRef(Platform.SLACK, workspace.external_id, user, str((published.get("view") or {}).get("id") or ""))

    async def _find(self, channel: str, thread: str, marker: str) -> dict[str, Any]:
        """The message that carries `marker`, or {}. Where we may not read, it is as if it were not there."""
        method = "conversations.replies" if thread else "conversations.history"
        since = f"{self._clock().timestamp() - LOOK_BACK:.6f}"
        try:
            found = await self._api.call(
                method, channel=channel, ts=thread or None, oldest=since, limit=_PAGE, include_all_metadata=True
            )
        except (RateLimited, Unreachable, Unauthorized):
            raise
        except ChannelError as error:
            _log.info("slack.history_not_read", channel=channel, code=error.code)
            return {}
        messages: list[dict[str, Any]] = found.get("messages") or []
        return next((m for m in messages if _marker(m) == marker or carries(m, marker)), {})


async def _plainer_if_refused(send: Callable[..., Awaitable[dict[str, Any]]], drawn: dict[str, Any]) -> dict[str, Any]:
    """Slack's rules for blocks change without notice, and not every workspace has charts: what it cannot take as a card, it
    still takes without its charts, or else as a sentence.
    """
    try:
        return await send(**drawn)
    except Rejected as error:
        if error.code not in _TOO_MUCH:
            raise
        _log.error("slack.blocks_refused", code=error.code)
    if has_charts(drawn):
        return await _plainer_if_refused(send, without_charts(drawn))
    return await send(text=drawn["text"], blocks=[])


def _ts(message: dict[str, Any]) -> list[str]:
    return [str(message["ts"])] if "ts" in message else []


def _marker(message: dict[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    ours = metadata.get("event_type") == MARKED_AS
    return str((metadata.get("event_payload") or {}).get("marker") or "") if ours else ""


def _id(answer: Any, name: str) -> str:
    """An id without which we cannot go on; Slack said ok, so the deed may have been done."""
    found = answer.get(name) if isinstance(answer, dict) else None
    if not found:
        raise Unreachable("answer_incomplete", maybe_arrived=True)
    return str(found)
