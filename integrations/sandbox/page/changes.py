"""A number that grows with everything that changes on either platform, and waiting for it to grow.

Everything the program does shows in what went over the wire or was refused; everything a person does on the page passes the page.
"""

from __future__ import annotations

import asyncio
from typing import TypeVar

from integrations.sandbox.watching import Watched

T = TypeVar("T")


class Changes:
    """`version` now; `after` waits for a later one."""

    def __init__(self) -> None:
        self.version = 1
        self._closed = False
        self._grown = asyncio.Event()

    def touch(self, _what: object = None) -> None:
        """Something changed."""
        self.version += 1
        self._wake()

    def watch(self, noted: Watched[T]) -> None:
        """Everything that is appended there is a change."""
        noted.listeners.append(self.touch)

    async def after(self, since: int, patience: float) -> int:
        """The version once it is above `since`, or as it is after `patience` seconds or when the page closes."""
        try:
            async with asyncio.timeout(patience):
                while self.version <= since and not self._closed:
                    await self._grown.wait()
        except TimeoutError:
            return self.version
        return self.version

    def close(self) -> None:
        """Nobody waits any longer."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        self._grown.set()
        self._grown = asyncio.Event()
