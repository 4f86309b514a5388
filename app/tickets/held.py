"""Words that an agent wanted to send, or sent: what became of them while they were a note."""

from __future__ import annotations

from enum import StrEnum


class Held(StrEnum):
    """`asked`: the agent has been asked whether to send it. `sent`, `kept`: their answer. `taken_back`: sent, and unsent."""

    ASKED = "asked"
    SENT = "sent"
    KEPT = "kept"
    TAKEN_BACK = "taken_back"
