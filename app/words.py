"""What the desk says, in the reader's language: texts by key out of the gettext catalogues, moments, durations, plurals.

A text is plain: no markup, placeholders `{name}` are filled with plain facts. The tests prove that every key the program
names is in every catalogue; should one be missing all the same, the reader gets English, then the key, and the log says so.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from gettext import c2py
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import structlog
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.units import format_unit

from app.text import unended

LOCALES = ("en", "hi")
DEFAULT = "en"

LIMITS: dict[str, int] = {
    "argument": 40, "button": 30, "cancel": 24, "card": 300, "confirm": 300, "duty": 200, "help": 2000, "hint": 150, "label": 80,
    "line": 300, "language": 40, "list": 75, "notice": 2000, "option": 75, "phrase": 128, "placeholder": 75, "plain": 300,
    "preferences": 300, "priority": 40, "problem": 300, "reason": 75, "refusal": 300, "report": 200,
    "status": 40, "submit": 24, "time": 40, "title": 24, "trail": 300, "who": 40, "why": 300,
}  # fmt: skip
"""How many characters a text may have, facts included, by the first part of its key: the narrowest platform's limit."""

_log = structlog.get_logger()
_WRITTEN = frozenset({"summary", "text"})
"""Facts that are whole sentences of people: where the text goes on after one, it stands there without its own final mark."""

_FINAL = tuple(".?!।")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_Unit = Literal["year", "month", "week", "day", "hour", "minute", "second"]
_UNITS: tuple[tuple[_Unit, int], ...] = (
    ("year", 31_536_000), ("month", 2_592_000), ("week", 604_800), ("day", 86_400), ("hour", 3_600), ("minute", 60),
    ("second", 1),
)  # fmt: skip


class MissingText(KeyError, UserWarning):
    """A key or a fact that is not there. Only a warning, so that a reader still gets an answer; tests turn it into an error."""


@dataclass(frozen=True)
class Catalogue:
    """One language: its texts by key (several forms where a text has plurals) and which form a number takes."""

    locale: str
    texts: dict[str, tuple[str, ...]]
    form_of: Callable[[int], int]


def catalogue_path(locale: str) -> Path:
    return Path(__file__).parent / "locales" / locale / "LC_MESSAGES" / "sahayak.po"


@cache
def catalogue(locale: str) -> Catalogue:
    """Read at first use and kept; an untranslated or fuzzy text counts as missing."""
    with catalogue_path(locale).open("rb") as file:
        entries = read_po(file, locale=locale)
    texts: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        key = entry.id if isinstance(entry.id, str) else entry.id[0]
        forms = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
        if key and forms and all(forms) and not entry.fuzzy:
            texts[key] = forms
    return Catalogue(locale, texts, c2py(entries.plural_expr))


def say(key: str, locale: str, /, **facts: Any) -> str:
    """The text `key` in `locale`, its placeholders filled with `facts`, which are taken as plain text and never interpreted."""
    spoken, forms = _find(key, locale)
    return _fill(key, forms[spoken.form_of(1) if len(forms) > 1 else 0], facts)


def say_many(key: str, count: int, locale: str, /, **facts: Any) -> str:
    """The text for `count` things, which it may name as `{count}`; none at all have their own words where `<key>.none` exists."""
    if count == 0 and f"{key}.none" in catalogue(_known(locale)).texts:
        key = f"{key}.none"
    spoken, forms = _find(key, locale)
    text = forms[spoken.form_of(abs(count)) if len(forms) > 1 else 0]
    return _fill(key, text, {"count": format_decimal(count, locale=spoken.locale), **facts})


def negotiate(*tags: str) -> str:
    """The first of these language tags that we speak ("hi-IN", "en_GB", ""), else English."""
    for tag in tags:
        language = tag.strip().replace("_", "-").partition("-")[0].lower()
        if language in LOCALES:
            return language
    return DEFAULT


@lru_cache(maxsize=4096)
def moment(at: datetime, locale: str, timezone: str) -> str:
    """Date and time in an IANA zone; in UTC where the zone is unknown, and then it says so. ValueError without an offset.

    Kept for a while: the same lists and cards are drawn again and again.
    """
    if at.utcoffset() is None:
        raise ValueError("a moment needs an offset from UTC")
    zone = _zone(timezone)
    there, spoken = at.astimezone(zone), _known(locale)
    text = f"{format_date(there, 'medium', locale=spoken)}, {format_time(there, 'short', tzinfo=zone, locale=spoken)}"
    text = text.replace("\u202f", " ")  # so that "3:30 PM" is found by people who search for it
    return f"{text} UTC" if zone.key == "UTC" else text


def day_and_time(at: datetime, seen: datetime, locale: str, timezone: str) -> str:
    """ "Monday 09:30" in an IANA zone, with its date where the same weekday could be meant that comes first after `seen`."""
    zone, spoken = _zone(timezone), _known(locale)
    there = at.astimezone(zone)
    far = (there.date() - seen.astimezone(zone).date()).days > 6
    return format_datetime(there, "EEEE d MMMM HH:mm" if far else "EEEE HH:mm", locale=spoken)


def weekday_and_time(at: datetime, seen: datetime, locale: str, timezone: str) -> str:
    """ "Mon 14:10" in an IANA zone; with its date where `seen` is more than six days away, and its year where it is another."""
    zone, spoken = _zone(timezone), _known(locale)
    there, now = at.astimezone(zone), seen.astimezone(zone)
    date = "" if abs((there.date() - now.date()).days) < 7 else " d MMM" if there.year == now.year else " d MMM y"
    return format_datetime(there, f"EEE{date} HH:mm", locale=spoken)


def zone_name(at: datetime, timezone: str) -> str:
    """How people abbreviate the zone at that time, "IST"; "UTC+05:45" where it has no abbreviation."""
    there = at.astimezone(_zone(timezone))
    name, offset = there.tzname() or "", f"{there:%z}"
    return name if name.isalpha() else f"UTC{offset[:3]}:{offset[3:5]}"


def working_time(seconds: float, locale: str) -> str:
    """A length of working time in hours and minutes, never in days: those have other lengths. "31 hours 5 minutes"."""
    minutes = int(seconds) // 60
    if 1 <= seconds < 60:
        return format_unit(int(seconds), "duration-second", locale=_known(locale))
    hours, minutes = divmod(minutes, 60)
    counts = {"duration-hour": hours, "duration-minute": minutes}
    parts = {unit: format_unit(count, unit, locale=_known(locale)) for unit, count in counts.items()}
    return " ".join(parts[unit] for unit, count in counts.items() if count) or parts["duration-minute"]


def ago(then: datetime, now: datetime, locale: str) -> str:
    """How long before (or after) `now` it was, in whole units of the largest that fits: "3 hours ago", "just now"."""
    seconds = int((then - now).total_seconds())
    if abs(seconds) < 60:
        return say("time.just_now", locale)
    unit, size = next((u, s) for u, s in _UNITS if abs(seconds) >= s)
    whole = abs(seconds) // size * size * (1 if seconds > 0 else -1)
    return format_timedelta(timedelta(seconds=whole), unit, threshold=1, add_direction=True, locale=_known(locale))


def duration(seconds: float, locale: str) -> str:
    """A length of time in its two largest units, days of 24 hours: "1 hour 30 minutes". A sign is dropped."""
    left = int(abs(seconds))
    parts: list[str] = []
    for unit, size in _UNITS[3:]:
        count, left = divmod(left, size)
        if count or (unit == "second" and not parts):
            parts.append(format_unit(count, f"duration-{unit}", locale=_known(locale)))
    return " ".join(parts[:2])


def size(bytes_: int, locale: str) -> str:
    """Of a file: "340 kB", "2.4 MB"."""
    large = bytes_ >= 1024 * 1000
    unit, each = ("digital-megabyte", 1024 * 1024) if large else ("digital-kilobyte", 1024)
    shown = round(bytes_ / each, 1) if large else max(1, round(bytes_ / each))
    return format_unit(shown, unit, length="short", locale=_known(locale))


def _known(locale: str) -> str:
    return locale if locale in LOCALES else negotiate(locale)


def _find(key: str, locale: str) -> tuple[Catalogue, tuple[str, ...]]:
    for language in dict.fromkeys((_known(locale), DEFAULT)):
        spoken = catalogue(language)
        if key in spoken.texts:
            return spoken, spoken.texts[key]
        _missing(f"no text {key!r} in {language}", key)
    return catalogue(DEFAULT), (key,)


def _fill(key: str, text: str, facts: dict[str, Any]) -> str:
    """One pass over the text of the catalogue: what a fact contains is never looked at again."""

    def fact(found: re.Match[str]) -> str:
        if found[1] not in facts:
            _missing(f"no fact {found[1]!r} for {key!r}", key)
            return "…"
        after = text[found.end() :]
        within = after.startswith(_FINAL) or (found[1] in _WRITTEN and after)
        return unended(str(facts[found[1]])) if within else str(facts[found[1]])

    return _PLACEHOLDER.sub(fact, text)


def _missing(what: str, key: str) -> None:
    _log.error("words.missing", key=key, what=what)
    warnings.warn(MissingText(what), stacklevel=4)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such zone; not a zone's name; a folder of zones
        return ZoneInfo("UTC")
