"""The clock explains itself, and whoever asked is told when to expect an answer: on both platforms, in both languages."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.cli.speaking import visible
from app.tickets.document import shown, ticket_document, ticket_documents
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

OFFICE = """
calendars:
  office: {timezone: Asia/Kolkata, hours: {mon-fri: ["09:30-18:30"]}, holidays: {country: IN, subdivision: KA}}
"""
PROMISES = """
sla:
  standard:
    default: true
    targets:
      high: {first_response: 1h, resolution: 1d}
      normal: {first_response: 4h, resolution: 2d}
      low: {first_response: 1d, resolution: 5d}
"""
REQUEST = "The scanner is broken, can somebody fix it?"
BY = pytest.mark.parametrize("on", ["slack", "teams"])


def india(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of January 2027 in India. The 22nd is a Friday, the 26th, a Tuesday, is Republic Day."""
    return datetime(2027, 1, day, hour, minute, tzinfo=UTC) - timedelta(hours=5, minutes=30)


async def reach(house: House, at: datetime) -> None:
    house.clock.move(at - house.clock())
    await house.tick()


async def promised(house: House, begin: datetime, more: str = OFFICE + PROMISES) -> None:
    house.clock.move(begin - house.clock())
    await house.has_policy(more, team="    calendar: office\n" if "office" in more else "")


async def asked(house: House, on: str) -> Any:
    """T-1, asked by Asha in a Slack channel or by Tara in her chat on Teams; what they see of it."""
    if on == "slack":
        message = await house.asha.says(SLACK_HELP, REQUEST)
        await house.settle()
        return lambda: house.asha.replies(message)
    await house.tara.writes(REQUEST)
    await house.settle()
    return lambda: [message for message in house.tara.sees() if message.by_bot and "T-1" in message.plain()]


def plain(message: Any) -> str:
    return " ".join(message.plain().split())


async def why(house: House, on: str) -> str:
    """What the requester is answered who asks why."""
    if on == "slack":
        return plain(await house.asha.command("/ticket", "why T-1", SLACK_HELP))
    await house.tara.writes("why T-1")
    await house.settle()
    return plain(house.tara.sees()[-1])


async def document(house: House) -> dict[str, Any]:
    def read(tx: Any) -> dict[str, Any]:
        ticket = tx.tickets.get(tx.organisations.first().id, 1)
        one = ticket_document(tx, ticket, full=True)
        (listed,) = ticket_documents(tx, [ticket])
        assert listed["clocks"] == one["clocks"]
        return one

    return await house.within(read)


@BY
async def test_a_friday_evening_across_a_weekend_and_a_holiday(both: House, on: str) -> None:
    await promised(both, india(22, 17, 50))
    await asked(both, on)
    await reach(both, india(25, 9, 40))
    first, _, second = (await why(both, on)).partition("Solution")
    assert "Opened Fri 17:50 IST. Target: 4 hours of working time." in first
    assert "Used 40 minutes until Fri 18:30." in first
    assert "Closed until Mon 09:30: weekend." in first
    assert "Used 10 minutes until now." in first
    assert "Used 50 minutes of 4 hours. Due Mon 12:50 IST (in 3 hours)." in first
    assert "Target: 2 days (18 hours) of working time." in second
    assert "Due Wed 17:50 IST" in second
    await reach(both, india(27, 10, 0))
    assert "Closed until Wed 09:30: Republic Day." in await why(both, on)
    both.nothing_was_refused()


@BY
async def test_a_pause_is_told_and_what_is_left_of_the_promise(both: House, on: str) -> None:
    await promised(both, india(25, 10, 0))
    card = await asked(both, on)
    await reach(both, india(25, 11, 0))
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Wait for requester")
    await both.settle()
    assert "The clock waits for your answer." in plain(card()[0])
    assert "paused, waiting for the requester" in plain(both.ravi.sees(SLACK_TRIAGE)[0])
    assert [clock["state"] for clock in (await document(both))["clocks"]] == ["paused", "paused"]
    await reach(both, india(25, 13, 0))
    told = await why(both, on)
    assert "Paused until now, waiting for you: 2 hours of working time not counted." in told
    assert "Used 1 hour of 4 hours. When it goes on, 3 hours will be left." in told
    assert "waiting for " + ("Asha" if on == "slack" else "Tara") in plain(
        await both.ravi.command("/ticket", "why T-1", SLACK_TRIAGE)
    )


async def test_a_priority_raised_at_half_time_keeps_what_was_used(house: House) -> None:
    await promised(house, india(25, 10, 0))
    await asked(house, "slack")
    await reach(house, india(25, 10, 30))
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Priority…")
    assert await house.ravi.submits({"Priority": "High"}) == {}
    await house.settle()
    told = await why(house, "slack")
    assert "Used 30 minutes until " in told
    assert "priority High, 1 hour of working time promised; what was used still counts." in told
    assert "Used 30 minutes of 1 hour. Due Mon 11:00 IST (in 30 minutes)." in told.partition("Solution")[0]


async def test_the_agents_card_has_its_clocks_and_a_way_to_ask_why(both: House) -> None:
    await promised(both, india(25, 10, 0))
    await asked(both, "slack")
    (card,) = both.ravi.sees(SLACK_TRIAGE)
    assert "First response due" in card.plain()
    assert "Solution due" in card.plain()
    await both.ravi.presses(card, "Why?")
    await both.settle()
    answer = both.ravi.sees(SLACK_TRIAGE)[-1]
    assert answer.ephemeral
    assert "Target: 4 hours of working time." in answer.plain()

    await both.tom.presses(both.tom.sees(both.teams_triage)[0], "More…")
    await both.tom.submits({"Action": "Why?"})
    assert "Target: 4 hours of working time." in plain(both.tom.dialog)

    await reach(both, india(25, 14, 30))
    assert "First response overdue since" in both.ravi.sees(SLACK_TRIAGE)[0].plain()
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Reply…")
    assert await both.ravi.submits({"Reply": "On my way."}) == {}
    await both.settle()
    assert "came too late" in both.ravi.sees(SLACK_TRIAGE)[0].plain()
    assert "First response in time" not in plain(both.ravi.sees(SLACK_TRIAGE)[0])
    told = plain(await both.ravi.command("/ticket", "why T-1", SLACK_TRIAGE))
    assert "too late, it was due Mon 14:00 IST." in told
    both.nothing_was_refused()


@BY
async def test_whoever_asked_is_promised_a_time_and_told_when_it_is_not_kept(both: House, on: str) -> None:
    await promised(both, india(25, 10, 0))
    card = await asked(both, on)
    assert "You should hear from us by" in plain(card()[0])
    await reach(both, india(25, 14, 1))
    assert "We said you would hear from us by" in plain(card()[0])
    broken = [plain(message) for message in card() if "T-1: we said you would hear from us by" in plain(message)]
    assert len(broken) == 1
    assert "Jan 25, 2027 2:00 PM" in broken[0]
    for _ in range(2):
        await both.tick()
    assert len([m for m in card() if "T-1: we said" in plain(m)]) == 1

    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Reply…")
    assert await both.ravi.submits({"Reply": "On my way."}) == {}
    await both.settle()
    assert "It should be solved by" in plain(card()[0])
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Resolve…")
    assert await both.ravi.submits({"What was done?": "Fixed."}) == {}
    await both.settle()
    assert not any("should be solved" in plain(message) for message in card())
    both.nothing_was_refused()


@BY
async def test_a_promise_that_moves_is_told_first_to_whoever_asked(both: House, on: str) -> None:
    await promised(both, india(25, 10, 0))
    card = await asked(both, on)
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Priority…")
    assert await both.ravi.submits({"Priority": "Low"}) == {}
    await both.settle()
    told = [plain(message) for message in card() if "longer than we said" in plain(message)]
    assert len(told) == 1
    assert re.search(r"hear from us by (Wed, )?Jan 27, 2027 10:00 AM, not by (Mon, )?Jan 25, 2027 2:00 PM\.", told[0])
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Priority…")
    assert await both.ravi.submits({"Priority": "High"}) == {}
    await both.settle()
    assert len([message for message in card() if "longer than we said" in plain(message)]) == 1


async def test_a_policy_that_promises_less_is_told_once_and_one_that_promises_nothing_says_so(house: House) -> None:
    await promised(house, india(25, 10, 0))
    card = await asked(house, "slack")
    await house.has_policy(
        OFFICE + PROMISES.replace("normal: {first_response: 4h", "normal: {first_response: 6h"), team="    calendar: office\n"
    )
    await house.passes(timedelta(minutes=1))
    await house.tick()
    told = [plain(message) for message in card() if "longer than we said" in plain(message)]
    assert len(told) == 1
    assert "changed policy, 6 hours of working time promised" in await why(house, "slack")
    await house.has_policy(OFFICE, team="    calendar: office\n")
    await house.passes(timedelta(minutes=1))
    assert len([message for message in card() if "can no longer promise a time" in plain(message)]) == 1
    assert "No promise is being counted" in await why(house, "slack")


async def test_without_promises_nothing_of_this_appears(both: House) -> None:
    card = await asked(both, "slack")
    for seen in (plain(card()[0]), plain(both.ravi.sees(SLACK_TRIAGE)[0])):
        assert "First response" not in seen
        assert "hear from us" not in seen
    assert "Why?" not in card()[0].labels
    assert "No promise is being counted for this ticket." in await why(both, "slack")
    assert (await document(both))["clocks"] == []
    await both.tom.presses(both.tom.sees(both.teams_triage)[0], "More…")
    assert "Why?" not in both.tom.dialog.options("Action")


async def test_a_hindi_reader_is_promised_and_answered_in_hindi(house: House) -> None:
    await promised(house, india(22, 17, 50))
    await house.hira.dms("मेरा वीपीएन नहीं चल रहा है, कृपया मदद करें")
    await house.settle()
    card = house.hira.sees()[-1]
    assert "तक मिल जाना चाहिए" in card.plain()
    await reach(house, india(25, 9, 40))
    answer = plain(await house.hira.command("/ticket", "क्यों T-1", SLACK_HELP))
    assert "खुला: शुक्र 17:50 IST। लक्ष्य: 1 घंटा कार्य समय।" in answer
    assert "सोम 09:30 तक बंद: सप्ताहांत।" in answer
    await reach(house, india(25, 11, 0))
    assert "तक जवाब देने को कहा था" in " ".join(plain(message) for message in house.hira.sees())


async def test_why_is_for_those_who_may_see_the_ticket_and_tells_them_nothing_internal(house: House) -> None:
    await promised(house, india(25, 10, 0))
    await asked(house, "slack")
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Add note…")
    assert await house.ravi.submits({"Note": "Secret-canary"}) == {}
    await reach(house, india(25, 16, 0))
    told = await why(house, "slack")
    assert "Secret-canary" not in told
    assert "level" not in told.lower()
    assert "only they and IT Support" in plain(await house.bela.command("/ticket", "why T-1", SLACK_HELP))
    assert "can't find T-1" in plain(await house.bela.command("/ticket", "why T-1"))
    assert "can't find T-99" in plain(await house.asha.command("/ticket", "why T-99", SLACK_HELP))


async def test_scripts_read_the_clocks(house: House) -> None:
    await promised(house, india(25, 10, 0))
    await asked(house, "slack")
    first, second = (await document(house))["clocks"]
    assert first == {
        "kind": "first_response", "due_at": "2027-01-25T08:30:00Z", "state": "running", "warned_at": None, "breached_at": None,
        "met_at": None,
    }  # fmt: skip
    assert (second["kind"], second["due_at"]) == ("resolution", "2027-01-28T04:30:00Z")
    await reach(house, india(25, 14, 30))
    late = await document(house)
    assert (late["clocks"][0]["state"], late["clocks"][0]["breached_at"]) == ("breached", "2027-01-25T08:30:00Z")
    lines = [line.strip() for line in shown(late, visible)]
    assert any(line.startswith("first_response breached due 2027-01-25T08:30:00Z") for line in lines)
