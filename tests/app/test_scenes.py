"""Scenes of the demo: their moments, and the demo's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.errors import ConfigurationError
from app.main.demonstration.clock import DemoClock
from app.main.demonstration.player import spoken
from app.main.demonstration.playing import FOUR_WEEKS, SHORT_DAY
from app.main.demonstration.scenes import moment, read, timed

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
        ("-0w mon 09:00", SUNDAY, datetime(2026, 11, 16, 3, 30, tzinfo=UTC)),
        ("-4w fri 18:00", SUNDAY, datetime(2026, 10, 23, 12, 30, tzinfo=UTC)),
        ("2026-12-24T10:00", SUNDAY, datetime(2026, 12, 24, 4, 30, tzinfo=UTC)),
        ("2026-12-24T10:00Z", SUNDAY, datetime(2026, 12, 24, 10, 0, tzinfo=UTC)),
    ],
)
def test_moments_are_told_as_people_tell_them(text: str, before: datetime, at: datetime) -> None:
    assert moment(text, before, SUNDAY) == at


def test_a_moment_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="someday"):
        moment("someday", SUNDAY, SUNDAY)


def test_four_weeks_are_forty_tickets_of_twelve_people_in_order() -> None:
    steps = timed(read(FOUR_WEEKS), SUNDAY)
    assert [at for at, _ in steps] == sorted(at for at, _ in steps)
    assert len({step.called for _, step in steps if step.called}) == 40
    assert len({step.who for _, step in steps}) == 11  # Lena, the lead, asks and answers nothing
    assert read(SHORT_DAY)


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
