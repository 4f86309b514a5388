"""Being away: what somebody said of themselves, and what they meant by it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.errors import Conflict
from app.policy.values import zones
from app.routing import spelling
from app.routing.spelling import fold

LONGEST = timedelta(days=400)
"""Who is away for longer than that works elsewhere."""


@dataclass(frozen=True)
class Absence:
    """Away from `since` up to `until`; None: until they say that they are back. Aware UTC."""

    org_id: int
    person_id: int
    since: datetime
    until: datetime | None = None

    def covers(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


_DAYS = (
    spelling.words("monday mon सोमवार सोम somvar"),
    spelling.words("tuesday tue tues मंगलवार मंगल mangalvar"),
    spelling.words("wednesday wed बुधवार बुध budhvar"),
    spelling.words("thursday thu thurs गुरुवार गुरूवार गुरु बृहस्पतिवार वीरवार guruvar"),
    spelling.words("friday fri शुक्रवार शुक्र shukravar"),
    spelling.words("saturday sat शनिवार शनि shanivar"),
    spelling.words("sunday sun रविवार इतवार रवि ravivar"),
)
_AHEAD = {
    **dict.fromkeys(spelling.words("today आज aaj"), 1),
    **dict.fromkeys(spelling.words("tomorrow tmrw tomorow कल kal"), 1),
    **dict.fromkeys(spelling.words("overmorrow परसों parson"), 2),
}
"""Days to go. Away today is away until tomorrow."""

_UNITS = {
    **dict.fromkeys(spelling.words("m min mins minute minutes मिनट"), timedelta(minutes=1)),
    **dict.fromkeys(spelling.words("h hr hrs hour hours घंटा घंटे घण्टा घण्टे घंटों"), timedelta(hours=1)),
    **dict.fromkeys(spelling.words("d day days दिन दिनों"), timedelta(days=1)),
    **dict.fromkeys(spelling.words("w week weeks हफ़्ता हफ़्ते हफ्ता हफ्ते सप्ताह"), timedelta(weeks=1)),
}
_NUMBERS = {
    **dict.fromkeys(spelling.words("a an one एक"), 1), **dict.fromkeys(spelling.words("two दो"), 2),
    **dict.fromkeys(spelling.words("three तीन"), 3),
}  # fmt: skip
_AROUND = spelling.words("until till til for on next the this by तक के लिए को अगले अगली के लिये ke liye tak")
_OPEN = spelling.words("further notice अगली सूचना")
_LENGTH = re.compile(r"(\d{1,4})\s*(\D+)")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})")


def looks_like_a_time(text: str) -> bool:
    """Whether it tells when, or at least begins or ends as if: so a sentence that only has the word "away" in it is none."""
    words = [fold(word).strip(".,!।") for word in text.split()]
    if not words or len(words) > 6:
        return not words
    return bool({words[0], words[-1]} & spelling.words("until till til तक tak")) or _is_known(words)


def until(text: str, now: datetime, zone: str) -> datetime | None:
    """The instant that is meant in the person's zone; None where nothing is said: until further notice.

    A day means its beginning, and days and weeks are counted in whole days: away for 1d is away until tomorrow.
    Refuses what it cannot read, what is over, and what is too far away.
    """
    words = [word for word in (fold(one).strip(".,!।") for one in text.split()) if word]
    words = [word for word in words if word not in _AROUND] if not _OPEN & set(words) else []
    if not words:
        return None
    try:
        found = _meant(words, now.astimezone(_zone(zone)))
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise Conflict("refusal.unknown_time")
    if found <= now:
        raise Conflict("refusal.time_is_over")
    if found - now > LONGEST:
        raise Conflict("refusal.time_too_far")
    return found.astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    """UTC where a platform says a zone that nobody knows."""
    return ZoneInfo(name if name in zones() else "UTC")


def _is_known(words: list[str]) -> bool:
    kept = [word for word in words if word not in _AROUND]
    known = _AHEAD.keys() | frozenset().union(*_DAYS) | _OPEN
    return all(word in known or word[0].isdigit() or word in _UNITS for word in kept)


def _meant(words: list[str], now: datetime) -> datetime | None:
    """`now` is on the person's own clock."""
    *before, last = words
    at = _TIME.fullmatch(last)
    clock = time(int(at[1]), int(at[2])) if at else time()
    if at and not before:
        return datetime.combine(now.date(), clock, now.tzinfo)
    length = _length(" ".join(words))
    if length is not None and length < timedelta(days=1):
        return now + length
    day = now.date() + length if length is not None else _day(" ".join(before if at else words), now.date())
    if at and before and before[0] in spelling.words("today आज aaj"):
        day = now.date()
    return datetime.combine(day, clock, now.tzinfo) if day else None


def _length(text: str) -> timedelta | None:
    found = _LENGTH.fullmatch(text)
    first, _, rest = text.partition(" ")
    count, unit = (int(found[1]), found[2]) if found else (_NUMBERS.get(first), rest)
    return _UNITS[unit] * count if count and unit in _UNITS else None


def _day(text: str, today: date) -> date | None:
    if text in _AHEAD:
        return today + timedelta(days=_AHEAD[text])
    for weekday, names in enumerate(_DAYS):
        if text in names:
            return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    found = _DATE.fullmatch(text)
    return date(int(found[1]), int(found[2]), int(found[3])) if found else None
