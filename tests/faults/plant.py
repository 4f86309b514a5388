"""The real program in a process of its own, in front of a local Slack workspace: started, killed, stopped and started again."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp

from app.main import now, open_store
from app.main.assembly import assemble
from app.main.serving import Serving
from app.ports import Tx
from app.settings import Settings
from integrations.sandbox.slack.model import Json
from integrations.sandbox.slack.workspace import SlackWorkspace
from tests.conftest import MovableClock

ROOT = Path(__file__).parents[2]
TRIAGE, HELP = "C0TRIAGE1", "C0HELP001"

POLICY = f"""
version: 1
defaults: {{team: it}}
teams:
  it: {{name: IT Support, agents: ["slack:U0AGENT01"], triage: {{slack: {TRIAGE}}}}}
channels:
  - {{slack: {HELP}, team: it, intake: every_message}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Plant:
    """`start` and `kill` are about the program alone; the workspace in front of it stays."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.database_url, self.folder, self.port = database_url, folder, free_port()
        self.slack: SlackWorkspace
        self._process: asyncio.subprocess.Process | None = None
        self.starts = 0

    async def open(self, people: int) -> None:
        self.slack = await SlackWorkspace.start(f"http://127.0.0.1:{self.port}/slack/events", clock=now)
        users = [f"U0LOAD{number:03}" for number in range(people)]
        for user in [*users, "U0AGENT01"]:
            self.slack.person(user, name=f"Person {user[-3:]}")
        self.slack.channel(HELP, name="help", members=users)
        self.slack.channel(TRIAGE, name="triage", members=["U0AGENT01"])
        self.slack.world.new_ts()
        policy = self.folder / "policy.yaml"
        policy.write_text(POLICY, encoding="utf-8")
        self.environment = {
            "DATABASE_URL": self.database_url, "SAHAYAK_DATA_DIR": str(self.folder), "SAHAYAK_POLICY": str(policy),
            "PORT": str(self.port), "SLACK_SIGNING_SECRET": self.slack.signing_secret, "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_API_URL": self.slack.api_url, "SAHAYAK_LOG_LEVEL": "error",
        }  # fmt: skip

    async def start(self) -> None:
        """Returns when the doors are open."""
        self.starts += 1
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "app", "serve", cwd=ROOT, env={**os.environ, **self.environment},
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        async with asyncio.timeout(60):
            while not await self.is_up():
                assert self._process.returncode is None, f"the program ended with {self._process.returncode}"
                await asyncio.sleep(0.05)

    async def is_up(self) -> bool:
        try:
            async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{self.port}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def end(self, sign: signal.Signals) -> int:
        """Send the signal; the exit code."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(sign)
        return await self._process.wait()

    async def close(self) -> None:
        if self._process is not None and self._process.returncode is None:
            await self.end(signal.SIGKILL)
        await self.slack.stop()

    def events(self, many: int, twice: float, chance: random.Random) -> list[Json]:
        """Messages of many people, a share of them sent twice, in any order; people's words differ."""
        users = [user for user in self.slack.people if user.startswith("U0LOAD")]
        said = [self._said(users[number % len(users)], number) for number in range(many)]
        again = chance.sample(said, int(many * twice))
        renamed = [
            event | {"event_id": self.slack.world.new_id("Ev")} if number % 2 else event for number, event in enumerate(again)
        ]
        every = said + renamed
        chance.shuffle(every)
        return every

    def _said(self, user: str, number: int) -> Json:
        place = self.slack.world.places[HELP]
        posted = self.slack.world.post(place, user, f"Device {number} is broken, can somebody fix it?")
        event = {"type": "message", "channel": HELP, "channel_type": "channel", "user": user, "text": posted.text,
                 "ts": posted.ts, "event_ts": posted.ts, "team": self.slack.world.team_id}  # fmt: skip
        return self.slack.delivery._envelope(event)

    def settings(self) -> Settings:
        return Settings.load(self.environment)

    async def drained(self) -> Verdict:
        """What stands after everything that was owed was delivered, by a program whose clock need not wait."""
        store, clock = open_store(self.settings()), MovableClock(now())
        serving = Serving(
            assemble(self.settings(), clock=clock, store=store), web=False, worker=False, name="last", version="test"
        )
        await serving.start()
        try:
            await self._deliver(serving, clock)
            return await serving.program.reception.within(self._verdict)
        finally:
            await serving.stop()
            store.close()

    async def _deliver(self, serving: Serving, clock: MovableClock) -> None:
        until = clock() + timedelta(hours=2)
        while True:
            while await serving.deliverer.round():
                await self.slack.settled()
            due = await serving.program.reception.within(lambda tx: tx.deliveries.next_due())
            if due is None or due > until:
                return
            clock.move(max(timedelta(seconds=1), due - clock()))

    def _verdict(self, tx: Tx) -> Verdict:
        tickets = tx.tickets.find(tx.organisations.first().id, limit=10_000)
        counts = {state: many for state, many in tx.deliveries.counts().items() if many}
        return Verdict([ticket.source.message for ticket in tickets], counts, self._cards(), self._replies())

    def _cards(self) -> Counter[str]:
        """How often each ticket's card stands in the triage channel."""
        return Counter(m.text.split(" ")[0] for m in self._ours(TRIAGE))

    def _replies(self) -> Counter[str]:
        """How often each request was answered in its thread."""
        return Counter(m.thread_ts for m in self._ours(HELP))

    def _ours(self, channel: str) -> Iterable[Any]:
        return [m for m in self.slack.world.places[channel].messages if m.bot_id and not m.deleted]


class Verdict:
    """What is there when all is said and done."""

    def __init__(self, sources: list[str], deliveries: dict[str, int], cards: Counter[str], replies: Counter[str]) -> None:
        self.sources, self.deliveries, self.cards, self.replies = sources, deliveries, cards, replies

    def nothing_is_lost_or_doubled(self, acknowledged: set[str]) -> None:
        assert acknowledged <= set(self.sources), "acknowledged but lost"
        assert len(self.sources) == len(set(self.sources)), "one message, two tickets"
        assert set(self.deliveries) == {"done"}
        assert set(self.replies) == set(self.sources)
        assert [ts for ts, many in self.replies.items() if many != 1] == []
        assert len(self.cards) == len(self.sources)
        assert [key for key, many in self.cards.items() if many != 1] == []
