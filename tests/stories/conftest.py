"""Stories run the whole program on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.stories.house import House


@pytest.fixture
async def house(database_url: str, clock: Any, tmp_path: Path) -> AsyncIterator[House]:
    """Slack and Teams, with the agents' card on Slack."""
    house = House(database_url, clock, tmp_path)
    await house.start()
    yield house
    await house.stop()


@pytest.fixture
async def both(database_url: str, clock: Any, tmp_path: Path) -> AsyncIterator[House]:
    """Slack and Teams, with a live card on each."""
    house = House(database_url, clock, tmp_path)
    await house.start(triage=("slack", "teams"))
    yield house
    await house.stop()
