"""Assembles the program from its four packages: the only room that knows them all, and the only one that asks the time.

What a command does not need is imported where it is needed: `ticket list` must not wait for the chat platforms' libraries.
"""

from __future__ import annotations

import asyncio
import gc
import os
import secrets
import socket
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.errors import ConfigurationError
from app.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from app.doctor import Finding
    from app.main.demonstration.playing import Options
    from app.ports import Tx
    from app.tickets.model import Ticket
    from storage.backups.archive import Manifest
    from storage.backups.restoring import Restored
    from storage.unit_of_work import Store


def now() -> datetime:
    """The one clock."""
    return datetime.now(UTC)


def chance() -> str:
    """The one source of chance."""
    return secrets.token_urlsafe(16)


def open_store(settings: Settings) -> Store:
    """The database, with deliveries planned before every commit."""
    from storage.engine import connect
    from storage.unit_of_work import Store

    return Store(connect(settings.database), _leaving, _keeping)


def _keeping(tx: Tx, ticket: Ticket) -> None:
    from app.sla.keeping import keep
    from app.tickets.assigning import vacate
    from app.tickets.resting import follow

    follow(tx, ticket)
    vacate(tx, ticket)
    keep(tx, ticket)


def _leaving(tx: Tx) -> None:
    if tx.recorded:
        from app.posts.plan import leaving

        leaving(tx)


def upgrade(settings: Settings) -> None:
    """Bring the database to the revision this program needs."""
    from storage import migrations

    migrations.upgrade(settings.database)


def current(settings: Settings) -> tuple[str | None, str]:
    """The revision the database is at (None: empty), and the one this program needs."""
    from storage import migrations

    return migrations.current(settings.database), migrations.head()


def backup(settings: Settings, file: Path, force: bool) -> Manifest:
    """Everything in the database as one file. Raises ConfigurationError."""
    from app import __version__
    from storage.backups.taking import back_up

    return back_up(settings.database, file, at=now(), version=__version__, force=force)


def restore(settings: Settings, file: Path, force: bool, moved: bool) -> Restored:
    """Everything in the file as the database. Raises ConfigurationError; then nothing has changed."""
    from storage.backups.restoring import restore as bring_back

    return bring_back(settings.database, file, force=force, moved=moved)


def migrated(settings: Settings) -> None:
    """An embedded database is brought up to date; any other one must be already, because several processes may use it."""
    if settings.embedded:
        upgrade(settings)
        return
    found, needed = current(settings)
    if found != needed:
        raise ConfigurationError("The database is not up to date. Run: ./sahayak db upgrade")


def run(settings: Settings, web: bool, worker: bool) -> None:
    """Serve until SIGTERM or SIGINT. Raises ConfigurationError where the operator has to do something first."""
    if not (settings.slack_on or settings.teams_on):
        raise ConfigurationError(
            "No chat platform is configured. Set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN for Slack, or TEAMS_APP_ID, "
            "TEAMS_APP_PASSWORD and TEAMS_TENANT_ID for Microsoft Teams; .env.example explains them. "
            "To look around without any, run: ./sahayak demo"
        )
    migrated(settings)
    store = open_store(settings)
    try:
        from app.main.assembly import assemble
        from app.main.preparing import prepare
        from app.main.serving import serve

        prepare(settings, store)
        gc.collect()
        gc.freeze()  # what is loaded stays for ever: looking through it again and again took a tenth of the time of every event
        asyncio.run(serve(assemble(settings, store=store), web=web, worker=worker, name=process_name()))
    finally:
        store.close()


def demo(options: Options) -> int:
    """The desk between a Slack workspace and a Teams tenant on this machine; the exit code. `serve` never loads those."""
    from app.main.demonstration.playing import demonstrate

    return demonstrate(options)


def process_name() -> str:
    """How this process is called in leases and heartbeats."""
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"


def diagnose(settings: Settings) -> list[Finding]:
    from app.main.diagnosis import diagnose as look

    return look(settings, now)
