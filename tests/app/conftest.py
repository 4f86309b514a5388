"""What the tests of the desk's own rooms share."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
import structlog

from app import logs


@pytest.fixture
def restored_logs() -> Iterator[None]:
    """Logs may be configured for real; afterwards they are as they were."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    quiet = {name: logging.getLogger(name).level for name in logs.QUIET}
    yield
    root.handlers[:] = before
    root.setLevel(level)
    for name, was in quiet.items():
        logging.getLogger(name).setLevel(was)
    logging.captureWarnings(False)
    structlog.reset_defaults()
