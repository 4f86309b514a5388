"""The load generator, a process of its own: so many connections that each send the next request when the last one is answered.

Reads one JSON document on stdin and prints one: how many answers of which status came in how many seconds, and the latencies.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any

from tests.bench.payloads import KINDS


@dataclass
class Load:
    """`spec`: port, kind, connections, first (number), and seconds or count, whichever ends it; the rest is the payload's."""

    spec: dict[str, Any]
    statuses: Counter[int] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._make = KINDS[self.spec["kind"]]
        self._numbers: Iterator[int] = itertools.count(self.spec["first"])
        self._last = self.spec["first"] + self.spec.get("count", sys.maxsize)

    async def run(self) -> dict[str, Any]:
        began = time.perf_counter()
        self._until = began + self.spec.get("seconds", 600)
        await asyncio.gather(*(self._connection() for _ in range(self.spec["connections"])))
        took = time.perf_counter() - began
        cuts = quantiles(self.waits, n=100) if len(self.waits) > 1 else self.waits * 99
        return {
            "seconds": took, "answers": sum(self.statuses.values()), "statuses": dict(self.statuses),
            "next": next(self._numbers), "p50": cuts[49], "p95": cuts[94], "p99": cuts[98],
        }  # fmt: skip

    async def _connection(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.spec["port"])
        while time.perf_counter() < self._until and (number := next(self._numbers)) < self._last:
            request = self._make(number, self.spec)
            asked = time.perf_counter()
            writer.write(request)
            status, again = await _answer(reader)
            self.waits.append(time.perf_counter() - asked)
            self.statuses[status] += 1
            if not again:
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", self.spec["port"])
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bool]:
    """The status, and whether the connection may be used again."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
    again = headers.get("connection", "").lower() != "close"
    if "content-length" in headers:
        await reader.readexactly(int(headers["content-length"]))
    elif not again:
        await reader.read()
    return int(head[0].split()[1]), again


if __name__ == "__main__":
    print(json.dumps(asyncio.run(Load(json.load(sys.stdin)).run())))
