"""Digests and reports: a usual team, one in which nothing happens, and one with more than a card names."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.cards import Card
from app.examples.cast import NOW, ZONE, Cast
from app.ports.reports import Stock
from app.reports.cards import overview_card, report_card
from app.reports.figures import Figures, Oldest, Share, Spread
from app.reports.periods import Period
from app.reports.reading import Report
from app.sla.coverage import Gap

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def report_examples(cast: Cast, locale: str) -> dict[str, Card]:
    normal, empty, busy = _normal(cast), _empty(cast), _busy(cast)
    return {
        "digest.day": report_card(normal, locale, ZONE),
        "digest.late": report_card(replace(normal, late=True), locale, ZONE),
        "digest.week": report_card(replace(normal, every="week", gaps=_gaps(2)), locale, ZONE),
        "digest.empty": report_card(empty, locale, ZONE),
        "digest.busy": report_card(busy, locale, ZONE),
        "digest.asked_for": report_card(replace(normal, every="", stood=None), locale, ZONE),
        "digest.of_teams": overview_card([replace(report, every="") for report in (normal, empty, busy)], locale, ZONE),
    }


def _figures(new: int, solved: int, hours: int = 2, late: int = 1) -> Figures:
    first = Spread(solved, HOUR / 4 * hours, HOUR * hours) if solved else Spread()
    last = Spread(solved, HOUR * 2 * hours, HOUR * 11 * hours) if solved else Spread()
    return Figures(new, solved, first, last, Share(min(late, solved), solved), Share(min(1, solved), solved))


def _empty(cast: Cast) -> Report:
    nothing = _figures(0, 0)
    period = Period(NOW - DAY, NOW, ZONE)
    return Report(cast.other_team, period, NOW, Stock(), None, nothing, nothing, stood=Stock(), every="day")


def _normal(cast: Cast) -> Report:
    return replace(
        _empty(cast),
        team=cast.team,
        now=Stock(open=12, unassigned=3, waiting=2, at_risk=1, breached=2),
        stood=Stock(open=9, unassigned=3, waiting=4, at_risk=0, breached=1),
        oldest=Oldest(17, NOW - DAY * 6),
        figures=_figures(7, 5),
        before=_figures(4, 6, hours=1),
        categories=[(cast.category.name, _figures(4, 3)), ("", _figures(3, 2))],
        agents=[(cast.agent.name, _figures(0, 4)), (cast.other_agent.name, _figures(0, 1, late=0))],
        category_ids=[cast.category.id, 0],
        agent_ids=[cast.agent.id, cast.other_agent.id],
    )


def _busy(cast: Cast) -> Report:
    """Everything is long, and there is more of everything than is shown."""
    many = [(f"{cast.category.name} {number}", _figures(9000 - number, 8000 - number * 700)) for number in range(11)]
    return replace(
        _normal(cast),
        now=Stock(open=12345, unassigned=2345, waiting=3456, at_risk=456, breached=567),
        oldest=Oldest(123456789, NOW - DAY * 900),
        figures=_figures(98765, 87654, hours=300, late=43210),
        before=_figures(87654, 76543, hours=200),
        categories=many,
        agents=[(f"{cast.agent.name} {number}", figures) for number, (_, figures) in enumerate(many)],
        category_ids=range(1, 12),
        agent_ids=range(1, 12),
        every="week",
        gaps=_gaps(10),
        late=True,
    )


def _gaps(count: int) -> list[Gap]:
    return [Gap(NOW + DAY * n, NOW + DAY * n + 9 * HOUR, 8 * HOUR) for n in range(1, count + 1)]
