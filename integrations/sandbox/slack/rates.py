"""About one message a second for each channel, with short bursts (https://docs.slack.dev/apis/web-api/rate-limits)."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime


class Rates:
    """A bucket for each channel, filled by the injected clock. Off until `limit` is called."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._per_second, self._burst = 0.0, 0
        self._buckets: dict[str, tuple[float, datetime]] = {}

    def limit(self, per_second: float = 1.0, burst: int = 3) -> None:
        """0 messages a second turns the limit off."""
        self._per_second, self._burst = per_second, burst
        self._buckets.clear()

    def wait(self, channel: str) -> int:
        """Whole seconds until the next message may go there; 0 counts it as sent."""
        if not self._per_second:
            return 0
        now = self._clock()
        level, at = self._buckets.get(channel, (float(self._burst), now))
        level = min(self._burst, level + (now - at).total_seconds() * self._per_second)
        if level >= 1:
            self._buckets[channel] = (level - 1, now)
            return 0
        self._buckets[channel] = (level, now)
        return math.ceil((1 - level) / self._per_second)
