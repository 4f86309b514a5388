"""What the program says in answer to a deed: in the body of a command's answer, or to its `response_url`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aiohttp import web

from integrations.sandbox.faults import answered
from integrations.sandbox.slack import wire
from integrations.sandbox.slack.api import broken
from integrations.sandbox.slack.chat_methods import checked_blocks
from integrations.sandbox.slack.model import Exchange, Json, Posted, Refused
from integrations.sandbox.slack.triggers import ResponseUrl

if TYPE_CHECKING:
    from integrations.sandbox.slack.workspace import SlackWorkspace

STATUS = {"used_url": 404, "expired_url": 404, "invalid_url": 404}


async def handle(ws: SlackWorkspace, request: web.Request) -> web.StreamResponse:
    """POST to a response URL: "ok", or Slack's word for why not."""
    fault = ws.faults.take("response_url")
    return await answered(fault, request, lambda: _use(ws, request), broken)


async def _use(ws: SlackWorkspace, request: web.Request) -> web.StreamResponse:
    body: Json = {}
    shown_to = ""
    try:
        url = ws.triggers.use_url(request.match_info["token"])
        body = _read(await request.text())
        shown_to = _shown_to(ws, url, body)
        _carry_out(ws, url, body)
        status, answer = 200, "ok"
    except Refused as no:
        ws.refuse("response_url", no)
        status, answer = STATUS.get(no.code, 400), no.code
    ws.traffic.append(Exchange(ws.world.clock(), "slack", "response_url", body, status, answer, shown_to=shown_to))
    return web.Response(status=status, text=answer)


def _shown_to(ws: SlackWorkspace, url: ResponseUrl, body: Json) -> str:
    """A person alone, or everybody of the channel: what takes the place of a message is seen by whoever saw that."""
    original = next((m for m in ws.world.places[url.channel].messages if m.ts == url.original), None)
    if body.get("replace_original") and original is not None:
        return original.to or url.channel
    return url.channel if body.get("response_type") == "in_channel" else url.user


def _read(text: str) -> Json:
    try:
        body = json.loads(text)
    except ValueError:
        raise Refused("invalid_payload") from None
    if not isinstance(body, dict):
        raise Refused("invalid_payload")
    return body


def _carry_out(ws: SlackWorkspace, url: ResponseUrl, body: Json) -> None:
    place = ws.world.places[url.channel]
    original = next((m for m in place.messages if m.ts == url.original and not m.deleted), None)
    if body.get("delete_original"):
        if original is None:
            raise Refused("message_not_found")
        original.deleted = True
    elif body.get("replace_original") and original is not None:
        _replace(ws, original, body)
    else:
        answer(ws, body, url)


def _replace(ws: SlackWorkspace, original: Posted, body: Json) -> None:
    before = wire.message(ws.world, original)
    original.text, original.blocks = _content(ws, body)
    if not original.to:
        original.edited = {"user": ws.bot_user, "ts": ws.world.new_ts()}
        ws.tell(wire.changed(ws.world, original, before))


def _content(ws: SlackWorkspace, body: Json) -> tuple[str, list[Json]]:
    text, blocks = body.get("text") or "", body.get("blocks") or []
    if not text and not blocks:
        raise Refused("no_text")
    return str(text), checked_blocks(ws, blocks)


def answer(ws: SlackWorkspace, body: Json, url: ResponseUrl) -> Posted:
    """A message to the person alone, or (`in_channel`) to the place. Raises Refused when Slack would not show it."""
    text, blocks = _content(ws, body)
    place = ws.world.places[url.channel]
    thread = str(body.get("thread_ts") or url.thread)
    if body.get("response_type") != "in_channel":
        return ws.world.post_as_bot(place, text, thread, blocks=blocks, to=url.user)
    posted = ws.world.post_as_bot(place, text, thread, blocks=blocks)
    ws.tell(wire.said(ws.world, posted))
    return posted
