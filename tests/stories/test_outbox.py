"""What has to be said is said, once and in order, whatever the platforms do meanwhile."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from integrations.sandbox.faults import Fault
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, TEAMS_TRIAGE, House

REQUEST = "The scanner on floor 3 is broken, can somebody fix it?"
LATER = timedelta(minutes=11)
"""Longer than the longest pause between two tries."""


async def undelivered(house: House) -> dict[str, int]:
    counts = await house.within(lambda tx: tx.deliveries.counts())
    return {state: many for state, many in counts.items() if many and state != "done"}


async def findings(house: House) -> list[str]:
    return [name for name, _, _ in await house.within(lambda tx: tx.operations.findings())]


def cards(house: House) -> list[str]:
    return [m.plain() for m in house.ravi.sees(SLACK_TRIAGE) if "T-1" in m.plain() and m.by_bot and not m.thread]


async def test_a_rate_limit_is_waited_out_as_told_and_only_there(house: House) -> None:
    house.slack.faults.next("chat.postMessage", Fault.rate_limited(40))
    asked = await house.asha.says(SLACK_HELP, REQUEST)
    started = house.clock()
    await house.settle(timedelta(seconds=38))
    assert house.clock() - started < timedelta(seconds=3)
    assert sorted([len(cards(house)), len(house.asha.replies(asked))]) == [0, 1]
    await house.settle(timedelta(seconds=41))
    assert timedelta(seconds=40) <= house.clock() - started < timedelta(seconds=43)
    assert [len(cards(house)), len(house.asha.replies(asked))] == [1, 1]
    assert await undelivered(house) == {}


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Fault.server_error(503), id="503"),
        pytest.param(Fault.server_error(500, after=True), id="500_but_done"),
        pytest.param(Fault.cut_before(), id="cut_before"),
        pytest.param(Fault.cut_after(), id="cut_after"),
    ],
)
async def test_a_bad_answer_of_slack_loses_and_doubles_nothing(house: House, fault: Fault) -> None:
    house.slack.faults.next("chat.postMessage", fault, times=2)
    house.slack.faults.next("conversations.history", Fault.server_error(503))
    house.slack.faults.next("conversations.replies", Fault.cut_before())
    asked = await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle(timedelta(minutes=2))
    assert [len(cards(house)), len(house.asha.replies(asked))] == [1, 1]
    assert await undelivered(house) == {}
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Claim")
    await house.settle()
    assert "Ravi" in cards(house)[0]


async def test_what_may_have_arrived_is_looked_for_even_after_other_troubles(house: House) -> None:
    """It arrived, the answer was lost; then the platform was away, so that nobody could look: it still must not come twice."""
    house.slack.faults.next("chat.postMessage", Fault.cut_after(), times=2)
    for method in ("conversations.history", "conversations.replies"):
        house.slack.faults.next(method, Fault.server_error(503), times=2)
        house.slack.faults.next(method, Fault.rate_limited(20))
    asked = await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle(timedelta(minutes=5))
    assert [len(cards(house)), len(house.asha.replies(asked))] == [1, 1]
    assert await undelivered(house) == {}


@pytest.mark.parametrize(
    "fault", [Fault.rate_limited(9), Fault.server_error(502), Fault.cut_before(), Fault.cut_after()], ids=lambda f: f.kind
)
async def test_a_bad_answer_of_teams_loses_nothing_and_doubles_at_most_once(both: House, fault: Fault) -> None:
    both.teams.faults.next("conversations.create", fault)
    both.teams.faults.next("activities.post", fault)
    await both.tara.writes(REQUEST)
    await both.settle(timedelta(minutes=2))
    for seen in (both.tom.sees(both.teams_triage), both.tara.sees()):
        told = sum("T-1" in m.plain() and m.by_bot for m in seen)
        assert 1 <= told <= (2 if fault.kind == "cut_after" else 1)
    assert await undelivered(both) == {}
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Claim")
    await both.settle()
    assert any("Ravi" in m.plain() for m in both.tom.sees(both.teams_triage))


async def test_a_platform_that_is_away_gets_the_latest_state_only(both: House) -> None:
    asked = await both.asha.says(SLACK_HELP, REQUEST)
    await both.settle()
    both.teams.faults.next("activities.*", Fault.server_error(503), times=10_000)
    for deed in ("Claim", "Wait for requester"):
        await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], deed)
        await both.settle(timedelta(minutes=1))
    await both.asha.says(SLACK_HELP, "It is the one by the window", thread=asked)
    await both.settle(timedelta(minutes=1))
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Priority…")
    assert await both.ravi.submits({"Priority": "Urgent"}) == {}
    await both.settle(timedelta(minutes=1))
    assert "Urgent" in cards(both)[0]  # one platform's trouble is not the other's
    both.teams.faults.clear()
    before = len(both.teams.traffic)
    await both.settle(LATER)
    updates = [e for e in both.teams.traffic[before:] if e.operation == "activities.update"]
    assert len(updates) == 1
    assert "Urgent" in both.tom.sees(both.teams_triage)[0].plain()
    assert any("by the window" in m.plain() for m in both.tom.sees(both.teams_triage))
    assert await undelivered(both) == {}


async def test_a_channel_without_the_bot_is_told_once_and_served_when_it_is_invited(house: House) -> None:
    await house.admin.dms("help")
    await house.settle()
    triage = house.slack.world.places[SLACK_TRIAGE]
    triage.members.discard(house.slack.bot_user)
    for words in (REQUEST, "My lamp is broken, please help"):
        await house.asha.dms(words)
        await house.settle(timedelta(minutes=3))
    assert sum("not_in_channel" in m.plain() for m in house.admin.sees()) == 1
    assert await findings(house) == [f"slack.channel.{SLACK_TRIAGE}"]
    assert "T-1" in " ".join(m.plain() for m in house.asha.sees())
    await house.ravi.invites(SLACK_TRIAGE)
    await house.settle(LATER)
    assert sorted("T-1" in m.plain() for m in house.ravi.sees(SLACK_TRIAGE) if m.by_bot) == [False, True]
    assert await undelivered(house) == {}
    assert await findings(house) == []


async def test_an_archived_channel_is_a_finding_and_everything_comes_when_it_is_back(house: House) -> None:
    await house.asha.dms(REQUEST)
    await house.settle()
    card = house.ravi.sees(SLACK_TRIAGE)[0].snapshot()
    house.slack.world.places[SLACK_TRIAGE].archived = True
    await house.ravi.presses(card, "Claim")
    await house.settle(timedelta(minutes=3))
    assert await findings(house) == [f"slack.channel.{SLACK_TRIAGE}"]
    assert "Ravi is working on it" in house.asha.sees()[-1].plain()
    house.slack.world.places[SLACK_TRIAGE].archived = False
    await house.settle(LATER)
    assert "Ravi" in cards(house)[0]
    assert await findings(house) == []


async def test_a_card_that_somebody_deleted_is_posted_again_once(both: House) -> None:
    await both.asha.says(SLACK_HELP, REQUEST)
    await both.settle()
    both.slack.faults.next("chat.update", Fault.server_error(503))
    both.ravi.sees(SLACK_TRIAGE)[0].posted.deleted = True
    both.teams_triage.posts.clear()
    old = both.asha.sees(SLACK_HELP)[-1]
    assert await both.mina.command("/ticket", "status 1", SLACK_TRIAGE) is not None
    await both.asha.presses(old, "Withdraw")
    await both.settle(LATER)
    (card,) = cards(both)
    assert "Closed" in card
    (there,) = [m for m in both.tom.sees(both.teams_triage) if "T-1" in m.plain()]
    assert there.labels == ["Reopen", "History"]
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[-1], "Reopen")
    await both.settle()
    assert len(cards(both)) == 1
    assert await undelivered(both) == {}


async def test_a_dead_token_holds_everything_and_loses_nothing(house: House) -> None:
    asked = await house.asha.says(SLACK_HELP, REQUEST)
    house.slack.world.revoked = "token_revoked"
    await house.settle(timedelta(minutes=3))
    house.slack.world.revoked = "token_revoked"
    await house.asha.says(SLACK_HELP, "My lamp is broken too, please help")
    await house.settle(timedelta(minutes=3))
    assert len(await house.tickets()) == 2
    assert cards(house) == []
    assert "slack.token" in await findings(house)
    house.slack.world.revoked = ""
    await house.settle(LATER)
    assert len(house.asha.replies(asked)) == 1
    assert len([m for m in house.ravi.sees(SLACK_TRIAGE) if m.by_bot and not m.thread]) == 2
    assert await undelivered(house) == {}
    assert await findings(house) == []


async def test_an_app_that_is_removed_and_installed_again_says_what_it_owed(house: House) -> None:
    await house.slack.uninstalls()
    await house.tara.writes(REQUEST)
    await house.settle(timedelta(minutes=3))
    assert "T-1" in house.tara.sees()[-1].plain()
    assert cards(house) == []
    house.slack.world.revoked = ""
    house.clock.move(timedelta(minutes=2))
    await house.asha.says("C0RANDOM1", "hello")
    await house.settle(LATER)
    assert len(cards(house)) == 1
    assert await undelivered(house) == {}


async def test_a_platform_that_was_never_met_gets_what_was_said_meanwhile(database_url: str, clock: Any, tmp_path: Path) -> None:
    house = House(database_url, clock, tmp_path)
    await house.start(slack_away="account_inactive")
    await house.tara.writes(REQUEST)
    await house.settle(timedelta(minutes=3))
    assert (await house.ticket()).is_open
    house.slack.world.revoked = ""
    house.clock.move(timedelta(minutes=2))
    await house.asha.says("C0RANDOM1", "hello")
    await house.settle(timedelta(seconds=1))
    assert len(cards(house)) == 1
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[-1], "Claim")
    await house.settle()
    (card,) = cards(house)
    assert "Ravi" in card
    assert await undelivered(house) == {}
    await house.stop()


async def test_whoever_is_not_in_the_channel_is_answered_in_their_own_chat(house: House) -> None:
    asked = await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    card = house.bela.replies(asked)[0].snapshot()
    await house.bela.presses(card, "Withdraw")
    house.slack.world.places[SLACK_HELP].members.discard("U0BELA001")
    await house.settle()
    assert "T-1 is a request of Asha: only they" in house.bela.sees()[-1].plain()
    assert (await house.ticket()).is_open


async def test_somebody_without_a_chat_never_fails_the_ticket(both: House) -> None:
    await both.tara.writes(REQUEST)
    await both.tara.uninstalls()
    await both.settle(timedelta(minutes=5))
    assert len(cards(both)) == 1
    assert "T-1" in both.tom.sees(both.teams_triage)[0].plain()
    await both.tara.installs()
    await both.settle(LATER)
    assert any("T-1" in m.plain() for m in both.tara.sees())
    assert await undelivered(both) == {}


async def test_a_team_that_removed_the_bot_waits_until_it_is_back(both: House) -> None:
    await both.tom.removes_bot(both.teams_triage)
    await both.asha.says(SLACK_HELP, REQUEST)
    await both.settle(timedelta(minutes=3))
    assert f"teams.channel.{TEAMS_TRIAGE}" in await findings(both)
    assert len(cards(both)) == 1
    await both.tom.adds_bot(both.teams_triage)
    await both.settle(LATER)
    assert sum("T-1" in m.plain() for m in both.tom.sees(both.teams_triage)) == 1
    assert await undelivered(both) == {}


async def test_slack_gets_no_more_than_it_takes(house: House) -> None:
    house.slack.rates.limit(per_second=1, burst=1)
    for number in range(6):
        await house.asha.says(SLACK_HELP, f"Monitor {number} is broken, please help")
    await house.settle(timedelta(minutes=5))
    house.nothing_was_refused()
    shown = [m.plain() for m in house.ravi.sees(SLACK_TRIAGE) if m.by_bot and not m.thread]
    assert [f"T-{number}" in text for number, text in enumerate(shown, 1)] == [True] * 6  # and in the order they were raised


async def test_replies_arrive_in_the_order_in_which_they_were_written(house: House) -> None:
    asked = await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    house.slack.faults.next("chat.postMessage", Fault.server_error(503), times=2)
    for words in ("First look", "Second thought", "Third try"):
        await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Reply…")
        assert await house.ravi.submits({"Reply": words}) == {}
    await house.settle(timedelta(minutes=2))
    said = " ".join(m.plain() for m in house.asha.replies(asked))
    assert said.index("First look") < said.index("Second thought") < said.index("Third try")
    assert said.count("Second thought") == 1


async def test_a_refused_card_arrives_as_a_sentence(both: House) -> None:
    both.teams.faults.next("conversations.create", Fault.refused("BadSyntax", 400))
    both.slack.faults.next("chat.postMessage", Fault.refused("invalid_blocks"))
    await both.tara.writes(REQUEST)
    await both.settle()
    assert "T-1" in both.tom.sees(both.teams_triage)[0].plain()
    assert "T-1" in both.ravi.sees(SLACK_TRIAGE)[0].plain()
    assert await undelivered(both) == {}


async def test_a_bug_while_sending_stops_neither_the_lane_nor_the_others(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = house.serving.program.slack.channel
    post, calls = channel.post, []

    async def broken(workspace, destination, card, marker, maybe_there):
        calls.append(marker)
        if "T-1" in card.title:
            raise KeyError("nobody thought of that")
        return await post(workspace, destination, card, marker, maybe_there)

    monkeypatch.setattr(channel, "post", broken)
    await house.asha.says(SLACK_HELP, REQUEST)
    await house.bela.says(SLACK_HELP, "My lamp is broken, please help")
    await house.settle(timedelta(hours=1))
    assert "T-2" in house.ravi.sees(SLACK_TRIAGE)[0].plain()
    assert await undelivered(house) == {"dead": 2}
    assert await findings(house) == ["slack.failed"]
    assert len(calls) < 30
