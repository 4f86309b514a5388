"""Watchers are killed in the middle of it, two at a time and after an hour in which none ran: every milestone is told once."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.main import open_store
from app.policy import changes
from app.policy.reading import read
from app.settings import Settings
from storage.tables import alert_tickets, clocks, deliveries, history, milestones, posts
from storage.unit_of_work import Store
from tests import builders
from tests.conftest import START
from tests.faults.conftest import Load
from tests.faults.plant import ROOT
from tests.faults.watching import CLOCK, ROUNDS

pytestmark = pytest.mark.timeout(900)

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ESCALATION = "C0ESCAL01"
POLICY = f"""
version: 1
defaults: {{team: it}}
teams:
  it: {{name: IT, agents: ["slack:T1/U0AGENT01"], triage: {{slack: C0TRIAGE1}}, escalation: {{slack: {ESCALATION}}}}}
sla:
  standard: {{default: true, warn_at: 50%, targets: {{normal: {{first_response: 2h, resolution: 4h}}}}}}
escalation:
  it:
    - {{at: warning, notify: [agents]}}
    - {{at: breach, notify: [agents], channel: true}}
    - {{after: 30m, channel: true}}
    - {{after: 50m, channel: true}}
"""
OF_ONE_TICKET = 8
"""Two clocks, each with a warning, a breach and two levels above it."""


class Watchers:
    """Two processes that watch the same database."""

    def __init__(self, url: str, folder: Path, names: tuple[str, ...]) -> None:
        self._url, self._folder, self._names = url, folder, names
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self.kills = 0

    async def start(self) -> None:
        for name in self._names:
            if name not in self._running:
                self._running[name] = await asyncio.create_subprocess_exec(
                    sys.executable, "-m", "tests.faults.watching", self._url, str(self._folder), name, cwd=ROOT,
                    env={**os.environ, "SAHAYAK_LOG_LEVEL": "error"}, stdout=asyncio.subprocess.DEVNULL,
                )  # fmt: skip

    async def kill(self, name: str) -> None:
        process = self._running.pop(name)
        assert process.returncode is None, "it ended by itself"
        process.send_signal(signal.SIGKILL)
        await process.wait()
        self.kills += 1

    async def kill_all(self) -> None:
        for name in list(self._running):
            await self.kill(name)

    async def went_round(self, at: datetime) -> None:
        """Until each of them has finished a round that began at that time or later."""
        async with asyncio.timeout(600):
            while not all(self._since(name) >= at for name in self._names):
                assert all(process.returncode is None for process in self._running.values())
                await asyncio.sleep(0.02)

    def _since(self, name: str) -> datetime:
        path = self._folder / ROUNDS.format(name)
        text = path.read_text() if path.exists() else ""
        return datetime.fromisoformat(text) if text else datetime.min.replace(tzinfo=START.tzinfo)


@pytest.fixture
async def watchers(database_url: str, tmp_path: Path) -> AsyncIterator[Watchers]:
    """SQLite is for one process."""
    names = ("one",) if database_url.startswith("sqlite") else ("one", "two")
    watchers = Watchers(database_url, tmp_path, names)
    yield watchers
    await watchers.kill_all()


@pytest.fixture
def kept(database_url: str, tmp_path: Path) -> Store:
    return open_store(Settings.load({"DATABASE_URL": database_url, "SAHAYAK_DATA_DIR": str(tmp_path)}, complete=False))


def is_now(folder: Path, at: datetime) -> None:
    fresh = folder / "clock.new"
    fresh.write_text(at.isoformat())
    fresh.replace(folder / CLOCK)


def opened(store: Store, tickets: int, dice: random.Random) -> None:
    """So many tickets, opened within an hour."""
    with store.open() as tx:
        changes.apply(tx, builders.organisation(tx).id, read(POLICY), POLICY, START - 2 * HOUR)
        builders.workspace(tx)
    for first in range(0, tickets, 50):
        with store.open() as tx:
            asker = builders.person(tx)
            for number in range(first, min(first + 50, tickets)):
                builders.ticket(tx, f"Lamp {number}", requester=asker, at=START - dice.random() * HOUR)


async def test_each_milestone_is_told_once_whoever_is_killed(
    kept: Store, watchers: Watchers, tmp_path: Path, load: Load, dice: random.Random
) -> None:
    """With SAHAYAK_FAULTS=full: five thousand milestones, twenty kills."""
    tickets, kills = (625, 20) if load.events > 100 else (24, 2)
    opened(kept, tickets, dice)
    is_now(tmp_path, START)
    at = START
    for number in range(kills):
        await watchers.start()
        at += (3 * HOUR) / kills
        is_now(tmp_path, at)
        await beginning(watchers, kept, dice)
        await watchers.kill(dice.choice(watchers._names))
        if number == kills // 2:
            await watchers.kill_all()
            at += HOUR
    at += 5 * HOUR
    is_now(tmp_path, at)
    await watchers.start()
    await watchers.went_round(at)
    await watchers.went_round(at)
    await watchers.kill_all()
    assert watchers.kills >= kills
    told_once_each(kept, tickets)
    kept.close()


async def beginning(watchers: Watchers, store: Store, dice: random.Random) -> None:
    """Until the watchers are in the middle of it, or have nothing to do."""
    before, moment = passed(store), dice.random() * 0.2
    async with asyncio.timeout(60):
        for _ in range(300):
            if passed(store) != before:
                break
            await asyncio.sleep(0.01)
    await asyncio.sleep(moment)


def passed(store: Store) -> int:
    with store.reading() as tx:
        return int(tx.connection.execute(sa.select(sa.func.count()).select_from(milestones)).scalar_one())


def told_once_each(store: Store, tickets: int) -> None:
    """Every milestone is kept, is one line of the history, and a breach one alert; nothing was planned for what is not there."""
    with store.reading() as tx:
        three = sa.select(milestones.c.ticket, milestones.c.kind, milestones.c.level)
        kept = Counter(tuple(row) for row in tx.connection.execute(three))
        rows = tx.connection.execute(sa.select(history).where(history.c.event.like("sla.%"))).all()
        overdue = tx.connection.execute(sa.select(sa.func.count()).where(clocks.c.next_at.is_not(None))).scalar_one()
        alerts = tx.connection.execute(sa.select(posts.c.id, posts.c.ticket).where(posts.c.kind == "alert")).all()
        about = Counter([row.ticket for row in alerts] + [row.ticket for row in tx.connection.execute(sa.select(alert_tickets))])
        ours = sa.select(deliveries.c.post_id).where(deliveries.c.post_id.in_([row.id for row in alerts]))
        planned = Counter(row.post_id for row in tx.connection.execute(ours))
        repaired = {kind: many for kind, many in tx.audits.counts().items() if kind.startswith("repaired.")}
    lines = [(row.ticket, row.event, row.changes.get("kind"), row.changes.get("level")) for row in rows]
    moments = {(row.ticket, row.at) for row in rows if row.event == "sla.escalated"}
    assert len(kept) == tickets * OF_ONE_TICKET
    assert set(kept.values()) == {1}
    assert max(Counter(lines).values()) == 1
    levels = Counter(level for _, event, _, level in lines if event == "sla.escalated")
    assert levels == {1: 2 * tickets, 2: 2 * tickets, 3: 2 * tickets}
    assert Counter(event for _, event, _, _ in lines)["sla.breached"] == 2 * tickets
    assert overdue == 0
    assert about == Counter(ticket for ticket, _ in moments)
    assert planned == Counter(row.id for row in alerts)
    assert repaired == {}
