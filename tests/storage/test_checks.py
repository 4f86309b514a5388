"""The doctor hears of the database in plain words."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.doctor import Level
from app.people.model import Platform
from app.posts.model import DeliveryKind, Destination, Kind, NewDelivery
from storage.checks import checks
from storage.unit_of_work import Store
from tests.builders import NOW

C1 = Destination(Platform.SLACK, "T1", Kind.CHANNEL, "C1")


def levels(url: str) -> dict[str, Level]:
    return {finding.id: finding.level for finding in checks(url, NOW)}


def test_a_new_database_has_no_worker_yet(database_url: str) -> None:
    assert levels(database_url) == {
        "database.reachable": Level.OK,
        "database.migrated": Level.OK,
        "database.writable": Level.OK,
        "worker.heartbeat": Level.WARNING,
        "deliveries.waiting": Level.OK,
        "deliveries.dead": Level.OK,
    }


def test_asking_changes_nothing(store: Store, database_url: str) -> None:
    checks(database_url)
    with store.reading() as tx:
        assert tx.operations.last_beat() is None


def test_a_silent_worker_is_an_error(store: Store, database_url: str) -> None:
    with store.open() as tx:
        tx.operations.beat("a", NOW - timedelta(seconds=20), "1")
    assert levels(database_url)["worker.heartbeat"] is Level.OK
    with store.open() as tx:
        tx.operations.beat("a", NOW - timedelta(minutes=10), "1")
    assert levels(database_url)["worker.heartbeat"] is Level.ERROR
    assert {finding.id for finding in checks(database_url)} >= {"worker.heartbeat"}


def test_what_did_not_arrive_is_told(store: Store, database_url: str) -> None:
    with store.open() as tx:
        tx.deliveries.plan(1, NewDelivery(DeliveryKind.SAY, C1), NOW)
        delivery = tx.deliveries.take(1, C1.lane, "w", NOW, NOW + timedelta(minutes=1))
        assert delivery is not None
        tx.deliveries.give_up(delivery, "not_in_channel", NOW)
        tx.operations.report("slack.channel.C1", "The bot is not in C1.", NOW)
    found = {finding.id: finding for finding in checks(database_url, NOW)}
    assert found["deliveries.dead"].level is Level.WARNING
    assert "not in C1" in found["slack.channel.C1"].says
    assert all(finding.remedy for finding in found.values() if finding.level is not Level.OK)


def test_a_database_that_is_not_migrated_is_told(tmp_path: Path) -> None:
    found = checks(f"sqlite:///{tmp_path / 'new.db'}")
    assert [(finding.id, finding.level) for finding in found] == [
        ("database.reachable", Level.OK),
        ("database.migrated", Level.ERROR),
    ]
    assert "db upgrade" in found[1].remedy


def test_a_folder_made_for_the_database_is_its_owners_alone(tmp_path: Path) -> None:
    checks(f"sqlite:///{tmp_path / 'data' / 'new.db'}")
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("url", ["postgresql://nobody:secret@127.0.0.1:1/x", "mysql://x/y", "sqlite:////proc/none/x.db"])
def test_a_database_that_is_away_is_one_clear_sentence(url: str) -> None:
    [finding] = checks(url)
    assert (finding.id, finding.level) == ("database.reachable", Level.ERROR)
    assert "secret" not in finding.says
    assert "\n" not in finding.says
    assert finding.remedy
