"""Once is once: whatever the platforms send again, out of order or in pieces, a deed is done one time."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from integrations.sandbox.faults import Fault
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

REQUEST = "The projector in room 4 is broken, can somebody fix it?"


async def events_of(house: House, number: int = 1) -> list[str]:
    return [line.event for line in await house.within(lambda tx: tx.tickets.history(tx.organisations.first().id, number))]


async def one_of_each(house: House) -> None:
    """One ticket, one agents' card, one requester's card, each delivery sent."""
    assert len(await house.tickets()) == 1
    assert len([m for m in house.ravi.sees(SLACK_TRIAGE) if "T-1" in m.plain()]) == 1
    counts = await house.within(lambda tx: tx.deliveries.counts())
    assert {state: many for state, many in counts.items() if many and state != "done"} == {}
    house.nothing_was_refused()


@pytest.mark.parametrize("new_id", [False, True], ids=["same_id", "new_id"])
async def test_an_event_of_slack_that_comes_twice_makes_one_ticket(house: House, new_id: bool) -> None:
    house.slack.faults.next("event:message", Fault.duplicated(new_id=new_id), times=2)
    asked = await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    await one_of_each(house)
    assert len(house.asha.replies(asked)) == 1
    await house.asha.says(SLACK_HELP, "It is the one with the blue cable.", thread=asked)
    await house.settle()
    assert (await events_of(house)).count("ticket.commented") == 1
    assert sum("blue cable" in m.plain() for m in house.ravi.replies(house.ravi.sees(SLACK_TRIAGE)[0])) == 1


async def test_a_direct_message_that_comes_twice_makes_one_ticket(house: House) -> None:
    house.slack.faults.next("event:message", Fault.duplicated(new_id=True))
    await house.asha.dms(REQUEST)
    await house.settle()
    await one_of_each(house)
    assert sum("T-1" in m.plain() for m in house.asha.sees()) == 1


async def test_a_mention_that_comes_as_two_events_twice_each_makes_one_ticket(house: House) -> None:
    house.slack.faults.next("event:message", Fault.duplicated(new_id=True))
    house.slack.faults.next("event:app_mention", Fault.duplicated(new_id=True))
    asked = await house.asha.says(SLACK_HELP, f"{house.slack.bot_mention} {REQUEST}")
    await house.settle()
    await one_of_each(house)
    assert len(house.asha.replies(asked)) == 1


async def test_messages_that_come_in_the_wrong_order_are_all_taken(house: House) -> None:
    house.slack.faults.next("event:message", Fault.reordered())
    first = await house.asha.says(SLACK_HELP, REQUEST)
    second = await house.bela.says(SLACK_HELP, "My phone does not charge, please help")
    await house.settle()
    assert sorted(ticket.source.message for ticket in await house.tickets()) == sorted([first.ts, second.ts])
    assert [len(house.asha.replies(said)) for said in (first, second)] == [1, 1]


async def test_what_could_not_be_committed_is_sent_again_by_slack_and_taken_then(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    reception = house.serving.program.reception
    failures = iter([RuntimeError("the database is away")] * 2)

    async def ask(interaction):
        if interaction.verb == "chat.channel" and (failure := next(failures, None)):
            raise failure
        return await type(reception).ask(reception, interaction)

    monkeypatch.setattr(reception, "ask", ask)
    await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    statuses = [e.status for e in house.slack.traffic if e.to == "program" and e.kind == "event"]
    assert statuses[:3] == [503, 503, 200]
    await one_of_each(house)


async def test_committed_but_not_answered_is_not_done_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    reception = house.serving.program.reception
    lost = iter([True])

    async def ask(interaction):
        reply = await type(reception).ask(reception, interaction)
        if interaction.verb == "chat.channel" and next(lost, False):
            raise ConnectionError("committed, but nobody heard of it")
        return reply

    monkeypatch.setattr(reception, "ask", ask)
    await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    await one_of_each(house)


async def test_a_message_of_teams_that_comes_twice_makes_one_ticket(both: House) -> None:
    both.teams.faults.next("event:message", Fault.duplicated())
    await both.tara.writes(REQUEST)
    await both.settle()
    assert len(await both.tickets()) == 1
    assert sum("T-1" in m.plain() for m in both.tara.sees()) == 1
    both.teams.faults.next("event:message", Fault.duplicated())
    asked = await both.tara.mentions_bot(both.teams_help, "My headset is broken, please help")
    await both.settle()
    assert len(await both.tickets()) == 2
    assert len(both.tara.replies(asked)) == 1


async def test_a_press_on_teams_that_comes_twice_is_one_deed(both: House) -> None:
    await both.tara.writes(REQUEST)
    await both.settle()
    card = both.tom.sees(both.teams_triage)[0].snapshot()
    both.teams.faults.next("event:adaptiveCard/action", Fault.duplicated(new_id=True))
    await both.tom.presses(card, "Claim")
    await asyncio.gather(*(both.tom.presses(card, "Claim") for _ in range(4)))
    await both.settle()
    assert await events_of(both) == ["ticket.opened", "ticket.claimed"]
    assert "faster" not in " ".join([m.plain() for m in both.tom.sees()] + both.tom.notices)


async def test_twenty_clicks_are_one_deed(house: House) -> None:
    await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    card = house.ravi.sees(SLACK_TRIAGE)[0].snapshot()
    await asyncio.gather(*(house.ravi.presses(card, "Wait for requester") for _ in range(20)))
    await house.settle()
    assert await events_of(house) == ["ticket.opened", "ticket.waiting"]


async def test_a_form_that_is_submitted_twice_counts_once_on_slack(house: House) -> None:
    await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Reply…")
    await submitted_twice(house, house.ravi, {"Reply": "Have you tried the other cable?"})
    await house.asha.command("/ticket", "new Second monitor", SLACK_HELP)
    await submitted_twice(house, house.asha, {})
    await house.settle()
    assert [ticket.summary for ticket in await house.tickets()][1:] == ["Second monitor"]
    assert (await events_of(house)).count("ticket.commented") == 1
    assert sum("the other cable" in m.plain() for m in house.asha.sees(SLACK_HELP)) == 1


async def submitted_twice(house: House, who, values) -> None:
    """The very same submission three times: twice at once, and once when it was answered."""
    await who.fills(values)
    view = house.slack.views.top(who.id)
    deed = who._deed("view_submission") | {"view": house.slack.views.wire(view), "response_urls": []}
    answers = await asyncio.gather(*(house.slack.delivery.interactive(deed) for _ in range(2)))
    answers.append(await house.slack.delivery.interactive(deed))
    assert [(answer.status, answer.text) for answer in answers] == [(200, "")] * 3


async def test_a_form_that_is_submitted_twice_counts_once_on_teams(both: House) -> None:
    await both.tara.writes(REQUEST)
    await both.settle()
    await both.tom.presses(both.tom.sees(both.teams_triage)[0], "Reply…")
    both.teams.faults.next("event:task/submit", Fault.duplicated(new_id=True))
    assert await both.tom.submits({"Reply": "Have you tried the other cable?"}) == {}
    said = await both.tara.posts(both.teams_help, "The door of the server room does not lock")
    await both.tom.message_action("ticketFromMessage", said)
    both.teams.faults.next("event:composeExtension/submitAction", Fault.duplicated(new_id=True))
    assert await both.tom.submits({"Summary": "Door does not lock"}) == {}
    await both.settle()
    assert Counter(ticket.summary for ticket in await both.tickets())["Door does not lock"] == 1
    assert (await events_of(both)).count("ticket.commented") == 1
    assert sum("the other cable" in m.plain() for m in both.tara.sees()) == 1


async def test_two_people_and_two_emojis_on_one_message_make_one_ticket(house: House) -> None:
    said = await house.bela.says("C0RANDOM1", REQUEST)
    await asyncio.gather(
        house.asha.reacts(said, "ticket"), house.ravi.reacts(said, "ticket"), house.mina.reacts(said, "admission_tickets")
    )
    await house.settle()
    await one_of_each(house)
    assert (await house.ticket()).requester_id == (await house.within(lambda tx: person_of(tx, "U0BELA001"))).id
    await house.lena.reacts(said, "ticket")
    await house.settle()
    assert len(await house.tickets()) == 1


def person_of(tx, user: str):
    return tx.people.by_identity(tx.organisations.first().id, "slack", "T0SANDBOX", user)


async def test_message_emoji_and_shortcut_about_the_same_words_are_one_ticket(house: House) -> None:
    said = await house.bela.says(SLACK_HELP, REQUEST)
    await house.ravi.message_shortcut("ticket_from_message", said)
    assert house.ravi.modal is None
    await house.asha.reacts(said, "ticket")
    await house.settle()
    await one_of_each(house)
    assert "T-1" in house.asha.sees(SLACK_HELP)[-1].plain()


async def test_a_form_about_a_message_that_became_a_ticket_meanwhile_makes_no_second_one(house: House) -> None:
    said = await house.bela.says("C0RANDOM1", REQUEST)
    await house.ravi.message_shortcut("ticket_from_message", said)
    await house.asha.reacts(said, "ticket")
    await house.settle()
    problems = await house.ravi.submits({"Summary": "Projector"})
    assert any("T-1" in problem for problem in problems.values())
    await house.settle()
    await one_of_each(house)
