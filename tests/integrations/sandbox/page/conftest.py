"""The page before a real desk, asked over real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from integrations.sandbox.page import Page
from integrations.sandbox.slack import SlackWorkspace
from integrations.sandbox.teams import TeamsTenant
from tests.integrations.sandbox.page.live import open_page
from tests.stories.house import TARA, TOM, House

SLACK_IDS = {name: f"slack:U0{name.upper()}001" for name in ("asha", "bela", "hira", "ravi", "mina", "lena", "hari")}
IDS = {**SLACK_IDS, "tara": f"teams:{TARA}", "tom": f"teams:{TOM}"}


class Front:
    """A browser's part: what it asks of the page as one person or another. After a deed everything arrives."""

    def __init__(self, house: Any, page: Page, session: aiohttp.ClientSession) -> None:
        self.house, self.page, self.session = house, page, session

    async def asks(self, method: str, path: str, **how: Any) -> tuple[int, Any]:
        """Any request with the key of this run; status and JSON."""
        headers = {"X-Sandbox-Key": self.page.key} | how.pop("headers", {})
        async with self.session.request(method, f"{self.page.url}{path}", headers=headers, **how) as answer:
            return answer.status, await answer.json(content_type=None)

    async def sight(self, name: str, **query: Any) -> dict[str, Any]:
        status, seen = await self.asks("GET", "api/sight", params={"person": IDS[name], **query})
        assert status == 200, seen
        found: dict[str, Any] = seen
        return found

    async def tries(self, name: str, deed: str, **fields: Any) -> dict[str, Any]:
        """The answer to a deed, whatever it is."""
        status, answer = await self.asks("POST", "api/do", json={"person": IDS[name], "deed": deed, **fields})
        assert status == 200, answer
        await self.house.settle()
        found: dict[str, Any] = answer
        return found

    async def does(self, name: str, deed: str, **fields: Any) -> dict[str, Any]:
        """A deed that must be done."""
        answer = await self.tries(name, deed, **fields)
        assert answer["ok"], answer
        return answer


class Empty:
    """Both platforms and a few people, with nobody behind the app: for what the page itself refuses."""

    def __init__(self, slack: SlackWorkspace, teams: TeamsTenant, clock: Any) -> None:
        self.slack, self.teams, self.clock = slack, teams, clock
        asha = slack.person("U0ASHA001", name="Asha")
        slack.channel("C0RANDOM1", name="random", members=[asha], bot_in=False)

    async def settle(self) -> None:
        await self.slack.settled()


@pytest.fixture
async def bare(clock: Any) -> AsyncIterator[Front]:
    slack, teams = await SlackWorkspace.start(clock=clock), await TeamsTenant.start("http://127.0.0.1:9/", clock=clock)
    house: Any = Empty(slack, teams, clock)
    page = await open_page(house)
    async with aiohttp.ClientSession() as session:
        yield Front(house, page, session)
    await page.stop()
    await slack.stop()
    await teams.stop()


@pytest.fixture
async def front(sqlite_url: str, clock: Any, tmp_path: Path) -> AsyncIterator[Front]:
    house = House(sqlite_url, clock, tmp_path)
    await house.start(triage=("slack", "teams"))
    page = await open_page(house)
    async with aiohttp.ClientSession() as session:
        yield Front(house, page, session)
    await page.stop()
    await house.stop()
