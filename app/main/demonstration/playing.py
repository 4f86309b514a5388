"""`./sahayak demo`: the unmodified program between a Slack workspace and a Teams tenant that live on this machine only."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Awaitable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from dotenv import dotenv_values

from app import logs
from app.errors import ConfigurationError
from app.main import now
from app.main.demonstration import scenes
from app.main.demonstration.clock import DemoClock
from app.main.demonstration.company import DATABASE, Company
from app.main.demonstration.connecting import Connecting
from app.main.demonstration.desk_process import ENDED, DeskProcess
from app.main.demonstration.player import DidNotHappen, Player
from app.main.demonstration.telling import Telling
from app.main.demonstration.time_control import TimeControl
from app.main.demonstration.tour import Tour
from app.manifests import build_slack, build_teams
from integrations.sandbox.page.controls import Staging
from integrations.sandbox.page.server import Page

_NOT_OURS = ("SLACK_", "TEAMS_", "DATABASE_URL")
"""Settings of a real desk. The demo does not run beside them."""

SCENES = Path(__file__).parent / "scenes"
FOUR_WEEKS, SHORT_DAY = SCENES / "four_weeks.yaml", SCENES / "day.yaml"
SEEDED = timedelta(weeks=5)
"""The seed begins on a Monday of the fifth week before this one at the earliest."""


@dataclass(frozen=True)
class Options:
    """What `demo` was asked for. `script` plays that file and ends; `folder` keeps the desk's data, None forgets it."""

    host: str = "127.0.0.1"
    port: int = 3000
    folder: Path | None = None
    script: Path | None = None
    browser: bool = True
    reset: bool = False


def demonstrate(options: Options) -> int:
    """Serve until SIGTERM or Ctrl-C, or play a script and end. Returns the exit code: 1 when something did not happen.

    Raises ConfigurationError for an address, a folder or a file that cannot be used, and beside settings of a real desk.
    """
    logs.configure("error", "auto")
    _must_be_alone()
    steps = scenes.read(options.script or FOUR_WEEKS)
    with _folder(options.folder, options.reset) as folder:
        return asyncio.run(_run(options, steps, folder))


def _must_be_alone() -> None:
    try:
        written = dotenv_values(".env", encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        written = {}
    if found := sorted({name for name in (*written, *os.environ) if name.startswith(_NOT_OURS)}):
        raise ConfigurationError(
            f"Settings of a real desk are present: {', '.join(found)}. The demo does not run beside them; "
            "start it in a folder without that .env and without those variables."
        )


@contextlib.contextmanager
def _folder(data: Path | None, reset: bool) -> Iterator[Path]:
    if data is None:
        with tempfile.TemporaryDirectory(prefix="sahayak-demo-", ignore_cleanup_errors=True) as made:
            yield Path(made)
        return
    try:
        data.mkdir(parents=True, exist_ok=True)
        _begins_anew(data, reset)
    except OSError as error:
        raise ConfigurationError(f"The directory {data} cannot be used: {(error.strerror or str(error)).lower()}.") from None
    yield data


def _begins_anew(data: Path, reset: bool) -> None:
    """A desk that remembers tickets of a workspace that is gone would be half a desk."""
    found = sorted(data.glob(f"{DATABASE}*"))
    if found and not reset:
        raise ConfigurationError(f"{data} holds the desk of an earlier demo, whose workspace is gone. Begin anew with --reset.")
    for file in found:
        file.unlink()


async def _run(options: Options, steps: list[scenes.Step], folder: Path) -> int:
    stopping, telling = _stop_signal(), Telling(sys.stdout)
    today = now()
    clock = DemoClock(None if options.script else today - SEEDED)
    async with _company(options.host, clock) as company, _desk(company, options, folder, clock) as desk:
        play = partial(_script, company, desk, clock, steps, telling)
        serve = partial(_serve, company, desk, clock, steps, telling, options)
        work = play() if options.script else serve()
        return await _first(work, stopping, desk)


async def _script(company: Company, desk: DeskProcess, clock: DemoClock, steps: list[scenes.Step], telling: Telling) -> int:
    player = Player(company, desk, clock, telling)
    return await _play(player, scenes.timed(steps, clock()), telling)


async def _serve(
    company: Company, desk: DeskProcess, clock: DemoClock, steps: list[scenes.Step], telling: Telling, options: Options
) -> int:
    """Four weeks at the company, then live."""
    telling.line("Sahayak demo: one desk, a Slack workspace and a Teams tenant, all on this machine.")
    tour = Tour(company)
    async with _page(company, desk, clock, tour, options) as page:
        telling.line("Four weeks at the company go by; that takes about half a minute…")
        today = now()
        past = [(at, step) for at, step in scenes.timed(steps, today) if at < today]
        if code := await _play(Player(company, desk, clock), past, telling):
            return code
        await desk.move(now())
        await desk.live()
        tour.begin(clock())
        telling.line(f"Open {page.url} in a browser. Press Ctrl-C to end.")
        if options.browser:
            await asyncio.to_thread(webbrowser.open, page.url)
        await asyncio.Event().wait()
    return 0


@contextlib.asynccontextmanager
async def _page(company: Company, desk: DeskProcess, clock: DemoClock, tour: Tour, options: Options) -> AsyncIterator[Page]:
    """Raises ConfigurationError for a port that is taken."""
    staging = Staging(
        roles=company.roles(),
        slack_manifest=build_slack(),
        teams_manifest=build_teams(company.teams.app_id),
        clockwork=TimeControl(company, desk, clock),
        guide=tour,
        connecting=Connecting(tour.connected),
    )
    try:
        page = await Page.start(company.slack, company.teams, clock=clock, staging=staging, host=options.host, port=options.port)
    except OSError as error:
        raise ConfigurationError(f"Cannot listen on {options.host}:{options.port}: {error.strerror or error}.") from None
    try:
        yield page
    finally:
        await page.stop()


async def _play(player: Player, steps: list[tuple[datetime, scenes.Step]], telling: Telling) -> int:
    try:
        for at, step in steps:
            await player.play(at, step)
    except DidNotHappen as missing:
        telling.failed(str(missing))
        return 1
    return 0


async def _first(work: Awaitable[int], stopping: asyncio.Event, desk: DeskProcess) -> int:
    """The work's exit code; 0 when somebody stopped it. Raises ConfigurationError when the desk ended meanwhile."""
    working = asyncio.ensure_future(work)
    stopped, ended = asyncio.ensure_future(stopping.wait()), asyncio.ensure_future(desk.ended())
    await asyncio.wait({working, stopped, ended}, return_when=asyncio.FIRST_COMPLETED)
    code = working.result() if working.done() else 0
    for task in (working, stopped, ended):
        task.cancel()
    await asyncio.gather(working, stopped, ended, return_exceptions=True)
    if ended.done() and not ended.cancelled() and not stopping.is_set():
        raise ConfigurationError(ENDED)
    return int(code)


@contextlib.asynccontextmanager
async def _company(host: str, clock: DemoClock) -> AsyncIterator[Company]:
    company = await Company.open(host, clock)
    try:
        yield company
    finally:
        await company.close()


@contextlib.asynccontextmanager
async def _desk(company: Company, options: Options, folder: Path, clock: DemoClock) -> AsyncIterator[DeskProcess]:
    desk = await DeskProcess.start(company.settings(options.host, folder), 0, clock)
    try:
        await company.meets(f"http://{_address(options.host)}:{desk.port}")
        yield desk
    finally:
        await desk.stop()


def _address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _stop_signal() -> asyncio.Event:
    stopping = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(sign, stopping.set)
    return stopping
