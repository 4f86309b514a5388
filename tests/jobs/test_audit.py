"""The auditor comes round: a bounded list at a time, one worker, and what it repaired is counted and told to the operator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.main import open_store
from app.policy import changes
from app.policy.reading import read
from app.ports import Tx
from app.settings import Settings
from jobs import audit as auditor
from jobs.audit import FINDING, audit
from jobs.schedule import Timetable
from storage.tables import clocks
from storage.unit_of_work import Store
from tests import builders
from tests.conftest import START, MovableClock
from tests.faults.watching import Room

POLICY = """
version: 1
teams: {it: {name: IT}, hr: {name: HR}}
sla: {standard: {default: true, targets: {normal: {first_response: 2h}, high: {first_response: 2h}}}}
"""


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Iterator[Store]:
    store = open_store(Settings.load({"DATABASE_URL": database_url, "SAHAYAK_DATA_DIR": str(tmp_path)}, complete=False))
    with store.open() as tx:
        changes.apply(tx, builders.organisation(tx).id, read(POLICY), POLICY, START)
    yield store
    store.close()


@pytest.fixture
def room(store: Store) -> Iterator[Room]:
    room = Room(store)
    yield room
    room.close()


def opened(store: Store, many: int) -> None:
    with store.open() as tx:
        asker = builders.person(tx)
        for number in range(many):
            builders.ticket(tx, of=builders.team(tx, "hr" if number % 3 else "it"), requester=asker, at=START)


def damage(store: Store, number: int) -> None:
    with store.open() as tx:
        tx.connection.execute(sa.update(clocks).where(clocks.c.ticket == number).values(next_at=None))


def counted(store: Store) -> dict[str, int]:
    with store.reading() as tx:
        return dict(tx.audits.counts())


def found(store: Store) -> list[str]:
    with store.reading() as tx:
        return [detail for name, detail, _ in tx.operations.findings() if name == FINDING]


async def test_it_goes_on_where_it_stopped_and_sees_every_open_ticket(
    store: Store, room: Room, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditor, "AT_ONCE", 4)
    monkeypatch.setattr(auditor, "MOST", 2)
    opened(store, 11)
    for number in range(1, 12):
        damage(store, number)
    assert [await audit(room, clock, "one") for _ in range(3)] == [8, 3, 8]
    assert counted(store) == {"checked": 19, "repaired.next_missing": 11}


async def test_one_worker_at_a_time(store: Store, room: Room, clock: MovableClock) -> None:
    opened(store, 2)
    assert await audit(room, clock, "one") == 2
    assert await audit(room, clock, "two") == 0
    clock.move(auditor.HOLD)
    assert await audit(room, clock, "two") == 2


async def test_the_operator_hears_of_damage_until_a_round_finds_none(store: Store, room: Room, clock: MovableClock) -> None:
    opened(store, 3)
    damage(store, 2)
    await audit(room, clock, "one")
    assert found(store) == ["The clocks of T-2 were not what its history says (next_missing)"]
    await audit(room, clock, "one")
    assert found(store) == []


async def test_a_new_policy_is_no_damage(store: Store, room: Room, clock: MovableClock) -> None:
    opened(store, 2)
    clock.move(60)
    with store.open() as tx:
        text = POLICY.replace("2h", "3h")
        changes.apply(tx, 1, read(text), text, clock())
    await audit(room, clock, "one")
    assert counted(store) == {"checked": 2, "repaired.behind": 2}
    assert found(store) == []


async def test_one_that_cannot_be_repaired_keeps_no_other_waiting(
    store: Store, room: Room, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(store, 2)
    damage(store, 1)
    damage(store, 2)
    repair = auditor.repair

    def breaks(tx: Tx, org_id: int, number: int, at: Any) -> Any:
        if number == 1:
            raise RuntimeError("a bug")
        return repair(tx, org_id, number, at)

    monkeypatch.setattr(auditor, "repair", breaks)
    await audit(room, clock, "one")
    assert counted(store) == {"checked": 2, "failed": 1, "repaired.next_missing": 1}


async def test_the_timetable_has_it_and_a_round_of_the_watch_is_a_sign_of_life(room: Room, clock: MovableClock) -> None:
    beats = []

    async def pulse() -> None:
        beats.append(clock())

    jobs = {job.name: job for job in Timetable(room, clock, "one", "test", 15, pulse).jobs}
    assert jobs["audit"].every == auditor.EVERY
    await jobs["watch"].work()
    assert beats == [clock()]
    clock.now = START.replace(tzinfo=None)  # a time no database takes
    with pytest.raises(Exception, match="without a zone"):
        await jobs["watch"].work()
    assert len(beats) == 1
