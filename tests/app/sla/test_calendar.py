"""Working time as people count it on their fingers, and the laws that hold whatever the hours are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sla.calendar import Calendar
from app.sla.duration import parse
from app.sla.public_holidays import PublicHolidays
from app.sla.special_days import Hours, Override, OwnHoliday

SHOP: Hours = ((570, 780), (840, 1110))
ALL_DAY: Hours = ((0, 1440),)
H = timedelta(hours=1)


def office(zone: str = "Asia/Kolkata", hours: Hours = SHOP, **more: object) -> Calendar:
    return Calendar(zone, (hours,) * 5 + ((), ()), **more)  # type: ignore[arg-type]


def always(zone: str) -> Calendar:
    return Calendar(zone, (ALL_DAY,) * 7)


def at(text: str, zone: str = "Asia/Kolkata") -> datetime:
    """What a clock on the wall shows there; a star is the second time that it shows it."""
    return datetime.fromisoformat(text.rstrip("*")).replace(tzinfo=ZoneInfo(zone), fold=int(text.endswith("*"))).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-11-20 10:00", 1, "2026-11-20 11:00"),
        ("2026-11-20 12:30", 1, "2026-11-20 14:30"),
        ("2026-11-20 12:00", 1, "2026-11-20 13:00"),  # the end of a window, not the beginning of the next one
        ("2026-11-20 18:00", 1, "2026-11-23 10:00"),
        ("2026-11-21 03:00", 1, "2026-11-23 10:30"),
        ("2026-11-20 18:30", 8, "2026-11-23 18:30"),
        ("2026-11-21 03:00", 0, "2026-11-21 03:00"),
    ],
)
def test_a_promise_falls_due_when_its_working_time_has_passed(start: str, hours: int, due: str) -> None:
    assert office().due(at(start), hours * H) == at(due)


def test_an_answer_is_in_utc() -> None:
    due = office().due(at("2026-11-20 10:00"), H)
    assert due is not None
    assert due.tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "start", "end", "hours"),
    [
        ("Europe/Berlin", "2026-03-29 00:00", "2026-03-30 00:00", 23),
        ("Europe/Berlin", "2026-10-25 00:00", "2026-10-26 00:00", 25),
        ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 02:30*", 1),
        ("Australia/Lord_Howe", "2026-04-05 00:00", "2026-04-06 00:00", 24.5),
        ("Australia/Lord_Howe", "2026-10-04 00:00", "2026-10-05 00:00", 23.5),
        ("Pacific/Apia", "2011-12-29 00:00", "2011-12-31 00:00", 24),
        ("Asia/Kolkata", "2028-02-28 00:00", "2028-03-01 00:00", 48),
        ("UTC", "2026-12-31 12:00", "2027-01-01 12:00", 24),
        ("UTC", "2020-01-01 00:00", "2030-01-01 00:00", 24 * 3653),
    ],
)
def test_round_the_clock_every_hour_that_passes_counts(zone: str, start: str, end: str, hours: float) -> None:
    assert always(zone).elapsed(at(start, zone), at(end, zone)) == hours * H
    assert always(zone).due(at(start, zone), hours * H) == at(end, zone)


@pytest.mark.parametrize(
    ("window", "day", "hours"),
    [
        ((60, 300), "2026-10-25", 5),  # 01:00-05:00, and 02:00-03:00 comes twice
        ((150, 300), "2026-10-25", 3),  # 02:30-05:00, half an hour of it before the clocks go back
        ((60, 150), "2026-10-25", 2),  # 01:00-02:30, half an hour of it after they have gone back
        ((60, 300), "2026-03-29", 3),
        ((150, 300), "2026-03-29", 2),  # begins in the hour that never was
        ((120, 180), "2026-03-29", 0),
    ],
)
def test_the_clock_on_the_wall_decides_when_daylight_saving_changes(window: tuple[int, int], day: str, hours: float) -> None:
    calendar = Calendar("Europe/Berlin", ((window,),) * 7)
    start = at(f"{day} 00:00", "Europe/Berlin")
    assert calendar.elapsed(start, at(f"{day} 23:00", "Europe/Berlin")) == hours * H


def test_a_window_over_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    nights = Calendar("UTC", (((1320, 1800),), *((),) * 6), own=(OwnHoliday(date(2026, 11, 24)),))
    assert nights.windows(at("2026-11-23 00:00", "UTC"), at("2026-11-25 00:00", "UTC")) == [
        (at("2026-11-23 22:00", "UTC"), at("2026-11-24 06:00", "UTC"))
    ]
    closed = Calendar("UTC", nights.weekdays, own=(OwnHoliday(date(2026, 11, 23)),))
    assert closed.next_opening(at("2026-11-23 00:00", "UTC")) == at("2026-11-30 22:00", "UTC")


def test_where_windows_meet_the_time_counts_once() -> None:
    calendar = Calendar("UTC", (((1200, 2040),), ((540, 1020),), *((),) * 5))  # Monday 20:00-10:00, Tuesday 09:00-17:00
    monday = at("2026-11-23 00:00", "UTC")
    assert calendar.elapsed(monday, monday + 48 * H) == 21 * H
    assert (calendar.week, calendar.day) == (21 * H, 10.5 * H)


def test_windows_run_on_over_the_turn_of_the_year() -> None:
    start, end = at("2026-12-30 00:00", "Asia/Kolkata"), at("2027-01-02 00:00")
    assert always("Asia/Kolkata").windows(start, end) == [(start, end)]
    assert office().windows(end, start) == []


def test_holidays_are_public_or_ones_own_and_an_override_comes_before_both() -> None:
    diwali, christmas_eve = date(2026, 11, 9), date(2026, 12, 24)
    calendar = office(
        public=PublicHolidays("IN", "KA"),
        own=(OwnHoliday(christmas_eve, "Christmas Eve"), OwnHoliday(diwali, "Day after Diwali")),
        overrides=(Override(diwali, ((600, 720),)), Override(date(2026, 11, 20), name="Stocktaking")),
    )
    assert calendar.due(at("2026-11-07 00:00"), 3 * H) == at("2026-11-10 10:30")
    assert calendar.due(at("2026-12-23 18:00"), H) == at("2026-12-28 10:00")
    assert calendar.due(at("2026-11-20 10:00"), H) == at("2026-11-23 10:30")
    assert not calendar.is_open(at("2026-11-20 10:00"))
    assert calendar.is_open(at("2026-11-23 09:30"))
    assert not calendar.is_open(at("2026-11-23 13:00"))


def test_holidays_far_away_are_looked_for_without_a_word() -> None:
    assert office(public=PublicHolidays("IN", "KA")).due(at("2090-01-26 10:00"), H) == at("2090-01-27 10:30")


@pytest.mark.parametrize(
    ("written", "working"),
    [("15m", timedelta(minutes=15)), ("1h30m", 1.5 * H), ("1d", 8 * H), ("3d", 24 * H), ("1w", 40 * H), ("1w2d3h", 59 * H)],
)
def test_days_and_weeks_are_working_days_and_working_weeks(written: str, working: timedelta) -> None:
    assert office().working_time(parse(written)) == working


def test_a_day_is_not_rounded_before_it_is_multiplied() -> None:
    calendar = Calendar("UTC", (((0, 1),), ((0, 1),), ((0, 2),), *((),) * 4))  # four minutes on three days
    assert calendar.day == timedelta(seconds=80)
    odd = Calendar("UTC", (((0, 1),),) * 6 + (((0, 2),),))  # seven days, eight minutes
    assert odd.working_time(parse("7d")) == odd.week == timedelta(minutes=8)
    assert odd.day == timedelta(seconds=68, microseconds=571429)


def test_what_never_opens_says_so_and_does_not_search_for_ever() -> None:
    never = Calendar("Asia/Kolkata", ((),) * 7)
    start = at("2026-11-20 10:00")
    assert never.due(start, H) is None
    assert never.next_opening(start) is None
    assert never.elapsed(start, start + timedelta(days=1000)) == timedelta(0)
    assert not never.is_open(start)
    with pytest.raises(ValueError, match="have no length"):
        never.working_time(parse("1d"))
    once = Calendar("Asia/Kolkata", ((),) * 7, overrides=(Override(date(2031, 5, 1), ((600, 660),)),))
    assert once.next_opening(start) == at("2031-05-01 10:00")
    assert once.due(start, 2 * H) is None


def test_a_promise_of_ten_years_is_found_on_a_calendar_of_ten_hours_a_week() -> None:
    due = office("UTC", ((540, 660),)).due(at("2026-11-23 00:00", "UTC"), timedelta(days=3660))
    assert due == at("2026-11-27 11:00", "UTC") + timedelta(weeks=3660 * 24 // 10 - 1)


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_time_are_refused(year: int) -> None:
    with pytest.raises(ValueError, match="out of reach"):
        office().due(datetime(year, 6, 1, tzinfo=UTC), H)
    assert office().due(datetime(9998, 12, 31, 20, tzinfo=UTC), 900 * H) is None


def test_what_is_no_question_is_refused() -> None:
    start = at("2026-11-20 10:00")
    with pytest.raises(ValueError, match="needs its zone"):
        office().due(datetime(2026, 11, 20), H)
    with pytest.raises(ValueError, match="cannot be negative"):
        office().due(start, -H)
    with pytest.raises(ValueError, match="before the start"):
        office().elapsed(start, start - H)


def test_equal_calendars_are_equal_and_can_be_keys() -> None:
    assert {office(): 1}[office()] == 1
    assert office() != office("UTC")


def test_many_threads_get_the_same_answer() -> None:
    calendar, start = office(public=PublicHolidays("IN", "KA")), at("2000-01-01 00:00")
    starts = [start + timedelta(days=97 * count) for count in range(300)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda since: calendar.due(since, 50 * H), starts))
    fresh = office(public=PublicHolidays("IN", "KA"))
    assert answers == [fresh.due(since, 50 * H) for since in starts]


WINDOWS = st.lists(st.integers(0, 1440), min_size=2, max_size=6, unique=True).map(
    lambda marks: tuple(zip(sorted(marks)[::2], sorted(marks)[1::2], strict=False))
)
CALENDARS = st.builds(
    Calendar,
    st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "America/Havana"]),
    st.lists(WINDOWS, min_size=7, max_size=7).map(tuple),
)
INSTANTS = st.datetimes(datetime(2010, 1, 1), datetime(2013, 1, 1), timezones=st.just(UTC))
AMOUNTS = st.timedeltas(timedelta(microseconds=1), timedelta(days=60))


@given(CALENDARS, INSTANTS, AMOUNTS)
def test_due_is_the_earliest_instant_by_which_that_time_has_passed(
    calendar: Calendar, start: datetime, amount: timedelta
) -> None:
    due = calendar.due(start, amount)
    assert due is not None
    assert calendar.elapsed(start, due) == amount
    assert calendar.elapsed(start, due - timedelta.resolution) == amount - timedelta.resolution


@given(CALENDARS, INSTANTS, INSTANTS, INSTANTS)
def test_time_adds_up_and_windows_and_closures_are_all_of_it(
    calendar: Calendar, one: datetime, two: datetime, three: datetime
) -> None:
    start, middle, end = sorted([one, two, three])
    end = min(end, start + timedelta(days=40))
    middle = min(middle, end)
    assert calendar.elapsed(start, middle) + calendar.elapsed(middle, end) == calendar.elapsed(start, end)
    windows = calendar.windows(start, end)
    assert sum((closes - opens for opens, closes in windows), timedelta(0)) == calendar.elapsed(start, end)
    pieces = sorted([*windows, *((shut.start, shut.end) for shut in calendar.closures(start, end))])
    assert [(start, start), *pieces][-1][1] == end
    assert all(before[1] == after[0] for before, after in zip([(start, start), *pieces], pieces, strict=False))
