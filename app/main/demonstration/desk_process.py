"""The demo's side of the desk's process: start it, tell it the time, end it."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.errors import ConfigurationError
from app.main.demonstration.clock import DemoClock

ROOT = Path(__file__).parents[3]
LONGEST_ANSWER = 1 << 20
FAREWELL_SECONDS = 45.0
"""On a busy machine even a good-bye takes long; one that is cut off keeps what was there a second before."""
A_MOMENT = timedelta(milliseconds=1)
ENDED = "The desk of the demo has ended by itself; what it said last stands above."


class DeskProcess:
    """Started by `start`; every question waits for its answer, one after the other."""

    def __init__(self, process: asyncio.subprocess.Process, clock: DemoClock) -> None:
        self._process, self._clock = process, clock
        self._one_at_a_time = asyncio.Lock()
        self._soon: datetime | None = None
        self._lives = False
        self.port = 0

    @classmethod
    async def start(cls, settings: dict[str, str], port: int, clock: DemoClock, holds: int | None = None) -> DeskProcess:
        """Secrets go through the pipe, not through arguments or the environment. Raises ConfigurationError.

        It is in a session of its own: Ctrl-C is for the one who asked for the demo, even before it has loaded its modules.
        `holds` is an open file that stays open as long as it lives.
        """
        command = [sys.executable, "-m", "app.main.demonstration.desk"]
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, stdin=pipe, stdout=pipe, limit=LONGEST_ANSWER, start_new_session=True,
            pass_fds=() if holds is None else (holds,),
        )  # fmt: skip
        desk = cls(process, clock)
        try:
            answer = await desk._ask({"settings": settings, "port": port, "now": clock().isoformat()})
            if "failed" in answer:
                raise ConfigurationError(str(answer["failed"]))
        except BaseException:
            await desk.stop()
            raise
        desk.port = int(answer["port"])
        return desk

    async def stop(self) -> None:
        """Its stdin ends, and so does it; one that does not is ended."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), FAREWELL_SECONDS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def move(self, to: datetime) -> None:
        """It is `to` now, for everybody; returns when what that brought has arrived."""
        self._clock.reach(to)
        await self._arrived(await self._ask({"do": "move", "to": self._clock().isoformat()}))

    async def live_until(self, to: datetime) -> None:
        """As `move`, and on the way there every clock and every digest has its turn at its own moment."""
        if self._lives or self._soon is None:
            await self.settle()
        while self._soon is not None and self._clock() < self._soon < to:
            await self.move(self._soon)
        await self.move(to)

    async def settle(self) -> None:
        """Everything that is due within half a minute has arrived; time moves on as far as that needs."""
        await self._arrived(await self._ask({"do": "settle", "to": self._clock().isoformat()}))

    async def next_event(self) -> tuple[datetime, str] | None:
        """When a clock of the desk has something to tell next, and what."""
        answer = await self._ask({"do": "next"})
        return (datetime.fromisoformat(answer["at"]), str(answer["what"])) if answer["at"] else None

    async def keep(self, file: Path) -> bool:
        """Its database is in that file as of one moment; False while something is being sent. Raises OSError."""
        answer = await self._ask({"do": "keep", "to": str(file)})
        if "failed" in answer:
            raise OSError(0, str(answer["failed"]))
        return bool(answer["kept"])

    @property
    def ended_well(self) -> bool:
        """Whether it is over, and finished what it had begun."""
        return self._process.returncode == 0

    async def live(self) -> None:
        """From now on it does by itself what is due."""
        await self._ask({"do": "live"})
        self._lives = True

    async def ended(self) -> None:
        """Returns when its process is over."""
        await self._process.wait()

    async def _arrived(self, answer: dict[str, Any]) -> None:
        while answer["due"]:
            self._clock.reach(datetime.fromisoformat(answer["due"]) + A_MOMENT)
            answer = await self._ask({"do": "settle", "to": self._clock().isoformat()})
        self._soon = datetime.fromisoformat(answer["next"]) if answer["next"] else None

    async def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        async with self._one_at_a_time:
            return await self._asked(question)

    async def _asked(self, question: dict[str, Any]) -> dict[str, Any]:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin
        assert stdout
        try:
            stdin.write(json.dumps(question).encode() + b"\n")
            await stdin.drain()
            line = await stdout.readline()
        except (BrokenPipeError, ConnectionResetError):
            line = b""
        if not line:
            raise ConfigurationError(ENDED)
        answer: dict[str, Any] = json.loads(line)
        return answer
