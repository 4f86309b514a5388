"""Requests that the doors turned away because a setting is wrong: kept for the doctor, who cannot see the doors himself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from app.ports import Clock, Reception, Tx

AGAIN = timedelta(minutes=10)
"""However many come, the same thing is written down at most so often by each process."""

log = structlog.get_logger()


class TurnedAway:
    """`about` says by the door's own code which finding that is, and what it tells; any other code is nobody's mistake here."""

    def __init__(self, reception: Reception, clock: Clock, about: Mapping[str, tuple[str, str]]) -> None:
        self._reception, self._clock, self._about = reception, clock, about
        self._noted: dict[str, datetime] = {}
        self._all_well = False

    async def note(self, code: str) -> None:
        """Somebody was turned away for this. Never raises: whoever knocks must not notice."""
        finding, detail = self._about.get(code, ("", ""))
        at = self._clock()
        if not finding or at - self._noted.get(code, at - AGAIN) < AGAIN:
            return
        self._noted[code], self._all_well = at, False
        await self._kept(lambda tx: tx.operations.report(finding, detail, at))

    async def let_in(self) -> None:
        """One was taken: what was noted before is mended."""
        if self._all_well:
            return
        self._all_well = True
        self._noted.clear()

        def take_back(tx: Tx) -> None:
            for finding in dict(self._about.values()):
                tx.operations.resolved(finding)

        await self._kept(take_back)

    async def _kept(self, work: Callable[[Tx], object]) -> None:
        try:
            await self._reception.within(work)
        except Exception as error:
            log.warning("turned_away.not_kept", error=type(error).__name__)
