"""People are found by what each platform calls them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.people.model import Identity, Platform, Profile, Role
from storage.unit_of_work import Store
from tests import builders
from tests.builders import NOW


def test_a_person_is_found_by_their_identity(store: Store) -> None:
    with store.open() as tx:
        asha = builders.person(tx, user="U1", email="Asha@Example.test", locale="hi-IN")
    with store.open() as tx:
        found = tx.people.by_identity(asha.org_id, Platform.SLACK, "T1", "U1")
        assert found == asha
        assert found.identities[0].user == "U1"
        assert found.platform_locale == "hi-IN"
        assert tx.people.by_identity(asha.org_id, Platform.SLACK, "T2", "U1") is None
        assert tx.people.by_identity(asha.org_id, Platform.TEAMS, "T1", "U1") is None
        assert tx.people.by_email(asha.org_id, "asha@example.TEST") == asha
        assert tx.people.by_email(asha.org_id, "") is None


def test_somebody_named_in_the_policy_is_completed_when_they_are_met(store: Store) -> None:
    with store.open() as tx:
        ravi = builders.agent(tx, user="U7", workspace="")
        met = tx.people.by_identity(ravi.org_id, Platform.SLACK, "T1", "U7")
        assert met == ravi
        tx.people.add_identity(Identity(ravi.org_id, ravi.id, Platform.SLACK, "T1", "U7", "Ravi K"))
        assert [i.workspace for i in tx.people.get(ravi.org_id, ravi.id).identities] == ["T1"]


def test_a_conversation_is_remembered(store: Store) -> None:
    with store.open() as tx:
        asha = builders.person(tx, user="U1")
        tx.people.remember_conversation(asha.org_id, Platform.SLACK, "T1", "U1", "D1")
        assert tx.people.get(asha.org_id, asha.id).identities[0].conversation == "D1"


def test_what_changed_about_a_person_is_saved(store: Store) -> None:
    with store.open() as tx:
        asha = builders.person(tx)
        asha.name, asha.locale, asha.admin, asha.active, asha.email = "Asha R", "hi", True, False, "a@example.test"
        tx.people.save(asha, NOW + timedelta(hours=1))
        assert tx.people.get(asha.org_id, asha.id) == asha
        assert tx.people.by_email(asha.org_id, "A@example.test") == asha


def test_many_people_are_asked_for_at_once(store: Store) -> None:
    with store.open() as tx:
        people = [builders.person(tx, f"P{n}") for n in range(3)]
        org = people[0].org_id
        assert tx.people.many(org, [p.id for p in people] * 2) == {p.id: p for p in people}
        assert tx.people.many(org, []) == {}
        with pytest.raises(LookupError):
            tx.people.get(org, 999)


def test_the_highest_role_in_a_team_counts(store: Store) -> None:
    with store.open() as tx:
        team = builders.team(tx)
        ravi = builders.person(tx, "Ravi")
        mina = builders.person(tx, "Mina")
        listed = [(ravi.id, Role.LEAD, "slack:U1"), (ravi.id, Role.AGENT, "ravi@example.test"), (mina.id, Role.AGENT, "slack:U2")]
        tx.teams.set_members(team.org_id, team.id, listed)
        assert [(who.name, role) for who, role in tx.teams.members(team.org_id, team.id)] == [
            ("Mina", Role.AGENT),
            ("Ravi", Role.LEAD),
        ]
        assert tx.teams.member_refs(team.org_id, team.id) == [(role, ref) for _, role, ref in listed]
        assert tx.people.get(team.org_id, ravi.id).leads(team.id)


def test_two_rows_for_one_human_become_one(store: Store) -> None:
    with store.open() as tx:
        team = builders.team(tx)
        slack = builders.agent(tx, "Ravi", user="U1")
        teams = builders.agent(tx, "Ravi", platform=Platform.TEAMS, workspace="TENANT", user="AAD", email="ravi@example.test")
        ticket = builders.ticket(tx, requester=teams)
        ticket.claim(teams, NOW)
        tx.tickets.save(ticket)
        tx.people.merge(team.org_id, keep=slack.id, drop=teams.id)
        kept = tx.people.get(team.org_id, slack.id)
        assert {str(i) for i in kept.identities} == {"slack:T1/U1", "teams:TENANT/AAD"}
        assert kept.email == "ravi@example.test"
        assert kept.works_in(team.id)
        merged = tx.tickets.get(team.org_id, ticket.number)
        assert merged is not None
        assert (merged.requester_id, merged.assignee_id) == (slack.id, slack.id)
        assert {line.by_id for line in tx.tickets.history(team.org_id, ticket.number)} == {slack.id}
        assert not tx.people.get(team.org_id, teams.id).active
        assert tx.people.add(team.org_id, "New", Profile(), NOW).id not in (slack.id, teams.id)


def test_nobody_sees_people_of_another_organisation(store: Store) -> None:
    with store.open() as tx:
        asha = builders.person(tx, user="U1", email="a@example.test")
        assert tx.people.by_identity(asha.org_id + 1, Platform.SLACK, "T1", "U1") is None
        assert tx.people.by_email(asha.org_id + 1, "a@example.test") is None
        assert tx.people.many(asha.org_id + 1, [asha.id]) == {}
