"""Charts as Slack draws them in messages (docs.slack.dev/reference/block-kit/blocks/data-visualization-block)."""

from __future__ import annotations

from typing import Any

from app.cards import Chart
from integrations.slack.cut import cut, shown

CHART = "data_visualization"
CHARTS = 2
"""In one message."""

TITLE = 50
LABEL = 20
POINTS = 20


def chart(drawn: Chart) -> list[dict[str, Any]]:
    """One block of bars; none where there is nothing to draw."""
    title, measure = _line(drawn.title, TITLE), _line(drawn.measure, LABEL)
    bars = _told_apart(drawn.bars[:POINTS])
    if not (title and measure and bars):
        return []
    points = [{"label": label, "value": value} for label, value in bars.items()]
    bar = {"type": "bar", "series": [{"name": measure, "data": points}], "axis_config": {"categories": list(bars)}}
    return [{"type": CHART, "title": title, "chart": bar}]


def without_charts(drawn: dict[str, Any]) -> dict[str, Any]:
    """The same message for a workspace that takes none."""
    return {**drawn, "blocks": [block for block in drawn["blocks"] if block["type"] != CHART]}


def has_charts(drawn: dict[str, Any]) -> bool:
    return any(block["type"] == CHART for block in drawn["blocks"])


def _told_apart(bars: tuple[tuple[str, int], ...]) -> dict[str, int]:
    """Labels as short as Slack wants them, no two alike: a value is found by its label."""
    found: dict[str, int] = {}
    for number, (name, value) in enumerate(bars, start=1):
        label = _line(name, LABEL) or f"{number}"
        found[label if label not in found else f"{_line(name, LABEL - 4)} {number}"] = value
    return found


def _line(text: str, limit: int) -> str:
    return cut(" ".join(shown(text).split()), limit)
