"""Scenes of the demo: their moments, and the demo's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.errors import ConfigurationError
from app.main.demonstration.clock import DemoClock
from app.main.demonstration.player import spoken
from app.main.demonstration.playing import FOUR_WEEKS, SEEDED, SHORT_DAY
from app.main.demonstration.scenes import ZONE, moment, read, timed

SUNDAY = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
THURSDAY = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "before", "at"),
    [
        ("+40m", SUNDAY, SUNDAY + timedelta(minutes=40)),
        ("-26h", THURSDAY, SUNDAY - timedelta(hours=26)),  # counted from today, not from the step before
        ("mon 09:00", SUNDAY, datetime(2026, 11, 23, 3, 30, tzinfo=UTC)),
        ("thu 13:30", THURSDAY, THURSDAY + timedelta(days=7)),  # now is not later
        ("thu 13:31", THURSDAY, THURSDAY + timedelta(minutes=1)),
        ("-1w mon 09:00", THURSDAY, datetime(2026, 11, 16, 3, 30, tzinfo=UTC)),  # the last one before today's now
        ("-1w sun 13:30", THURSDAY, SUNDAY),  # now is the last one of its kind
        ("-1w sun 13:31", THURSDAY, SUNDAY + timedelta(minutes=1, days=-7)),
        ("-4w fri 18:00", SUNDAY, datetime(2026, 10, 30, 12, 30, tzinfo=UTC)),
        ("2026-12-24T10:00", SUNDAY, datetime(2026, 12, 24, 4, 30, tzinfo=UTC)),
        ("2026-12-24T10:00Z", SUNDAY, datetime(2026, 12, 24, 10, 0, tzinfo=UTC)),
    ],
)
def test_moments_are_told_as_people_tell_them(text: str, before: datetime, at: datetime) -> None:
    assert moment(text, before, SUNDAY) == at


@pytest.mark.parametrize("text", ["someday", "-0w mon 09:00"])
def test_a_moment_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match=text):
        moment(text, SUNDAY, SUNDAY)


def test_four_weeks_are_forty_tickets_of_twelve_people_in_order() -> None:
    steps = timed(read(FOUR_WEEKS), SUNDAY)
    assert [at for at, _ in steps] == sorted(at for at, _ in steps)
    assert len({step.called for _, step in steps if step.called}) == 40
    assert len({step.who for _, step in steps}) == 11  # Lena, the lead, asks and answers nothing
    assert read(SHORT_DAY)


@pytest.mark.parametrize("hour", [2, 11, 23])
@pytest.mark.parametrize("day", range(7))
def test_whatever_day_it_is_every_week_up_to_now_has_something_to_say(day: int, hour: int) -> None:
    today = datetime(2026, 11, 16 + day, hour, 30, tzinfo=ZONE)
    past = [(at, step) for at, step in timed(read(FOUR_WEEKS), today) if at < today]
    opened = [at for at, step in past if step.called]
    solved = [at for at, step in past if step.presses == "Resolve…"]
    assert len(opened) == 40
    for week in range(4):
        until = today - timedelta(weeks=week)
        assert sum(until - timedelta(weeks=1) <= at < until for at in opened) >= 8, week
        assert sum(until - timedelta(weeks=1) <= at < until for at in solved) >= 5, week
    assert len(opened) - len(solved) >= 5  # some are open still
    monday = moment("-1w mon 09:00", today, today)
    assert sum(monday - timedelta(weeks=1) <= at < monday for at in opened) >= 8  # what the last weekly digest told of
    assert sum(at >= monday for at in opened) >= 3  # and what the next one has already


def test_the_seed_begins_after_the_desk_does() -> None:
    assert min(at for at, _ in timed(read(FOUR_WEEKS), SUNDAY)) > SUNDAY - SEEDED


def test_a_label_is_found_in_every_language() -> None:
    assert spoken("Solved") >= {"solved"}
    assert len(spoken("Claim")) == 2
    assert spoken("Whatever") == {"whatever"}


def test_the_demos_clock_runs_and_never_goes_back() -> None:
    real = [SUNDAY]
    clock = DemoClock(SUNDAY - timedelta(weeks=4), lambda: real[0])
    assert clock() == SUNDAY - timedelta(weeks=4)
    real[0] += timedelta(minutes=1)
    assert clock() == SUNDAY - timedelta(weeks=4) + timedelta(minutes=1)
    clock.reach(SUNDAY)
    clock.reach(SUNDAY - timedelta(days=1))
    assert clock() == SUNDAY
