"""The house of the stories on real time, with the page in front of it."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

from app.main import open_store
from app.main.assembly import assemble
from app.main.preparing import prepare
from app.main.serving import Serving
from app.manifests.slack import build_slack
from app.manifests.teams import build_teams
from integrations.sandbox.page import Page, Staging
from tests.stories.house import TARA, TOM, House

ROLES = {
    "slack:U0ASHA001": "Employee", "slack:U0BELA001": "Employee, Berlin", "slack:U0HIRA001": "Employee, reads Hindi",
    "slack:U0RAVI001": "Agent", "slack:U0MINA001": "Agent", "slack:U0LENA001": "Lead", "slack:U0HARI001": "Agent, People",
    "slack:U0ADMIN01": "Administrator", f"teams:{TARA}": "Employee", f"teams:{TOM}": "Agent",
}  # fmt: skip


class RunningClock:
    """Real time, moved forward by what `move` added."""

    def __init__(self) -> None:
        self._ahead = dt.timedelta(0)

    def __call__(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + self._ahead

    def move(self, by: dt.timedelta | float) -> dt.datetime:
        self._ahead += by if isinstance(by, dt.timedelta) else dt.timedelta(seconds=by)
        return self()


class LiveHouse(House):
    """Its program works by itself, worker included."""

    async def serve(self) -> None:
        store = open_store(self.settings)
        prepare(self.settings, store, self.clock)
        program = assemble(self.settings, clock=self.clock, chance=self._chance, store=store)
        self.serving = Serving(program, web=True, worker=True, name="live", version="test", port=0)
        await self.serving.start()
        self.slack.events_url = f"http://127.0.0.1:{self.serving.port}/slack/events"
        self.teams.delivery.messages_url = f"http://127.0.0.1:{self.serving.port}/api/messages"

    async def settle(self, patience: dt.timedelta = dt.timedelta(0)) -> None:
        """Wait until nothing is left to be delivered now."""
        while True:
            await self.slack.settled()
            due = await self.within(lambda tx: tx.deliveries.next_due())
            if due is None or due > self.clock():
                return
            await asyncio.sleep(0.05)


class Clockwork:
    """Time control over a house."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def shown(self) -> dict[str, Any]:
        return {"now": self._house.clock().isoformat().replace("+00:00", "Z"), "next": None}

    async def moved(self, to: str) -> dict[str, Any]:
        if to != "+30m":
            raise ValueError("Only half an hour at a time here.")
        self._house.clock.move(dt.timedelta(minutes=30))
        await self._house.settle()
        return await self.shown()


async def open_page(house: House, port: int = 0) -> Page:
    """The page of this house, with what the desk's manifests declare."""
    staging = Staging(
        roles=ROLES, slack_manifest=build_slack(), teams_manifest=build_teams(house.teams.app_id), clockwork=Clockwork(house)
    )
    return await Page.start(house.slack, house.teams, clock=house.clock, staging=staging, port=port)


async def furnish(house: House, folder: Path) -> None:
    """Some tickets, so that there is something to look at."""
    del folder
    await house.asha.says("help", "My VPN does not connect from home since this morning")
    await house.bela.says("help", "The printer on the second floor is out of toner, *please* help: https://example.test/printer")
    await house.asha.dms("I need a new keyboard")
    await house.hira.dms("मेरा वीपीएन नहीं चल रहा है")
    await house.tara.writes("My laptop does not start any more")
    await house.tara.mentions_bot(house.teams_help, "the projector in room 4 shows nothing")
    await house.settle()
    card = next(m for m in house.ravi.sees("it-triage") if "Claim" in m.labels)
    await house.ravi.presses(card, "Claim")
    await house.settle()
