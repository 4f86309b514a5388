"""What a line says of itself: in doubt it is a note, because a note that goes out cannot be called back from a mind."""

from __future__ import annotations

import pytest

from app.policy.teams import ThreadDefault
from app.tickets.marking import marked

NOTES = [
    "note: x", "Note : x", "NOTE:x", "🔒 x", "🔒x", "🔒\ufe0f x", "🔏 x", "🔐 x", ":lock: x",
    ":closed_lock_with_key: x", "नोट: x", "नोटः x", "आंतरिक: x", "internal: x", "internal note: x",
    "private note: x", "निजी नोट: x", "Note： x", "नोट： x", "\u200bnote: x", "\u200f note: x",
    "> note: x", "- note: x", "• 🔒 x", "*note: x", "_note: x", "`note: x", "[note] x", "(Note:) x",
    "[internal]: x", "“note: x", "\n\n note: x",
    "Notes: x", "Note - x", "note—x", "1. note: x", "a) note: x", "# note: x", "@Asha note: x", "<@U0MINA001> note: x",
    "🛑 note: x", "👉🏽 note: x", "*note*: x", "note to self: x", "Note for Mina: x", "team note: x", "(internal) - x",
    "ｎｏｔｅ：x", "no\u00adte: x", "int\u200bernal: x", "टिप्पणी: x", "नोट मीना के लिए: x", "टीम नोट: x", "१. नोट: x",
]  # fmt: skip
REPLIES = [
    "reply: x", "Reply : x", "↩ x", "↩\ufe0f x", "⤴ x", ":leftwards_arrow_with_hook: x", "जवाब: x",
    "उत्तरः x", "reply： x", "\u200breply: x",
]  # fmt: skip
NEITHER = [
    "x", "notebook: x", "note x", "a note: x", "internal server error: x", "re: x", "> reply: x",
    "- reply: x", "[reply] x", "x 🔒", "", "noteworthy: x", "नोटिस: x",
    "note that it is: x", "internal, x", "release notes: x", "note to everybody", "1. reply: x", "@Asha reply: x",
]  # fmt: skip


@pytest.mark.parametrize("line", NOTES, ids=ascii)
def test_a_note(line: str) -> None:
    found = marked(line)
    assert (found.kind, line[found.length :]) == (ThreadDefault.NOTE, "x")


@pytest.mark.parametrize("line", REPLIES, ids=ascii)
def test_a_reply(line: str) -> None:
    found = marked(line)
    assert (found.kind, line[found.length :]) == (ThreadDefault.REPLY, "x")


@pytest.mark.parametrize("line", NEITHER, ids=ascii)
def test_nothing(line: str) -> None:
    assert marked(line).kind is None
