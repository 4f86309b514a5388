"""Everything agents and requesters do with a ticket, on the platform they are on."""

from __future__ import annotations

import pytest

from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

REQUEST = "The scanner is broken, can somebody fix it?"


async def asked(house: House):
    """A ticket of Asha's in the request channel."""
    message = await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    return message


def triage(house: House, who=None):
    return (who or house.ravi).sees(SLACK_TRIAGE)[0]


async def test_assigning_tells_the_assignee_and_nobody_else(house: House) -> None:
    await asked(house)
    await house.lena.presses(triage(house), "Assign…")
    assert set(house.lena.modal.options("Assignee")) >= {"Ravi", "Mina", "Lena"}
    assert await house.lena.submits({"Assignee": "Mina"}) == {}
    await house.settle()
    assert "Mina" in triage(house).plain()
    assert "assigned to you by Lena" in house.mina.sees()[-1].plain()
    assert house.ravi.sees() == []


async def test_assigning_somebody_on_the_other_platform_reaches_them_there(both: House) -> None:
    await asked(both)
    await both.ravi.presses(triage(both), "Assign…")
    assert await both.ravi.submits({"Assignee": "Tom"}) == {}
    await both.settle()
    assert "assigned to you by Ravi" in both.tom.sees()[-1].plain()
    assert "Tom" in both.tom.sees(both.teams_triage)[0].plain()


async def test_priority_keeps_the_reason(house: House) -> None:
    await asked(house)
    await house.ravi.presses(triage(house), "Priority…")
    assert await house.ravi.submits({"Priority": "Urgent"}) == {}
    await house.settle()
    assert "Urgent" in triage(house).plain()
    assert "person" in triage(house).plain()
    answer = await house.ravi.command("/ticket", "why T-1", SLACK_TRIAGE)
    assert "Urgent" in answer.plain()


async def test_a_note_is_for_agents_only(house: House) -> None:
    message = await asked(house)
    await house.ravi.presses(triage(house), "Add note…")
    assert await house.ravi.submits({"Note": "Secret-canary: the scanner is from 1998."}) == {}
    await house.settle()
    shown = [m.plain() for m in house.asha.replies(message) + house.asha.sees() + house.asha.sees(SLACK_HELP)]
    answer = await house.asha.command("/ticket", "status 1", SLACK_HELP)
    assert not any("Secret-canary" in text for text in [*shown, answer.plain()])
    assert "canary" not in (await house.asha.command("/ticket", "search canary", SLACK_HELP)).plain().replace("“canary”", "")
    (line,) = await house.within(lambda tx: tx.comments.of(tx.organisations.first().id, 1, internal=True))
    assert line.visibility == "internal"


async def test_waiting_asks_the_requester_and_an_answer_resumes(house: House) -> None:
    message = await asked(house)
    await house.ravi.presses(triage(house), "Claim")
    await house.settle()
    await house.ravi.presses(triage(house), "Wait for requester")
    await house.settle()
    last = house.asha.replies(message)[-1]
    assert "waiting for your answer" in last.plain()
    assert "U0ASHA001" in last.pings
    assert "Waiting for requester" in triage(house).plain()
    await house.asha.says(SLACK_HELP, "It is the one in room 12.", thread=message)
    await house.settle()
    assert (await house.ticket()).status == "in_progress"
    assert any("room 12" in reply.plain() for reply in house.ravi.replies(triage(house)))


async def test_moving_puts_a_live_card_in_the_new_queue_and_an_honest_one_in_the_old(house: House) -> None:
    await asked(house)
    await house.ravi.presses(triage(house), "Move…")
    assert await house.ravi.submits({"Team": "People"}) == {}
    await house.settle()
    assert "Moved to People" in triage(house).plain()
    assert triage(house).labels == []
    (card,) = house.hari.sees("C0HRTRIA1")
    await house.hari.presses(card, "Claim")
    await house.settle()
    assert "Hari" in house.hari.sees("C0HRTRIA1")[0].plain()


async def test_not_a_request_undoes_a_false_one(house: House) -> None:
    message = await asked(house)
    await house.ravi.presses(triage(house), "Not a request")
    await house.settle()
    ticket = await house.ticket()
    assert (ticket.status, ticket.closed_how) == ("closed", "not_a_request")
    assert house.asha.replies(message)[0].labels == ["Reopen", "History"]


async def test_the_requester_withdraws(house: House) -> None:
    message = await asked(house)
    await house.asha.presses(house.asha.replies(message)[0], "Withdraw")
    await house.settle()
    assert (await house.ticket()).closed_how == "withdrawn"
    assert triage(house).labels == ["Reopen", "History"]


@pytest.mark.parametrize("how", ["Still need help", "Reopen"])
async def test_a_solution_that_does_not_hold_is_opened_again(house: House, how: str) -> None:
    message = await asked(house)
    await house.ravi.presses(triage(house), "Claim")
    await house.settle()
    await house.ravi.presses(triage(house), "Resolve…")
    assert list(await house.ravi.submits({"What was done?": "   "})) == ["What was done?"]
    assert await house.ravi.submits({"What was done?": "Oiled it."}) == {}
    await house.settle()
    if how == "Reopen":
        await house.asha.presses(house.asha.replies(message)[-1], "Solved")
        await house.settle()
    await house.asha.presses(house.asha.replies(message)[-1], how)
    await house.settle()
    assert (await house.ticket()).status == "in_progress"
    assert any("still needs help" in reply.plain() for reply in house.ravi.replies(triage(house)))


async def test_teams_agents_do_the_same_from_their_card(both: House) -> None:
    await both.tara.writes(REQUEST)
    await both.settle()

    def card():
        return both.tom.sees(both.teams_triage)[0]

    await both.tom.presses(card(), "Assign…")
    assert await both.tom.submits({"Assignee": "Tom"}) == {}
    await both.settle()
    await both.tom.presses(card(), "More…")
    assert await both.tom.submits({"Action": "Add note…"}) == {}
    assert await both.tom.submits({"Note": "Checked the cable."}) == {}
    await both.settle()
    await both.tom.presses(card(), "More…")
    await both.tom.submits({"Action": "Wait for requester"})
    await both.settle()
    assert "waiting for your answer" in both.tara.sees()[-1].plain()
    await both.tara.writes("It is the left one.")
    await both.settle()
    assert (await both.ticket()).status == "in_progress"
    assert len(await both.tickets()) == 1
    await both.tom.presses(card(), "More…")
    assert await both.tom.submits({"Action": "Move…"}) == {}
    assert await both.tom.submits({"Team": "People"}) == {}
    await both.settle()
    assert "Moved to People" in card().plain()
    assert "T-1" in both.hari.sees("C0HRTRIA1")[0].plain()
    both.nothing_was_refused()


async def test_the_requester_on_teams_withdraws_and_reopens(both: House) -> None:
    await both.tara.writes(REQUEST)
    await both.settle()
    await both.tara.presses(both.tara.sees()[-1], "Withdraw")
    if both.tara.dialog is None and (await both.ticket()).is_open:
        await both.tara.presses(both.tara.sees()[-1], "Yes")
    await both.settle()
    assert (await both.ticket()).closed_how == "withdrawn"
    await both.tara.presses(both.tara.sees()[-1], "Reopen")
    await both.settle()
    assert (await both.ticket()).is_open


async def test_the_form_keeps_what_was_typed_when_something_is_missing_on_teams(both: House) -> None:
    await both.tara.writes("new")
    await both.settle()
    await both.tara.presses(both.tara.sees()[-1], "Open form")
    problems = await both.tara.submits({"Summary": "   ", "Details": "It squeaks."})
    assert problems
    assert "It squeaks." in str(both.tara.dialog.values)
    assert await both.tara.submits({"Summary": "Chair"}) == {}
    await both.settle()
    assert (await both.ticket()).details == "It squeaks."


async def test_speaking_to_the_desk_in_the_triage_thread_makes_a_note(house: House) -> None:
    message = await asked(house)
    await house.ravi.says(SLACK_TRIAGE, f"{house.slack.bot_mention} this printer needs a canary replaced", thread=triage(house))
    await house.settle()
    (line,) = await house.within(lambda tx: tx.comments.of(tx.organisations.first().id, 1, internal=True))
    assert (line.visibility, "canary" in line.text) == ("internal", True)
    assert not any("canary" in reply.plain() for reply in house.asha.replies(message))
    assert len(await house.tickets()) == 1
