"""Thanks never reopens; an answer after the end asks; an objection reopens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.stories.crossing import CROSSINGS, Crossing
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

ASKED = "My VPN is down, please help"


async def _resolved(both: House, on: str) -> Crossing:
    crossing = Crossing(both, on, "slack")
    await crossing.asks(ASKED)
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Resolve…")
    assert await both.ravi.submits({"What was done?": "Restarted the gateway."}) == {}
    await both.settle()
    return crossing


@pytest.mark.parametrize(("asker", "helper"), CROSSINGS[:1] + CROSSINGS[2:3])
async def test_thanks_is_carried_and_changes_nothing(both: House, asker: str, helper: str) -> None:
    crossing = await _resolved(both, asker)
    for thanks in ("thanks", "👍", "ठीक है"):
        both.clock.move(timedelta(minutes=3))
        await crossing.says_more(thanks)
    assert (await both.ticket()).status == "resolved"
    lines = crossing.agents_thread("slack")
    assert [any(thanks in line for line in lines) for thanks in ("thanks", "👍", "ठीक है")] == [True, True, True]
    assert "Reopen" not in crossing.everything_heard()


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_an_answer_asks_and_one_click_decides(both: House, on: str) -> None:
    crossing = await _resolved(both, on)
    who: Any = both.asha if on == "slack" else both.tara

    def asked() -> Any:
        seen = who.replies(crossing.asked) if on == "slack" else who.sees()
        return next(message for message in reversed(seen) if "Reopen it?" in message.plain())

    await crossing.says_more("I will be in the Pune office tomorrow")
    await crossing.says_more("Third floor")
    seen = who.replies(crossing.asked) if on == "slack" else who.sees()
    assert sum("Reopen it?" in message.plain() for message in seen) == 1
    await who.presses(asked(), "Reopen")
    await both.settle()
    assert (await both.ticket()).status == "new"

    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Resolve…")
    assert await both.ravi.submits({"What was done?": "Restarted it once more."}) == {}
    both.clock.move(timedelta(minutes=5))
    await both.settle()
    await crossing.says_more("The cable was loose, by the way")
    await who.presses(asked(), "No, it is solved")
    await both.settle()
    ticket = await both.ticket()
    assert (ticket.status, ticket.closed_how) == ("closed", "confirmed")
    assert not any("Reopen it?" in message.plain() for message in both.bela.sees(SLACK_HELP))
    both.nothing_was_refused()


@pytest.mark.parametrize("on", ["slack", "teams"])
@pytest.mark.parametrize("objection", ["still not working", "नहीं हुआ", "why?"])
async def test_an_objection_reopens_by_itself(both: House, on: str, objection: str) -> None:
    crossing = await _resolved(both, on)
    await crossing.says_more(objection)
    assert (await both.ticket()).status == "new"
    assert any(objection in line for line in crossing.agents_thread("slack"))
    assert "Reopen it?" not in crossing.everything_heard()


async def _in_direct(house: House, on: str) -> tuple[Any, Any]:
    who: Any = house.asha if on == "slack" else house.tara
    says = who.dms if on == "slack" else who.writes
    await says(ASKED)
    await house.settle()
    card = house.ravi.sees(SLACK_TRIAGE)[0]
    await house.ravi.presses(card, "Resolve…")
    assert await house.ravi.submits({"What was done?": "Restarted the gateway."}) == {}
    await house.settle()
    house.clock.move(timedelta(minutes=10))
    return who, says


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_in_the_direct_chat_it_belongs_to_what_was_just_resolved(house: House, on: str) -> None:
    who, says = await _in_direct(house, on)
    await says("thanks")
    await house.settle()
    assert (await house.ticket()).status == "resolved"
    assert "You're welcome" in who.sees()[-1].plain()
    assert any("thanks" in message.plain() for message in house.ravi.replies(house.ravi.sees(SLACK_TRIAGE)[0]))
    house.clock.move(timedelta(minutes=3))
    await says("My keyboard is broken, I need a new one please")
    await house.settle()
    assert [ticket.status for ticket in await house.tickets()] == ["resolved", "new"]
    house.clock.move(timedelta(minutes=3))
    await says("the vpn is still not working")
    await house.settle()
    assert [ticket.status for ticket in await house.tickets()] == ["new", "new"]


async def test_an_acknowledgement_does_not_resume_and_an_answer_does(house: House) -> None:
    await house.slack_dm(house.asha, ASKED)
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Wait for requester")
    await house.settle()
    await house.slack_dm(house.asha, "ok, got it")
    assert (await house.ticket()).status == "waiting"
    await house.slack_dm(house.asha, "It says gateway not reachable")
    assert (await house.ticket()).status == "new"


async def test_in_a_direct_chat_the_thread_of_a_card_or_line_says_which(house: House) -> None:
    await house.slack_dm(house.asha, ASKED)
    house.clock.move(timedelta(minutes=5))
    await house.slack_dm(house.asha, "The printer on the second floor is broken, please help")
    first = house.ravi.sees(SLACK_TRIAGE)[0]
    await house.ravi.says(SLACK_TRIAGE, "reply: Which city?", thread=first)
    await house.settle()
    line = next(message for message in house.asha.sees() if "Which city?" in message.plain())
    card = next(message for message in house.asha.sees() if "T-2 ·" in message.plain())
    await house.asha.dms("It is the one next to the kitchen", thread=card)
    await house.asha.dms("I am in Pune", thread=line)
    await house.settle()
    said = [
        await house.within(lambda tx, n=n: [c.text for c in tx.comments.of(tx.organisations.first().id, n, internal=False)])
        for n in (1, 2)
    ]
    assert (said[0][-1], said[1][-1]) == ("I am in Pune", "It is the one next to the kitchen")


async def test_a_stale_question_says_how_things_stand(house: House) -> None:
    asked = await house.asha.says(SLACK_HELP, ASKED)
    await house.settle()
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Resolve…")
    assert await house.ravi.submits({"What was done?": "Restarted the gateway."}) == {}
    await house.settle()
    await house.asha.says(SLACK_HELP, "I will be back tomorrow", thread=asked)
    await house.settle()
    question = next(message for message in house.asha.replies(asked) if "Reopen it?" in message.plain())
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Reopen")
    await house.settle()
    await house.asha.presses(question, "No, it is solved")
    await house.settle()
    assert (await house.ticket()).status == "new"
    assert "already open" in "\n".join(message.plain() for message in house.asha.sees(SLACK_HELP))


def cards_of(both: House, on: str, crossing: Crossing) -> list[Any]:
    below: list[Any] = both.asha.replies(crossing.asked) if on == "slack" else both.tara.replies(crossing.asked)
    return [message for message in below if message.plain().startswith("T-1 ·")]


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_of_several_cards_of_one_request_only_the_newest_can_be_pressed(both: House, on: str) -> None:
    crossing = Crossing(both, on, "slack")
    await crossing.asks("The coffee machine shows error 42, can somebody look at it?")
    (card,) = cards_of(both, on, crossing)
    assert "Withdraw" in " ".join(card.labels)
    await both.ravi.presses(next(one for one in both.ravi.sees(SLACK_TRIAGE) if "T-1 ·" in one.plain()), "Resolve…")
    assert await both.ravi.submits({"What was done?": "Descaled it"}) == {}
    await both.settle()
    old, new = cards_of(both, on, crossing)
    assert "There is a newer card of this request below." in old.plain()
    assert not old.labels
    assert "Solved" in " ".join(new.labels)
    who: Any = both.asha if on == "slack" else both.tara
    await who.presses(new, "Still need help")
    await both.settle()
    assert [bool(one.labels) for one in cards_of(both, on, crossing)] == [False, True]
