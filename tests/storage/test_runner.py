"""The runner commits what queued up together, and nobody hears of it before."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable

import pytest
import sqlalchemy as sa

from app.errors import Conflict
from storage.engine import DatabaseUnavailable, NotStorable, connect
from storage.runner import Runner
from storage.unit_of_work import Store
from tests import builders
from tests.builders import NOW
from tests.storage.test_races import claim_until_told


class Held:
    """Keeps the writer busy until it is let go, so that what comes meanwhile queues up."""

    def __init__(self, runner: Runner) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        self.task = asyncio.ensure_future(runner.run(self._wait))

    def _wait(self) -> None:
        self.begun.set()
        self.go.wait()

    async def release(self) -> None:
        self.go.set()
        await self.task


async def hold(runner: Runner) -> Held:
    held = Held(runner)
    await asyncio.to_thread(held.begun.wait)
    return held


@pytest.fixture
async def runner(store: Store) -> AsyncIterator[Runner]:
    runner = Runner(store)
    yield runner
    await asyncio.to_thread(runner.close)


@pytest.fixture
async def embedded(sqlite_url: str) -> AsyncIterator[Runner]:
    runner = Runner(Store(connect(sqlite_url)))
    yield runner
    await asyncio.to_thread(runner.close)
    runner.store.close()


def remembers(runner: Runner, key: str) -> bool:
    with runner.store.open() as tx:
        return tx.inbox.first_time(1, key, NOW)


def seen(runner: Runner, *keys: str) -> list[str]:
    with runner.store.reading() as tx:
        return [key for key in keys if tx.inbox.seen(1, key)]


async def test_what_came_back_is_committed(runner: Runner) -> None:
    assert await runner.run(remembers, runner, "a") is True
    assert seen(runner, "a") == ["a"]
    assert await runner.run(remembers, runner, "a") is False
    assert await runner.read(lambda tx: tx.inbox.seen(1, "a")) is True


async def test_a_failing_job_takes_nobody_with_it(runner: Runner) -> None:
    def refuses() -> None:
        with runner.store.open() as tx:
            tx.inbox.first_time(1, "refused", NOW)
            raise Conflict("refusal.finished")

    def breaks() -> None:
        with runner.store.open() as tx:
            tx.inbox.first_time(1, "broken", NOW)
            tx.inbox.first_time(1, "broken\x00", NOW)

    held = await hold(runner)
    jobs = [asyncio.ensure_future(runner.run(work)) for work in (refuses, breaks)]
    good = asyncio.ensure_future(runner.run(remembers, runner, "good"))
    await asyncio.sleep(0)
    await held.release()
    assert await good is True
    outcomes = await asyncio.gather(*jobs, return_exceptions=True)
    assert isinstance(outcomes[0], Conflict)
    assert isinstance(outcomes[1], NotStorable)
    assert seen(runner, "good", "refused", "broken") == ["good"]


async def test_what_queued_up_is_one_commit(embedded: Runner) -> None:
    commits: list[int] = []
    sa.event.listen(embedded.store.engine, "commit", lambda connection: commits.append(1))
    held = await hold(embedded)
    jobs = [asyncio.ensure_future(embedded.run(remembers, embedded, f"k{n}")) for n in range(30)]
    await asyncio.sleep(0)
    await held.release()
    assert await asyncio.gather(*jobs) == [True] * 30
    assert len(commits) == 2


async def test_nobody_hears_of_it_before_the_commit(embedded: Runner) -> None:
    at_commit: list[bool] = []
    held = await hold(embedded)
    job = asyncio.ensure_future(embedded.run(remembers, embedded, "a"))
    await asyncio.sleep(0)
    sa.event.listen(embedded.store.engine, "commit", lambda connection: at_commit.append(job.done()))
    await held.release()
    await job
    assert at_commit == [False] or at_commit == [False, False]


async def test_a_failed_commit_fails_everybody_in_it(embedded: Runner) -> None:
    def full(connection: sa.Connection) -> None:
        raise sa.exc.OperationalError("COMMIT", {}, Exception("database or disk is full"))

    held = await hold(embedded)
    jobs = [asyncio.ensure_future(embedded.run(remembers, embedded, f"k{n}")) for n in range(3)]
    await asyncio.sleep(0)
    await held.release()
    await asyncio.gather(*jobs)
    held = await hold(embedded)
    jobs = [asyncio.ensure_future(embedded.run(remembers, embedded, f"n{n}")) for n in range(3)]
    await asyncio.sleep(0)
    sa.event.listen(embedded.store.engine, "commit", full)
    held.go.set()
    outcomes = await asyncio.gather(held.task, *jobs, return_exceptions=True)
    sa.event.remove(embedded.store.engine, "commit", full)
    assert all(isinstance(outcome, DatabaseUnavailable) for outcome in outcomes)
    assert seen(embedded, "k0", "n0", "n1", "n2") == ["k0"]
    assert await embedded.run(remembers, embedded, "n0") is True


async def test_a_transaction_that_sqlite_ended_by_itself_fails_the_whole_batch(embedded: Runner) -> None:
    def lost() -> None:
        with embedded.store.open() as tx:
            tx.inbox.first_time(1, "lost", NOW)
            tx.connection.connection.dbapi_connection.rollback()  # type: ignore[union-attr]

    held = await hold(embedded)
    jobs: list[asyncio.Future[object]] = [
        asyncio.ensure_future(embedded.run(remembers, embedded, "before")),
        asyncio.ensure_future(embedded.run(lost)),
        asyncio.ensure_future(embedded.run(remembers, embedded, "after")),
    ]
    await asyncio.sleep(0)
    held.go.set()
    outcomes = await asyncio.gather(held.task, *jobs, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes[1:]] == [DatabaseUnavailable] * 3
    assert seen(embedded, "before", "lost", "after") == []
    assert await embedded.run(remembers, embedded, "again") is True


async def test_a_hundred_claims_through_the_runner_have_one_owner(runner: Runner) -> None:
    with runner.store.open() as tx:
        agents = [builders.agent(tx, f"Agent {n}").id for n in range(100)]
        ticket = builders.ticket(tx)
    told = await asyncio.gather(*(runner.run(claim_until_told, runner.store, ticket, agent) for agent in agents))
    assert sorted(told) == ["owner"] + ["refusal.claimed_by_other"] * 99
    claims = await runner.read(lambda tx: tx.tickets.history(ticket.org_id, ticket.number))
    assert [line.event for line in claims] == ["ticket.opened", "ticket.claimed"]


async def test_one_deed_counts_once_however_often_it_arrives(runner: Runner) -> None:
    told = await asyncio.gather(*(runner.run(remembers, runner, "same") for _ in range(50)))
    assert sorted(told) == [False] * 49 + [True]


async def test_reading_goes_on_while_somebody_writes(embedded: Runner) -> None:
    held = await hold(embedded)
    assert await embedded.read(lambda tx: tx.inbox.seen(1, "a")) is False
    await held.release()


async def test_a_reader_cannot_write(runner: Runner) -> None:
    if runner.store.engine.dialect.name == "postgresql":
        with pytest.raises(sa.exc.InternalError):
            await runner.read(lambda tx: tx.inbox.first_time(1, "a", NOW))
    else:
        await runner.read(lambda tx: tx.inbox.first_time(1, "a", NOW))
    assert seen(runner, "a") == []


async def test_closing_finishes_what_was_taken_and_takes_nothing_more(store: Store) -> None:
    runner = Runner(store)
    held = await hold(runner)
    jobs = [asyncio.ensure_future(runner.run(remembers, runner, f"k{n}")) for n in range(5)]
    await asyncio.sleep(0)
    held.go.set()
    await asyncio.to_thread(runner.close)
    assert await asyncio.gather(*jobs) == [True] * 5
    for ask in (runner.run(remembers, runner, "late"), runner.read(lambda tx: None)):
        with pytest.raises(RuntimeError):
            await ask
    await asyncio.to_thread(runner.close)


async def test_who_gave_up_waiting_stops_nobody(embedded: Runner) -> None:
    held = await hold(embedded)
    gone: asyncio.Future[bool] = asyncio.ensure_future(embedded.run(remembers, embedded, "gone"))
    stays = asyncio.ensure_future(embedded.run(remembers, embedded, "stays"))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.sleep(0)
    await held.release()
    assert await stays is True
    assert seen(embedded, "gone", "stays") == ["stays"]


async def test_workers_are_woken_once_for_a_whole_batch(embedded: Runner) -> None:
    from tests.storage.test_deliveries import C1, say

    woken: list[int] = []
    embedded.store.after_commit(lambda: woken.append(1))

    def plans() -> None:
        with embedded.store.open() as tx:
            tx.deliveries.plan(1, say(to=C1), NOW)

    held = await hold(embedded)
    works: list[Callable[[], None]] = [plans, plans]
    jobs = [asyncio.ensure_future(embedded.run(work)) for work in works]
    await asyncio.sleep(0)
    await held.release()
    await asyncio.gather(*jobs)
    assert woken == [1]
