"""The demo's company with a desk of its own and the page in front of it, on a day that is always the same."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.main.demonstration import scenes
from app.main.demonstration.clock import DemoClock
from app.main.demonstration.company import Company
from app.main.demonstration.connecting import Connecting
from app.main.demonstration.desk_process import DeskProcess
from app.main.demonstration.player import Player
from app.main.demonstration.playing import FOUR_WEEKS, SEEDED
from app.main.demonstration.time_control import TimeControl
from app.main.demonstration.tour import Tour
from app.manifests import build_slack, build_teams
from integrations.sandbox.page import Page, Staging

HOST = "127.0.0.1"
BEGINS = datetime(2026, 11, 19, 10, 0, tzinfo=scenes.ZONE)
"""A Thursday morning, half an hour after the office has opened."""


@dataclass
class AtWork:
    """Everything behind the page; the page itself is at `page.url`."""

    company: Company
    desk: DeskProcess
    clock: DemoClock
    page: Page

    async def settle(self) -> None:
        """What was done has reached everybody."""
        await self.company.slack.settled()
        await self.desk.settle()
        await self.company.slack.settled()
        self.page.changes.touch()


@asynccontextmanager
async def at_work(folder: Path, begins: datetime = BEGINS, *, seeded: bool = False) -> AsyncIterator[AtWork]:
    """The desk works by itself, as in `serve`, on a clock that starts at `begins`; `seeded`: four weeks after it was opened."""
    clock = DemoClock(begins - SEEDED if seeded else begins)
    company = await Company.open(HOST, clock)
    desk = await DeskProcess.start(company.settings(HOST, folder), 0, clock)
    await company.meets(f"http://{HOST}:{desk.port}", known=False)
    await desk.settle()
    if seeded:
        await _four_weeks(Player(company, desk, clock), begins)
        await desk.move(begins)
    await desk.live()
    tour = Tour(company)
    staging = Staging(
        roles=company.roles(),
        slack_manifest=build_slack(),
        teams_manifest=build_teams(company.teams.app_id),
        clockwork=TimeControl(company, desk, clock),
        guide=tour,
        connecting=Connecting(tour.connected),
    )
    page = await Page.start(company.slack, company.teams, clock=clock, staging=staging)
    tour.begin(clock())
    try:
        yield AtWork(company, desk, clock, page)
    finally:
        await page.stop()
        await desk.stop()
        await company.close()


async def _four_weeks(player: Player, today: datetime) -> None:
    for at, step in scenes.timed(scenes.read(FOUR_WEEKS), today):
        if at < today:
            await player.play(at, step)
