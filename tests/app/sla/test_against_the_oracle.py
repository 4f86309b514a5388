"""Twenty thousand random questions, answered the same by the desk and by looking at every minute."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml

from app.policy.reading import read
from app.policy.working_time import calendar
from app.sla.calendar import Calendar
from app.sla.duration import parse
from tests.app.sla.oracle import NAMES, Oracle, changes

ZONES = (
    "UTC", "Asia/Kolkata", "Asia/Kathmandu", "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/St_Johns",
    "America/Sao_Paulo", "America/Havana", "America/Santiago", "America/Caracas", "Australia/Lord_Howe", "Australia/Adelaide",
    "Pacific/Chatham", "Pacific/Apia", "Pacific/Kiritimati", "Asia/Tehran", "Asia/Gaza", "Asia/Pyongyang", "Africa/Casablanca",
    "Africa/Cairo", "Antarctica/Troll", "Atlantic/Azores", "Asia/Amman",
)  # fmt: skip
"""Half hours, quarters; changes at midnight and one minute past it, by thirty minutes and by two hours; dates left out."""

COUNTRIES = ({"country": "IN", "subdivision": "KA"}, {"country": "DE"}, {"country": "US"}, {"country": "NZ"})
DATES_LEFT_OUT = {"Pacific/Apia": 2011, "Pacific/Kiritimati": 1994, "Asia/Pyongyang": 2018, "America/Caracas": 2016}
SEEDS, CALENDARS, QUESTIONS = 20, 5, 200
DAYS = 15


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def windows(chance: random.Random) -> list[str]:
    """Up to three, some of them touching; the last may run over midnight."""
    style = chance.random()
    if style < 0.1:
        return ["00:00-24:00"]
    step = chance.choice([1, 15, 30])
    marks = sorted(chance.sample(range(0, 1440, step), 2 * chance.randint(1, 3)))
    if style < 0.3:
        marks[2::2] = marks[1:-1:2]
    pairs = [list(pair) for pair in zip(marks[::2], marks[1::2], strict=True)]
    if style > 0.6 and pairs[0][0]:
        pairs[-1][1] = chance.randrange(0, pairs[0][0] + (len(pairs) > 1))
    return [f"{clock(start)}-{clock(end)}" for start, end in pairs]


def a_calendar(chance: random.Random, zone: str, around: datetime) -> dict[str, Any]:
    if chance.random() < 0.08:
        return {"timezone": zone, "hours": {day: ["00:00-24:00"] for day in NAMES}, "holidays": {}}
    near = [str((around + timedelta(days=shift)).date()) for shift in range(-7, 8)]
    special = chance.sample(near, 5)
    return {
        "timezone": zone,
        "hours": {day: windows(chance) for day in sorted(chance.sample(NAMES, chance.randint(1, 7)))},
        "holidays": {"dates": special[:2]} | (chance.choice(COUNTRIES) if chance.random() < 0.5 else {}),
        "overrides": [{"date": special[2], "closed": True}, *({"date": day, "hours": windows(chance)} for day in special[3:])],
    }


def moment(chance: random.Random, zone: str) -> datetime:
    """Most often when the clocks of the zone change, or at the end of a year or of a February."""
    year = DATES_LEFT_OUT[zone] if zone in DATES_LEFT_OUT and chance.random() < 0.5 else chance.randint(1994, 2036)
    ends = [datetime(year, 12, 31, 12, tzinfo=UTC), datetime(year, 2, 28, 12, tzinfo=UTC)]
    return chance.choice([*changes(zone, year) * 3, *ends])


def asked(written: dict[str, Any]) -> Calendar:
    """The same words through the policy file."""
    return calendar(read(yaml.safe_dump({"version": 1, "calendars": {"office": written}})), "office")


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_answer_differs_from_counting_every_minute(seed: int) -> None:
    chance = random.Random(seed)
    cases = 0
    for number in range(CALENDARS):
        zone = ZONES[(seed * CALENDARS + number) % len(ZONES)]
        around = moment(chance, zone)
        written = a_calendar(chance, zone, around)
        begin = around.replace(minute=0) - timedelta(days=DAYS // 2)
        oracle, desk = Oracle(written, begin, DAYS), asked(written)
        for _ in range(QUESTIONS):
            ask(chance, oracle, desk, begin)
            cases += 1
    assert cases * SEEDS == 20_000


def ask(chance: random.Random, oracle: Oracle, desk: Calendar, begin: datetime) -> None:
    first, last = sorted(chance.sample(range(DAYS * 1440), 2))
    start, end = begin + timedelta(minutes=first), begin + timedelta(minutes=last)
    worked = oracle.elapsed(start, end)
    said = (oracle.calendar, start, end)
    assert desk.elapsed(start, end) == timedelta(minutes=worked), said
    assert desk.is_open(start) == oracle.is_open(start), said
    amount = chance.randint(0, worked + 1)
    due = oracle.due(start, amount)
    if due is not None:
        assert desk.due(start, timedelta(minutes=amount)) == due, (*said, amount)
    opens = oracle.due(start, 1)
    if opens is not None:
        assert desk.next_opening(start) == opens - timedelta(minutes=1), said


@pytest.mark.parametrize("seed", range(40))
def test_a_day_and_a_week_are_as_long_as_the_hours_of_the_file_say(seed: int) -> None:
    chance = random.Random(seed)
    written = a_calendar(chance, "Europe/Berlin", datetime(2026, 3, 29, tzinfo=UTC))
    day, week = Oracle(written, datetime(2026, 3, 1, tzinfo=UTC), 1).day_and_week()
    desk = asked(written)
    assert desk.week == timedelta(minutes=week)
    assert desk.day / timedelta(minutes=1) == pytest.approx(day, abs=1e-6)
    assert desk.working_time(parse("1w2h")) == timedelta(minutes=week + 120)
