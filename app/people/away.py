"""Being away: the times that people name, and what they mean by them."""

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
    """Away from `since` up to `until`; None: until they say that they are back. Aware UTC.

    `by_id` said so (0: they themselves), `number` tells it from the other absences of the same person, `told`: the leads have
    heard what stays behind.
    """

    org_id: int
    person_id: int
    since: datetime
    until: datetime | None = None
    by_id: int = 0
    number: int = 0
    told: bool = False

    @property
    def ref(self) -> str:
        return f"away:{self.person_id}:{self.number}"

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
_TODAY = spelling.words("today आज aaj")
_AHEAD = {
    **dict.fromkeys(spelling.words("tomorrow tmrw tomorow कल kal"), 1),
    **dict.fromkeys(spelling.words("overmorrow परसों parson"), 2),
}
"""Days to go. Away today is away until tomorrow; from today is from now on."""

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
_UP_TO = spelling.words("until till til तक tak")
_AROUND = spelling.words("until till til for on next the this by तक के लिए को अगले अगली के लिये ke liye tak")
_OPEN = spelling.words("further notice अगली सूचना")
_FROM = spelling.words("from starting since")
_UNTIL = spelling.words("until till til for से se")
_THROUGH = spelling.words("to through thru - – —")
"""Through the day that is named; until a day means its beginning."""

_BETWEEN_DATES = re.compile(r"(?<=\d)\s*(?:\.\.|–|—)\s*(?=\d)")
_LENGTH = re.compile(r"(\d{1,4})\s*(\D+)")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})")


def looks_like_a_time(text: str) -> bool:
    """Whether it tells when, or at least begins or ends as if: so a sentence that only has the word "away" in it is none."""
    words = _words(text)
    if not words or len(words) > 10:
        return not words
    return (len(words) <= 6 and bool({words[0], words[-1]} & _UP_TO)) or _is_known(words)


def tells_a_time(text: str) -> bool:
    """Whether every word of it belongs to a time, and there is one."""
    words = _words(text)
    named = [word for word in words if word not in _AROUND | _FROM | _UNTIL | _THROUGH]
    return bool(named or _OPEN & set(words)) and len(words) <= 10 and _is_known(words)


def between(text: str, now: datetime, zone: str) -> tuple[datetime, datetime | None]:
    """From when until when somebody is away: "until friday", "from monday until friday", "2026-12-24 to 2026-12-31".

    In the person's zone. A day means its beginning, but "to" includes it; days and weeks are counted in whole days: away for 1d
    is away until tomorrow. What began before now begins now; no end: until further notice. Refuses what it cannot read, what is
    over, what is too far away, and an end that does not lie behind the beginning.
    """
    first, last, through = _halves(_words(text))
    if not first:
        return now, _end(last, now, now.astimezone(_zone(zone)), through=through)
    here = now.astimezone(_zone(zone))
    begins = _ahead(_read(_bare(first), here, here, today=0), now)
    end = _end(last, now, begins.astimezone(here.tzinfo), through=through)
    since = max(begins, now).astimezone(UTC)
    if end is not None and end <= since:
        raise Conflict("refusal.absence_backwards")
    return since, end


def _words(text: str) -> list[str]:
    parted = _BETWEEN_DATES.sub(" to ", text)
    return [word for word in (fold(one).strip(".,!।") for one in parted.split()) if word]


def _bare(words: list[str]) -> list[str]:
    return [word for word in words if word not in _AROUND]


def _halves(words: list[str]) -> tuple[list[str], list[str], bool]:
    """The words of the beginning (none: now), those of the end, and whether its day belongs to it."""
    begins = bool(words) and words[0] in _FROM
    rest = words[1:] if begins else words
    parts = _THROUGH | _UNTIL if begins else _THROUGH | {fold("से"), "se"}
    at = next((place for place, word in enumerate(rest) if place and word in parts), None)
    if at is None:
        return (rest, [], False) if begins else ([], words, False)
    return rest[:at], rest[at + 1 :], rest[at] in _THROUGH


def _end(words: list[str], now: datetime, after: datetime, *, through: bool = False) -> datetime | None:
    """`after` is the beginning, on the person's own clock."""
    words = _bare(words) if not _OPEN & set(words) else []
    if not words:
        return None
    found = _read(words, now.astimezone(after.tzinfo), after, today=0 if through else 1, through=through)
    if found <= now:
        raise Conflict("refusal.time_is_over")
    return _ahead(found, now)


def _read(words: list[str], now: datetime, after: datetime, *, today: int, through: bool = False) -> datetime:
    try:
        found = _meant(words, now, after, today)
        if found is not None and through and not _TIME.fullmatch(words[-1]) and not _length(" ".join(words)):
            found = datetime.combine(found.date() + timedelta(days=1), time(), found.tzinfo)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise Conflict("refusal.unknown_time")
    return found


def _ahead(found: datetime, now: datetime) -> datetime:
    """Not too far; as UTC."""
    if found - now > LONGEST:
        raise Conflict("refusal.time_too_far")
    return found.astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    """UTC where a platform says a zone that nobody knows."""
    return ZoneInfo(name if name in zones() else "UTC")


def _is_known(words: list[str]) -> bool:
    kept = [word for word in words if word not in _AROUND | _FROM | _UNTIL | _THROUGH]
    known = _AHEAD.keys() | _TODAY | frozenset().union(*_DAYS) | _OPEN
    return all(word in known or word[0].isdigit() or word in _UNITS for word in kept)


def _meant(words: list[str], now: datetime, after: datetime, today: int) -> datetime | None:
    """`now` and `after`, behind which it lies, are on the person's own clock; `today` is how many days off today is."""
    *before, last = words
    at = _TIME.fullmatch(last)
    clock = time(int(at[1]), int(at[2])) if at else time()
    if at and not before:
        return datetime.combine(after.date(), clock, now.tzinfo)
    length = _length(" ".join(words))
    if length is not None and length < timedelta(days=1):
        return after + length
    if length is not None:
        return datetime.combine(after.date() + length, clock, now.tzinfo)
    day = _day(before if at else words, now.date(), after.date(), 0 if at else today)
    return datetime.combine(day, clock, now.tzinfo) if day else None


def _length(text: str) -> timedelta | None:
    found = _LENGTH.fullmatch(text)
    first, _, rest = text.partition(" ")
    count, unit = (int(found[1]), found[2]) if found else (_NUMBERS.get(first), rest)
    return _UNITS[unit] * count if count and unit in _UNITS else None


def _day(words: list[str], now: date, after: date, today: int) -> date | None:
    text = " ".join(words)
    if text in _TODAY or text in _AHEAD:
        return now + timedelta(days=_AHEAD.get(text, today))
    for weekday, names in enumerate(_DAYS):
        if text in names:
            return after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)
    found = _DATE.fullmatch(text)
    return date(int(found[1]), int(found[2]), int(found[3])) if found else None
