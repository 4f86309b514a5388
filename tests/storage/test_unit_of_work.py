"""One transaction: all of it or nothing, asked once before it leaves, and clear words when the database is away."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import psycopg
import pytest

from app.errors import ConfigurationError, Stale
from app.people.model import Organisation, Platform, Workspace
from app.ports import Tx
from app.posts.model import DeliveryKind, Destination, Kind, NewDelivery
from storage.engine import DatabaseUnavailable, NotStorable, connect
from storage.engine import database_url as parsed
from storage.unit_of_work import Store
from storage.wakeup import CHANNEL
from tests import builders
from tests.builders import NOW

SAY = NewDelivery(DeliveryKind.SAY, Destination(Platform.SLACK, "T1", Kind.CHANNEL, "C1"))


def open_and_fail(store: Store) -> None:
    with store.open() as tx:
        builders.ticket(tx)
        raise RuntimeError


def test_what_raised_left_nothing_behind(store: Store) -> None:
    with pytest.raises(RuntimeError):
        open_and_fail(store)
    with store.open() as tx:
        assert tx.organisations.all() == []


def test_leaving_is_asked_once_with_everything_that_happened(database_url: str) -> None:
    asked: list[list[str]] = []

    def leaving(tx: Tx) -> None:
        asked.append([event.name for _, event in tx.recorded])
        tx.deliveries.plan(1, SAY, NOW)

    store = Store(connect(database_url), leaving)
    with store.open() as tx:
        ticket = builders.ticket(tx)
        ticket.claim(builders.agent(tx), NOW)
        tx.tickets.save(ticket)
    assert asked == [["ticket.opened", "ticket.claimed"]]
    with store.batch():
        for _ in range(2):
            with store.open() as tx:
                builders.ticket(tx)
    assert asked[1:] == [["ticket.opened"]] * 2
    with store.reading() as tx:
        assert tx.deliveries.counts()["waiting"] == 3
    store.close()


def test_what_leaving_refuses_is_not_committed(database_url: str) -> None:
    def leaving(tx: Tx) -> None:
        raise RuntimeError

    store = Store(connect(database_url), leaving)
    with pytest.raises(RuntimeError), store.open() as tx:
        builders.ticket(tx)
    with store.reading() as tx:
        assert tx.organisations.all() == []
    store.close()


def test_a_commit_stands_even_when_nobody_could_be_woken(store: Store) -> None:
    def broken() -> None:
        raise RuntimeError

    woken: list[int] = []
    store.after_commit(broken)
    store.after_commit(lambda: woken.append(1))
    with store.open() as tx:
        tx.deliveries.plan(1, SAY, NOW)
    assert woken == [1]


def test_postgresql_notifies_the_workers_of_other_machines(postgresql_url: str) -> None:
    store = Store(connect(postgresql_url))
    with psycopg.connect(postgresql_url, autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        with store.open() as tx:
            builders.ticket(tx)
        with store.open() as tx:
            tx.deliveries.plan(1, SAY, NOW)
            tx.deliveries.plan(1, SAY, NOW)
        assert [note.channel for note in listener.notifies(timeout=5, stop_after=1)] == [CHANNEL]
    store.close()


@pytest.mark.parametrize("text", ["a\x00b", "\ud83d", "x" * 201])
def test_both_databases_refuse_the_same_texts(store: Store, text: str) -> None:
    with pytest.raises(NotStorable) as refused, store.open() as tx:
        builders.person(tx, text)
    assert text not in str(refused.value)
    with store.open() as tx:
        assert tx.organisations.all() == []


@pytest.mark.parametrize("document", [{"text": "a\x00"}, {"\x00": 1}, {"text": ["\udfff"]}, {"number": float("nan")}])
def test_both_databases_refuse_the_same_documents(store: Store, document: dict[str, object]) -> None:
    with pytest.raises(NotStorable), store.open() as tx:
        tx.policies.save(1, document, "", NOW)
    with store.open() as tx:
        assert tx.policies.save(1, {"text": "\\u0000 🙏 पास", "n": [1, None, 2.5]}, "…", NOW) == 1
        assert tx.policies.current(1) == (1, {"text": "\\u0000 🙏 पास", "n": [1, None, 2.5]})


def test_a_refused_row_names_the_rule_and_not_the_row(store: Store) -> None:
    with pytest.raises(NotStorable, match="summary_length") as refused, store.open() as tx:
        builders.ticket(tx, "secret " * 100)
    assert "secret" not in str(refused.value)
    assert refused.value.__suppress_context__


def test_times_come_back_in_utc_and_a_time_without_zone_is_refused(store: Store) -> None:
    delhi = datetime(2026, 11, 23, 15, 30, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    with store.open() as tx:
        ticket = builders.ticket(tx, at=delhi)
    with store.open() as tx:
        found = tx.tickets.get(1, ticket.number)
        assert found is not None
        assert found.created_at == delhi
        assert found.created_at.tzinfo is UTC
    with pytest.raises(NotStorable, match="zone"), store.open() as tx:
        builders.ticket(tx, at=datetime(2026, 11, 23))


def test_one_deed_counts_once_even_at_the_same_moment(postgresql_url: str) -> None:
    store = Store(connect(postgresql_url))
    told: list[bool] = []
    second = threading.Thread(target=lambda: told.append(_first(store)))
    with store.open() as tx:
        told.append(tx.inbox.first_time(1, "slack:event:Ev1", NOW))
        second.start()
    second.join()
    assert told == [True, False]
    store.close()


def _first(store: Store) -> bool:
    with store.open() as tx:
        return tx.inbox.first_time(1, "slack:event:Ev1", NOW)


def test_old_keys_are_forgotten_and_only_those(store: Store) -> None:
    with store.open() as tx:
        for org, key, at in [(1, "old", NOW - timedelta(days=40)), (1, "new", NOW), (2, "old", NOW - timedelta(days=40))]:
            assert tx.inbox.first_time(org, key, at)
        assert tx.inbox.forget_before(1, NOW - timedelta(days=30)) == 1
        assert [tx.inbox.seen(org, key) for org, key in [(1, "old"), (1, "new"), (2, "old")]] == [False, True, True]


@pytest.mark.parametrize(
    ("text", "driver"),
    [
        ("postgres://u:p@db/x", "postgresql+psycopg"),
        ("postgresql://u:p@db/x?sslmode=require", "postgresql+psycopg"),
        ("postgresql+asyncpg://db/x", "postgresql+psycopg"),
        ("sqlite:////tmp/x.db", "sqlite+pysqlite"),
    ],
)
def test_the_driver_is_ours_to_add(text: str, driver: str) -> None:
    assert parsed(text).drivername == driver


@pytest.mark.parametrize("text", ["mysql://db/x", "sahayak.db", "", "sqlite://", "sqlite:///:memory:", "http://"])
def test_an_address_that_is_none_of_ours_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ConfigurationError, match="DATABASE_URL"):
        connect(text)


@pytest.mark.parametrize("url", ["postgresql://nobody:secret@127.0.0.1:1/x", "sqlite:////proc/none/x.db"])
def test_a_database_that_is_away_is_named_in_one_sentence(url: str) -> None:
    with pytest.raises(ConfigurationError) as away:
        _first(Store(connect(url)))
    assert "\n" not in str(away.value)
    assert "secret" not in str(away.value)


def fill(store: Store) -> None:
    with store.open() as tx:
        pages = tx.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        for number in range(50):
            builders.ticket(tx, details=f"{number}" * 20_000)


def test_a_full_disk_is_told_and_what_was_there_stays(sqlite_url: str) -> None:
    store = Store(connect(sqlite_url))
    with store.open() as tx:
        ticket = builders.ticket(tx)
    with pytest.raises(DatabaseUnavailable, match="full"):
        fill(store)
    with store.reading() as tx:
        assert tx.tickets.get(1, ticket.number) == ticket
        assert tx.connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    store.close()


def test_sqlite_writes_safely(sqlite_url: str) -> None:
    store = Store(connect(sqlite_url))
    with store.open() as tx:
        settings = {
            name: tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    store.close()
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_lost_connection_is_found_before_it_is_used(postgresql_url: str) -> None:
    store = Store(connect(postgresql_url, connections=1))
    with store.open() as tx:
        pid = tx.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    with psycopg.connect(postgresql_url, autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
    assert _first(store)
    store.close()


def lose_it_in_the_middle(store: Store, url: str) -> None:
    with store.open() as tx:
        pid = tx.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
        tx.inbox.first_time(1, "a", NOW)


def test_a_connection_lost_in_the_middle_is_told(postgresql_url: str) -> None:
    store = Store(connect(postgresql_url, connections=1))
    with pytest.raises(DatabaseUnavailable):
        lose_it_in_the_middle(store, postgresql_url)
    assert _first(store)
    store.close()


def test_a_deadlock_is_run_again(postgresql_url: str) -> None:
    store = Store(connect(postgresql_url))
    with store.open() as tx:
        for number in (1, 2):
            tx.organisations.save(Organisation(number, "x"))
    met = threading.Barrier(2)
    outcomes: list[str] = []

    def cross(first: int, second: int) -> None:
        try:
            with store.open() as tx:
                tx.organisations.save(Organisation(first, "y"))
                met.wait()
                tx.organisations.save(Organisation(second, "y"))
            outcomes.append("done")
        except Stale:
            outcomes.append("again")

    threads = [threading.Thread(target=cross, args=pair) for pair in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()
    assert sorted(outcomes) == ["again", "done"]


def test_workspaces_are_found_by_what_the_platform_calls_them(store: Store) -> None:
    with store.open() as tx:
        slack = builders.workspace(tx, url="https://t1.slack.com/")
        assert tx.workspaces.find(Platform.SLACK, "T1") == slack
        assert tx.workspaces.find(Platform.TEAMS, "T1") is None
        again = tx.workspaces.save(Workspace(1, 0, Platform.SLACK, "T1", name="Acme"))
        assert again.id == slack.id
        assert tx.workspaces.of(1) == [again]
        assert tx.workspaces.of(2) == []
        with pytest.raises(LookupError):
            tx.workspaces.save(Workspace(2, 0, Platform.SLACK, "T1"))


def test_nothing_that_people_wrote_is_logged(store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="sqlalchemy"), store.open() as tx:
        builders.ticket(tx, "canary in the mine")
    assert "canary" not in caplog.text
