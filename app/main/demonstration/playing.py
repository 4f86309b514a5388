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
from app.main.demonstration.company import Company
from app.main.demonstration.connecting import Connecting
from app.main.demonstration.desk_process import ENDED, DeskProcess
from app.main.demonstration.folder import Folder
from app.main.demonstration.keeping import Json, Keeper, begins
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
SEEDED = timedelta(weeks=4, days=1)
"""The seed begins four weeks ago, and the desk is there before it."""


@dataclass(frozen=True)
class Options:
    """What `demo` was asked for. `script` plays that file and ends; `folder` keeps the demo, and `reset` empties it first."""

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
    with _folder(options) as folder:
        return asyncio.run(_run(options, steps, folder))


def _must_be_alone() -> None:
    try:
        written = dotenv_values(".env", encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError(
            "The file .env cannot be read, so it may hold settings of a real desk: the demo does not run beside it."
        ) from None
    if found := sorted({name for name in (*written, *os.environ) if name.startswith(_NOT_OURS)}):
        raise ConfigurationError(
            f"Settings of a real desk are present: {', '.join(found)}. The demo does not run beside them; "
            "start it in a folder without that .env and without those variables."
        )


@contextlib.contextmanager
def _folder(options: Options) -> Iterator[Folder]:
    """Scenes are played in a folder that goes away, unless one is named."""
    with contextlib.ExitStack() as stack:
        path = options.folder
        if path is None and options.script:
            path = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sahayak-demo-", ignore_cleanup_errors=True)))
        yield stack.enter_context(Folder.held(path or _usual_folder()))


def _usual_folder() -> Path:
    """Beside the data of a real desk, never among it."""
    name = "SAHAYAK_DATA_DIR"
    written = dotenv_values(".env", encoding="utf-8") if Path(".env").exists() else {}
    return Path(os.environ.get(name) or written.get(name) or "data") / "demo"


def _left(folder: Folder, reset: bool) -> Json | None:
    """What an earlier demo left; a start that never came to its end left nothing."""
    try:
        found = None if reset else folder.state()
        if found is None:
            folder.forget()
    except OSError as error:
        raise ConfigurationError(
            f"The directory {folder.path} cannot be used: {(error.strerror or str(error)).lower()}."
        ) from None
    return found


async def _run(options: Options, steps: list[scenes.Step], folder: Folder) -> int:
    stopping, telling, found = _stop_signal(), Telling(sys.stdout), _left(folder, options.reset)
    real = now()
    fresh = None if options.script else real - SEEDED
    clock = DemoClock(begins(found, real) if found else fresh)
    async with _company(options.host, clock) as company:
        tour = Tour(company)
        keeper = Keeper(folder, company, tour, clock, telling.line)
        if found:
            keeper.restore(found)
        async with _desk(company, options, folder, clock, known=keeper.ready) as desk:
            play = partial(_script, company, desk, clock, steps, telling, keeper)
            serve = partial(_serve, company, desk, clock, steps, telling, options, tour, keeper)
            work = play() if options.script else serve()
            code = await _first(work, stopping, desk)
        await asyncio.to_thread(keeper.last, desk)
    return code


async def _script(
    company: Company, desk: DeskProcess, clock: DemoClock, steps: list[scenes.Step], telling: Telling, keeper: Keeper
) -> int:
    keeper.ready = True
    if clock() < now():
        await desk.live_until(now())
    return await _play(Player(company, desk, clock, telling), scenes.timed(steps, clock()), telling)


async def _serve(
    company: Company,
    desk: DeskProcess,
    clock: DemoClock,
    steps: list[scenes.Step],
    telling: Telling,
    options: Options,
    tour: Tour,
    keeper: Keeper,
) -> int:
    """Four weeks at the company, or what was kept; then live."""
    telling.line("Sahayak demo: one desk, a Slack workspace and a Teams tenant, all on this machine.")
    async with _page(company, desk, clock, tour, options) as page:
        keeper.shows(page)
        if keeper.ready:
            telling.line(f"It goes on where the last one was left, in {keeper.path}; --reset begins anew.")
        elif code := await _live_through(company, desk, clock, steps, telling):
            return code
        await desk.live_until(now())
        await company.slack.settled()
        if not tour.begun:
            tour.begin(clock())
        keeper.ready = True
        await keeper.keep(desk)
        await desk.live()
        telling.line(f"Open {page.url} in a browser. Press Ctrl-C to end.")
        if options.browser:
            await asyncio.to_thread(_opened, page.url, telling)
        try:
            await keeper.watch(desk)
        finally:
            await keeper.rest()
    return 0


async def _live_through(company: Company, desk: DeskProcess, clock: DemoClock, steps: list[scenes.Step], telling: Telling) -> int:
    telling.line("Four weeks at the company go by; that takes about half a minute, once…")
    today = now()
    past = [(at, step) for at, step in scenes.timed(steps, today) if at < today]
    return await _play(Player(company, desk, clock), past, telling)


def _opened(url: str, telling: Telling) -> None:
    """Open the page, or leave that to whoever reads the line above."""
    try:
        found = webbrowser.open(url)
    except (OSError, webbrowser.Error):
        found = False
    if not found:
        telling.line("No browser could be started here: open that address yourself.")


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
        why = os.strerror(error.errno or 0).lower()
        raise ConfigurationError(
            f"Cannot listen on {options.host}:{options.port}: {why}; `--port 0` takes a free port."
        ) from None
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
async def _desk(company: Company, options: Options, folder: Folder, clock: DemoClock, known: bool) -> AsyncIterator[DeskProcess]:
    desk = await DeskProcess.start(company.settings(options.host, folder.path), 0, clock, folder.desk_lock)
    try:
        await company.meets(f"http://{_address(options.host)}:{desk.port}", known)
        yield desk
    finally:
        await desk.stop()


def _address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _stop_signal() -> asyncio.Event:
    stopping = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(sign, stopping.set)
    return stopping
