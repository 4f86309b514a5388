"""What a transaction asks for again and again is read once in it, and anew as soon as it is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import sqlalchemy as sa

from app.people.model import Organisation, Profile, Role, Team
from storage.unit_of_work import Store

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def _said(store: Store, statements: list[str]) -> None:
    sa.event.listen(store.engine, "before_cursor_execute", lambda c, cursor, statement, *rest: statements.append(statement))


def test_the_same_question_is_asked_once_in_a_transaction_and_again_in_the_next(store: Store) -> None:
    with store.open() as tx:
        tx.organisations.save(Organisation(1, name="Acme"))
        team = tx.teams.save(Team(1, 0, "it", "IT"), 0)
    statements: list[str] = []
    _said(store, statements)
    with store.open() as tx:
        assert [tx.teams.get(1, team.id).name, tx.teams.all(1)[0].name, tx.teams.get(1, team.id).name] == ["IT", "IT", "IT"]
        assert tx.organisations.get(1) == tx.organisations.get(1)
    with store.open() as tx:
        tx.organisations.get(1)
    asked = [statement for statement in statements if "SELECT" in statement]
    assert len([one for one in asked if "FROM teams" in one]) == 2
    assert len([one for one in asked if "FROM organisations" in one]) == 2


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
