"""`python -m tests.integrations.sandbox.page.serving [port]`: the page with a real desk behind it, until Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
from pathlib import Path

from app import logs
from tests.databases import fresh_sqlite
from tests.integrations.sandbox.page.live import LiveHouse, RunningClock, furnish, open_page


async def serve(port: int) -> None:
    with tempfile.TemporaryDirectory(prefix="sahayak-page-") as made:
        folder = Path(made)
        house = LiveHouse(fresh_sqlite(folder), RunningClock(), folder)
        await house.start(triage=("slack", "teams"))
        page = await open_page(house, port)
        try:
            await furnish(house, folder)
            print(f"{page.url}  key {page.key}", flush=True)
            await asyncio.Event().wait()
        finally:
            await page.stop()
            await house.stop()


if __name__ == "__main__":
    logs.configure("error", "auto")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(int(sys.argv[1]) if len(sys.argv) > 1 else 8765))
