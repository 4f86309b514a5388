"""Hears on PostgreSQL that another process has planned deliveries. Only a shortcut: the poll is enough without it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import psycopg
import structlog

from storage.engine import database_url
from storage.unit_of_work import CHANNEL

PAUSE = 5.0
"""Seconds between two tries to listen again after the connection was lost."""

log = structlog.get_logger(__name__)


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
        plain = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            while not self._stop.is_set():
                for _ in connection.notifies(timeout=0.5, stop_after=1):
                    self._wake()
