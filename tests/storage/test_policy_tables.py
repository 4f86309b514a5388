"""What the policy file says is kept, and so is what the processes of one installation tell each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.people.model import Intake, Organisation, Platform, RequestChannel
from storage.merging import NAMED
from storage.tables import metadata
from storage.unit_of_work import Store
from tests import builders
from tests.builders import NOW


def test_the_only_organisation_is_made_on_first_use(store: Store) -> None:
    with store.open() as tx:
        first = tx.organisations.first()
        assert tx.organisations.first() == first
        tx.organisations.save(replace(first, name="Acme", locale="hi", timezone="Asia/Kolkata"))
        assert tx.organisations.get(first.id) == Organisation(first.id, "Acme", "hi", "Asia/Kolkata")
        assert len(tx.organisations.all()) == 1


def test_teams_come_in_the_policys_order(store: Store) -> None:
    with store.open() as tx:
        it = builders.team(
            tx, "it", position=2, triage={Platform.SLACK: "C1", Platform.TEAMS: "19:x"}, calendar="office", sla="standard"
        )
        hr = builders.team(tx, "hr", position=1)
        gone = tx.teams.save(replace(builders.team(tx, "old"), active=False), 0)
        assert tx.teams.all(it.org_id) == [hr, it]
        assert tx.teams.get(it.org_id, it.id) == it
        assert tx.teams.by_key(it.org_id, "old") == gone
        assert tx.teams.by_triage_channel(it.org_id, Platform.TEAMS, "19:x") == it
        assert tx.teams.by_triage_channel(it.org_id, Platform.SLACK, "19:x") is None
        assert tx.teams.all(it.org_id + 1) == []


def test_categories_come_in_the_policys_order(store: Store) -> None:
    with store.open() as tx:
        vpn = builders.category(tx, "vpn", keywords=("vpn", "वीपीएन"), priority="high")
        other = tx.categories.save(replace(builders.category(tx, "other"), active=False), 1)
        assert tx.categories.all(vpn.org_id) == [vpn]
        assert tx.categories.get(vpn.org_id, other.id) == other
        assert tx.categories.save(replace(other, id=0, active=True), 1).id == other.id


def test_request_channels_are_replaced_as_a_whole(store: Store) -> None:
    with store.open() as tx:
        team = builders.team(tx)
        channels = [
            RequestChannel(team.org_id, Platform.SLACK, "C2", team.id, Intake.NUDGE),
            RequestChannel(team.org_id, Platform.SLACK, "C1", team.id, Intake.EVERY_MESSAGE),
        ]
        tx.request_channels.replace(team.org_id, channels)
        assert tx.request_channels.all(team.org_id) == channels
        tx.request_channels.replace(team.org_id, channels[:1])
        assert tx.request_channels.find(team.org_id, Platform.SLACK, "C2") == channels[0]
        assert tx.request_channels.find(team.org_id, Platform.SLACK, "C1") is None
        tx.request_channels.replace(team.org_id, [])
        assert tx.request_channels.all(team.org_id) == []


def test_every_policy_is_a_version(store: Store) -> None:
    with store.open() as tx:
        assert tx.policies.current(1) is None
        assert tx.policies.source(1) == ""
        assert tx.policies.save(1, {"version": 1}, "version: 1\n", NOW) == 1
        assert tx.policies.save(1, {"version": 1, "teams": {}}, "# later\n", NOW) == 2
        assert tx.policies.current(1) == (2, {"version": 1, "teams": {}})
        assert tx.policies.source(1) == "# later\n"
        assert tx.policies.current(2) is None


def test_a_lease_has_one_holder_until_it_runs_out(store: Store) -> None:
    minute = timedelta(minutes=1)
    with store.open() as tx:
        lease = tx.operations.lease
        assert lease("sweep", "a", NOW, NOW + minute)
        assert not lease("sweep", "b", NOW, NOW + minute)
        assert lease("sweep", "a", NOW + minute / 2, NOW + 2 * minute)
        assert not lease("sweep", "b", NOW + minute, NOW + 2 * minute)
        assert lease("sweep", "b", NOW + 2 * minute, NOW + 3 * minute)
        assert lease("other", "a", NOW, NOW + minute)


def test_a_finding_is_new_once_until_it_is_resolved(store: Store) -> None:
    with store.open() as tx:
        assert tx.operations.report("slack.token", "token_revoked", NOW)
        assert not tx.operations.report("slack.token", "invalid_auth" * 1000, NOW + timedelta(hours=1))
        [(finding, detail, since)] = tx.operations.findings()
        assert (finding, detail[:12], since) == ("slack.token", "invalid_auth", NOW)
        tx.operations.resolved("slack.token")
        assert tx.operations.findings() == []
        assert tx.operations.report("slack.token", "token_revoked", NOW)


def test_the_last_heartbeat_is_the_newest_of_any_worker(store: Store) -> None:
    with store.open() as tx:
        assert tx.operations.last_beat() is None
        tx.operations.beat("a", NOW, "1")
        tx.operations.beat("b", NOW - timedelta(hours=1), "1")
        tx.operations.beat("a", NOW + timedelta(seconds=5), "1")
        assert tx.operations.last_beat() == NOW + timedelta(seconds=5)


def test_every_column_that_names_a_person_is_known_to_merging() -> None:
    names = {"person_id", "requester_id", "assignee_id", "author_id", "by_id", "ended_by", "viewer_id"}
    found = {
        f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.columns if column.name in names
    }
    assert {str(column) for column in NAMED} == found


def test_the_organisation_leads_every_key_and_index() -> None:
    own = {"organisations", "leases", "heartbeats", "findings"}
    for table in metadata.tables.values():
        if table.name not in own:
            assert table.primary_key.columns.keys()[0] == "org_id", table.name
        for index in table.indexes:
            assert index.columns.keys()[0] == "org_id" or index.name == "ix_workspaces_external"
