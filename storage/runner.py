"""Runs the desk's synchronous work beside the event loop: threads on PostgreSQL, group commit on SQLite."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from storage.engine import is_sqlite
from storage.unit_of_work import Store, Transaction

T = TypeVar("T")

THREADS = 4
READERS = 2
MOST_AT_ONCE = 64
"""Jobs of one group commit: more would make the first of them wait for too long."""


@dataclass
class _Job:
    work: Callable[[], Any]
    future: Future[Any] = field(default_factory=Future)
    result: Any = None
    error: BaseException | None = None

    def run(self) -> None:
        try:
            self.result = self.work()
        except Exception as error:
            self.error = error

    def tell(self, failure: BaseException | None) -> None:
        """Only now does the one who waits hear of it: everything is committed, or nothing."""
        error = self.error or failure
        if error is not None:
            self.future.set_exception(error)
        else:
            self.future.set_result(self.result)


class _Writer:
    """The one thread that writes to SQLite: takes what has queued up and commits it together."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._loop, name="sahayak-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[], T]) -> Future[T]:
        job = _Job(work)
        self._queue.put(job)
        return job.future

    def close(self) -> None:
        self._queue.put(None)
        self._thread.join()

    def _loop(self) -> None:
        open_ = True
        while open_:
            jobs, open_ = self._next()
            if jobs:
                self._commit(jobs)

    def _next(self) -> tuple[list[_Job], bool]:
        """What has queued up, at least one; False with the last ones."""
        jobs: list[_Job] = []
        item = self._queue.get()
        while item is not None:
            if item.future.set_running_or_notify_cancel():
                jobs.append(item)
            if len(jobs) >= MOST_AT_ONCE:
                return jobs, True
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                return jobs, True
        return jobs, False

    def _commit(self, jobs: list[_Job]) -> None:
        failure: BaseException | None = None
        try:
            with self._store.batch():
                for job in jobs:
                    job.run()
        except BaseException as error:
            failure = error
        for job in jobs:
            job.tell(failure)


class Runner:
    """`run` for what writes, `read` for what only looks. Close it to let what has begun come to its end."""

    def __init__(self, store: Store, threads: int = THREADS) -> None:
        self.store = store
        embedded = is_sqlite(store.engine)
        self._writer = _Writer(store) if embedded else None
        self._threads = ThreadPoolExecutor(READERS if embedded else threads, thread_name_prefix="sahayak")
        self._closing = threading.Lock()
        self._closed = False

    async def run(self, fn: Callable[..., T], *args: Any) -> T:
        """Call `fn(*args)`, which opens its own transactions. Whatever it did is committed when this returns.

        Raises what `fn` raised, and DatabaseUnavailable when the commit failed. A caller that is cancelled does not stop
        work that has begun.
        """
        with self._closing:
            if self._closed:
                raise RuntimeError("the runner is closed")
            work = partial(fn, *args)
            future = self._writer.submit(work) if self._writer else self._threads.submit(work)
        return await asyncio.wrap_future(future)

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Call `work(tx)` with a transaction that only reads, beside the writer."""
        with self._closing:
            if self._closed:
                raise RuntimeError("the runner is closed")
            future = self._threads.submit(self._reading, work)
        return await asyncio.wrap_future(future)

    def _reading(self, work: Callable[[Transaction], T]) -> T:
        with self.store.reading() as tx:
            return work(tx)

    def close(self) -> None:
        """Take nothing more, finish everything that was taken, and let the threads go."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
        if self._writer:
            self._writer.close()
        self._threads.shutdown(wait=True)
