"""A file in a chat or a thread, in Slack's three steps: an address is asked for, takes the bytes, and the file is shared.

docs.slack.dev/reference/methods/files.getUploadURLExternal and files.completeUploadExternal. The address is Slack's own and
proves by itself who may write there: no token goes to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from app.cards import Card, File
from app.ports import Gone, Rejected, Unreachable
from integrations.slack.api import SlackApi
from integrations.slack.blocks import mrkdwn_text, spoken

_NOT_THERE = frozenset({"file_not_found", "file_deleted"})
SLACKS = ("slack.com", "slack-gov.com")


async def share(api: SlackApi, channel: str, thread: str, card: Card, file: File, marker: str) -> str:
    """The file's id. Until the last step nobody sees anything of it. The message carries `marker` as the id of its one block.

    Slack shares it some moments later, so nobody can tell yet which message it stands in: the file leads there (`withdraw`).
    """
    asked = await api.call("files.getUploadURLExternal", filename=file.name, length=file.size)
    address, file_id = asked.get("upload_url"), asked.get("file_id")
    if not isinstance(address, str) or not isinstance(file_id, str) or not file_id:
        raise Unreachable("answer_incomplete")
    if not is_slacks(address, api.url):
        raise Rejected("upload_host_not_allowed")
    await api.upload(address, file.data, file.size, file.media_type)
    block = {"type": "section", "block_id": marker, "text": mrkdwn_text(spoken(card))}
    await api.call(
        "files.completeUploadExternal", files=[{"id": file_id, "title": file.name}], channel_id=channel, thread_ts=thread or None,
        blocks=[block],
    )  # fmt: skip
    return file_id


def is_file(message: str) -> bool:
    """Whether what a post has for a message is the file that stands there."""
    return message.startswith("F")


def file_of(message: dict[str, Any]) -> str:
    """The id of the file that hangs on a message, '' where none does."""
    files = message.get("files")
    first = files[0] if isinstance(files, list) and files else None
    return str(first.get("id") or "") if isinstance(first, dict) else ""


async def messages_with(api: SlackApi, channel: str, file_id: str) -> list[str]:
    """In which messages of this channel the file stands, as far as Slack says (docs.slack.dev/reference/objects/file-object)."""
    file = (await _unless_gone(api, "files.info", file_id)).get("file")
    shares = file.get("shares") if isinstance(file, dict) else None
    kinds = shares.values() if isinstance(shares, dict) else ()
    places = [kind.get(channel) for kind in kinds if isinstance(kind, dict)]
    return [str(one.get("ts") or "") for place in places if isinstance(place, list) for one in place if isinstance(one, dict)]


async def withdraw(api: SlackApi, channel: str, file_id: str, messages: Iterable[str]) -> None:
    """Delete the messages in which a file of ours stands, and the file itself: it would still open by its address.

    docs.slack.dev/reference/methods/files.delete: an app may delete what it has brought.
    """
    for ts in messages:
        with suppress(Gone):
            await api.call("chat.delete", channel=channel, ts=ts)
    await _unless_gone(api, "files.delete", file_id)


async def _unless_gone(api: SlackApi, method: str, file_id: str) -> dict[str, Any]:
    try:
        return await api.call(method, file=file_id)
    except Rejected as error:
        if error.code not in _NOT_THERE:
            raise
        return {}


def carries(message: dict[str, Any], marker: str) -> bool:
    """Whether a message of the history is the file that was shared under `marker`."""
    blocks = message.get("blocks")
    return bool(marker) and isinstance(blocks, list) and any(isinstance(b, dict) and b.get("block_id") == marker for b in blocks)


def is_slacks(address: str, api_url: str) -> bool:
    """https to Slack itself, or to the very server that answers for Slack here."""
    try:
        to, api = urlsplit(address), urlsplit(api_url)
        same = (to.scheme, to.hostname, to.port) == (api.scheme, api.hostname, api.port)
    except ValueError:
        return False
    host = to.hostname or ""
    own = to.scheme == "https" and to.port in (None, 443) and host.endswith(tuple(f".{slack}" for slack in SLACKS))
    return to.username is None and (own or same)
