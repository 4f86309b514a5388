"""What every test may ask for: a database of its own on both kinds, a clock that is moved by hand, chance without chance."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from integrations.sandbox.teams import identity
from storage.engine import connect
from storage.unit_of_work import Store
from tests.browser.installed import ABSENT
from tests.databases import fresh_sqlite, postgresql_database

settings.register_profile("tests", deadline=None)  # how long an example takes says more about the machine than about us
settings.load_profile("tests")

HURRIED = (
    "integrations.slack.directory.PATIENCE",
    "integrations.slack.directory.READ_SECONDS",
    "integrations.slack.installation.ASK_SECONDS",
    "integrations.slack.reply.OPEN_SECONDS",
    "integrations.teams.directory.PATIENCE",
)
LONG = 60.0

START = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
"""A Monday morning."""


class MovableClock:
    """A clock that stands until it is moved. Calling it tells the time, aware UTC."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, by: timedelta | float) -> datetime:
        """Forward by a timedelta or by seconds; the new time."""
        self.now += by if isinstance(by, timedelta) else timedelta(seconds=by)
        return self.now


@pytest.fixture(autouse=True, scope="session")
def unhurried() -> Iterator[None]:
    """A busy machine makes no platform slow: what may be waited for is long here, and tests of slowness say their own."""
    with pytest.MonkeyPatch.context() as patience:
        for budget in HURRIED:
            patience.setattr(budget, LONG)
        yield


@pytest.fixture(autouse=True, scope="session")
def few_secrets() -> Iterator[None]:
    """The local tenants of a test process sign with a few keys in turn: to make one takes longer than most tests."""
    with pytest.MonkeyPatch.context() as keys:
        pool = itertools.cycle([identity.new_secret() for _ in range(3)])
        keys.setattr(identity, "new_secret", lambda: next(pool))
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud what was left out for want of a browser."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if report.nodeid.startswith("tests/browser/")]
    if skipped:
        terminalreporter.write_line(f"Left out: {len(skipped)} tests of the page in a browser ({ABSENT}).", yellow=True)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def chance() -> Callable[[], str]:
    """Tokens of 22 characters, the same ones in every run."""
    counter = itertools.count(1)
    return lambda: f"token{next(counter):017d}"


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return fresh_sqlite(tmp_path)


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    with postgresql_database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a migrated, empty database: the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    store = Store(connect(database_url))
    yield store
    store.close()
