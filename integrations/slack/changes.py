"""Messages that were edited or deleted (docs.slack.dev/reference/events/message/message_changed, …/message_deleted).

Slack says "changed" of much that no person did: a preview of a link, a counter of answers. An edit is only what moves
`edited`, the words or the files. The head of a thread that is deleted stays there as a "tombstone". Who deleted a message
(its author, or an admin) Slack tells nobody.
"""

from __future__ import annotations

from typing import Any

from app.interaction import ADDRESSED, OF, OVERTAKES, RECENT, Interaction, Where
from app.people.model import Platform, Workspace
from integrations.slack.attached import read_files
from integrations.slack.inbound import Body, Names, is_direct, key_of, part, said_in, stranger, text, thread_of
from integrations.slack.mrkdwn import mentions

CHANGES = frozenset({"message_changed", "message_deleted"})
SAID = frozenset({"", "file_share", "thread_broadcast"})
"""Kinds of messages that a person has written."""

_GRAVE = "tombstone"


def stamp_of(ts: str) -> int:
    """Microseconds of a `ts`, which orders messages and what is done to them; 0 for what is none."""
    seconds, _, fraction = ts.partition(".")
    digits = seconds + fraction[:6].ljust(6, "0")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else 0


def from_change(body: Body, event: Body, workspace: Workspace, names: Names) -> Interaction | None:
    """None for what changes nothing, and for messages of bots."""
    message, before = part(event, "message"), part(event, "previous_message")
    if text(event, "subtype") == "message_deleted" or text(message, "subtype") == _GRAVE:
        return _removed(body, event, before, workspace)
    return _edited(body, event, workspace, names) if _is_edit(message, before) else None


def _edited(body: Body, event: Body, workspace: Workspace, names: Names) -> Interaction | None:
    message = part(event, "message")
    if not _by_person(message, workspace):
        return None
    edit = part(message, "edited")
    new = text(edit, "ts") != text(part(part(event, "previous_message"), "edited"), "ts")
    words, rich = said_in(message, names, workspace.bot_user)
    return _interaction(
        body, event, workspace, "chat.edited", message, text(edit, "user") or text(message, "user"),
        text=words,
        rich=rich,
        files=read_files(message, hanging=True),
        stamp=stamp_of(text(edit, "ts") if new else "") or _told_at(event),
    )  # fmt: skip


def _removed(body: Body, event: Body, before: Body, workspace: Workspace) -> Interaction | None:
    """It is nobody's deed. What it said before may not be told: then it may have been anybody's."""
    if before and not _by_person(before, workspace):
        return None
    gone = {**before, "ts": text(event, "deleted_ts") or text(before, "ts")}
    return _interaction(body, event, workspace, "chat.removed", gone, "", stamp=_told_at(event))


def _is_edit(message: Body, before: Body) -> bool:
    moved = text(part(message, "edited"), "ts") != text(part(before, "edited"), "ts")
    return moved or any(message.get(name) != before.get(name) for name in ("text", "blocks")) or _files(message) != _files(before)


def _files(message: Body) -> list[str]:
    files = message.get("files")
    return [text(one, "id") for one in files if text(one, "mode") != _GRAVE] if isinstance(files, list) else []


def _by_person(message: Body, workspace: Workspace) -> bool:
    machine = message.get("bot_id") or message.get("app_id") or message.get("bot_profile")
    known = text(message, "user") not in ("", "USLACKBOT", workspace.bot_user)
    return known and not machine and text(message, "subtype") in SAID


def _told_at(event: Body) -> int:
    return stamp_of(text(event, "event_ts") or text(event, "ts"))


def _interaction(
    body: Body, event: Body, workspace: Workspace, verb: str, message: Body, actor: str, **more: Any
) -> Interaction | None:
    channel, ts = text(event, "channel"), text(message, "ts")
    if not ts or not (actor or verb == "chat.removed"):
        return None
    direct = event.get("channel_type") == "im" or is_direct(channel)
    said = (message, part(event, "previous_message"))
    told = {
        ADDRESSED: any(mentions(text(one, "text"), workspace.bot_user) for one in said),
        RECENT: _told_at(event) - stamp_of(ts) <= OVERTAKES,
    }
    return Interaction(
        key=f"slack:event:{text(body, 'event_id')}" if text(body, "event_id") else "",
        platform=Platform.SLACK,
        workspace=workspace.external_id,
        actor=actor,
        verb=verb,
        values={OF: key_of(workspace, channel, ts)} | {name: "1" for name, so in told.items() if so},
        where=Where(channel, ts, thread_of(message), direct),
        profile=stranger(body, workspace, message.get("user_team"), message.get("source_team"), message.get("team")),
        **more,
    )
