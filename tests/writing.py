"""Formatted texts as nobody should write them, and a count of steps for what must be linear."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from hypothesis import strategies as st

from app.rich_text import Code, Items, Paragraph, Quote, RichText, Run

NASTY = (
    "<!channel> <!here> <@U0BOSS001> <!subteam^S1>", "<at>Tom</at> & <b>x</b>", "{{DATE(2026-11-23T04:30:00Z,SHORT)}} {{", "{",
    "**bold** _it_ [safe](https://evil.test) ![x](https://evil.test/p.png)", "&lt;at&gt; &amp;amp; &#60;", "\u202egnp.exe\u2066",
    "> quote\n- item\n1. one", "e" + "\u0301" * 300, "👩‍👩‍👧‍👦" * 60, "क्षि" * 120, "\u200b\u200d", " ", "\n", "\n\n\n",
    "x\x00\x1b[31my\ud800",
    "bank.test", "https://bank.test/login", "مرحبا", "\t  indented", "W" * 700, "line\n" * 90,
)  # fmt: skip
ADDRESSES = (
    "", "", "https://docs.example.com/a?b=1&c=2#d", "http://10.0.0.7:8080/x", "https://bank.test@evil.test/login", "HTTPS://Bank.Test",
    "javascript:alert(1)", "data:text/html,<script>", "mailto:desk@example.com?bcc=all@example.com", "https://evil.test\\@bank.test/",
    "https://xn--bnk-sna.test/", "https://bаnk.test/", "//evil.test", "https://evil.test/<!channel>|x>{{DATE()}}",
    "https://" + "a" * 2500,
    "https://[::1]/x", "https://evil.test/ x", "vbscript:x", "https:///nohost", "https://evil.test/" + "é" * 90,
)  # fmt: skip

WORDS = st.text(max_size=40) | st.integers(0, len(NASTY) - 1).map(lambda number: NASTY[number])
RUN = st.builds(
    Run, WORDS, st.booleans(), st.booleans(), st.booleans(), st.booleans(),
    st.integers(0, len(ADDRESSES) - 1).map(lambda number: ADDRESSES[number]),
)  # fmt: skip
RUNS = st.lists(RUN, max_size=5).map(tuple)
BLOCK = st.one_of(
    st.builds(Paragraph, RUNS),
    st.builds(Quote, RUNS),
    st.builds(Code, WORDS),
    st.builds(Items, st.lists(RUNS, max_size=4).map(tuple), st.booleans(), st.integers(-1, 12), st.integers(-1, 30)),
)
RICH = st.lists(BLOCK, max_size=8).map(lambda blocks: RichText(tuple(blocks)))


def steps(work: Callable[[], Any]) -> int:
    """How many lines of Python it runs through: the same on every machine, unlike seconds."""
    count = 0

    def see(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += 1
        return see

    before = sys.gettrace()
    sys.settrace(see)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
