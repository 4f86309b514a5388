"""Tickets find somebody by themselves, in turn and within working hours; and where nobody can take one, the leads hear why."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from app.policy import changes
from app.policy.reading import read
from jobs.assigning import assign_waiting
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, TOM, House

POLICY = """
version: 1
defaults: {{team: it, locale: en, timezone: Asia/Kolkata}}
calendars:
  office: {{timezone: Asia/Kolkata, hours: {{mon-fri: ["09:30-18:30"]}}}}
teams:
  it:
    name: IT Support
    agents: ["slack:U0RAVI001", "slack:U0MINA001"{tom}]
    leads: [{leads}]
    triage: {{slack: C0TRIAGE1, teams: "19:triage@thread.tacv2"}}
    calendar: office
    assign: {assign}
    {capacity}
  hr:
    name: People
    agents: ["slack:U0HARI001"]
    triage: {{slack: C0HRTRIA1}}
    assign: least_busy
channels:
  - {{slack: C0HELP001, team: it, intake: every_message}}
  - {{teams: "19:asks@thread.tacv2", team: it, intake: every_message}}
"""

ALL_OF_IT = ("Ravi", "Mina", "Tom")


async def rules(
    house: House,
    assign: str = "round_robin",
    *,
    capacity: int = 0,
    tom: bool = True,
    leads: str = '"slack:U0LENA001"',
    more: str = "",
) -> None:
    """Put a policy in force. It is Monday 15:30 in India when a story begins: the office is open until 18:30."""
    text = more + POLICY.format(
        assign=assign, capacity=f"capacity: {capacity}" if capacity else "", tom=f', "teams:{TOM}"' if tom else "", leads=leads
    )
    at = house.clock()
    await house.within(lambda tx: changes.apply(tx, tx.organisations.first().id, read(text), text, at))


async def work(house: House, *, after: timedelta = timedelta()) -> None:
    """Time passes, and the worker looks for what is due."""
    await house.passes(after)


async def asks(house: House, *requests: str) -> None:
    for request in requests:
        await house.asha.says(SLACK_HELP, request)
        house.clock.move(timedelta(minutes=3))
    await house.settle()


async def holder(house: House, number: int = 1) -> str:
    def name(tx: Any) -> str:
        org = tx.organisations.first().id
        ticket = tx.tickets.get(org, number)
        return tx.people.get(org, ticket.assignee_id).name if ticket.assignee_id else ""

    return await house.within(name)


async def events(house: House, number: int = 1) -> list[str]:
    return [line.event for line in await house.within(lambda tx: tx.tickets.history(tx.organisations.first().id, number))]


async def leaves(house: House, name: str) -> None:
    """Their platform says that the account is deactivated."""

    def leave(tx: Any) -> None:
        org = tx.organisations.first().id
        for agent in tx.teams.holding(org, tx.teams.by_key(org, "it").id, "agent"):
            agent.active = agent.active and agent.name != name
            tx.people.save(agent, house.clock())

    await house.within(leave)


def printer(number: int) -> str:
    return f"Printer number {number} is broken, can you help?"


async def test_a_new_ticket_has_somebody_at_once_and_they_are_told(both: House) -> None:
    await rules(both)
    await asks(both, "My VPN is down, can you help?")
    assert await holder(both) == "Ravi"
    assert "Ravi" in both.ravi.sees(SLACK_TRIAGE)[0].plain()
    assert "Ravi" in both.tom.sees(both.teams_triage)[0].plain()
    assert "Claim" not in both.ravi.sees(SLACK_TRIAGE)[0].labels
    assert "T-1 was assigned to you by Sahayak" in both.ravi.sees()[-1].plain()
    history = await both.within(lambda tx: tx.tickets.history(tx.organisations.first().id, 1))
    assigned = next(line for line in history if line.event == "ticket.assigned")
    assert (assigned.by_id, assigned.changes["reason"]) == (None, "round_robin")
    both.nothing_was_refused()


async def test_tickets_go_round_in_turn_on_both_platforms(both: House) -> None:
    await rules(both)
    await asks(both, *(printer(n) for n in range(6)))
    holders = [await holder(both, number) for number in range(1, 7)]
    assert Counter(holders) == dict.fromkeys(ALL_OF_IT, 2)
    assert holders[:3] == holders[3:]
    (told,) = [card.plain() for card in both.tom.sees() if "assigned to you" in card.plain()]
    assert told.count("assigned to you") == 2
    both.nothing_was_refused()


async def test_the_least_busy_agent_gets_the_next_one(both: House) -> None:
    await rules(both, "least_busy", tom=False)
    await asks(both, printer(1), printer(2))
    assert {await holder(both, 1), await holder(both, 2)} == {"Ravi", "Mina"}
    card = next(card for card in both.ravi.sees(SLACK_TRIAGE) if "T-2" in card.plain())
    await both.ravi.presses(card, "Resolve…")
    assert await both.ravi.submits({"What was done?": "New cable."}) == {}
    await asks(both, printer(3))
    assert await holder(both, 3) == await holder(both, 2)


async def test_nobody_is_given_more_than_the_capacity_and_the_leads_are_told_why(both: House) -> None:
    await rules(both, capacity=1, tom=False)
    await asks(both, printer(1), printer(2), "My VPN is down, can you help?")
    assert await holder(both, 3) == ""
    told = both.lena.sees()[-1]
    assert "Nobody in IT Support can take T-3 now: My VPN is down, can you help?" in told.plain()
    assert "Ravi can take no more (1 of 1 tickets)" in told.plain()
    assert "Mina can take no more (1 of 1 tickets)" in told.plain()
    assert (await events(both, 3)).count("ticket.nobody_available") == 1
    assert "Claim" in [message for message in both.ravi.sees(SLACK_TRIAGE) if "T-3 ·" in message.plain()][-1].labels

    await both.lena.presses(told, "Assign…")
    assert await both.lena.submits({"Assignee": "Mina"}) == {}
    await both.settle()
    assert await holder(both, 3) == "Mina"
    both.nothing_was_refused()


async def test_a_ticket_that_nobody_could_take_goes_to_the_first_who_can(both: House) -> None:
    await rules(both, capacity=1, tom=False)
    await asks(both, printer(1), printer(2), printer(3))
    heard = len(both.lena.sees())
    await work(both, after=timedelta(minutes=6))
    await work(both, after=timedelta(minutes=6))
    assert await holder(both, 3) == ""
    assert len(both.lena.sees()) == heard, "they are told once"
    card = next(card for card in both.ravi.sees(SLACK_TRIAGE) if "T-1" in card.plain())
    await both.ravi.presses(card, "Resolve…")
    assert await both.ravi.submits({"What was done?": "New cable."}) == {}
    await work(both, after=timedelta(minutes=6))
    assert await holder(both, 3) == await holder(both, 1)


async def test_who_is_away_gets_nothing_until_they_are_back(both: House) -> None:
    await rules(both, tom=False)
    answer = await both.ravi.command("/ticket", "away until tomorrow", SLACK_HELP)
    assert "You are away until Nov 24, 2026, 12:00 AM" in answer.plain()
    await asks(both, printer(1), printer(2))
    assert [await holder(both, number) for number in (1, 2)] == ["Mina", "Mina"]
    assert "Welcome back" in (await both.ravi.command("/ticket", "back", SLACK_HELP)).plain()
    assert "You are not away" in (await both.ravi.command("/ticket", "back", SLACK_HELP)).plain()
    await asks(both, printer(3))
    assert await holder(both, 3) == "Ravi"


async def test_away_and_back_on_teams_and_tickets_that_one_has_stay(both: House) -> None:
    await rules(both)
    await asks(both, *(printer(n) for n in range(3)))
    await both.tom.writes("Away until 2026-12-01")
    await both.settle()
    told = both.tom.sees()[-1].plain()
    assert "You are away until Nov 30, 2026, 6:30 PM UTC" in told or "You are away until Dec 1, 2026" in told
    assert "You keep your 1 open ticket." in told
    await asks(both, *(printer(n) for n in range(3, 6)))
    assert [await holder(both, n) for n in range(1, 7)].count("Tom") == 1
    await both.tom.writes("back")
    await both.settle()
    assert "Welcome back" in both.tom.sees()[-1].plain()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("away until bananas", "I don't understand this time"),
        ("away bananas", "I don't understand this time"),
        ("away until 2026-02-30", "I don't understand this time"),
        ("away until 2026-11-01", "That time has passed"),
        ("away until 09:00", "That time has passed"),
        ("away until 2031-01-01", "more than a year ahead"),
        ("away 99w", "more than a year ahead"),
        ("away until further notice", "until further notice"),
    ],
)
async def test_a_time_that_cannot_be_meant_gets_a_clear_sentence(both: House, typed: str, said: str) -> None:
    assert said in (await both.ravi.command("/ticket", typed, SLACK_HELP)).plain()
    await both.tom.writes(typed if "away bananas" not in typed else "away: bananas")
    await both.settle()
    assert said in both.tom.sees()[-1].plain()


async def test_all_of_it_in_hindi(both: House) -> None:
    await rules(both, tom=False)
    for who in (both.mina, both.lena, both.ravi):
        await who.command("/ticket", "भाषा हिंदी", SLACK_HELP)
    assert "तक छुट्टी पर हैं: नए टिकट दूसरों को मिलेंगे" in (await both.mina.command("/ticket", "छुट्टी सोमवार तक", SLACK_HELP)).plain()
    assert "30 नव॰ 2026, 12:00 am" in (await both.mina.command("/ticket", "सोमवार तक छुट्टी", SLACK_HELP)).plain()
    assert "यह समय समझ में नहीं आया" in (await both.ravi.command("/ticket", "छुट्टी केला", SLACK_HELP)).plain()
    assert "अगली सूचना तक छुट्टी" in (await both.ravi.command("/ticket", "छुट्टी अगली सूचना तक", SLACK_HELP)).plain()
    await asks(both, "My VPN is down, can you help?")
    told = both.lena.sees()[-1].plain()
    assert "IT Support में अभी कोई T-1 नहीं ले सकता" in told
    assert "Ravi अगली सूचना तक छुट्टी पर हैं" in told
    duty = (await both.lena.command("/ticket", "ड्यूटी", SLACK_HELP)).plain()
    assert "कोई उपलब्ध नहीं है" in duty
    assert "अगले सात दिनों में इस समय कोई नहीं रहेगा" in duty
    assert "आपका फिर से स्वागत है" in (await both.ravi.command("/ticket", "वापस", SLACK_HELP)).plain()


async def test_a_ticket_of_the_night_finds_somebody_when_the_hours_begin(both: House) -> None:
    await rules(both)
    both.clock.move(timedelta(hours=6))
    await asks(both, printer(1))
    await work(both, after=timedelta(hours=3))
    assert await holder(both) == ""
    assert "nobody_available" not in " ".join(await events(both))
    await work(both, after=timedelta(hours=10))
    assert await holder(both) in ALL_OF_IT
    await work(both)
    assert (await events(both)).count("ticket.assigned") == 1


async def test_many_tickets_of_the_night_and_nobody_there_are_one_message(both: House) -> None:
    await rules(both, tom=False)
    both.clock.move(timedelta(hours=6))
    await asks(both, printer(1), printer(2), "The outage is total, can you help?")
    for who in (both.ravi, both.mina):
        await who.command("/ticket", "away 3d", SLACK_HELP)
    heard = len(both.lena.sees())
    await work(both, after=timedelta(hours=13))
    await work(both, after=timedelta(hours=1))
    (told,) = both.lena.sees()[heard:]
    assert "2 more tickets wait for the same reason" in told.plain()
    await both.mina.command("/ticket", "back", SLACK_HELP)
    await work(both)
    assert [await holder(both, number) for number in (1, 2, 3)] == ["Mina"] * 3


async def test_who_was_switched_off_is_never_picked_and_the_lead_is_told(both: House) -> None:
    await rules(both, tom=False)
    await leaves(both, "Ravi")
    await asks(both, printer(1), printer(2))
    assert [await holder(both, number) for number in (1, 2)] == ["Mina", "Mina"]
    await both.mina.command("/ticket", "away until further notice", SLACK_HELP)
    await asks(both, printer(3))
    assert "Ravi: the account is deactivated" in both.lena.sees()[-1].plain()


async def test_without_a_lead_the_triage_thread_hears_of_it(both: House) -> None:
    await rules(both, tom=False, leads="")
    for who in (both.ravi, both.mina):
        await who.command("/ticket", "away until further notice", SLACK_HELP)
    await asks(both, printer(1))
    thread = both.ravi.replies(both.ravi.sees(SLACK_TRIAGE)[0])
    assert "Ravi is away until further notice" in thread[-1].plain()
    assert any("Nobody in IT Support can take T-1" in card.plain() for card in both.tom.sees(both.teams_triage))


async def test_a_moved_and_a_reopened_ticket_find_somebody_too(both: House) -> None:
    await rules(both)
    await asks(both, printer(1))
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Move…")
    assert await both.ravi.submits({"Team": "People"}) == {}
    await both.settle()
    assert await holder(both) == "Hari"
    await both.hari.presses(both.hari.sees("C0HRTRIA1")[0], "Not a request")
    await both.settle()
    await both.hari.presses(both.hari.sees("C0HRTRIA1")[0], "Reopen")
    await both.settle()
    assert await holder(both) == "Hari"
    assert (await events(both)).count("ticket.assigned") == 2


async def test_a_ticket_whose_agent_has_left_gets_another_when_it_is_reopened(both: House) -> None:
    await rules(both, tom=False)
    await asks(both, printer(1))
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Not a request")
    await both.settle()
    both.slack.world.accounts["U0RAVI001"].deleted = True
    await leaves(both, "Ravi")
    await both.mina.presses(both.mina.sees(SLACK_TRIAGE)[0], "Reopen")
    await both.settle()
    assert await holder(both) == "Mina"


async def test_a_ticket_that_a_rule_of_the_ladder_moved_finds_somebody_there(both: House) -> None:
    ladder = """
sla: {quick: {default: true, targets: {normal: {first_response: 30m}}}}
escalation: {it: [{at: breach, move_to: hr}]}
"""
    await rules(both, "none", more=ladder)
    await asks(both, printer(1))
    await work(both, after=timedelta(minutes=31))
    assert await holder(both) == "Hari"
    assert any("T-1 was assigned to you by Sahayak" in card.plain() for card in both.hari.sees())


async def test_a_team_without_the_rule_leaves_its_tickets_in_the_queue(both: House) -> None:
    await rules(both, "none")
    await asks(both, printer(1))
    await work(both, after=timedelta(days=1))
    assert await holder(both) == ""
    assert await events(both) == ["ticket.opened"]


async def test_duty_says_who_is_there_and_where_nobody_will_be(both: House) -> None:
    await rules(both)
    await asks(both, printer(1))
    await both.mina.command("/ticket", "away 3d", SLACK_HELP)
    duty = (await both.ravi.command("/ticket", "duty", SLACK_HELP)).plain()
    assert "IT Support" in duty
    assert "Open since Nov 23, 2026 9:30 AM, until Nov 23, 2026 6:30 PM" in duty
    assert "Ravi: 1 open ticket" in duty
    assert "Mina is away until Nov 26, 2026 12:00 AM" in duty
    assert "Somebody is there at all working hours" in duty
    await both.ravi.command("/ticket", "away 2d", SLACK_HELP)
    await both.tom.writes("away until tomorrow")
    await both.tom.writes("duty it")
    await both.settle()
    duty = both.tom.sees()[-1].plain()
    assert "Nobody is available" in duty
    assert "Nobody is there in the next seven days" in duty
    assert "(2 hours 56 minutes of working time)" in duty
    both.clock.move(timedelta(hours=6))
    assert "Closed until Nov 24, 2026 4:00 AM" in (await both.lena.command("/ticket", "duty IT support", SLACK_HELP)).plain()
    assert "There are: IT Support, People" in (await both.ravi.command("/ticket", "duty kitchen", SLACK_HELP)).plain()
    both.nothing_was_refused()


async def test_other_people_have_no_duty_and_may_say_that_something_is_back(both: House) -> None:
    await rules(both)
    for typed in ("duty", "away", "back", "away until tomorrow"):
        assert "Only agents can do that" in (await both.asha.command("/ticket", typed, SLACK_HELP)).plain()
    await both.tara.writes("duty")
    await both.settle()
    assert "Only agents can do that" in both.tara.sees()[-1].plain()
    await both.tara.writes("back")
    await both.settle()
    assert "Only agents can do that" not in both.tara.sees()[-1].plain()
    kept = await both.within(lambda tx: tx.absences.of(tx.organisations.first().id, range(100), both.clock()))
    assert kept == {}


async def test_two_workers_and_two_runs_give_a_ticket_once(both: House) -> None:
    await rules(both)
    both.clock.move(timedelta(hours=6))
    await asks(both, *(printer(n) for n in range(6)))
    both.clock.move(timedelta(hours=13))
    reception = both.serving.program.reception
    await asyncio.gather(*(assign_waiting(reception, both.clock, name) for name in ("one", "two", "two")))
    await both.settle()
    assert Counter([await holder(both, number) for number in range(1, 7)]) == dict.fromkeys(ALL_OF_IT, 2)
    for number in range(1, 7):
        assert (await events(both, number)).count("ticket.assigned") == 1


async def test_a_lead_on_teams_is_told_there_and_gives_the_ticket_to_somebody(both: House) -> None:
    await rules(both, tom=False, capacity=1, leads=f'"teams:{TOM}"')
    await both.mina.dms("away until monday")
    await both.settle()
    assert "You are away until Nov 30, 2026, 12:00 AM" in both.mina.sees()[-1].plain()
    await asks(both, printer(1), printer(2))
    told = both.tom.sees()[-1]
    assert "Nobody in IT Support can take T-2 now" in told.plain()
    assert "Mina is away until Mon, Nov 30, 2026 12:00 AM" in told.plain()
    assert "Ravi can take no more (1 of 1 tickets)" in told.plain()
    await both.tom.presses(told, "Assign…")
    assert await both.tom.submits({"Assignee": "Tom"}) == {}
    await both.settle()
    assert await holder(both, 2) == "Tom"
    both.nothing_was_refused()


async def test_what_was_claimed_meanwhile_is_not_given_away(both: House) -> None:
    await rules(both)
    both.clock.move(timedelta(hours=6))
    await asks(both, printer(1), printer(2))
    for who, number in ((both.mina, "T-1"), (both.ravi, "T-2")):
        card = next(card for card in who.sees(SLACK_TRIAGE) if number in card.plain())
        await who.presses(card, "Claim" if number == "T-1" else "Not a request")
    await work(both, after=timedelta(hours=13))
    assert await holder(both, 1) == "Mina"
    assert "ticket.assigned" not in [*await events(both, 1), *await events(both, 2)]
    assert await both.within(lambda tx: tx.assignments.teams_due(tx.organisations.first().id, both.clock())) == []
