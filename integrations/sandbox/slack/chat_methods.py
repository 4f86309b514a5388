"""chat.*: posting, updating, deleting (https://docs.slack.dev/reference/methods)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.sandbox.slack import wire
from integrations.sandbox.slack.arguments import Arguments
from integrations.sandbox.slack.block_rules import message_problems
from integrations.sandbox.slack.model import Blocks, Json, Place, Posted, Refused

if TYPE_CHECKING:
    from integrations.sandbox.slack.workspace import SlackWorkspace

LONGEST_TEXT = 40_000


def visible_place(ws: SlackWorkspace, channel: str) -> Place:
    """A place by id, as far as the bot can know of it."""
    place = ws.world.places.get(channel)
    if place is None or (place.private and ws.bot_user not in place.members):
        raise Refused("channel_not_found")
    return place


def writable_place(ws: SlackWorkspace, channel: str) -> Place:
    """A place the bot may write to."""
    if channel in ws.world.accounts:
        return ws.world.im(channel)
    place = visible_place(ws, channel)
    if place.archived:
        raise Refused("is_archived")
    public = not place.private and "chat:write.public" in ws.scopes
    if ws.bot_user not in place.members and not public:
        raise Refused("not_in_channel")
    return place


def checked_blocks(ws: SlackWorkspace, blocks: Any) -> Blocks:
    """Blocks as Slack keeps them, or Refused with every reason."""
    problems = message_problems(blocks)
    if problems:
        raise Refused("invalid_blocks", problems, errors=problems)
    return ws.world.with_ids(blocks)


def content(ws: SlackWorkspace, args: Arguments) -> tuple[str, Blocks]:
    """The text and blocks of a call."""
    text, blocks = args.text("text"), args.structure("blocks", "invalid_blocks_format")
    if len(text) > LONGEST_TEXT:
        raise Refused("msg_too_long")
    if not text.strip() and not blocks:
        raise Refused("no_text")
    return text, checked_blocks(ws, blocks) if blocks else []


def _metadata(args: Arguments) -> Json | None:
    metadata = args.structure("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    shape = isinstance(metadata, dict) and set(metadata) == {"event_type", "event_payload"}
    if not shape or not isinstance(metadata["event_type"], str) or not isinstance(metadata["event_payload"], dict):
        raise Refused("invalid_metadata_format")
    return dict(metadata)


def thread_of(place: Place, args: Arguments) -> str:
    """The `thread_ts` of a call, '' where there is none; Refused unless it heads a thread."""
    thread = args.text("thread_ts")
    head = next((m for m in place.messages if m.ts == thread and not m.to), None)
    if thread and head is None:
        raise Refused("thread_not_found")
    if head is not None and head.is_reply:
        raise Refused("thread_not_found", ["thread_ts must be that of the thread's first message"])
    return thread


def post_message(ws: SlackWorkspace, args: Arguments) -> Json:
    place = writable_place(ws, args.need("channel"))
    text, blocks = content(ws, args)
    metadata, thread = _metadata(args), thread_of(place, args)
    ws.obey_rate(place.id)
    broadcast = bool(thread) and args.flag("reply_broadcast")
    posted = ws.world.post_as_bot(place, text, thread, blocks=blocks, metadata=metadata, broadcast=broadcast)
    ws.tell(wire.said(ws.world, posted))
    return {"channel": place.id, "ts": posted.ts, "message": wire.message(ws.world, posted, metadata=True)}


def _own(ws: SlackWorkspace, args: Arguments, refusal: str) -> Posted:
    place = visible_place(ws, args.need("channel"))
    posted = place.find(args.need("ts"))
    if posted is None:
        raise Refused("message_not_found")
    if place.archived:
        raise Refused("is_archived")
    if posted.user != ws.bot_user:
        raise Refused(refusal)
    return posted


def update(ws: SlackWorkspace, args: Arguments) -> Json:
    """Blocks that are not mentioned stay; an empty list removes them."""
    posted = _own(ws, args, "cant_update_message")
    blocks = args.structure("blocks", "invalid_blocks_format")
    if blocks is None and not args.text("text").strip():
        raise Refused("no_text")
    if len(args.text("text")) > LONGEST_TEXT:
        raise Refused("msg_too_long")
    kept = posted.blocks if blocks is None else checked_blocks(ws, blocks)
    metadata = _metadata(args) or posted.metadata
    before = wire.message(ws.world, posted, metadata=True)
    posted.text, posted.blocks, posted.metadata = args.text("text", posted.text), kept, metadata
    posted.edited = {"user": ws.bot_user, "ts": ws.world.new_ts()}
    ws.tell(wire.changed(ws.world, posted, before))
    return {"channel": posted.channel, "ts": posted.ts, "text": posted.text, "message": wire.message(ws.world, posted)}


def delete(ws: SlackWorkspace, args: Arguments) -> Json:
    posted = _own(ws, args, "cant_delete_message")
    before = wire.message(ws.world, posted)
    posted.deleted = True
    ws.tell(wire.deleted(ws.world, posted, before))
    return {"channel": posted.channel, "ts": posted.ts}


def post_ephemeral(ws: SlackWorkspace, args: Arguments) -> Json:
    place = visible_place(ws, args.need("channel"))
    user = args.need("user")
    if place.archived:
        raise Refused("is_archived")
    if ws.bot_user not in place.members:
        raise Refused("not_in_channel")
    if user not in place.members:
        raise Refused("user_not_in_channel")
    text, blocks = content(ws, args)
    posted = ws.world.post_as_bot(place, text, thread_of(place, args), blocks=blocks, to=user)
    return {"message_ts": posted.ts}


def permalink(ws: SlackWorkspace, args: Arguments) -> Json:
    place = visible_place(ws, args.need("channel"))
    posted = place.find(args.need("message_ts"))
    if posted is None:
        raise Refused("message_not_found")
    link = f"https://{ws.world.domain}.slack.com/archives/{place.id}/p{posted.ts.replace('.', '')}"
    if posted.is_reply:
        link += f"?thread_ts={posted.thread_ts}&cid={place.id}"
    return {"channel": place.id, "permalink": link}


METHODS = {
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "chat.getPermalink": permalink,
}
