"""Where nobody will be there, held against asking every minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.sla.calendar import Calendar
from app.sla.coverage import Gap, Span, gaps

MINUTE = timedelta(minutes=1)
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
OFFICE = Calendar("UTC", (*(((9 * 60, 13 * 60), (14 * 60, 18 * 60)),) * 5, (), ()))
ALWAYS = Calendar("UTC", (((0, 1440),),) * 7)


def at(day: int, hour: int) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour)


def test_with_somebody_there_is_no_gap() -> None:
    assert gaps(OFFICE, [[], [(at(0, 0), None)]], at(0, 0), at(7, 0)) == []


def test_days_on_which_all_are_away_are_one_gap_over_night_and_lunch() -> None:
    away: list[list[Span]] = [[(at(1, 0), at(3, 0))], [(at(0, 12), at(4, 0))]]
    assert gaps(OFFICE, away, at(0, 0), at(7, 0)) == [Gap(at(1, 9), at(2, 18), timedelta(hours=16))]


def test_gaps_with_somebody_between_are_two() -> None:
    away: list[list[Span]] = [[(at(0, 10), at(0, 11)), (at(0, 12), at(0, 15))]]
    assert gaps(OFFICE, away, at(0, 0), at(7, 0)) == [
        Gap(at(0, 10), at(0, 11), timedelta(hours=1)),
        Gap(at(0, 12), at(0, 15), timedelta(hours=2)),
    ]


def test_without_agents_all_working_time_is_a_gap_and_a_closed_week_has_none() -> None:
    assert gaps(OFFICE, [], at(0, 0), at(7, 0)) == [Gap(at(0, 9), at(4, 18), timedelta(hours=40))]
    assert gaps(OFFICE, [], at(5, 0), at(7, 0)) == []


def test_nobody_knows_until_when() -> None:
    assert gaps(ALWAYS, [[(at(1, 0), None)]], at(0, 0), at(7, 0)) == [Gap(at(1, 0), at(7, 0), timedelta(days=6))]


moments = st.integers(0, 3 * 24 * 4).map(lambda quarter: MONDAY + quarter * 15 * MINUTE)
absences = st.lists(st.tuples(moments, moments | st.none()), max_size=3)


@settings(max_examples=60)
@given(st.lists(absences, max_size=3))
def test_the_same_as_asking_every_quarter_of_an_hour(agents: list[list[Span]]) -> None:
    start, end = MONDAY, MONDAY + timedelta(days=3)
    found = gaps(OFFICE, agents, start, end)
    quarters = [start + n * 15 * MINUTE for n in range((end - start) // (15 * MINUTE))]
    missing = [
        quarter
        for quarter in quarters
        if OFFICE.is_open(quarter)
        and all(any(since <= quarter and (until is None or quarter < until) for since, until in spans) for spans in agents)
    ]
    inside = [quarter for quarter in quarters if OFFICE.is_open(quarter) and any(gap.start <= quarter < gap.end for gap in found)]
    assert inside == missing
    assert sum((gap.working for gap in found), timedelta()) == len(missing) * 15 * MINUTE
