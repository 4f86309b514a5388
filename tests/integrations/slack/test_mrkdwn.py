"""What people typed in Slack, as they meant it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.slack.mrkdwn import mentions, readable, unnamed, without_mention


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("&amp;lt;", "&lt;"),
        ("<@U1> and <@U2|mina>", "@Asha and @mina"),
        ("<@W3>", "@W3"),
        ("<#C1|general> <#C2>", "#general #C2"),
        ("<!here> <!channel> <!subteam^S1|@it> <!subteam^S2>", "@here @channel @it @subteam"),
        ("<!date^1795255200^{date}|23 Nov>", "23 Nov"),
        ("<https://x.test/a?b=1&amp;c=2>", "https://x.test/a?b=1&c=2"),
        ("<https://x.test|x.test>", "https://x.test"),
        ("<https://evil.example|https://corp.example/login>", "https://corp.example/login (https://evil.example)"),
        ("<mailto:a@b.test|a@b.test>", "a@b.test"),
        ("if a <b> then", "if a <b> then"),
        ("टिकट &amp; 😀\nnext", "टिकट & 😀\nnext"),
        ("x\x00y", "xy"),
    ],
)
def test_slacks_marks_become_what_they_look_like(written: str, read: str) -> None:
    assert readable(written, {"U1": "Asha"}) == read


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert readable(escaped) == readable(escaped, {"U1": "x"})
    assert readable(escaped).count("<") == text.count("<")


def test_the_bots_own_mention_is_taken_out() -> None:
    assert without_mention("<@U0BOT>: status T-1", "U0BOT") == "status T-1"
    assert without_mention("hey <@U0BOT|desk>, <@U0ASHA> waits", "U0BOT") == "hey <@U0ASHA> waits"
    assert mentions("hey <@U0BOT|desk>", "U0BOT")
    assert not mentions("hey <@U0BOT2>", "U0BOT")
    assert unnamed("<@U1> <@U2> <@U1>") == ["U1", "U2"]
