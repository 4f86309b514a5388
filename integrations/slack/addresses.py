"""Where a message can be opened."""

from __future__ import annotations

from app.people.model import Workspace


def address(workspace: Workspace, channel: str, message: str, thread: str = "") -> str:
    """Slack's own form of an address (docs.slack.dev/reference/methods/chat.getPermalink), made without asking; '' where
    something of it is not known.
    """
    if not (workspace.url and channel and message):
        return ""
    query = f"?thread_ts={thread}&cid={channel}" if thread else ""
    return f"{workspace.url.rstrip('/')}/archives/{channel}/p{message.replace('.', '')}{query}"
