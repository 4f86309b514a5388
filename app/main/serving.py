"""One process at work: doors open, deliveries carried, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp.web import AppRunner, TCPSite

from app import __version__
from app.attachments.model import Attachment
from app.attachments.reading import Missing, opened
from app.errors import ConfigurationError
from app.ports import Tx
from app.sla.audit import Kind
from integrations.file_page import FilePage
from integrations.heartbeat import Heartbeat
from integrations.http import application, runner
from integrations.metrics import Figure
from jobs.deliver import Deliverer
from jobs.look_up import Reader
from jobs.worker import Worker
from storage.wakeup import Listener

if TYPE_CHECKING:
    from app.main.assembly import Program

HEARTBEATS_MISSED = 4
"""A worker that was not heard of for so many ticks is not fresh any more."""

log = structlog.get_logger()


class Serving:
    """A running program: start, then stop; both finish what they begin."""

    def __init__(self, program: Program, *, web: bool, worker: bool, name: str, version: str, port: int | None = None) -> None:
        self.program, self._web, self._works, self._name, self._version = program, web, worker, name, version
        self.worker: Worker | None = None
        self.deliverer = Deliverer(
            program.reception,
            program.channels,
            Reader(program.reception, program.directories, program.clock, program.files),
            program.clock,
            name,
            program.links,
        )
        self._runner: AppRunner | None = None
        self._listener: Listener | None = None
        self.port = program.settings.port if port is None else port

    async def start(self) -> None:
        for edge in self.program.edges:
            await edge.start()
        if self._works:
            await self.start_worker()
        if self._web:
            await self._start_web()

    async def stop(self) -> None:
        """Answer what has come in, send what is being sent, let go of everything."""
        if self._runner:
            await self._runner.cleanup()
        if self._listener:
            self._listener.close()
        if self.worker:
            await self.worker.stop()
        for edge in self.program.edges:
            await edge.close()
        await asyncio.to_thread(self.program.reception.runner.close)

    async def start_worker(self) -> None:
        """From now on what is due by itself is done, and what waits is sent."""
        program, settings = self.program, self.program.settings
        url = settings.sahayak_heartbeat_url
        pulse = Heartbeat(url.get_secret_value() if url else "", program.clock).beat
        self.worker = Worker(
            program.reception, self.deliverer, program.clock, self._name, self._version, settings.sahayak_tick_seconds, pulse
        )
        program.reception.store.after_commit(self.worker.wake)
        self._listener = Listener(settings.database, self.worker.wake)
        await self.worker.start()

    async def _start_web(self) -> None:
        program, settings = self.program, self.program.settings
        app = application(
            slack=program.slack.handle if program.slack else None,
            teams=program.teams.handle if program.teams else None,
            ready=self.ready,
            version=self._version,
            figures=self.figures,
            metrics_token=settings.sahayak_metrics_token.get_secret_value() if settings.sahayak_metrics_token else "",
            files=FilePage(self._opened, self._piece).show,
        )
        self._runner = runner(app)
        await self._runner.setup()
        site = TCPSite(self._runner, settings.host, self.port)
        try:
            await site.start()
        except OSError as error:
            raise ConfigurationError(f"Cannot listen on {settings.host}:{self.port}: {error.strerror or error}.") from None
        self.port = self._runner.addresses[0][1]
        log.info("serving", host=settings.host, port=self.port)

    async def _opened(self, file_id: str, query: Mapping[str, str]) -> Attachment | Missing:
        """What a link to a file opens."""
        program = self.program
        return await program.reception.runner.read(lambda tx: opened(tx, program.links, file_id, query, program.clock()))

    async def _piece(self, attachment: Attachment, number: int) -> bytes | None:
        return await self.program.reception.runner.read(lambda tx: tx.attachments.piece(attachment.org_id, attachment.id, number))

    async def figures(self) -> list[Figure]:
        """What the metrics say of the desk itself."""
        return await self.program.reception.within(self._figures)

    def _figures(self, tx: Tx) -> list[Figure]:
        about = "Deliveries by state: waiting, sending, done, dead."
        found = [Figure("sahayak_deliveries", about, count, {"state": state}) for state, count in tx.deliveries.counts().items()]
        open_tickets = sum(tx.tickets.count_open(org.id) for org in tx.organisations.all())
        found.append(Figure("sahayak_open_tickets", "Tickets that are not finished.", open_tickets))
        found += _audited(tx)
        beat = tx.operations.last_beat()
        if beat is not None:
            age = (self.program.clock() - beat).total_seconds()
            found.append(Figure("sahayak_worker_heartbeat_age_seconds", "Seconds since any worker was last heard of.", age))
        return found

    async def ready(self) -> tuple[bool, dict[str, Any]]:
        """Whether this process can do its work now, and what is missing if not."""
        try:
            beat = await self.program.reception.within(lambda tx: tx.operations.last_beat())
        except Exception as error:
            log.warning("not_ready", why=type(error).__name__)
            return False, {"database": "unreachable"}
        if not self._works:
            return True, {"database": "ok"}
        limit = max(60.0, self.program.settings.sahayak_tick_seconds * HEARTBEATS_MISSED)
        fresh = beat is not None and (self.program.clock() - beat).total_seconds() < limit
        return fresh, {"database": "ok", "worker": "ok" if fresh else "silent"}


def _audited(tx: Tx) -> Iterator[Figure]:
    counts = tx.audits.counts()
    yield Figure("sahayak_audit_checked_total", "Tickets whose clocks the auditor has looked through.", counts.get("checked", 0))
    yield Figure("sahayak_audit_failed_total", "Tickets it could not repair.", counts.get("failed", 0))
    for kind in Kind:
        about = "Clocks that were not what they should be, by what was wrong (behind: settled under another policy)."
        yield Figure("sahayak_audit_repaired_total", about, counts.get(f"repaired.{kind}", 0), {"kind": kind})


async def serve(program: Program, *, web: bool, worker: bool, name: str) -> None:
    """Run until SIGTERM or SIGINT."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(sign, stopping.set)
    serving = Serving(program, web=web, worker=worker, name=name, version=__version__)
    try:
        await serving.start()
        await stopping.wait()
        log.info("stopping")
    finally:
        await serving.stop()
