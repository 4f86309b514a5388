"""When somebody may be told: never in their quiet hours, always as soon as they end, whatever daylight saving does."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.people.preferences import Quiet, SameTime, next_allowed, shown, span_of

ZONES = ("Asia/Kolkata", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC", "No/Such_Zone")
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))
times = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))


def is_quiet(quiet: Quiet, zone: str, at: datetime) -> bool:
    """Said in another way: by the clock on the wall alone."""
    wall = at.astimezone(ZoneInfo(zone if zone != "No/Such_Zone" else "UTC")).time()
    if quiet.since < quiet.until:
        return quiet.since <= wall < quiet.until
    return wall >= quiet.since or wall < quiet.until


def moved(zone: str, at: datetime) -> bool:
    """Whether the wall's clock was or will be moved within a day and a half of it."""
    there = ZoneInfo(zone if zone != "No/Such_Zone" else "UTC")
    offsets = {(at + timedelta(hours=hours)).astimezone(there).utcoffset() for hours in range(-36, 37, 3)}
    return len(offsets) > 1


@given(times, times, st.sampled_from(ZONES), instants)
def test_the_next_allowed_instant_is_not_quiet_and_none_before_it_is_allowed(
    since: time, until: time, zone: str, at: datetime
) -> None:
    quiet = Quiet(since, until)
    allowed = next_allowed(quiet, zone, at)
    assert at <= allowed <= at + timedelta(hours=26)
    assert next_allowed(quiet, zone, allowed) == allowed
    if since == until:
        assert allowed == at
    elif not moved(zone, at):
        assert (allowed == at) is not is_quiet(quiet, zone, at)
        assert not is_quiet(quiet, zone, allowed)
        if allowed > at:
            assert is_quiet(quiet, zone, allowed - timedelta(microseconds=1))


@given(times, times, st.sampled_from(ZONES), instants, st.floats(0, 1))
def test_whatever_is_said_in_one_night_is_told_at_the_same_moment(
    since: time, until: time, zone: str, at: datetime, part: float
) -> None:
    quiet = Quiet(since, until)
    allowed = next_allowed(quiet, zone, at)
    later = at + (allowed - at) * part
    assert next_allowed(quiet, zone, later) in (allowed, later) if allowed == at else next_allowed(quiet, zone, later) == allowed


@pytest.mark.parametrize(
    ("span", "zone", "at", "allowed"),
    [
        ("22:00-07:00", "Asia/Kolkata", "2026-11-23T20:00:00+05:30", None),
        ("22:00-07:00", "Asia/Kolkata", "2026-11-23T22:00:00+05:30", "2026-11-24T07:00:00+05:30"),
        ("22:00-07:00", "Asia/Kolkata", "2026-11-24T06:59:59+05:30", "2026-11-24T07:00:00+05:30"),
        ("22:00-07:00", "Asia/Kolkata", "2026-11-24T07:00:00+05:30", None),
        ("12:00-13:00", "Europe/Berlin", "2026-11-23T12:30:00+01:00", "2026-11-23T13:00:00+01:00"),
        # Spring: 02:00 becomes 03:00. A night that ends in the skipped hour ends when the clock is moved.
        ("22:00-07:00", "Europe/Berlin", "2026-03-28T23:00:00+01:00", "2026-03-29T07:00:00+02:00"),
        ("22:00-02:30", "Europe/Berlin", "2026-03-28T23:00:00+01:00", "2026-03-29T03:00:00+02:00"),
        ("02:30-05:00", "Europe/Berlin", "2026-03-29T01:59:59+01:00", None),
        ("02:30-05:00", "Europe/Berlin", "2026-03-29T03:00:00+02:00", "2026-03-29T05:00:00+02:00"),
        # Autumn: 03:00 becomes 02:00. A night that ends in the repeated hour ends at its first pass.
        ("22:00-02:30", "Europe/Berlin", "2026-10-24T23:00:00+02:00", "2026-10-25T02:30:00+02:00"),
        ("22:00-07:00", "Europe/Berlin", "2026-10-25T02:30:00+01:00", "2026-10-25T07:00:00+01:00"),
    ],
)
def test_nights_end_when_their_people_expect(span: str, zone: str, at: str, allowed: str | None) -> None:
    asked = datetime.fromisoformat(at).astimezone(UTC)
    expected = datetime.fromisoformat(allowed).astimezone(UTC) if allowed else asked
    assert next_allowed(span_of(span), zone, asked) == expected


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("22:00-07:00", "22:00-07:00"),
        ("22 to 7", "22:00-07:00"),
        ("22.30 – 6.15", "22:30-06:15"),
        ("२२:०० से ०७:०० तक", "22:00-07:00"),
        ("10pm-7am", "22:00-07:00"),
        ("10 pm to 7 am", "22:00-07:00"),
        ("from 10:30 P.M. until 7 a.m.", "22:30-07:00"),
        ("12pm-12am", "12:00-00:00"),
        ("१० बजे से १२ बजे तक", "10:00-12:00"),
        ("22:00-24:00", "22:00-00:00"),
        ("", ""),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, read: str) -> None:
    assert shown(span_of(typed)) == read


@pytest.mark.parametrize(
    "typed",
    [
        "night",
        "22:00",
        "25-7",
        "22:61-7",
        "22:00-07:00-08:00",
        "1" * 50,
        "-7",
        "22 7x8",
        "13pm-7am",
        "0am-7am",
        "10pm-7",
        "10-7am",
    ],
)
def test_what_are_no_hours_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        span_of(typed)


@pytest.mark.parametrize("typed", ["0-24", "22:00-22:00", "9 to 9", "12am - 12 a.m."])
def test_the_same_time_twice_could_mean_always_as_well_as_never(typed: str) -> None:
    with pytest.raises(SameTime):
        span_of(typed)
