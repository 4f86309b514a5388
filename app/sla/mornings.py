"""When work begins on a day: what people mean who say "tomorrow" or name a date."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.sla.calendar import Calendar

_MORNING = time(9)
"""Where work goes on through the night, nobody who says a day means its midnight."""


def morning(hours: Calendar, day: date) -> datetime | None:
    """When work begins on that date of the team's, or on the first day after it that has any."""
    zone = ZoneInfo(hours.zone)
    midnight = datetime.combine(day, time(0), zone).astimezone(UTC)
    opens = hours.next_opening(midnight)
    return datetime.combine(day, _MORNING, zone).astimezone(UTC) if opens == midnight else opens


def morning_after(hours: Calendar, at: datetime, days: int = 1) -> datetime | None:
    """The next working day, or the first one so many days from now; None: nobody ever works."""
    today = at.astimezone(ZoneInfo(hours.zone)).date()
    return morning(hours, today + timedelta(days=days))
