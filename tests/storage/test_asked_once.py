"""What is asked for again and again is read once, and anew as soon as it is written, whoever wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from app.people.model import Category, Intake, Organisation, Platform, Profile, RequestChannel, Role, Team, Workspace
from storage.engine import connect
from storage.unit_of_work import Store

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def _said(store: Store, statements: list[str]) -> None:
    sa.event.listen(store.engine, "before_cursor_execute", lambda c, cursor, statement, *rest: statements.append(statement))


def test_what_is_set_up_is_asked_once_until_somebody_changes_it(store: Store) -> None:
    with store.open() as tx:
        tx.organisations.save(Organisation(1, name="Acme"))
        team = tx.teams.save(Team(1, 0, "it", "IT"), 0)
    statements: list[str] = []
    _said(store, statements)
    for _ in range(3):
        with store.open() as tx:
            assert [tx.teams.get(1, team.id).name, tx.teams.all(1)[0].name, tx.organisations.get(1).name] == ["IT", "IT", "Acme"]
    asked = [statement for statement in statements if "SELECT" in statement]
    assert len([one for one in asked if "FROM teams" in one]) == 1
    assert len([one for one in asked if "generation" in one]) == 3
    with store.open() as tx:
        tx.teams.save(replace(team, name="Information technology"), 0)
    with store.open() as tx:
        assert tx.teams.get(1, team.id).name == "Information technology"


def test_another_process_that_changes_the_set_up_is_noticed_at_once(store: Store, database_url: str) -> None:
    other = Store(connect(database_url))
    with store.open() as tx:
        tx.organisations.save(Organisation(1, name="Acme"))
        it = tx.teams.save(Team(1, 0, "it", "IT"), 0)
        tx.request_channels.replace(1, [RequestChannel(1, Platform.SLACK, "C1", it.id, Intake.NUDGE)])
        slack = tx.workspaces.save(Workspace(1, 0, Platform.SLACK, "T1", name="Acme"))
        vpn = tx.categories.save(Category(1, 0, "vpn", "VPN", it.id, "", ("vpn",)), 0)
        tx.policies.save(1, {"n": 1}, "", NOW)

    def seen(by: Store) -> list[object]:
        with by.open() as tx:
            channel, workspace = tx.request_channels.find(1, Platform.SLACK, "C1"), tx.workspaces.find(Platform.SLACK, "T1")
            policy = tx.policies.understood(1, _number)
            found = [tx.teams.get(1, it.id), tx.categories.get(1, vpn.id), channel, workspace, tx.organisations.get(1)]
            return [*(getattr(one, "name", None) or one for one in found), tx.workspaces.of(1)[0].name, policy]

    before = seen(store)
    assert (
        seen(other)
        == before
        == ["IT", "VPN", RequestChannel(1, Platform.SLACK, "C1", it.id, Intake.NUDGE), "Acme", "Acme", "Acme", 1]
    )
    changes = [
        lambda tx: tx.teams.save(replace(it, name="Tech"), 0),
        lambda tx: tx.categories.save(replace(vpn, name="Tunnels"), 0),
        lambda tx: tx.request_channels.replace(1, []),
        lambda tx: tx.workspaces.save(replace(slack, name="Acme Corp")),
        lambda tx: tx.organisations.save(Organisation(1, name="Acme Inc")),
        lambda tx: tx.policies.save(1, {"n": 2}, "", NOW),
    ]
    for change in changes:
        with other.open() as tx:
            change(tx)
        assert seen(store) == seen(other) != before
        before = seen(store)
    assert before == ["Tech", "Tunnels", None, "Acme Corp", "Acme Inc", "Acme Corp", 2]
    other.close()


def test_a_set_up_that_was_rolled_back_is_nowhere_kept(store: Store) -> None:
    with store.open() as tx:
        tx.organisations.save(Organisation(1, name="Acme"))
        team = tx.teams.save(Team(1, 0, "it", "IT"), 0)
    with pytest.raises(ZeroDivisionError):
        _changed_and_read_in_vain(store, replace(team, name="Never"))
    with store.open() as tx:
        assert tx.teams.get(1, team.id).name == "IT"
        tx.teams.save(replace(team, name="Tech"), 0)
    with store.open() as tx:
        assert tx.teams.get(1, team.id).name == "Tech"


def _changed_and_read_in_vain(store: Store, team: Team) -> None:
    with store.batch():
        with store.open() as tx:
            tx.teams.save(team, 0)
        with store.open() as tx:
            assert tx.teams.get(1, team.id) == team
        raise ZeroDivisionError


def _number(version: int, document: Mapping[str, Any]) -> int:
    return int(document["n"])


def test_what_is_written_is_read_anew_in_the_same_transaction(store: Store) -> None:
    with store.open() as tx:
        tx.organisations.save(Organisation(1, name="Acme"))
        team = tx.teams.save(Team(1, 0, "it", "IT"), 0)
        ada = tx.people.add(1, "Ada", Profile(), NOW)
        assert (tx.organisations.get(1).name, tx.teams.get(1, team.id).name) == ("Acme", "IT")
        assert (tx.people.get(1, ada.id).name, dict(tx.people.get(1, ada.id).roles)) == ("Ada", {})
        tx.organisations.save(Organisation(1, name="Acme & Co"))
        tx.teams.save(replace(team, name="Information technology"), 0)
        tx.teams.set_members(1, team.id, [(ada.id, Role.AGENT, "slack:U1")])
        tx.people.save(replace(ada, name="Ada L"), NOW)
        assert (tx.organisations.get(1).name, tx.teams.get(1, team.id).name) == ("Acme & Co", "Information technology")
        assert (tx.people.get(1, ada.id).name, dict(tx.people.get(1, ada.id).roles)) == ("Ada L", {team.id: Role.AGENT})


def test_several_keys_are_remembered_together_and_one_that_was_there_is_told(store: Store) -> None:
    with store.open() as tx:
        tx.organisations.save(Organisation(1, name="Acme"))
        assert tx.inbox.first_times(1, ["a", "b", "a"], NOW)
        assert tx.inbox.first_times(1, [], NOW)
        assert not tx.inbox.first_times(1, ["c", "b"], NOW)
        assert not tx.inbox.first_time(1, "c", NOW)
