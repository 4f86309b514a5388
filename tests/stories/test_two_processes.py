"""Two processes on one PostgreSQL database: they share the work, and no deed and no card is doubled."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app.main import open_store
from app.main.assembly import assemble
from app.main.serving import Serving
from app.people.model import Platform
from app.posts.model import DeliveryKind, Destination, Kind, NewDelivery
from storage.engine import connect
from storage.unit_of_work import Store
from storage.wakeup import Listener
from tests.conftest import START
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

REQUEST = "Monitor {} is broken, can somebody fix it?"


@pytest.fixture
async def both(postgresql_url: str, clock: Any, tmp_path: Path) -> AsyncIterator[House]:
    house = House(postgresql_url, clock, tmp_path)
    await house.start(triage=("slack", "teams"))
    yield house
    await house.stop()


async def another(house: House, *, worker: bool = False) -> Serving:
    store = open_store(house.settings)
    program = assemble(house.settings, clock=house.clock, chance=house._chance, store=store)
    serving = Serving(program, web=True, worker=worker, name="second", version="test", port=0)
    await serving.start()
    return serving


@pytest.fixture
async def second(both: House) -> AsyncIterator[Serving]:
    serving = await another(both)
    yield serving
    await stopped(serving)


async def stopped(serving: Serving) -> None:
    await serving.stop()
    serving.program.reception.store.close()


def cards(house: House) -> list[str]:
    return [m.plain() for m in house.ravi.sees(SLACK_TRIAGE) if m.by_bot and not m.thread]


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while not await true():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_two_workers_share_the_lanes_and_post_nothing_twice(both: House, second: Serving) -> None:
    people = [both.asha, both.bela, both.ravi, both.mina, both.lena]
    for number, who in enumerate(people * 2, 1):
        await who.dms(REQUEST.format(number))
    sent: dict[str, int] = {"first": 0, "second": 0}

    def counting(serving: Serving, name: str) -> None:
        send = serving.deliverer._send

        async def counted(parcel):
            sent[name] += 1
            return await send(parcel)

        serving.deliverer._send = counted  # type: ignore[method-assign]

    counting(both.serving, "first")
    counting(second, "second")
    while sum(await asyncio.gather(both.serving.deliverer.round(), second.deliverer.round())) or await waiting(both):
        both.clock.move(1)
        await both.slack.settled()
    assert min(sent.values()) > 0
    assert [f"T-{n}" in text for n, text in enumerate(cards(both), 1)] == [True] * 10
    assert len(both.tom.sees(both.teams_triage)) == 10
    for who in people:
        assert sum(m.by_bot for m in who.sees()) == 2
    both.nothing_was_refused()


async def waiting(house: House) -> int:
    counts = await house.within(lambda tx: tx.deliveries.counts())
    return counts["waiting"] + counts["sending"]


async def test_a_race_through_both_processes_has_one_winner_each_time(both: House, second: Serving) -> None:
    both.teams.delivery.messages_url = f"http://127.0.0.1:{second.port}/api/messages"
    for number in range(1, 9):
        await both.asha.dms(REQUEST.format(number))
    await both.settle()
    slack = [m for m in both.ravi.sees(SLACK_TRIAGE) if m.by_bot and not m.thread]
    teams = both.tom.sees(both.teams_triage)
    for ours, theirs in zip(slack, teams, strict=True):
        await asyncio.gather(both.ravi.presses(ours, "Claim"), both.tom.presses(theirs, "Claim"))
    await both.settle()
    for number in range(1, 9):
        history = await both.within(lambda tx, n=number: tx.tickets.history(tx.organisations.first().id, n))
        assert [line.event for line in history] == ["ticket.opened", "ticket.claimed"]
    losers = sum("faster" in m.plain() for m in both.ravi.sees(SLACK_TRIAGE)) + sum(
        "faster" in m.plain() for m in both.tom.sees()
    )
    assert losers == 8


async def test_one_event_sent_to_both_processes_at_once_is_one_ticket(both: House, second: Serving) -> None:
    urls = [both.slack.events_url, f"http://127.0.0.1:{second.port}/slack/events"]
    await both.asha.dms("hello")
    await both.bela.says("C0RANDOM1", "not a request of anybody")
    template = next(e.request for e in both.slack.traffic if e.to == "program" and e.kind == "event")
    for number in range(1, 9):
        event = template["event"] | {"text": REQUEST.format(number), "ts": f"1795428100.{number:06}"}
        envelope = template | {"event": event, "event_id": f"EvTWICE{number}"}
        answers = [await begun(both, url, envelope) for url in urls]
        assert [answer.ok for answer in await asyncio.gather(*answers)] == [True, True]
    await both.settle()
    assert len(await both.tickets()) == 8
    assert len(cards(both)) == 8


async def begun(house: House, url: str, envelope: dict[str, Any]) -> asyncio.Task[Any]:
    """The request is on its way to `url` when this returns."""
    house.slack.events_url = url
    task = asyncio.create_task(house.slack.delivery.send("event", envelope))
    await asyncio.sleep(0)
    return task


async def test_a_worker_of_another_process_is_woken_by_the_commit(both: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the notification nobody would look for an hour."""
    monkeypatch.setattr("jobs.worker.POLL_SECONDS", 3600.0)
    second = await another(both, worker=True)
    try:
        await until(lambda: is_listening(both))
        await both.asha.says(SLACK_HELP, REQUEST.format(1))

        async def arrived() -> bool:
            return len(cards(both)) == 1

        await until(arrived)
    finally:
        await stopped(second)


async def is_listening(house: House) -> bool:
    url = house.database_url
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        ).fetchone()
    return bool(found and found[0])


def test_a_listener_that_lost_its_connection_listens_again(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.wakeup.PAUSE", 0.01)
    heard = threading.Event()
    listener, store = Listener(postgresql_url, heard.set), Store(connect(postgresql_url))
    try:
        assert hears(store, heard)
        with psycopg.connect(postgresql_url, autocommit=True) as connection:
            ours = "datname = current_database() AND query LIKE 'LISTEN%'"
            connection.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ours}")  # type: ignore[arg-type]
        heard.clear()
        assert hears(store, heard)
    finally:
        listener.close()
        store.close()


def hears(store: Store, heard: threading.Event) -> bool:
    """Whether a commit is heard of; tried again, because nobody knows when the other side listens."""
    where = Destination(Platform.SLACK, "T1", Kind.CHANNEL, channel="C1")
    for _ in range(200):
        with store.open() as tx:
            org = tx.organisations.first()
            tx.deliveries.plan(org.id, NewDelivery(DeliveryKind.SAY, where, payload={}), START)
        if heard.wait(0.05):
            return True
    return False
