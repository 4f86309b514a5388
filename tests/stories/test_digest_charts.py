"""Slack and Teams draw their own charts beside the bars of text, and nothing is lost where they cannot."""

from __future__ import annotations

from typing import Any

from integrations.sandbox.faults import Fault
from tests.stories.boss import HOURS, on_slack, on_teams, with_digests
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House


async def solves_two(house: House) -> None:
    """One of a category and one of none, so that there is something to compare."""
    for text in ("My VPN is down, please help", "The printer is broken, can somebody fix it?"):
        house.clock.move(121)
        await house.asha.says(SLACK_HELP, text)
        await house.settle()
    for card in house.ravi.sees(SLACK_TRIAGE)[:2]:
        await house.ravi.presses(card, "Resolve…")
        assert await house.ravi.submits({"What was done?": "Done."}) == {}
        await house.settle()


def charts(blocks: list[Any]) -> list[Any]:
    return [block for block in blocks if str(block["type"]).startswith(("data_visualization", "Chart."))]


async def test_each_platform_draws_its_own_chart_beside_the_bars_of_text(both: House) -> None:
    await with_digests(both)
    await solves_two(both)
    await both.passes(17.5 * HOURS)
    on_one, on_other = on_slack(both)[0], on_teams(both)[0]
    (drawn,) = charts(on_one.blocks)
    assert drawn["chart"]["series"][0]["data"] == [{"label": "No category", "value": 1}, {"label": "VPN", "value": 1}]
    (drawn,) = charts(on_other.view.card["body"])
    assert drawn["data"] == [{"x": "No category", "y": 1}, {"x": "VPN", "y": 1}]
    for seen in (on_one, on_other):
        assert "VPN: 1 new, 1 solved" in seen.plain()
        assert "█" in seen.plain()
    both.clock.move(1)
    answer = await both.lena.command("/ticket", "report it week", SLACK_TRIAGE)
    assert answer.ephemeral
    assert charts(answer.blocks)
    both.nothing_was_refused()


async def test_where_slack_takes_no_charts_everything_still_arrives_in_words(house: House) -> None:
    await with_digests(house)
    await solves_two(house)
    house.slack.faults.next("chat.postMessage", Fault.refused("invalid_blocks"), times=1)
    await house.passes(17.5 * HOURS)
    (digest,) = on_slack(house)
    assert charts(digest.blocks) == []
    assert "VPN: 1 new, 1 solved" in digest.plain()
    assert "Oldest" not in digest.labels
    house.clock.move(1)
    house.slack.faults.next("chat.postEphemeral", Fault.refused("invalid_blocks"), times=1)
    answer = await house.lena.command("/ticket", "report it week", SLACK_TRIAGE)
    assert charts(answer.blocks) == []
    assert "VPN: 1 new, 1 solved" in answer.plain()
    house.slack.faults.next("chat.postEphemeral", Fault.refused("user_not_in_channel"), times=1)
    answer = await house.lena.command("/ticket", "report it week", SLACK_TRIAGE)
    assert answer.ephemeral
    assert charts(answer.blocks) == []
