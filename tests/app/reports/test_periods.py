"""When a digest's day or week ends, and what people may name as a period."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.errors import Conflict
from app.reports.periods import ended, named, split, split_format

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


def test_a_day_ends_by_the_clock_on_the_wall() -> None:
    found = ended(NOW, "09:00", None, "Asia/Kolkata")
    assert (found.start, found.end) == (utc(2026, 11, 22, 3, 30), utc(2026, 11, 23, 3, 30))
    assert ended(utc(2026, 11, 23, 3, 29), "09:00", None, "Asia/Kolkata").end == utc(2026, 11, 22, 3, 30)


@pytest.mark.parametrize("weekday", range(7))
def test_a_week_ends_on_its_day(weekday: int) -> None:
    found = ended(NOW, "09:00", weekday, "Asia/Kolkata")
    assert found.end <= NOW < found.end + 7 * DAY
    assert found.end.weekday() == weekday
    assert found.end - found.start == 7 * DAY


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia"])
@pytest.mark.parametrize("at", ["00:00", "02:00", "02:30", "03:00", "23:45"])
def test_days_follow_one_another_without_gap_or_overlap_across_daylight_saving(zone: str, at: str) -> None:
    now, found = utc(2026, 1, 1), ended(utc(2026, 1, 1), at, None, zone)
    days = 0
    while now < utc(2026, 12, 31):
        now += HOUR / 2
        following = ended(now, at, None, zone)
        assert following.end <= now
        if following != found:
            assert following.start == found.end
            assert timedelta(hours=22) <= following.end - following.start <= timedelta(hours=26)
            found, days = following, days + 1
    assert days == 364


def test_a_week_is_compared_with_the_one_before_by_the_clock_on_the_wall() -> None:
    found = ended(utc(2026, 10, 26, 12), "09:00", 0, "Europe/Berlin")
    assert found.end - found.start == 7 * DAY + HOUR
    assert found.before.end == found.start
    assert found.before.end - found.before.start == 7 * DAY


@pytest.mark.parametrize(
    ("text", "team", "period"),
    [
        ("", "", ""),
        ("week", "", "week"),
        ("IT Support month", "IT Support", "month"),
        ("Month it", "it", "Month"),
        ("it 2026-11-01..2026-11-15", "it", "2026-11-01..2026-11-15"),
        ("आईटी सप्ताह", "आईटी", "सप्ताह"),
        ("week team week", "week team", "week"),
    ],
)
def test_team_and_period_are_told_apart(text: str, team: str, period: str) -> None:
    assert split(text) == (team, period)


@pytest.mark.parametrize(("text", "days"), [("", 7), ("week", 7), ("WEEK", 7), ("हफ़्ता", 7), ("month", 30), ("महीना", 30)])
def test_a_period_in_words_lasts_until_now(text: str, days: int) -> None:
    found = named(text, NOW, "Asia/Kolkata")
    assert (found.start, found.end) == (NOW - days * DAY, NOW)
    assert found.before.end - found.before.start == days * DAY


@pytest.mark.parametrize("text", ["2026-11-01..2026-11-15", "2026-11-01…2026-11-15", "२०२६-११-०१..२०२६-११-१५"])
def test_both_days_of_a_period_belong_to_it(text: str) -> None:
    found = named(text, NOW, "Asia/Kolkata")
    assert (found.start, found.end) == (utc(2026, 10, 31, 18, 30), utc(2026, 11, 15, 18, 30))


def test_a_period_that_goes_on_ends_now() -> None:
    assert named("2026-11-20..2026-12-24", NOW, "Asia/Kolkata").end == NOW


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-11-15..2026-11-01", "refusal.period_backwards"),
        ("2026-12-01..2026-12-02", "refusal.period_ahead"),
        ("2020-01-01..2026-01-01", "refusal.period_too_long"),
        ("2026-02-30..2026-03-01", "refusal.unknown_period"),
        ("0001-01-01..9999-12-31", "refusal.unknown_period"),
        ("yesterday", "refusal.unknown_period"),
        ("..", "refusal.unknown_period"),
    ],
)
def test_what_is_no_period_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(Conflict) as refused:
        named(text, NOW, "Asia/Kolkata")
    assert refused.value.key == why


@pytest.mark.parametrize(
    ("text", "rest", "made"),
    [
        ("it week xlsx", "it week", "xlsx"), ("CSV it month", "it month", "csv"), ("it Excel week", "it week", "xlsx"),
        ("xlsx", "", "xlsx"), ("सप्ताह सीएसवी", "सप्ताह", "csv"), ("it एक्सेल।", "it", "xlsx"), ("csv xlsx", "csv", "xlsx"),
        ("it week pdf", "it week pdf", ""), ("excellent", "excellent", ""), ("", "", ""),
    ],
)  # fmt: skip
def test_a_file_may_be_named_anywhere(text: str, rest: str, made: str) -> None:
    assert split_format(text) == (rest, made)
