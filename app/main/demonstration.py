"""`./sahayak demo`: the unmodified program between a Slack workspace and a Teams tenant that live on this machine only."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from dotenv import dotenv_values

from app import __version__, logs
from app.errors import ConfigurationError
from app.main import migrated, now, open_store, process_name
from app.main.assembly import assemble
from app.main.demo_company import Company
from app.main.demo_day import DidNotHappen, day
from app.main.demo_telling import Telling
from app.main.preparing import prepare
from app.main.serving import Serving
from app.settings import Settings

_NOT_OURS = ("SLACK_", "TEAMS_", "DATABASE_URL")
"""Settings of a real desk. The demo neither reads nor reaches what they name."""


def demonstrate(*, host: str = "127.0.0.1", port: int = 3000, data: Path | None = None, once: bool = False) -> int:
    """Play a short day, then serve until SIGTERM or Ctrl-C; with `once` end after the day.

    `data` keeps the database in that directory, without it the demo forgets. Returns the exit code: 1 when something did not
    happen within its limit. Raises ConfigurationError for an address or a directory that cannot be used.
    """
    logs.configure("error", "auto")
    telling = Telling(sys.stdout)
    telling.line("Sahayak demo: one desk, a Slack workspace and a Teams tenant, all on this machine.")
    if found := _real_settings():
        telling.line(f"Settings of a real desk are present and not used here: {', '.join(found)}.")
    with _folder(data) as folder:
        return asyncio.run(_play(telling, host, port, folder, once))


def _real_settings() -> list[str]:
    """Names of variables that the demo leaves alone."""
    try:
        written = dotenv_values(".env", encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        written = {}
    return sorted({name for name in (*written, *os.environ) if name.startswith(_NOT_OURS)})


@contextlib.contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data is None:
        with tempfile.TemporaryDirectory(prefix="sahayak-demo-", ignore_cleanup_errors=True) as made:
            yield Path(made)
        return
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"The directory {data} cannot be made: {(error.strerror or str(error)).lower()}.") from None
    yield data


async def _play(telling: Telling, host: str, port: int, folder: Path, once: bool) -> int:
    stopping = _stop_signal()
    async with _company(host) as company, _desk(company.settings(host, folder), port) as serving:
        await company.meets(f"http://{_address(serving)}")
        playing = asyncio.create_task(day(company, telling), name="demo-day")
        waiting = asyncio.create_task(stopping.wait(), name="demo-stop")
        await asyncio.wait({playing, waiting}, return_when=asyncio.FIRST_COMPLETED)
        code = await _ended(telling, playing)
        if code == 0 and not once and not stopping.is_set():
            _goes_on(telling, company, serving)
            await waiting
        waiting.cancel()
    return code


async def _ended(telling: Telling, playing: asyncio.Task[None]) -> int:
    """The day's exit code; a day that was interrupted is no failure."""
    if not playing.done():
        playing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await playing
        return 0
    wrong = playing.exception()
    if isinstance(wrong, DidNotHappen | AssertionError | LookupError):
        telling.failed(str(wrong))
        return 1
    if wrong is not None:
        raise wrong
    return 0


def _goes_on(telling: Telling, company: Company, serving: Serving) -> None:
    address = f"http://{_address(serving)}"
    telling.line()
    telling.line("The day is over; the desk goes on serving. Press Ctrl-C to stop it.")
    telling.line(f"  The desk       {address}/healthz  {address}/readyz  {address}/metrics")
    telling.line(f"  Local Slack    {company.slack.api_url}")
    telling.line(f"  Local Teams    {company.teams.service_url}")


def _address(serving: Serving) -> str:
    host = serving.program.settings.host
    return f"[{host}]:{serving.port}" if ":" in host else f"{host}:{serving.port}"


@contextlib.asynccontextmanager
async def _company(host: str) -> AsyncIterator[Company]:
    company = await Company.open(host, now)
    try:
        yield company
    finally:
        await company.close()


@contextlib.asynccontextmanager
async def _desk(settings: Settings, port: int) -> AsyncIterator[Serving]:
    """The same program that `serve` runs, web and worker in one process."""
    migrated(settings)
    store = open_store(settings)
    try:
        prepare(settings, store)
        serving = Serving(
            assemble(settings, store=store), web=True, worker=True, name=process_name(), version=__version__, port=port
        )
        try:
            await serving.start()
            yield serving
        finally:
            await serving.stop()
    finally:
        store.close()


def _stop_signal() -> asyncio.Event:
    stopping = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(sign, stopping.set)
    return stopping
