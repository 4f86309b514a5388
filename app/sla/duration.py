"""A duration as people write it: "15m", "1h30m", "3d". Days and weeks are working time, so only a calendar knows their length."""

from __future__ import annotations

import re
from dataclasses import dataclass

UNITS = {"w": 7 * 86400, "d": 86400, "h": 3600, "m": 60, "s": 1}
"""Seconds of a unit where the clock never stops; of working time only h, m and s are so long."""

LONGEST = 3660 * 86400
"""Ten years: longer promises are mistakes, and dates would run out."""

_WRITTEN = re.compile("".join(rf"(?:(?P<{unit}>[0-9]{{1,9}}){unit} ?)?" for unit in UNITS))


@dataclass(frozen=True)
class Duration:
    """`written` is what the file says; `weeks`, `days` and `seconds` its parts, not converted into one another."""

    written: str
    weeks: int = 0
    days: int = 0
    seconds: int = 0

    def __str__(self) -> str:
        return self.written

    def __bool__(self) -> bool:
        return bool(self.weeks or self.days or self.seconds)

    @property
    def exact(self) -> bool:
        """The same length on every calendar: hours, minutes and seconds only."""
        return not (self.weeks or self.days)

    @property
    def around_the_clock(self) -> int:
        """Seconds where every hour counts."""
        return self.weeks * UNITS["w"] + self.days * UNITS["d"] + self.seconds

    def is_shorter_than(self, other: Duration) -> bool | None:
        """None where that depends on the calendar (20h against 2d)."""
        if self.exact and other.exact:
            return self.seconds < other.seconds
        pairs = ((self.weeks, other.weeks), (self.days, other.days), (self.seconds, other.seconds))
        if all(mine <= theirs for mine, theirs in pairs):
            return self != other and any(mine < theirs for mine, theirs in pairs)
        return False if all(mine >= theirs for mine, theirs in pairs) else None


def parse(text: str) -> Duration:
    """Read w, d, h, m, s, each once and the longest first, whole numbers: "1h30m". Raises ValueError with a sentence."""
    found = _WRITTEN.fullmatch(text)
    if not found or not any(found.groups()) or text != text.strip():
        raise ValueError(f'"{text[:40]}" is not a duration: write 90s, 15m, 1h30m, 3d or 1w')
    count = {unit: int(found[unit] or 0) for unit in UNITS}
    duration = Duration(text, count["w"], count["d"], count["h"] * 3600 + count["m"] * 60 + count["s"])
    if duration.around_the_clock > LONGEST:
        raise ValueError(f'"{text}" is longer than ten years')
    return duration
