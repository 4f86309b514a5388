"""The commands configure the logs for real; afterwards they are as they were."""

from __future__ import annotations

import pytest

from tests.app.conftest import restored_logs  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def _restored(restored_logs: None) -> None:  # noqa: F811 - the fixture is asked for by its name
    """For every test here."""
