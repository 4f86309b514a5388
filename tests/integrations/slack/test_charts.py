"""Charts keep Slack's limits whatever people call their categories; there are none where Slack has none."""

from __future__ import annotations

import pytest

from app.cards import Card, Chart
from integrations.sandbox.slack.block_rules import message_problems
from integrations.slack.blocks import render
from integrations.slack.charts import CHART, has_charts, without_charts
from integrations.slack.home import render_home
from tests.integrations.slack.block_kit import faults

LONG = "A category that is called at great length"


def drawn(*bars: tuple[str, int], times: int = 1) -> dict[str, object]:
    return render(Card("Report", "Report", tuple(Chart("By category", "Solved", bars) for _ in range(times))))


@pytest.mark.parametrize(
    "bars",
    [
        [("VPN", 3), ("", 2)],
        [(f"{LONG} {number}", number) for number in range(30)],
        [("same", 1), ("same", 2), ("  same ", 3)],
        [("कर्मचारी सेवाएँ और छुट्टी के सवाल", 4), ("👩‍👩‍👧‍👦" * 9, 0), ("<!channel>", 10**9)],
    ],
)
def test_labels_are_short_and_told_apart(bars: list[tuple[str, int]]) -> None:
    blocks = drawn(*bars)["blocks"]
    assert isinstance(blocks, list)
    (chart,) = [block for block in blocks if block["type"] == CHART]
    assert len(chart["chart"]["series"][0]["data"]) == min(len(bars), 20)
    assert faults(blocks, "message") == message_problems(blocks) == []


def test_a_message_has_two_at_most_and_a_home_none() -> None:
    blocks = drawn(("VPN", 1), ("Printer", 2), times=3)["blocks"]
    assert isinstance(blocks, list)
    assert [block["type"] for block in blocks].count(CHART) == 2
    assert message_problems(blocks) == []
    assert message_problems([*blocks, blocks[-1]])
    home = render_home(Card("Report", "Report", (Chart("By category", "Solved", (("VPN", 1),)),)))
    assert not has_charts(home)
    assert not has_charts(without_charts(drawn(("VPN", 1))))


def test_the_local_slack_refuses_what_slack_refuses() -> None:
    def wrong(**other: object) -> list[str]:
        point = {"label": "VPN", "value": 1}
        chart = {"type": "bar", "series": [{"name": "Solved", "data": [point]}], "axis_config": {"categories": ["VPN"]}, **other}
        return message_problems([{"type": CHART, "title": "By category", "chart": chart}])

    assert wrong() == []
    assert wrong(axis_config={"categories": ["Printer"]})
    assert wrong(series=[{"name": "x" * 21, "data": [{"label": "VPN", "value": 1}]}])
    assert wrong(series=[{"name": "x", "data": [{"label": "VPN", "value": "1"}]}])
    assert wrong(series=[{"name": "x", "data": [{"label": "VPN", "value": 1}]}] * 2)
    assert wrong(type="radar")
