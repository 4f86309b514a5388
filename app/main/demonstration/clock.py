"""The demo's own time: it runs as fast as ours, and can be moved on."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.main import now
from app.ports import Clock


class DemoClock:
    """The real time and how far it was moved; it never goes back. `begins` sets where it starts, in the past too."""

    def __init__(self, begins: datetime | None = None, real: Clock = now) -> None:
        self._real = real
        self._moved = begins - real() if begins else timedelta(0)

    def __call__(self) -> datetime:
        return self._real() + self._moved

    def reach(self, instant: datetime) -> None:
        """It is `instant` now, unless it is later already."""
        self._moved = max(self._moved, instant - self._real())
