"""Keeps a running demo: both platforms, the desk's database, what is unread, the tour and the time, all of one moment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.errors import ConfigurationError
from app.main.demonstration.clock import DemoClock
from app.main.demonstration.company import Company
from app.main.demonstration.copying import copy
from app.main.demonstration.desk_process import DeskProcess
from app.main.demonstration.folder import DATABASE, STATE, Folder, broken
from app.main.demonstration.tour import Tour
from integrations.sandbox import keeping
from integrations.sandbox.page.server import Page
from integrations.sandbox.plain import Broken

SECONDS = 1.0
"""Between two moments that are kept."""
_A_WHILE = 60.0
"""Seconds after which the time is kept though nothing else has changed."""
_BUSY_SECONDS = 0.1
LONGEST_PAST = timedelta(days=7)
"""A demo that rested for longer does not live through all of it."""

Json = dict[str, Any]


class Keeper:
    """`ready` says whether there is something worth keeping yet: four weeks that have gone by, or what was kept before."""

    def __init__(self, folder: Folder, company: Company, tour: Tour, clock: DemoClock, tell: Callable[[str], None]) -> None:
        self._folder, self._company, self._tour, self._clock, self._tell = folder, company, tour, clock, tell
        self._page: Page | None = None
        self._unread: Json | None = None
        self._kept: int | None = None
        self._troubled = False
        self.path = folder.path
        self.ready = False

    def restore(self, found: Json) -> None:
        """Both platforms and the tour are as they were. Raises ConfigurationError."""
        try:
            keeping.restore(self._company.slack, self._company.teams, found["sandbox"])
            self._tour.restore(found["tour"])
            self._unread = found["unread"]
        except (Broken, KeyError, TypeError, ValueError):
            raise broken(self._folder.path / STATE) from None
        self.ready = True

    def shows(self, page: Page) -> None:
        """What is unread there is kept too. Raises ConfigurationError."""
        self._page = page
        if self._unread is not None:
            try:
                page.stage.unread.restore(self._unread)
            except Broken:
                raise broken(self._folder.path / STATE) from None

    async def watch(self, desk: DeskProcess) -> None:
        """Keep what changes, for ever; at most once a second."""
        assert self._page
        pause = SECONDS
        while True:
            await asyncio.sleep(pause)
            if self._kept is not None:
                await self._page.changes.after(self._kept, _A_WHILE)
            pause = SECONDS if await self.keep(desk) else _BUSY_SECONDS

    async def keep(self, desk: DeskProcess) -> bool:
        """False where something is under way between the platforms and the desk: then there is nothing whole to keep."""
        assert self._page
        before, target = self._page.changes.version, self._folder.next_copy()
        try:
            if not self._page.quiet or not await desk.keep(target):
                return False
            if not self._page.quiet or self._page.changes.version != before:
                target.unlink()
                return False
            await asyncio.to_thread(self._folder.store, self._state(), target)
            self._troubled = False
        except OSError as error:
            self._complain(error, target, "It goes on, and tries again.")
        self._kept = before
        return True

    async def rest(self) -> None:
        """Returns when nothing is under way any more, or after a moment."""
        for _ in range(50):
            if self._page is None or self._page.quiet:
                return
            await asyncio.sleep(_BUSY_SECONDS)

    def last(self, desk: DeskProcess) -> None:
        """The desk is at rest: what it leaves is kept. Of one that fell over the last whole moment stays."""
        if not self.ready or not desk.ended_well:
            return
        target = self._folder.next_copy()
        try:
            copy(self._folder.path / DATABASE, target)
            self._folder.store(self._state(), target)
        except OSError as error:
            self._troubled = False
            self._complain(error, target, "The next one goes on with what was kept before.")

    def _state(self) -> Json:
        return {
            "at": self._clock().isoformat(),
            "sandbox": keeping.kept(self._company.slack, self._company.teams),
            "unread": self._page.stage.unread.kept() if self._page else self._unread,
            "tour": self._tour.kept(),
        }

    def _complain(self, error: OSError, target: Path, then: str) -> None:
        """Once, until it goes well again."""
        if not self._troubled:
            self._tell(f"This demo cannot be kept in {self._folder.path}: {(error.strerror or str(error)).lower()}. {then}")
        self._troubled = True
        try:
            target.unlink(missing_ok=True)
        except OSError:
            return  # it stands in nobody's way: what is kept names the copy that belongs to it


def begins(found: Json, real: datetime) -> datetime:
    """Where the time of a kept demo goes on: where it stood, or a week ago if that is later. Raises ConfigurationError."""
    try:
        stood = datetime.fromisoformat(found["at"])
        return max(stood, real - LONGEST_PAST)
    except (KeyError, TypeError, ValueError):
        raise ConfigurationError("What was kept says no time. Begin anew with --reset.") from None
