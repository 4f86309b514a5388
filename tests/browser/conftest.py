"""One company for a worker's browser tests, one for those that move its time; one browser and one window,
in which every test loads the page anew."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browser import installed
from tests.browser.at_work import AtWork, at_work
from tests.browser.browsing import Visitor, opened, window


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if not installed.browser():
        pytest.skip(f"no browser: {installed.ABSENT}")
    async with opened() as found:
        yield found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def company(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[AtWork]:
    """Everybody at work on a Thursday morning."""
    del browser  # without one there is nothing to open
    folder: Path = tmp_path_factory.mktemp("company")
    async with at_work(folder) as found:
        yield found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def seat(browser: Browser, company: AtWork) -> AsyncIterator[Visitor]:
    """A window that stays open: a fresh one for each test would cost more than most tests do."""
    async with window(browser, company) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(seat: Visitor) -> AsyncIterator[Visitor]:
    """Somebody who has just opened the page. Whatever they do, nothing odd happens."""
    await seat.sits_down()
    yield seat
    await seat.saw_nothing_odd()
