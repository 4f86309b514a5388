"""The same contract for each platform."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.platforms import EdgeUnderTest, Slack, Teams


@pytest.fixture(params=[Slack, Teams], ids=["slack", "teams"])
async def edge(request: pytest.FixtureRequest, tmp_path: Path, clock: Any, chance: Any) -> AsyncIterator[EdgeUnderTest]:
    under_test = request.param(tmp_path, clock, chance)
    await under_test.start()
    yield under_test
    await under_test.stop()
