"""The account of a clock always adds up to what the clock shows, whatever its life was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sla.account import Spent, account, stretches, used
from app.sla.calendar import Calendar
from app.sla.clock import Clock
from app.sla.closures import Reason
from app.sla.public_holidays import PublicHolidays
from app.sla.special_days import Override, OwnHoliday
from app.sla.steps import MOST, Anew, Folded, Step, steps
from app.sla.terms import Change, ClockKind, Phase, Promise, Why

ZONES = ("Asia/Kolkata", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC")
MINUTE = timedelta(minutes=1)


@st.composite
def hours(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    edges = sorted(draw(st.lists(st.integers(0, 2000), unique=True, max_size=4)))
    return tuple((a, b) for a, b in zip(edges[::2], edges[1::2], strict=False) if a < 1440)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    days = st.dates(date(2026, 3, 1), date(2026, 12, 1))
    return Calendar(
        draw(st.sampled_from(ZONES)),
        tuple(draw(hours()) for _ in range(7)),
        draw(st.sampled_from([None, PublicHolidays("IN", "KA"), PublicHolidays("DE")])),
        own=tuple(OwnHoliday(day, "Founders' Day") for day in draw(st.lists(days, max_size=3, unique=True))),
        overrides=tuple(Override(day, draw(hours())) for day in draw(st.lists(days, max_size=3, unique=True))),
    )


@st.composite
def promises(draw: st.DrawFn) -> Promise:
    working = draw(st.integers(0, 4000)) * MINUTE
    return Promise(
        "standard", "office", f"{working // MINUTE}m", working, working * 3 / 4, draw(calendars()),
        rungs=(timedelta(hours=1), timedelta(hours=4)),
    )  # fmt: skip


@dataclass
class Life:
    """A clock and everybody who changes it; each policy is a version of its own."""

    at: datetime
    promise: Promise
    clock: Clock = field(default_factory=lambda: Clock(1, 1, ClockKind.RESOLUTION, Phase.RUNNING))
    policies: list[Promise] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.take(self.promise)
        self.clock.start(self.promise, self.at)
        self.note()

    def take(self, promise: Promise) -> Promise:
        self.promise = replace(promise, version=len(self.policies))
        self.policies.append(self.promise)
        return self.promise

    def note(self) -> None:
        self.changes += self.clock.changes
        self.clock.changes.clear()

    def hours_of(self, change: Change) -> Calendar:
        return self.policies[change.version].hours

    def anew(self, why: Why, promise: Promise) -> None:
        hours = self.promise.hours
        self.clock.promise_anew(self.take(promise), hours, why, self.at)


DEEDS: dict[str, Callable[[Life, Promise], object]] = {
    "pause": lambda life, _: life.clock.pause(life.promise.hours, life.at),
    "resume": lambda life, _: life.clock.resume(life.promise, life.at),
    "meet": lambda life, _: life.clock.meet(life.promise.hours, life.at),
    "void": lambda life, _: life.clock.void(life.promise.hours, life.at),
    "reopen": lambda life, _: life.clock.reopen(life.promise, life.at),
    "reopen differently": lambda life, promise: life.clock.counts or life.clock.reopen(life.take(promise), life.at),
    "priority": lambda life, promise: life.clock.counts and life.anew(Why.PRIORITY, promise),
    "move": lambda life, promise: life.clock.counts and life.anew(Why.MOVED, promise),
    "policy": lambda life, promise: life.clock.counts and life.anew(Why.POLICY, promise),
    "watch": lambda life, _: life.clock.counts and life.clock.pass_by(life.promise, life.at),
}

instants = st.integers(0, 300 * 24 * 60 * 60).map(lambda seconds: datetime(2026, 2, 1, tzinfo=UTC) + timedelta(seconds=seconds))
gaps = st.one_of(st.integers(0, 600), st.integers(0, 12 * 3600), st.integers(0, 40 * 86400)).map(lambda s: timedelta(seconds=s))
lives = st.lists(st.tuples(st.sampled_from(sorted(DEEDS)), gaps, promises()), max_size=8)


@given(instants, promises(), lives, gaps)
def test_the_account_adds_up_to_what_the_clock_decided(begin: datetime, promise: Promise, deeds: list, rest: timedelta) -> None:
    life = Life(begin, promise)
    for deed, gap, other in deeds:
        life.at += gap
        DEEDS[deed](life, other)
        life.note()
    until = life.at + rest

    told = account(life.changes, life.hours_of, until)
    assert used(told) == life.clock.used_at(until, life.promise.hours)
    for change, nth in zip(life.changes, range(len(life.changes)), strict=True):
        before = stretches(life.changes, life.hours_of, until)[:nth]
        assert used([segment for stretch in before for segment in stretch.segments]) == change.used

    assert [one.end for one in told[:-1]] == [one.start for one in told[1:]]
    if until > begin:
        assert (told[0].start, told[-1].end) == (begin, until)
    for one in told:
        assert one.start < one.end
        assert one.amount == (one.end - one.start if one.spent is Spent.WORKING else one.amount)
        assert (one.reason is not None) == (one.spent is Spent.CLOSED)


@given(instants, promises(), lives, gaps)
def test_the_steps_that_are_told_are_few_and_add_up_too(begin: datetime, promise: Promise, deeds: list, rest: timedelta) -> None:
    life = Life(begin, promise)
    for deed, gap, other in deeds:
        life.at += gap
        DEEDS[deed](life, other)
        life.note()
    until = life.at + rest
    told = steps(stretches(life.changes, life.hours_of, until))
    assert len(told) <= MOST
    worked = [one.amount for one in told if isinstance(one, Step) and one.spent is Spent.WORKING]
    folded = [one.used for one in told if isinstance(one, Folded)]
    assert sum([*worked, *folded], timedelta()) == life.clock.used_at(until, life.promise.hours)


INDIA = Calendar("Asia/Kolkata", (((570, 1110),),) * 5 + ((), ()), PublicHolidays("IN", "KA"))
FRIDAY = datetime(2026, 11, 20, 12, 20, tzinfo=UTC)
"""17:50 in India; the next Tuesday is Guru Nanak's Jayanti."""


def change(seq: int, at: datetime, phase: Phase = Phase.RUNNING, why: Why = Why.OPENED) -> Change:
    return Change(seq, at, why, phase, "s", "office", "4h", 1, timedelta(), None)


def test_nights_are_told_with_the_work_around_them_and_what_else_closes_by_its_name() -> None:
    told = steps(stretches([change(1, FRIDAY)], lambda _: INDIA, FRIDAY + timedelta(days=6)))
    assert [(one.spent, one.amount, one.nights, one.why) for one in told if isinstance(one, Step)] == [
        (Spent.WORKING, timedelta(minutes=40), False, ()),
        (Spent.CLOSED, timedelta(), False, (("weekend", ""),)),
        (Spent.WORKING, timedelta(hours=9), False, ()),
        (Spent.CLOSED, timedelta(), False, ((str(Reason.HOLIDAY), "Guru Nanak's Jayanti"),)),
        (Spent.WORKING, timedelta(hours=17, minutes=20), True, ()),
    ]


def test_a_weekend_in_the_middle_of_the_week_is_a_day_off() -> None:
    part_time = Calendar("Asia/Kolkata", (((570, 1110),), ((570, 1110),), (), ((570, 1110),), ((570, 1110),), (), ()))
    told = account([change(1, FRIDAY + timedelta(days=4))], lambda _: part_time, FRIDAY + timedelta(days=6))
    (wednesday,) = [one for one in told if one.reason is Reason.DAY_OFF]
    assert not wednesday.weekend


def test_a_long_history_is_folded_in_its_middle() -> None:
    lines = [change(1, FRIDAY)]
    for day in range(20):
        at = FRIDAY + timedelta(days=day + 3)
        lines.append(change(len(lines) + 1, at - timedelta(hours=2), Phase.PAUSED, Why.PAUSED))
        lines.append(change(len(lines) + 1, at - timedelta(hours=1), Phase.RUNNING, Why.RESUMED))
    whole = stretches(lines, lambda _: INDIA, FRIDAY + timedelta(days=30))
    told = steps(whole)
    assert len(told) == MOST
    (fold,) = [one for one in told if isinstance(one, Folded)]
    ends = [one.change.at if isinstance(one, Anew) else one.end for one in told]
    assert ends == sorted(ends)
    every = [segment for stretch in whole for segment in stretch.segments if segment.spent is Spent.PAUSED]
    told_paused = [one.amount for one in told if isinstance(one, Step) and one.spent is Spent.PAUSED]
    assert sum(told_paused, fold.paused) == sum((one.amount for one in every), timedelta())


def test_only_what_was_true_by_then_is_told() -> None:
    lines = [change(1, FRIDAY), change(2, FRIDAY + timedelta(hours=1), Phase.PAUSED, Why.PAUSED)]
    assert account(lines, lambda _: INDIA, FRIDAY) == []
    (only,) = account(lines, lambda _: INDIA, FRIDAY + 5 * MINUTE)
    assert only.end == FRIDAY + 5 * MINUTE


@pytest.mark.parametrize("why", [Why.OPENED, Why.POLICY])
def test_the_first_line_is_no_change(why: Why) -> None:
    told = steps(stretches([change(1, FRIDAY, why=why)], lambda _: INDIA, FRIDAY + MINUTE))
    assert not any(isinstance(one, Anew) for one in told)
    assert all(a.end == b.start for a, b in pairwise(told) if isinstance(a, Step) and isinstance(b, Step))
