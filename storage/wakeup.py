"""Tells the workers of other processes that something was planned, on PostgreSQL.

Only a shortcut: their poll is enough without it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import psycopg
import structlog
from sqlalchemy.engine import URL

from storage.engine import CONNECT_SECONDS, STILL_THERE, database_url

CHANNEL = "sahayak_deliveries"

PAUSE = 5.0
"""Seconds between two tries to connect again after the connection was lost."""

log = structlog.get_logger(__name__)


class Announcer:
    """Notifies everybody who listens, soon after `tell` and from one place.

    Not in the transaction itself: one that notifies holds a lock of the whole server while it commits
    (https://www.postgresql.org/docs/current/sql-notify.html), so that no two of them could be written to the disk together.
    Calls that come while one is on its way become one.
    """

    def __init__(self, url: URL) -> None:
        self._url = url
        self._bell = threading.Event()
        self._starting = threading.Lock()
        self._closed = False
        self._thread: threading.Thread | None = None

    def tell(self) -> None:
        """From any thread; returns at once."""
        self._bell.set()
        if self._thread is None:
            with self._starting:
                if self._thread is None and not self._closed:
                    self._thread = threading.Thread(target=self._run, name="sahayak-announcer", daemon=True)
                    self._thread.start()

    def close(self) -> None:
        """What was told is announced before this returns, if the database answers."""
        with self._starting:
            self._closed = True
        self._bell.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._closed:
            try:
                with _connected(self._url) as connection:
                    self._announce(connection)
            except psycopg.Error as error:
                log.warning("wakeup.not_announced", why=type(error).__name__)
                self._bell.clear()
                self._bell.wait(PAUSE)

    def _announce(self, connection: psycopg.Connection) -> None:
        while self._bell.wait():
            closing = self._closed
            self._bell.clear()
            connection.execute(f"NOTIFY {CHANNEL}")
            if closing:
                return


class Listener:
    """Calls `wake` (from its own thread) on every notification. Does nothing on an embedded database."""

    def __init__(self, url: str, wake: Callable[[], None]) -> None:
        self._url, self._wake = database_url(url), wake
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        if self._url.get_backend_name() == "postgresql":
            self._thread = threading.Thread(target=self._run, name="sahayak-listener", daemon=True)
            self._thread.start()

    def close(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._listen()
            except psycopg.Error as error:
                log.warning("wakeup.lost", why=type(error).__name__)
                self._stop.wait(PAUSE)

    def _listen(self) -> None:
        with _connected(self._url) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            while not self._stop.is_set():
                for _ in connection.notifies(timeout=0.5, stop_after=1):
                    self._wake()


def _connected(url: URL) -> psycopg.Connection:
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    limits: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS, **STILL_THERE}
    return psycopg.connect(plain, autocommit=True, **limits)
