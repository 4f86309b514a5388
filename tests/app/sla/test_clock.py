"""One promise for one ticket: it counts working time, stands still, goes on, and never counts anything twice or forgets it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.sla.account import account, used
from app.sla.calendar import Calendar
from app.sla.clock import Clock
from app.sla.terms import ClockKind, Milestone, Phase, Promise, Why

OFFICE = Calendar("UTC", (((9 * 60, 17 * 60),),) * 5 + ((),) * 2)
ALWAYS = Calendar("UTC", (((0, 1440),),) * 7)
NEVER = Calendar("UTC", ((),) * 7)
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def promise(hours: int = 4, by: Calendar = OFFICE, **about: object) -> Promise:
    working = timedelta(hours=hours)
    plain = Promise("standard", "office", f"{hours}h", working, working * 3 // 4, by, version=1)
    return replace(plain, **about)  # type: ignore[arg-type]


def started(of: Promise | None = None, at: datetime = MONDAY) -> Clock:
    clock = Clock(1, 1, ClockKind.RESOLUTION, Phase.RUNNING)
    clock.start(of or promise(), at)
    return clock


def adds_up(clock: Clock, hours: Calendar, until: datetime) -> None:
    """The lines tell the same as the clock, instants never go back, and each line knows what was used before it."""
    assert [change.seq for change in clock.changes] == list(range(1, clock.lines + 1))
    assert [change.at for change in clock.changes] == sorted(change.at for change in clock.changes)
    assert used(account(clock.changes, lambda _: hours, until)) == clock.used_at(until, hours)
    for place, change in enumerate(clock.changes):
        assert used(account(clock.changes[: place + 1], lambda _: hours, change.at)) == change.used


def test_it_falls_due_when_the_working_time_is_used() -> None:
    clock = started(at=MONDAY + 6 * HOUR)
    assert clock.due_at == datetime(2026, 11, 24, 11, tzinfo=UTC)
    assert clock.warn_at == clock.next_at == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert clock.used_at(MONDAY + DAY, OFFICE) == 2 * HOUR
    adds_up(clock, OFFICE, MONDAY + DAY)


def test_a_pause_stops_it_and_it_goes_on_where_it_stood() -> None:
    clock = started()
    clock.pause(OFFICE, MONDAY + HOUR)
    assert (clock.phase, clock.used, clock.due_at, clock.warn_at, clock.next_at) == (Phase.PAUSED, HOUR, None, None, None)
    assert clock.used_at(MONDAY + DAY, OFFICE) == HOUR
    clock.pause(OFFICE, MONDAY + 2 * HOUR)
    assert clock.lines == 2
    clock.resume(promise(), MONDAY + DAY)
    assert clock.due_at == MONDAY + DAY + 3 * HOUR
    clock.resume(promise(), MONDAY + DAY + HOUR)
    assert clock.lines == 3
    adds_up(clock, OFFICE, MONDAY + DAY + HOUR)


def test_what_is_done_in_time_is_met_and_stays_met() -> None:
    clock = started()
    clock.meet(OFFICE, MONDAY + HOUR)
    assert (clock.phase, clock.state, clock.met_at, clock.used) == (Phase.MET, "met", MONDAY + HOUR, HOUR)
    assert clock.due_at == MONDAY + 4 * HOUR
    assert clock.next_at is None
    clock.meet(OFFICE, MONDAY + 2 * HOUR)
    clock.pause(OFFICE, MONDAY + 2 * HOUR)
    clock.void(OFFICE, MONDAY + 2 * HOUR)
    clock.promise_anew(promise(1), OFFICE, Why.PRIORITY, MONDAY + 2 * HOUR)
    assert (clock.lines, clock.phase, clock.met_at) == (2, Phase.MET, MONDAY + HOUR)
    assert not clock.counts
    adds_up(clock, OFFICE, MONDAY + DAY)


def test_nothing_is_owed_after_void() -> None:
    clock = started()
    clock.void(OFFICE, MONDAY + HOUR)
    assert (clock.phase, clock.due_at, clock.next_at, clock.pass_by(promise(), MONDAY + DAY)) == (Phase.VOID, None, None, [])
    adds_up(clock, OFFICE, MONDAY + DAY)


@pytest.mark.parametrize("end", ["meet", "void"])
def test_reopened_it_continues(end: str) -> None:
    clock = started()
    getattr(clock, end)(OFFICE, MONDAY + HOUR)
    clock.reopen(replace(promise(), version=7), MONDAY + DAY)
    assert (clock.phase, clock.met_at, clock.used, clock.version) == (Phase.RUNNING, None, HOUR, 7)
    assert clock.due_at == MONDAY + DAY + 3 * HOUR
    clock.reopen(promise(), MONDAY + DAY + HOUR)
    assert clock.lines == 3
    adds_up(clock, OFFICE, MONDAY + DAY + HOUR)


def test_reopened_late_it_is_still_late_and_the_ladder_goes_on() -> None:
    ladder = promise(rungs=(HOUR, 4 * HOUR))
    clock = started(ladder)
    assert [one.level for one in clock.pass_by(ladder, MONDAY + 4 * HOUR)] == [0, 1]
    clock.meet(OFFICE, MONDAY + 4 * HOUR + 30 * MINUTE)
    assert clock.state == "breached"
    clock.reopen(ladder, MONDAY + DAY)
    assert (clock.state, clock.due_at, clock.next_at) == ("breached", MONDAY + 4 * HOUR, MONDAY + DAY + 30 * MINUTE)
    assert clock.pass_by(ladder, MONDAY + DAY + HOUR) == [Milestone(2, MONDAY + DAY + 30 * MINUTE)]


def test_reopened_under_a_longer_promise_there_is_time_again() -> None:
    clock = started()
    clock.pass_by(promise(), MONDAY + 4 * HOUR)
    clock.meet(OFFICE, MONDAY + 5 * HOUR)
    clock.reopen(promise(8), MONDAY + DAY)
    assert (clock.breached_at, clock.level, clock.warned_at, clock.revision) == (None, 0, None, 2)
    assert clock.due_at == MONDAY + DAY + 3 * HOUR


def test_time_already_used_stays_used_when_the_priority_is_raised() -> None:
    clock = started(promise(8))
    clock.promise_anew(promise(4), OFFICE, Why.PRIORITY, MONDAY + 2 * HOUR)
    assert (clock.used, clock.due_at, clock.warn_at) == (2 * HOUR, MONDAY + 4 * HOUR, MONDAY + 3 * HOUR)
    assert (clock.revision, clock.target) == (2, "4h")
    adds_up(clock, OFFICE, MONDAY + DAY)


def test_a_shorter_promise_that_is_used_up_is_broken_at_once() -> None:
    clock = started(promise(8))
    clock.promise_anew(promise(1), OFFICE, Why.PRIORITY, MONDAY + 2 * HOUR)
    assert clock.due_at == clock.next_at == MONDAY + 2 * HOUR
    assert clock.pass_by(promise(1), MONDAY + 2 * HOUR) == [Milestone(1, MONDAY + 2 * HOUR, 2)]


def test_another_calendar_counts_from_the_change_on() -> None:
    clock = started(at=MONDAY + 7 * HOUR)
    clock.promise_anew(promise(4, ALWAYS, calendar="always"), OFFICE, Why.MOVED, MONDAY + 10 * HOUR)
    assert (clock.used, clock.due_at) == (HOUR, MONDAY + 13 * HOUR)


def test_promised_anew_in_a_pause_it_stays_paused() -> None:
    clock = started()
    clock.pause(OFFICE, MONDAY + HOUR)
    clock.promise_anew(promise(2), OFFICE, Why.PRIORITY, MONDAY + 2 * HOUR)
    assert (clock.phase, clock.due_at, clock.next_at, clock.target) == (Phase.PAUSED, None, None, "2h")
    clock.resume(promise(2), MONDAY + 3 * HOUR)
    assert clock.due_at == MONDAY + 4 * HOUR
    adds_up(clock, OFFICE, MONDAY + DAY)


def test_a_breach_stays_one_unless_there_is_time_again() -> None:
    clock = started(promise(4))
    clock.pass_by(promise(4), MONDAY + 4 * HOUR)
    clock.promise_anew(promise(2), OFFICE, Why.PRIORITY, MONDAY + 5 * HOUR)
    assert (clock.state, clock.breached_at, clock.due_at, clock.level) == ("breached", MONDAY + 4 * HOUR, MONDAY + 4 * HOUR, 1)
    clock.promise_anew(promise(8), OFFICE, Why.PRIORITY, MONDAY + 6 * HOUR)
    assert (clock.state, clock.due_at, clock.level, clock.revision) == ("running", MONDAY + 8 * HOUR, 0, 3)
    assert clock.pass_by(promise(8), MONDAY + 8 * HOUR) == [
        Milestone(0, MONDAY + 6 * HOUR, 3), Milestone(1, MONDAY + 8 * HOUR, 3),
    ]  # fmt: skip


def test_a_breach_in_a_pause_is_lifted_too_where_there_is_time_again() -> None:
    clock = started(promise(4))
    clock.pass_by(promise(4), MONDAY + 4 * HOUR)
    clock.pause(OFFICE, MONDAY + 5 * HOUR)
    assert (clock.state, clock.due_at) == ("breached", MONDAY + 4 * HOUR)
    clock.promise_anew(promise(8), OFFICE, Why.PRIORITY, MONDAY + 6 * HOUR)
    assert (clock.state, clock.due_at, clock.is_late) == ("paused", None, False)


def test_a_day_that_grew_longer_under_the_same_words_voids_what_was_passed() -> None:
    """ "1d" is another time when the calendar changes: the second breach of the same target is told as well."""
    long_days = Calendar("UTC", (((9 * 60, 19 * 60),),) * 5 + ((),) * 2)
    short = replace(promise(8), target="1d")
    clock = started(short)
    assert [one.level for one in clock.pass_by(short, MONDAY + 8 * HOUR)] == [0, 1]
    longer = replace(promise(10, long_days), target="1d")
    clock.promise_anew(longer, OFFICE, Why.POLICY, MONDAY + 8 * HOUR)
    assert (clock.breached_at, clock.revision, clock.due_at) == (None, 2, MONDAY + 10 * HOUR)


def test_a_warning_is_given_once_for_a_threshold() -> None:
    clock = started()
    assert clock.pass_by(promise(), MONDAY + 3 * HOUR) == [Milestone(0, MONDAY + 3 * HOUR)]
    assert clock.pass_by(promise(), MONDAY + 3 * HOUR + MINUTE) == []
    clock.pause(OFFICE, MONDAY + 3 * HOUR + MINUTE)
    clock.resume(promise(), MONDAY + 3 * HOUR + 2 * MINUTE)
    assert clock.next_at == clock.due_at
    same_words = Calendar("UTC", (*OFFICE.weekdays[:5], ((600, 660),), ()))
    clock.promise_anew(promise(4, same_words), OFFICE, Why.POLICY, MONDAY + 3 * HOUR + 3 * MINUTE)
    assert (clock.next_at, clock.revision) == (clock.due_at, 1)


def test_without_a_warning_only_the_breach_is_passed() -> None:
    quiet = promise(warn=None)
    assert [one.level for one in started(quiet).pass_by(quiet, MONDAY + DAY)] == [1]
    same = promise(warn=4 * HOUR)
    assert [one.level for one in started(same).pass_by(same, MONDAY + DAY)] == [1]


def test_every_step_is_passed_once_and_in_order_however_late_somebody_looks() -> None:
    ladder = promise(rungs=(HOUR, 4 * HOUR))
    clock = started(ladder)
    assert clock.pass_by(ladder, MONDAY + 2 * HOUR) == []
    passed = clock.pass_by(ladder, MONDAY + 7 * DAY)
    whens = [MONDAY + 3 * HOUR, MONDAY + 4 * HOUR, MONDAY + 5 * HOUR, MONDAY + 8 * HOUR]
    assert passed == [Milestone(level, at) for level, at in enumerate(whens)]
    assert (clock.level, clock.next_at) == (3, None)
    assert clock.pass_by(ladder, MONDAY + 8 * DAY) == []


def test_the_ladder_counts_working_time_and_stands_still_in_a_pause() -> None:
    ladder = promise(rungs=(HOUR,))
    clock = started(ladder)
    clock.pass_by(ladder, MONDAY + 4 * HOUR)
    clock.pause(OFFICE, MONDAY + 4 * HOUR + 20 * MINUTE)
    assert clock.next_at is None
    clock.resume(ladder, MONDAY + DAY)
    assert clock.next_at == MONDAY + DAY + 40 * MINUTE


def test_where_somebody_is_on_it_the_ladder_waits() -> None:
    ladder = promise(rungs=(HOUR,))
    clock = started(ladder)
    clock.pass_by(ladder, MONDAY + 4 * HOUR)
    clock.hold(ladder, MONDAY + 6 * HOUR, 7)
    assert clock.next_at == MONDAY + 6 * HOUR
    clock.hold(ladder, MONDAY + 4 * HOUR + MINUTE, 7)
    assert clock.next_at == MONDAY + 5 * HOUR


def test_on_a_calendar_that_never_opens_nothing_falls_due() -> None:
    never = promise(4, NEVER)
    clock = started(never)
    assert (clock.due_at, clock.warn_at, clock.next_at) == (None, None, None)
    assert clock.pass_by(never, MONDAY + 1000 * DAY) == []
    clock.promise_anew(promise(), NEVER, Why.POLICY, MONDAY + DAY)
    assert (clock.used, clock.due_at) == (timedelta(0), MONDAY + DAY + 4 * HOUR)


def test_another_warning_under_the_same_promise_moves_only_the_warning() -> None:
    clock = started()
    clock.look_again(promise(warn=HOUR, version=2), MONDAY + 2 * HOUR)
    assert (clock.warn_at, clock.next_at, clock.due_at) == (MONDAY + 2 * HOUR, MONDAY + 2 * HOUR, MONDAY + 4 * HOUR)
    assert (clock.version, clock.revision, clock.lines) == (2, 1, 1)


def test_another_ladder_after_the_breach_is_not_climbed_in_the_past() -> None:
    clock = started()
    clock.pass_by(promise(), MONDAY + 4 * HOUR)
    assert clock.next_at is None
    clock.look_again(promise(rungs=(30 * MINUTE,), version=2), MONDAY + 5 * HOUR)
    assert clock.next_at == MONDAY + 5 * HOUR


def test_two_machines_that_disagree_by_seconds_count_nothing_twice() -> None:
    """Each change comes from the other machine, whose clock is two seconds behind."""
    behind = timedelta(seconds=2)
    clock = started(promise(8))
    at = MONDAY + HOUR
    clock.pause(OFFICE, at)
    clock.resume(promise(8), at - behind)
    assert (clock.since, clock.used) == (at, HOUR)
    clock.promise_anew(promise(7), OFFICE, Why.PRIORITY, at - behind)
    assert (clock.since, clock.used) == (at, HOUR)
    clock.meet(OFFICE, at - behind)
    assert (clock.met_at, clock.used) == (at, HOUR)
    clock.reopen(promise(7), at - behind)
    clock.void(OFFICE, at - 2 * behind)
    assert clock.used == HOUR
    adds_up(clock, OFFICE, MONDAY + DAY)
