"""The buttons that let the demo's time go by."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.main.demonstration.clock import DemoClock
from app.main.demonstration.company import Company
from app.main.demonstration.desk_process import DeskProcess
from app.main.demonstration.scenes import ZONE, moment

A_MOMENT = timedelta(seconds=1)
MOVES = ("+30m", "next", "monday")


class TimeControl:
    def __init__(self, company: Company, desk: DeskProcess, clock: DemoClock) -> None:
        self._company, self._desk, self._clock = company, desk, clock

    async def shown(self) -> dict[str, Any]:
        """What time it is, in which zone the company lives, and when a promise has something to tell next."""
        following = await self._desk.next_event()
        told = {"at": _instant(following[0]), "what": following[1]} if following else None
        return {"now": _instant(self._clock()), "zone": str(ZONE), "next": told}

    async def moved(self, to: str) -> dict[str, Any]:
        """It is later; answered when what that brought has arrived. Raises ValueError."""
        await self._desk.live_until(await self._goal(to))
        await self._company.slack.settled()
        return await self.shown()

    async def _goal(self, to: str) -> datetime:
        if to == "next":
            following = await self._desk.next_event()
            if following is None:
                raise ValueError("No promise is running: ask for something first.")
            return following[0] + A_MOMENT
        if to not in MOVES:
            raise ValueError(f"Time moves by {', '.join(MOVES)}, not by {to!r}.")
        return moment("mon 09:00" if to == "monday" else to, self._clock(), self._clock())


def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
