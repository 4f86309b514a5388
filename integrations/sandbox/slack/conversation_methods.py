"""conversations.*: places, their history and their members (https://docs.slack.dev/reference/methods)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from integrations.sandbox.slack import wire
from integrations.sandbox.slack.arguments import Arguments
from integrations.sandbox.slack.chat_methods import visible_place
from integrations.sandbox.slack.model import Json, Place, Posted, Refused

if TYPE_CHECKING:
    from integrations.sandbox.slack.workspace import SlackWorkspace

_TS = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
_FAMILY = {"channel": "channels", "group": "groups", "im": "im"}


def _known(ws: SlackWorkspace, args: Arguments, what: str) -> Place:
    place = visible_place(ws, args.need("channel"))
    ws.require(f"{_FAMILY[place.kind]}:{what}")
    return place


def _page(found: list[Any], args: Arguments, name: str, default: int) -> Json:
    """One page; the cursor is where the next begins."""
    limit, cursor = args.number("limit", default, 1000), args.text("cursor", "0")
    if not cursor.isdigit():
        raise Refused("invalid_cursor")
    start = int(cursor)
    more = len(found) > start + limit
    return {name: found[start : start + limit], "response_metadata": {"next_cursor": str(start + limit) if more else ""}}


def info(ws: SlackWorkspace, args: Arguments) -> Json:
    return {"channel": wire.place(ws.world, _known(ws, args, "read"))}


def members(ws: SlackWorkspace, args: Arguments) -> Json:
    return _page(sorted(_known(ws, args, "read").members), args, "members", 100)


def list_all(ws: SlackWorkspace, args: Arguments) -> Json:
    kinds = {"public_channel": "channel", "private_channel": "group", "im": "im"}
    wanted = {kinds.get(kind.strip(), "") for kind in args.text("types", "public_channel").split(",")}
    for kind in sorted(wanted - {""}):
        ws.require(f"{_FAMILY[kind]}:read")
    seen = [p for p in ws.world.places.values() if p.kind in wanted and (not p.private or ws.bot_user in p.members)]
    kept = [p for p in seen if not (p.archived and args.flag("exclude_archived"))]
    return _page([wire.place(ws.world, p) for p in kept], args, "channels", 100)


def open_im(ws: SlackWorkspace, args: Arguments) -> Json:
    """One person's direct messages with the bot."""
    users = args.text("users")
    if not users:
        place = visible_place(ws, args.need("channel"))
        return {"channel": {"id": place.id}}
    if "," in users:
        raise Refused("method_not_supported_for_channel_type")
    account = ws.world.account(users)
    if account.deleted:
        raise Refused("user_disabled")
    if account.bot:
        raise Refused("cannot_dm_bot")
    there = ws.world.open_im(account.id) is not None
    place = ws.world.im(account.id)
    channel = wire.place(ws.world, place) if args.flag("return_im") else {"id": place.id}
    return {"channel": channel, "already_open": there, "no_op": there}


def _within(args: Arguments, messages: list[Posted]) -> list[Posted]:
    bounds = (args.text("oldest"), args.text("latest"))
    for name, bound in zip(("oldest", "latest"), bounds, strict=True):
        if bound and not _TS.fullmatch(bound):
            raise Refused(f"invalid_ts_{name}")
    oldest, latest = float(bounds[0] or 0), float(bounds[1] or "inf")
    kept = args.flag("inclusive")
    return [m for m in messages if oldest < float(m.ts) < latest or (kept and m.ts in bounds)]


def _drawn(ws: SlackWorkspace, args: Arguments, messages: list[Posted], default: int) -> Json:
    metadata = args.flag("include_all_metadata")
    page = _page([wire.message(ws.world, m, metadata) for m in messages], args, "messages", default)
    return {**page, "has_more": bool(page["response_metadata"]["next_cursor"])}


def _readable(ws: SlackWorkspace, args: Arguments) -> Place:
    place = _known(ws, args, "history")
    if ws.bot_user not in place.members:
        raise Refused("not_in_channel")
    return place


def history(ws: SlackWorkspace, args: Arguments) -> Json:
    """Newest first; replies stay in their threads unless they were sent to the channel too."""
    place = _readable(ws, args)
    top = [m for m in place.messages if not m.deleted and not m.to and (not m.is_reply or m.broadcast)]
    return _drawn(ws, args, _within(args, top)[::-1], 100)


def replies(ws: SlackWorkspace, args: Arguments) -> Json:
    """The thread's first message, then its replies, oldest first."""
    place, ts = _readable(ws, args), args.need("ts")
    head = place.find(ts)
    if head is None:
        raise Refused("thread_not_found")
    return _drawn(ws, args, [head, *_within(args, place.thread(ts))], 1000)


METHODS = {
    "conversations.info": info,
    "conversations.members": members,
    "conversations.list": list_all,
    "conversations.open": open_im,
    "conversations.history": history,
    "conversations.replies": replies,
}
