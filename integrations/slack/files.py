"""A file in a chat or a thread, in Slack's three steps: an address is asked for, takes the bytes, and the file is shared.

docs.slack.dev/reference/methods/files.getUploadURLExternal and files.completeUploadExternal. The address is Slack's own and
proves by itself who may write there: no token goes to it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from app.cards import Card, File
from app.ports import Rejected, Unreachable
from integrations.slack.api import SlackApi
from integrations.slack.blocks import mrkdwn_text, spoken

SLACKS = ("slack.com", "slack-gov.com")


async def share(api: SlackApi, channel: str, thread: str, card: Card, file: File, marker: str) -> None:
    """Until the last step nobody sees anything of it. The message carries `marker` as the id of its one block."""
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
