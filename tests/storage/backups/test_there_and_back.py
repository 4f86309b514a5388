"""What is in a backup is all of the database, the same whichever kind it came from, and any kind takes it."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.people.model import Platform
from app.posts.model import DeliveryKind, Destination, Kind, NewDelivery
from storage import migrations
from storage.backups import neutral
from storage.backups.archive import Manifest, Unusable
from storage.backups.restoring import restore
from storage.backups.taking import OF_THE_MOMENT, back_up, kept
from storage.engine import connect
from storage.tables import metadata, people
from storage.unit_of_work import Store
from tests import builders
from tests.app.test_cli import a_lived_ticket
from tests.builders import NOW
from tests.databases import fresh_sqlite, postgresql_database

HELP = Destination(Platform.SLACK, "T1", Kind.CHANNEL, "C1")


@pytest.fixture
def other_url(database_url: str, tmp_path: Path) -> Iterator[str]:
    """An empty database of the other kind."""
    if database_url.startswith("sqlite"):
        with postgresql_database() as url:
            yield url
    else:
        yield fresh_sqlite(tmp_path)


def taken(url: str, path: Path, *, force: bool = False) -> Manifest:
    return back_up(url, path, at=NOW, version="1.2.3", force=force)


def brought_back(url: str, path: Path, *, force: bool = False, moved: bool = False) -> int:
    return restore(url, path, force=force, moved=moved).silenced


def content(manifest: Manifest) -> dict[str, str]:
    """The checksum of each table. An organisation's generation is new after every restore."""
    return {table.name: table.sha256 for table in manifest.tables if table.name != "organisations"}


def rows(path: Path, table: str) -> list[dict[str, Any]]:
    with zipfile.ZipFile(path) as archive:
        return [json.loads(line) for line in archive.read(f"tables/{table}.jsonl").splitlines()]


def used(store: Store) -> None:
    """Some life: two tickets, one snoozed half away, words in two scripts, a policy, and what the processes say to each other."""
    a_lived_ticket(store)
    with store.open() as tx:
        builders.workspace(tx)
        builders.category(tx, keywords=("vpn", "वीपीएन"))
        ticket = builders.ticket(tx, 'Line\nbreak, "quotes", \u2028 and 😀', details="\\u0041 \ufeff é e\u0301")
        tx.policies.save(1, {"version": 1, "empty": None, "number": 1.5, "z": 1, "a": [True, {}]}, "version: 1\n", NOW)
        tx.inbox.first_time(1, "event:1", NOW)
        tx.deliveries.plan(1, NewDelivery(DeliveryKind.SAY, HELP, ticket=ticket.number, payload={"card": {"b": 1, "a": 2}}), NOW)
        tx.operations.beat("worker", NOW, "1")
        tx.operations.lease("tidy", "worker", NOW, NOW)
        tx.operations.report("slack.channel.C1", "not there", NOW)


def test_every_table_is_in_it_or_of_the_moment(database_url: str, tmp_path: Path) -> None:
    manifest = taken(database_url, tmp_path / "one.backup")
    engine = connect(database_url)
    there = {name for name in sa.inspect(engine).get_table_names() if not name.startswith("ticket_words_")}
    engine.dispose()
    named = {table.name for table in manifest.tables} | {table.name for table in OF_THE_MOMENT}
    assert there - {"alembic_version"} == named
    assert {table.name for table in kept()} | {table.name for table in OF_THE_MOMENT} == set(metadata.tables)


def test_there_and_back_again_it_is_the_same(store: Store, database_url: str, other_url: str, tmp_path: Path) -> None:
    used(store)
    first = taken(database_url, tmp_path / "first")
    brought_back(other_url, tmp_path / "first", moved=True)
    second = taken(other_url, tmp_path / "second")
    store.close()
    brought_back(database_url, tmp_path / "second", force=True, moved=True)
    third = taken(database_url, tmp_path / "third")
    assert content(first) == content(second) == content(third)
    assert first.rows == third.rows
    assert {first.database, second.database} == {"sqlite", "postgresql"}


def test_the_restored_desk_finds_by_all_words_and_agents_alone_by_notes(
    store: Store, database_url: str, other_url: str, tmp_path: Path
) -> None:
    number = a_lived_ticket(store).number
    taken(database_url, tmp_path / "one")
    brought_back(other_url, tmp_path / "one")
    restored = Store(connect(other_url))
    with restored.reading() as tx:
        requester = tx.tickets.get(1, number).requester_id
        for words, mine in (("वीपीएन", True), ("morning", True), ("news", True), ("router", False)):
            assert [ticket.number for ticket in tx.tickets.search(1, words)] == [number]
            assert bool(tx.tickets.search(1, words, requester_id=requester)) is mine
    restored.close()


def test_ids_and_numbers_go_on_where_they_were(store: Store, database_url: str, other_url: str, tmp_path: Path) -> None:
    used(store)
    taken(database_url, tmp_path / "one")
    brought_back(other_url, tmp_path / "one")
    restored = Store(connect(other_url))
    with store.open() as tx:
        last = max(ticket.number for ticket in tx.tickets.find(1))
        highest = tx.connection.execute(sa.select(sa.func.max(people.c.id))).scalar_one()
    with restored.open() as tx:
        assert builders.person(tx, "New").id == highest + 1
        assert builders.ticket(tx).number == last + 1
        tx.deliveries.plan(1, NewDelivery(DeliveryKind.SAY, HELP), NOW)
    restored.close()


def test_it_is_one_state_of_a_desk_that_goes_on(
    store: Store, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used(store)
    from storage.backups import taking

    ask, written = taking._rows, []

    def slow(connection: sa.Connection, table: sa.Table) -> Iterator[dict[str, Any]]:
        if table.name == "people":
            with store.open() as tx:
                written.append(builders.ticket(tx, "Said while the backup is made").number)
        yield from ask(connection, table)

    monkeypatch.setattr(taking, "_rows", slow)
    taken(database_url, tmp_path / "one")
    assert written
    assert written[0] not in [row["number"] for row in rows(tmp_path / "one", "tickets")]
    assert written[0] not in [row["ticket"] for row in rows(tmp_path / "one", "history")]
    assert written[0] not in [row["number"] for row in rows(tmp_path / "one", "ticket_words")]


def test_only_its_owner_may_read_it_and_nothing_is_replaced_unasked(database_url: str, tmp_path: Path) -> None:
    path = tmp_path / "one"
    taken(database_url, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    with pytest.raises(Unusable, match="is there already; --force replaces it"):
        taken(database_url, path)
    assert path.read_bytes() == before
    path.write_text("old")
    assert taken(database_url, path, force=True).revision == migrations.head()
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".part")] == []


def test_what_cannot_be_written_leaves_nothing(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unusable, match="cannot be written: no such file or directory"):
        taken(database_url, tmp_path / "gone" / "one")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("storage.backups.taking.os.fsync", full)
    with pytest.raises(Unusable, match="cannot be written: no space left on device"):
        taken(database_url, tmp_path / "one")
    assert [one.name for one in tmp_path.iterdir() if "one" in one.name] == []


def test_a_new_database_is_made_by_it(database_url: str, store: Store, tmp_path: Path) -> None:
    used(store)
    first = taken(database_url, tmp_path / "first")
    new = f"sqlite:///{tmp_path / 'made' / 'new.db'}"
    brought_back(new, tmp_path / "first", moved=True)
    assert content(taken(new, tmp_path / "second")) == content(first)
    with postgresql_database(migrated=False) as empty:
        brought_back(empty, tmp_path / "first", moved=True)
        assert content(taken(empty, tmp_path / "third")) == content(first)


def test_many_rows_are_read_a_few_at_a_time(
    store: Store, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used(store)
    first = taken(database_url, tmp_path / "first")
    store.close()
    monkeypatch.setattr(neutral, "MANY", 2)
    brought_back(database_url, tmp_path / "first", force=True, moved=True)
    assert content(taken(database_url, tmp_path / "second")) == content(first)
