"""No, politely: who may not, who was too late, what is out of date."""

from __future__ import annotations

import asyncio

from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

REQUEST = "My VPN is down, please help"


async def test_the_second_claimer_is_told_who_was_faster(both: House) -> None:
    await both.asha.says(SLACK_HELP, REQUEST)
    await both.settle()
    old = both.tom.sees(both.teams_triage)[0].snapshot()
    card = both.ravi.sees(SLACK_TRIAGE)[0].snapshot()
    await both.ravi.presses(card, "Claim")
    await both.tom.presses(old, "Claim")
    await both.settle()
    assert "Ravi was faster" in both.tom.sees()[-1].plain()
    assert "Claim" not in both.tom.sees(both.teams_triage)[0].labels
    await both.mina.presses(card, "Claim")
    await both.settle()
    assert "Ravi was faster" in both.mina.sees(SLACK_TRIAGE)[-1].plain()
    assert not any("faster" in message.plain() for message in both.ravi.sees(SLACK_TRIAGE))
    assert (await both.ticket()).assignee_id is not None


async def test_a_race_for_one_ticket_has_one_winner(both: House) -> None:
    await both.asha.says(SLACK_HELP, REQUEST)
    await both.settle()
    (card,) = both.ravi.sees(SLACK_TRIAGE)
    teams_card = both.tom.sees(both.teams_triage)[0]
    people = [both.ravi, both.mina, both.lena]
    await asyncio.gather(*(who.presses(card, "Claim") for who in people), both.tom.presses(teams_card, "Claim"))
    await both.settle()
    history = await both.within(lambda tx: tx.tickets.history(tx.organisations.first().id, 1))
    assert [line.event for line in history] == ["ticket.opened", "ticket.claimed"]
    told = sum("faster" in message.plain() for who in people for message in who.sees(SLACK_TRIAGE))
    told += "faster" in both.tom.sees()[-1].plain()
    assert told == 3


async def test_a_double_click_counts_once(house: House) -> None:
    await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    (card,) = house.ravi.sees(SLACK_TRIAGE)
    await asyncio.gather(*(house.ravi.presses(card, "Claim") for _ in range(5)))
    await house.settle()
    assert (await house.ticket()).version == 2
    assert len(house.ravi.sees(SLACK_TRIAGE)) == 1


async def test_a_stale_card_answers_with_the_truth_and_changes_nothing(house: House) -> None:
    await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    old = house.ravi.sees(SLACK_TRIAGE)[0].snapshot()
    await house.ravi.presses(old, "Claim")
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Resolve…")
    await house.settle()
    await house.ravi.submits({"What was done?": "Restarted it."})
    await house.settle()
    await house.mina.presses(old, "Not a request")
    await house.settle()
    assert (await house.ticket()).status == "resolved"
    assert "already finished" in house.mina.sees(SLACK_TRIAGE)[-1].plain()


async def test_a_requester_cannot_work_on_tickets(house: House) -> None:
    await house.bela.says(SLACK_HELP, REQUEST)
    await house.settle()
    (card,) = house.asha.sees(SLACK_TRIAGE)
    await house.asha.presses(card, "Claim")
    await house.asha.presses(card, "Resolve…")
    await house.settle()
    assert house.asha.modal is None
    assert "can't find T-1" in house.asha.sees(SLACK_TRIAGE)[-1].plain()
    assert (await house.ticket()).version == 1
    await house.asha.dms("My mouse is broken, please help")
    await house.settle()
    await house.asha.presses(house.asha.sees(SLACK_TRIAGE)[-1], "Claim")
    await house.settle()
    assert "Only agents of IT Support can do that" in house.asha.sees(SLACK_TRIAGE)[-1].plain()
    assert "T-1 is a request of Bela" in (await house.asha.command("/ticket", "status 1", SLACK_HELP)).plain()  # it stands there
    assert "can't find T-1" in (await house.asha.command("/ticket", "status 1", "C0RANDOM1")).plain()
    assert "can't find T-99" in (await house.asha.command("/ticket", "status 99", SLACK_HELP)).plain()


async def test_only_the_requester_says_solved(house: House) -> None:
    asked = await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    await house.bela.presses(house.bela.replies(asked)[0], "Withdraw")
    await house.settle()
    assert (await house.ticket()).is_open
    heard = [*house.bela.sees(SLACK_HELP), *house.bela.replies(asked)]
    assert any("T-1 is a request of Asha: only they" in message.plain() for message in heard)


async def test_a_role_that_was_lost_is_noticed_at_submit(house: House) -> None:
    await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    await house.mina.presses(house.mina.sees(SLACK_TRIAGE)[0], "Resolve…")

    def dismiss(tx):
        org = tx.organisations.first()
        team = tx.teams.by_key(org.id, "it")
        keep = [(p.id, role, "x") for p, role in tx.teams.members(org.id, team.id) if p.name != "Mina"]
        tx.teams.set_members(org.id, team.id, keep)

    await house.within(dismiss)
    await house.mina.submits({"What was done?": "I sneaked in."})
    await house.settle()
    assert (await house.ticket()).status == "new"
