"""A policy comes into force as a whole, says beforehand what it will change, and changes nothing the second time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.errors import ConfigurationError
from app.people.model import Identity, Intake, Platform, Profile, RequestChannel, Role
from app.policy.changes import NOTHING, admins, apply, current, export, plan, schema
from app.policy.document import BUILT_IN
from app.policy.reading import read
from app.ports import Tx
from app.tickets.model import Priority
from storage.engine import connect
from storage.unit_of_work import Store
from tests import builders
from tests.app.policy.test_reading import EXAMPLE
from tests.builders import NOW

FIRST = """\
version: 1
defaults: {team: it, timezone: Asia/Kolkata}
teams:
  it: {name: IT Support, agents: ["slack:U1"], triage: {slack: C0TRIAGE1}}
  hr: {name: People}
categories:
  vpn: {name: VPN, team: it, priority: normal, keywords: [vpn]}
  pay: {name: Pay, team: hr}
channels:
  - {slack: C0HELP001, team: it, intake: every_message}
  - {teams: "19:x@thread.tacv2"}
"""


def put(tx: Tx, text: str) -> list[str]:
    return apply(tx, builders.organisation(tx).id, read(text), text, NOW)


def version(tx: Tx) -> int:
    stored = tx.policies.current(1)
    return stored[0] if stored else 0


def members(tx: Tx, key: str) -> dict[str, Role]:
    team = tx.teams.by_key(1, key)
    assert team is not None
    return {person.name: role for person, role in tx.teams.members(1, team.id)}


def test_the_example_is_applied_once_and_read_back(store: Store) -> None:
    with store.open() as tx:
        assert put(tx, EXAMPLE)[:5] == [
            "~ defaults: team help -> it, timezone UTC -> Asia/Kolkata",
            "+ auto_close",
            "+ reminders",
            "+ calendar office",
            "+ calendar always",
        ]
    with store.open() as tx:
        assert current(tx, 1) == read(EXAMPLE)
        assert put(tx, EXAMPLE) == [NOTHING]
        assert plan(tx, 1, read(EXAMPLE)) == [NOTHING]
        assert version(tx) == 1


def test_everything_that_was_written_is_there(store: Store) -> None:
    with store.open() as tx:
        put(tx, FIRST)
    with store.open() as tx:
        organisation = tx.organisations.get(1)
        assert (organisation.locale, organisation.timezone) == ("en", "Asia/Kolkata")
        it, hr = tx.teams.all(1)
        assert (it.key, it.name, it.triage, hr.key, hr.name) == (
            "it",
            "IT Support",
            {Platform.SLACK: "C0TRIAGE1"},
            "hr",
            "People",
        )
        vpn, pay = tx.categories.all(1)
        assert (vpn.name, vpn.team_id, vpn.priority, vpn.keywords) == ("VPN", it.id, Priority.NORMAL, ("vpn",))
        assert (pay.team_id, pay.priority) == (hr.id, "")
        assert list(tx.request_channels.all(1)) == [
            RequestChannel(1, Platform.SLACK, "C0HELP001", it.id, Intake.EVERY_MESSAGE),
            RequestChannel(1, Platform.TEAMS, "19:x@thread.tacv2", it.id, Intake.ON_REQUEST),
        ]


def test_a_fresh_installation_has_one_team_and_works(store: Store) -> None:
    with store.open() as tx:
        org = builders.organisation(tx)
        assert current(tx, org.id) == BUILT_IN
        apply(tx, org.id, BUILT_IN, "", NOW)
        assert [(team.key, team.name, team.triage) for team in tx.teams.all(org.id)] == [("help", "Help desk", {})]
        assert read(export(tx, org.id)) == BUILT_IN


def test_the_first_policy_replaces_the_built_in_team(store: Store) -> None:
    with store.open() as tx:
        apply(tx, builders.organisation(tx).id, BUILT_IN, "", NOW)
        assert "- team help" in put(tx, FIRST)
        assert [team.key for team in tx.teams.all(1)] == ["it", "hr"]


def test_the_built_in_policy_can_be_made_ones_own(store: Store) -> None:
    with store.open() as tx:
        builders.organisation(tx)
        text = export(tx, 1)
        assert plan(tx, 1, read(text)) == ["+ policy: the same as the built-in one"]
        put(tx, text)
        assert [team.key for team in tx.teams.all(1)] == ["help"]
        assert put(tx, text) == [NOTHING]


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("priority: normal", "priority: high", ["~ category vpn: priority normal -> high"]),
        ("priority: normal, ", "", ["~ category vpn: priority normal -> none"]),
        ("keywords: [vpn]", "keywords: [tunnel]", ["~ category vpn: keywords +tunnel -vpn"]),
        ('"slack:U1"', '"slack:U1", "slack:U2"', ["~ team it: agents +slack:U2"]),
        ("name: IT Support", "name: IT", ["~ team it: name IT Support -> IT"]),
        ("C0TRIAGE1", "C0TRIAGE2", ["~ team it: triage.slack C0TRIAGE1 -> C0TRIAGE2"]),
        ("slack: C0HELP001", "slack: C0HELP002", ["+ channel slack C0HELP002", "- channel slack C0HELP001"]),
        ("intake: every_message", "intake: nudge", ["~ channel slack C0HELP001: intake every_message -> nudge"]),
        ("  pay: {name: Pay, team: hr}\n", "", ["- category pay"]),
        ("channels:", "auto_close: {after: 3d}\nchannels:", ["+ auto_close"]),
        ("channels:", "escalation: {it: [{at: breach, channel: true}]}\nchannels:", ["+ escalation it"]),
        ("channels:", "# a comment\nchannels:", ["~ policy: comments, layout or order"]),
        ("timezone: Asia/Kolkata", "timezone: UTC", ["~ defaults: timezone Asia/Kolkata -> UTC"]),
        ("version: 1", "version: 1\npeople: {link_by_email: false}", ["~ people: link_by_email true -> false"]),
    ],
)
def test_a_change_is_said_in_one_line_and_made_once(sqlite_url: str, was: str, becomes: str, says: list[str]) -> None:
    store = Store(connect(sqlite_url))
    assert was in FIRST
    text = FIRST.replace(was, becomes, 1)
    with store.open() as tx:
        put(tx, FIRST)
        assert put(tx, text) == says
        assert put(tx, text) == [NOTHING]
        assert version(tx) == 2
        assert current(tx, 1) == read(text)
    store.close()


def test_levels_and_targets_are_named_by_where_they_stand(store: Store) -> None:
    with store.open() as tx:
        put(tx, EXAMPLE)
        text = EXAMPLE.replace("{after: 4h, notify: [managers]", "{after: 6h, notify: [managers, leads]")
        text = text.replace("resolution: 3d", "resolution: 2d")
        assert put(tx, text) == [
            "~ SLA policy standard: targets.normal.resolution 3d -> 2d",
            "~ escalation it: 4.after 4h -> 6h, 4.notify +leads",
        ]


def test_a_plan_changes_nothing(store: Store) -> None:
    with store.open() as tx:
        builders.organisation(tx)
        assert "+ team it" in plan(tx, 1, read(FIRST))
        assert not tx.teams.all(1)
        assert version(tx) == 0


def test_people_are_found_or_made_by_three_kinds_of_reference(store: Store) -> None:
    agents = '["slack:U1", "slack:T2/U2", "teams:7C9E6679-AAD", "Mina@example.test"]'
    text = f'version: 1\nteams: {{it: {{agents: {agents}, leads: ["slack:U9"]}}}}'
    with store.open() as tx:
        builders.workspace(tx, Platform.SLACK, "T1")
        builders.person(tx, "Ravi", platform=Platform.SLACK, workspace="T1", user="U1")
        builders.person(tx, "Mina", email="mina@example.test")
        put(tx, text)
        assert members(tx, "it") == {
            "Ravi": Role.AGENT,
            "slack:T2/U2": Role.AGENT,
            "teams:7C9E6679-AAD": Role.AGENT,
            "Mina": Role.AGENT,
            "slack:U9": Role.LEAD,
        }
    with store.open() as tx:
        two = tx.people.by_identity(1, Platform.SLACK, "T2", "U2")
        aad = tx.people.by_identity(1, Platform.TEAMS, "TENANT", "7c9e6679-aad")
        nine = tx.people.by_identity(1, Platform.SLACK, "T1", "U9")
        assert two is not None
        assert aad is not None
        assert nine is not None
        assert two.name == "slack:T2/U2"
        assert [str(identity) for identity in aad.identities] == ["teams:7c9e6679-aad"]


def test_who_is_named_before_they_are_seen_is_the_same_person_afterwards(store: Store) -> None:
    text = 'version: 1\nteams: {it: {agents: ["slack:U1", "new@example.test"]}}'
    with store.open() as tx:
        builders.workspace(tx, Platform.SLACK, "T1")
        put(tx, text)
        unseen = tx.people.by_identity(1, Platform.SLACK, "T1", "U1")
        assert unseen is not None
        tx.people.add_identity(Identity(1, unseen.id, Platform.SLACK, "T1", "U1", "Ravi"))
        put(tx, text.replace("it:", "it2:"))
        assert len(members(tx, "it2")) == 2
        team = tx.teams.by_key(1, "it2")
        assert team is not None
        assert unseen.id in {person.id for person, _ in tx.teams.members(1, team.id)}
        mina = tx.people.by_email(1, "NEW@example.test")
        assert mina is not None
        assert mina.name == "new@example.test"


def test_one_person_may_be_agent_and_lead(store: Store) -> None:
    with store.open() as tx:
        put(tx, 'version: 1\nteams: {it: {agents: ["slack:U1"], leads: ["slack:U1"]}}')
        assert members(tx, "it") == {"slack:U1": Role.LEAD}


def test_a_renamed_team_is_the_same_team(store: Store) -> None:
    with store.open() as tx:
        put(tx, FIRST)
        before = tx.teams.by_key(1, "it")
        put(tx, FIRST.replace("IT Support", "Service desk"))
        after = tx.teams.by_key(1, "it")
        assert before is not None
        assert after is not None
        assert (after.id, after.name) == (before.id, "Service desk")


def test_a_category_that_moves_to_another_team_keeps_its_id(store: Store) -> None:
    with store.open() as tx:
        put(tx, FIRST)
        before = tx.categories.all(1)[0]
        assert put(tx, FIRST.replace("name: VPN, team: it", "name: VPN, team: hr")) == ["~ category vpn: team it -> hr"]
        after = tx.categories.all(1)[0]
        hr = tx.teams.by_key(1, "hr")
        assert hr is not None
        assert (after.id, after.team_id) == (before.id, hr.id)


def test_what_is_no_longer_named_goes_and_comes_back_as_itself(store: Store) -> None:
    without = "version: 1\ndefaults: {team: it}\nteams: {it: {}}\n"
    with store.open() as tx:
        put(tx, FIRST.replace("name: People", 'name: People, agents: ["slack:U5"]'))
        hr, pay = tx.teams.all(1)[1], tx.categories.all(1)[1]
        lines = put(tx, without)
        assert {"- team hr", "- category vpn", "- category pay", "- channel slack C0HELP001"} <= set(lines)
        assert [team.key for team in tx.teams.all(1)] == ["it"]
        assert list(tx.categories.all(1)) == []
        assert list(tx.request_channels.all(1)) == []
        assert not tx.teams.get(1, hr.id).active
        assert not tx.categories.get(1, pay.id).active
        gone = tx.people.by_identity(1, Platform.SLACK, "", "U5")
        assert gone is not None
        assert not gone.is_agent
    with store.open() as tx:
        put(tx, FIRST)
        assert (tx.teams.all(1)[1].id, tx.categories.all(1)[1].id) == (hr.id, pay.id)


def test_a_team_that_goes_says_how_many_tickets_it_leaves(store: Store) -> None:
    with store.open() as tx:
        put(tx, FIRST)
        builders.ticket(tx, of=tx.teams.by_key(1, "hr"))
        after = read("version: 1\ndefaults: {team: it}\nteams: {it: {name: IT Support}}\n")
        assert "- team hr (1 open tickets stay in it: move them first)" in plan(tx, 1, after)


def test_the_order_of_the_file_is_the_order_of_the_desk(store: Store) -> None:
    with store.open() as tx:
        put(tx, "version: 1\ndefaults: {team: it}\nteams: {it: {}, hr: {}}")
        assert put(tx, "version: 1\ndefaults: {team: it}\nteams: {hr: {}, it: {}}") == ["~ policy: comments, layout or order"]
        assert [team.key for team in tx.teams.all(1)] == ["hr", "it"]


def test_export_gives_the_file_back_comments_and_all(store: Store) -> None:
    with store.open() as tx:
        put(tx, EXAMPLE)
        assert export(tx, 1) == EXAMPLE


def test_export_of_a_document_that_was_changed_elsewhere_is_a_file_that_says_the_same(store: Store) -> None:
    with store.open() as tx:
        put(tx, EXAMPLE)
        changed = read(EXAMPLE.replace("IT Support", "Service desk #1"))
        apply(tx, 1, changed, EXAMPLE, NOW)
        text = export(tx, 1)
        assert text != EXAMPLE
        assert read(text) == changed
        assert current(tx, 1) == changed


def test_a_stored_policy_that_cannot_be_read_any_more_is_replaced(store: Store) -> None:
    with store.open() as tx:
        builders.organisation(tx)
        tx.policies.save(1, {"version": 1, "invented": True}, "", NOW)
        with pytest.raises(ConfigurationError, match="stored policy"):
            current(tx, 1)
        assert put(tx, FIRST) == ["~ policy: the stored one cannot be read any more and is replaced"]
        assert current(tx, 1) == read(FIRST)


def test_admins_are_named_like_everybody_else(store: Store) -> None:
    with store.open() as tx:
        builders.workspace(tx, Platform.SLACK, "T1")
        boss = builders.person(tx, "Boss", user="U0BOSS")
        found = admins(tx, 1, ["slack:U0BOSS", " ops@example.test ", ""], NOW)
        assert found[0].id == boss.id
        assert len(admins(tx, 1, ["slack:U0BOSS", "ops@example.test"], NOW + timedelta(days=1))) == 2
        assert tx.people.get(1, boss.id).admin
        ops = tx.people.by_email(1, "ops@example.test")
        assert ops is not None
        assert ops.admin
        with pytest.raises(ConfigurationError, match='SAHAYAK_ADMINS: "boss" names nobody'):
            admins(tx, 1, ["boss"], NOW)


def test_who_was_seen_by_address_is_found_by_it(store: Store) -> None:
    with store.open() as tx:
        builders.organisation(tx)
        asha = tx.people.add(1, "Asha", Profile(name="Asha", email="Asha@Example.test"), NOW)
        put(tx, 'version: 1\nteams: {it: {agents: ["asha@example.TEST"]}}')
        assert members(tx, "it") == {"Asha": Role.AGENT}
        assert tx.people.get(1, asha.id).is_agent


def test_the_schema_is_a_document_of_its_own() -> None:
    assert schema()["title"] == "policy.yaml"
