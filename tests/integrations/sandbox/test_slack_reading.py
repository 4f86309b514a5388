"""What people read: the words on the screen, in their own zone, without markup."""

from __future__ import annotations

import pytest

from integrations.sandbox.slack.typed import as_sent
from tests.integrations.sandbox.slack_desk import HELP, Desk
from tests.integrations.sandbox.slack_desk import desk as desk
from tests.integrations.sandbox.slack_program import button, menu, section

NAMES = {"Asha": "U0ASHA", "Asha Rao": "U0RAO"}


@pytest.mark.parametrize(
    ("wire", "words"),
    [
        ("<@U0ASHA> asked in <#C0HELP001>", "@Asha asked in #help"),
        ("*T-1* _is_ ~not~ `open`", "T-1 is not open"),
        ("5 * 3 * 2 and snake_case_name", "5 * 3 * 2 and snake_case_name"),
        ("<https://example.test|the page> <https://example.test>", "the page https://example.test"),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("&gt; quoted\n&gt;twice", "quoted\ntwice"),
        ("<!channel> <!subteam^S1|@it>", "@channel @it"),
        ("due <!date^1795435200^{date_short} at {time}|soon>", "due Nov 23, 2026 at 5:30 PM"),
        ("due <!date^1795435200^{date_long_pretty}^https://example.test|soon>", "due Monday, November 23, 2026"),
        ("due <!date^never^{date}|soon>", "due soon"),
    ],
)
async def test_mrkdwn_is_read_as_the_client_shows_it(desk: Desk, wire: str, words: str) -> None:
    await desk.program.says(HELP, "x", blocks=[section(wire)])

    assert desk.asha.sees("help")[0].plain() == words


async def test_each_reader_has_their_own_clock(desk: Desk) -> None:
    await desk.program.says(HELP, "due <!date^1795435200^{date_num} {time}|soon>")

    assert desk.asha.sees("help")[0].spoken == "due 2026-11-23 5:30 PM"
    assert desk.ravi.sees("help")[0].spoken == "due 2026-11-23 12:00 PM"


async def test_a_card_is_read_from_top_to_bottom(desk: Desk) -> None:
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "T-1 *VPN*"}},
        {
            "type": "section",
            "fields": [{"type": "mrkdwn", "text": "*Status*\nNew"}, {"type": "mrkdwn", "text": "*Priority*\nHigh"}],
        },
        section("A row", accessory=button("Open", accessibility_label="Open T-1")),
        {"type": "actions", "elements": [button("Claim"), menu("Assign…", "Move…")]},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "v1"}, {"type": "mrkdwn", "text": "3 min"}]},
    ]
    await desk.program.says(HELP, "T-1: VPN is down", blocks=blocks)
    [message] = desk.asha.sees("help")

    assert message.plain() == "T-1 *VPN*\nStatus\nNew\nPriority\nHigh\nA row\n[Open]\n[Claim] [More…]\nv1 3 min"
    assert message.labels == ["Open", "Claim", "More…", "Assign…", "Move…"]
    assert (message.spoken, message.by_bot, message.thread) == ("T-1: VPN is down", True, "")


async def test_pings_show_who_is_disturbed(desk: Desk) -> None:
    await desk.program.says(HELP, "<!channel> <@U0ASHA>", blocks=[section("<@U0RAVI> &lt;!here&gt;")])
    await desk.program.says(HELP, "<!here> <@U0ASHA> <!date^1795435200^{date}|x>")

    assert [m.pings for m in desk.asha.sees("help")] == [["U0RAVI"], ["!here", "U0ASHA"]]


async def test_a_thread_is_read_by_its_head(desk: Desk) -> None:
    said = await desk.asha.says("help", "printer :fire:")
    await desk.program.says(HELP, "On it", thread_ts=said.ts)

    assert [m.plain() for m in desk.asha.replies(said)] == ["On it"]
    assert [m.plain() for m in desk.asha.sees("help")] == ["printer :fire:", "On it"]


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("@Asha Rao and @Asha", "<@U0RAO> and <@U0ASHA>"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<!channel> <@U0ASHA>", "&lt;!channel&gt; <@U0ASHA>"),
        ("see https://a.test/x?y=1&z=2.", "see <https://a.test/x?y=1&amp;z=2>."),
        ("mail asha@example.test", "mail <mailto:asha@example.test|asha@example.test>"),
    ],
)
def test_what_is_typed_goes_out_as_the_client_sends_it(typed: str, sent: str) -> None:
    assert as_sent(typed, NAMES) == sent
