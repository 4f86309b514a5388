"""What becomes of what people say in the chats of a ticket."""

from __future__ import annotations

from enum import StrEnum

from app.policy.values import Section


class OnDelete(StrEnum):
    """What the desk keeps of a message that was deleted in its chat. Nobody in a chat reads it any more, either way."""

    KEEP = "keep"
    ERASE = "erase"


class ConversationPolicy(Section):
    """`on_delete`: the words of a deleted message stay for operators (`ticket show --json`), or are erased everywhere."""

    on_delete: OnDelete = OnDelete.KEEP
