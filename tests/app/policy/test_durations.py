"""Durations as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sla.duration import LONGEST, Duration, parse


@pytest.mark.parametrize(
    ("written", "weeks", "days", "seconds"),
    [
        ("90s", 0, 0, 90),
        ("15m", 0, 0, 900),
        ("1h30m", 0, 0, 5400),
        ("1h 30m", 0, 0, 5400),
        ("3d", 0, 3, 0),
        ("1w", 1, 0, 0),
        ("1w2d3h4m5s", 1, 2, 11045),
        ("0s", 0, 0, 0),
    ],
)
def test_a_duration_keeps_its_parts_and_how_it_was_written(written: str, weeks: int, days: int, seconds: int) -> None:
    duration = parse(written)
    assert (duration.weeks, duration.days, duration.seconds) == (weeks, days, seconds)
    assert str(duration) == written


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "1",
        "m",
        "1.5h",
        "-1h",
        "1h-30m",
        "30m1h",
        "1h1h",
        "1H",
        "1 h",
        " 1h",
        "1h ",
        "1y",
        "१h",
        "1h\n",
        "9" * 5000 + "s",
        "9999w",
    ],
)
def test_what_is_no_duration_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"is not a duration|longer than ten years"):
        parse(written)


def test_hours_are_exact_and_days_depend_on_the_calendar() -> None:
    assert parse("48h").exact
    assert not parse("2d").exact
    assert parse("1w1d").around_the_clock == 8 * 86400


@pytest.mark.parametrize(
    ("one", "other", "shorter"),
    [
        ("1h", "90m", True),
        ("90m", "1h", False),
        ("1h", "60m", False),
        ("1d", "2d", True),
        ("1d", "1d2h", True),
        ("2d", "2d", False),
        ("20h", "2d", None),
        ("6d", "1w", None),
        ("1w1d", "1d", False),
    ],
)
def test_comparing_is_only_said_where_every_calendar_agrees(one: str, other: str, shorter: bool | None) -> None:
    assert parse(one).is_shorter_than(parse(other)) is shorter


@given(st.text(alphabet="0123456789wdhms .-", max_size=20))
def test_any_text_is_a_duration_or_is_refused(text: str) -> None:
    try:
        duration = parse(text)
    except ValueError:
        return
    assert isinstance(duration, Duration)
    assert 0 <= duration.around_the_clock <= LONGEST
    assert parse(str(duration)) == duration
