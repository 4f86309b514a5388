"""Agents choose people of the other platform, too: as follower, and as who it is for; the desk searches them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

IN_TEAMS, IN_SLACK = "Or somebody in Teams", "Or somebody in Slack"


async def asked(house: House) -> None:
    await house.asha.says(SLACK_HELP, "My VPN is down, please help")
    await house.settle()


async def adds_on_slack(house: House) -> None:
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Add Follower…")


async def adds_on_teams(house: House) -> None:
    await house.tom.presses(house.tom.sees(house.teams_triage)[0], "More…")
    assert await house.tom.submits({"Action": "Add follower…"}) == {}


def heard(who: Any) -> str:
    return "\n".join(message.plain() for message in who.sees())


async def test_an_agent_on_slack_adds_somebody_of_teams_and_the_reverse(both: House) -> None:
    await asked(both)
    await both.tara.writes("hello")
    await both.settle()
    await adds_on_slack(both)
    assert await both.ravi.looks_up(IN_TEAMS, "tar") == ["Tara · Teams · tara@example.test"]
    assert await both.ravi.submits({IN_TEAMS: "Tara"}) == {}
    await both.settle()
    assert "Ravi would like you to follow T-1" in both.tara.sees()[-1].plain()
    await both.bela.dms("hello")
    await both.settle()
    await adds_on_teams(both)
    assert await both.tom.looks_up(IN_SLACK, "BELA@") == ["Bela · Slack · bela@example.test"]
    assert await both.tom.submits({IN_SLACK: "Bela"}) == {}
    await both.settle()
    assert "Tom would like you to follow T-1" in both.bela.sees()[-1].plain()
    both.nothing_was_refused()


async def opens_on_slack(house: House, values: dict[str, str]) -> dict[str, str]:
    await house.ravi.command("/ticket", "new Laptop for the new colleague", SLACK_TRIAGE)
    problems: dict[str, str] = await house.ravi.submits(values)
    await house.settle()
    return problems


async def opens_on_teams(house: House, values: dict[str, str]) -> dict[str, str]:
    await house.tom.writes("new Laptop for the new colleague")
    await house.settle()
    await house.tom.presses(house.tom.sees()[-1], "Open form")
    problems: dict[str, str] = await house.tom.submits(values)
    await house.settle()
    return problems


async def test_who_is_asked_for_on_the_other_platform_is_told_there_and_answers_there(both: House) -> None:
    await both.tara.writes("hello")
    await both.bela.dms("hello")
    await both.settle()
    assert await opens_on_slack(both, {IN_TEAMS: "Tara"}) == {}
    assert "Ravi has opened T-1 for you." in both.tara.sees()[-1].plain()
    assert any("Tara is told, too." in message.plain() for message in both.ravi.sees(SLACK_TRIAGE))
    assert await opens_on_teams(both, {IN_SLACK: "Bela"}) == {}
    assert "Tom has opened T-2 for you." in both.bela.sees()[-1].plain()
    cards = {one.plain().split(" ")[0]: one for one in both.ravi.sees(SLACK_TRIAGE) if "Claim" in one.labels}
    assert "Tara (opened by Ravi)" in cards["T-1"].plain()
    assert "Bela (opened by Tom)" in cards["T-2"].plain()
    await both.ravi.presses(cards["T-1"], "Reply…")
    assert await both.ravi.submits({"Reply": "Which colour?"}) == {}
    await both.settle()
    assert "Which colour?" in both.tara.sees()[-1].plain()
    both.nothing_was_refused()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_message_of_a_channel_for_somebody_of_the_other_platform_is_answered_where_they_are(both: House) -> None:
    await both.tara.writes("hello")
    said = await both.bela.says("C0RANDOM1", "Tara's laptop is broken")
    await both.settle()
    await both.asha.message_shortcut("ticket_from_message", said)
    form = both.asha.modal
    assert form
    assert IN_TEAMS not in form.plain()
    await both.ravi.message_shortcut("ticket_from_message", said)
    assert await both.ravi.submits({IN_TEAMS: "Tara"}) == {}
    await both.settle()
    assert "Ravi has opened T-1 for you." in both.tara.sees()[-1].plain()
    assert both.bela.replies(said) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_only_members_of_the_organisation_are_found_and_each_once(both: House) -> None:
    await asked(both)
    for aad, name, email in (
        ("2b9c6a1e-1111-4222-8333-944455566677", "हरि शर्मा", "hari.s@example.test"),
        ("3b9c6a1e-1111-4222-8333-944455566677", "Tara Guest", "guest@example.test"),
        ("4b9c6a1e-1111-4222-8333-944455566677", "Asha", "asha@example.test"),
    ):
        person = both.teams.person(aad, name=name, email=email, guest="Guest" in name)
        await person.installs()
        await person.writes("hello")
    await both.tara.writes("hello")
    await both.settle()
    await adds_on_slack(both)
    assert await both.ravi.looks_up(IN_TEAMS, "हरि") == ["हरि शर्मा · Teams · hari.s@example.test"]
    assert await both.ravi.looks_up(IN_TEAMS, "TARA") == ["Tara · Teams · tara@example.test"]
    assert await both.ravi.looks_up(IN_TEAMS, "ash") == ["Asha · Slack, Teams · asha@example.test"]
    assert await both.ravi.looks_up(IN_TEAMS, "a%") == []
    assert await both.ravi.looks_up(IN_TEAMS, "bela") == []
    both.nothing_was_refused()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_cannot_be_is_refused_at_its_field_and_may_be_mended(both: House) -> None:
    await asked(both)
    await both.tara.writes("hello")
    await both.bela.dms("hello")
    await both.settle()
    await adds_on_slack(both)
    assert "Please choose somebody" in (await both.ravi.submits({}))["Follower"]
    said = await both.ravi.submits({"Follower": "Bela", IN_TEAMS: "Tara"})
    assert "two people, Bela and Tara" in said[IN_TEAMS]
    await both.ravi.closes()
    assert "two people, Bela and Tara" in (await opens_on_slack(both, {"On behalf of": "Bela", IN_TEAMS: "Tara"}))[IN_TEAMS]
    await adds_on_teams(both)
    said = await both.tom.submits({"Follower": "Tara", IN_SLACK: "Bela"})
    assert "two people, Tara and Bela" in str(said)
    assert both.tom.dialog is not None
    assert both.tom.dialog.values["Follower"] == "Tara"
    assert both.tom.dialog.values[IN_SLACK] == "Bela"
    assert await both.tom.submits({"Follower": ""}) == {}
    await both.settle()
    assert "Tom would like you to follow T-1" in both.bela.sees()[-1].plain()
    await adds_on_teams(both)
    assert "Bela follows T-1 already" in str(await both.tom.submits({IN_SLACK: "Bela"}))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("value", ["9999999", "0", "-1", "9" * 20, "slack:T0SANDBOX/U0ASHA001", "1 OR 1=1", "stranger"])
async def test_a_value_that_was_never_offered_chooses_nobody(both: House, value: str) -> None:
    await asked(both)

    def someone_elsewhere(tx: Any) -> int:
        """Asha is on Slack alone."""
        return int(tx.people.by_identity(tx.organisations.first().id, "slack", "T0SANDBOX", "U0ASHA001").id)

    forged = str(await both.within(someone_elsewhere)) if value == "stranger" else value
    await adds_on_slack(both)
    form = both.ravi.modal
    assert form
    form.view.state["follower_elsewhere"]["search.people"] = {
        "type": "external_select", "selected_option": {"text": {"type": "plain_text", "text": "X"}, "value": forged},
    }  # fmt: skip
    assert "no longer offered" in (await both.ravi.submits({}))[IN_TEAMS]
    assert await both.within(lambda tx: list(tx.followers.of(tx.organisations.first().id, 1))) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_whoever_may_choose_nobody_finds_nobody_even_with_a_request_of_their_own_making(both: House) -> None:
    await both.tara.writes("hello")
    await both.asha.dms("hello")
    await both.settle()
    for who, found in ((both.ravi, 1), (both.asha, 0)):
        typed = {"action_id": "search.people", "block_id": "follower_elsewhere", "value": "tara"}
        answer = await both.slack.delivery.interactive(who._deed("block_suggestion", trigger=False) | typed)
        assert len(answer.json()["options"]) == found
    for person, found in ((both.tom, 1), (both.tara, 0)):
        asked = person._activity(person.chat, "invoke", "f:1") | {
            "name": "application/search", "value": {"queryText": "asha", "dataset": "search.people"},
        }  # fmt: skip
        assert len((await both.teams.delivery.ask(asked))["value"]["results"]) == found
