"""Instants as whole microseconds since 1970 in UTC: integers add and compare exactly, whatever the zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000
"""Microseconds."""

FIRST_YEAR, LAST_YEAR = 2, 9998
"""Beyond these a zone's local dates would run out."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def ticks(at: datetime) -> int:
    """Raises ValueError for a time without a zone, which is no instant, and for one at the edge of the calendar."""
    if at.utcoffset() is None:
        raise ValueError("an instant needs its zone")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError(f"the year {at.year} is out of reach")
    return _count(at - _EPOCH)


def _count(since: timedelta) -> int:
    # Quicker than dividing by a timedelta.
    return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds


def moment(count: int) -> datetime:
    """In UTC."""
    return _EPOCH + timedelta(microseconds=count)


def year_start(year: int) -> int:
    return _count(datetime(year, 1, 1, tzinfo=UTC) - _EPOCH)


def year_of(count: int) -> int:
    """The year in UTC."""
    return moment(count).year
