"""Periods of a report: those of a digest, by its clock on the wall, and those that people name. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.errors import Conflict
from app.routing.spelling import fold, words

LONGEST = 366
"""Days of a report."""

DAYS = {"week": 7, "month": 30}
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_FROM_TO = re.compile(rf"({_DAY})(?:\.\.|…)({_DAY})")
_LIKE_FROM_TO = re.compile(r"\d(?:\.\.|…)\d")
_FORMATS = {"xlsx": words("xlsx excel एक्सेल एक्सएलएसएक्स"), "csv": words("csv सीएसवी")}
_WORDS = {"week": words("week सप्ताह हफ़्ता हफ़्ते"), "month": words("month महीना महीने माह")}


@dataclass(frozen=True)
class Period:
    """From `start` to before `end`, aware UTC. `zone` is that of the clock on the wall by which it is measured."""

    start: datetime
    end: datetime
    zone: str

    @property
    def before(self) -> Period:
        """The period before it that is as long by the clock on the wall."""
        zone = ZoneInfo(self.zone)
        first, last = (at.astimezone(zone).replace(tzinfo=None) for at in (self.start, self.end))
        return Period(min(on_the_wall(first - (last - first), self.zone), self.start), self.start, self.zone)


def on_the_wall(there: datetime, zone: str) -> datetime:
    """When a clock on the wall of that zone shows this, UTC: the first time where it does so twice, later where it never does."""
    return there.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def ended(at: datetime, time_of_day: str, weekday: int | None, zone: str) -> Period:
    """The last day (or week, where a `weekday` is named, 0 is Monday) that ended at that time of day by `at`."""
    clock = time.fromisoformat(time_of_day)
    today = at.astimezone(ZoneInfo(zone)).date()
    step = timedelta(days=1 if weekday is None else 7)
    day = today + timedelta(days=1)  # around midnight and daylight saving a day more is looked at than seems needed
    day -= timedelta(days=0 if weekday is None else (day.weekday() - weekday) % 7)
    while (end := on_the_wall(datetime.combine(day, clock), zone)) > at:
        day -= step
    return Period(on_the_wall(datetime.combine(day - step, clock), zone), end, zone)


def last_days(days: int, at: datetime, zone: str) -> Period:
    """So many days up to now, by the clock on the wall."""
    there = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return Period(on_the_wall(there - timedelta(days=days), zone), at, zone)


def split(text: str) -> tuple[str, str]:
    """The team and the period in "IT Support week": either may be missing, and the period may come first."""
    parts = text.replace("?", " ").strip(" .,!।").split()
    for place in (len(parts) - 1, 0):
        if parts and _means_a_period(parts[place]):
            return " ".join(parts[:place] + parts[place + 1 :]), parts[place]
    return " ".join(parts), ""


def split_format(text: str) -> tuple[str, str]:
    """What was typed without the format of a file that it names last, and that format; '' where it names none."""
    parts = text.split()
    for place in range(len(parts) - 1, -1, -1):
        found = next((made for made, known in _FORMATS.items() if fold(parts[place].strip(".,?!।")) in known), "")
        if found:
            return " ".join(parts[:place] + parts[place + 1 :]), found
    return text, ""


def named(text: str, at: datetime, zone: str) -> Period:
    """The period that people name: week (also where they name none), month, or 2026-11-01..2026-11-15, both days included.

    Raises Conflict with what is wrong with it.
    """
    for name, days in DAYS.items():
        if fold(text) in _WORDS[name] or (not text and name == "week"):
            return last_days(days, at, zone)
    found = _FROM_TO.fullmatch(_digits(text))
    if not found:
        raise Conflict("refusal.unknown_period")
    return _between(_date(found[1]), _date(found[2]), at, zone)


def _between(first: date, last: date, at: datetime, zone: str) -> Period:
    today = at.astimezone(ZoneInfo(zone)).date()
    if last < first:
        raise Conflict("refusal.period_backwards")
    if first > today:
        raise Conflict("refusal.period_ahead")
    if (last - first).days >= LONGEST:
        raise Conflict("refusal.period_too_long", limit=LONGEST)
    end = on_the_wall(datetime.combine(min(last, today) + timedelta(days=1), time()), zone)
    return Period(on_the_wall(datetime.combine(first, time()), zone), min(end, at), zone)


def _means_a_period(word: str) -> bool:
    return any(fold(word) in known for known in _WORDS.values()) or bool(_LIKE_FROM_TO.search(word))


def _date(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Conflict("refusal.unknown_period") from None
    if not 1971 <= found.year <= 9000:
        raise Conflict("refusal.unknown_period")
    return found


def _digits(text: str) -> str:
    """१२ is 12."""
    return "".join(str(int(sign)) if sign.isdigit() and not sign.isascii() and sign.isdecimal() else sign for sign in text)
