"""From what the policy says to a calendar that can be asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from app.policy.calendars import CalendarPolicy, Override, Window
from app.policy.document import Document
from app.sla import special_days
from app.sla.calendar import Calendar
from app.sla.public_holidays import PublicHolidays
from app.sla.special_days import Hours


def calendar(document: Document, name: str) -> Calendar:
    """The calendar of that name, '' is round the clock; the same object again for the same document. Raises KeyError."""
    return _made(Held(document), name)


def calendar_of(document: Document, team: str) -> Calendar:
    """The hours a team works; round the clock where none are named, and for a team the policy has forgotten."""
    policy = document.teams.get(team)
    return calendar(document, policy.calendar or "" if policy else "")


@dataclass(frozen=True, eq=False)
class Held:
    """A key to keep what a document says. It is what it is as long as it lives; comparing two in full would take longer."""

    document: Document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and self.document is other.document

    def __hash__(self) -> int:
        return id(self.document)


@lru_cache(maxsize=256)
def _made(held: Held, name: str) -> Calendar:
    return working(held.document.calendar(name))


def working(policy: CalendarPolicy) -> Calendar:
    """`policy` has its zone filled in (`Document.calendar`) and its file of holidays imported."""
    if policy.timezone is None or policy.holidays.ics is not None:
        raise ValueError("this calendar is not complete")
    country = policy.holidays.country
    return Calendar(
        zone=policy.timezone,
        weekdays=tuple(_hours(windows) for windows in policy.week),
        public=PublicHolidays(country, policy.holidays.subdivision or "") if country else None,
        own=tuple(policy.holidays.dates),
        overrides=tuple(_override(override) for override in policy.overrides),
    )


def _override(policy: Override) -> special_days.Override:
    hours = sorted(policy.hours or (), key=lambda window: window.start)
    return special_days.Override(policy.date, _hours(hours), policy.name or "")


def _hours(windows: list[Window] | tuple[Window, ...]) -> Hours:
    return tuple((window.start, window.end) for window in windows)
