"""An answer stands where somebody pressed, and what only they were asked goes when it is dealt with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from integrations.sandbox.faults import Fault
from tests.stories.crossing import Crossing
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

WRONG = "I cannot log in any more, please help"
GUARDED = "The new password is Canary7f3a!"


def below(house: House, card: Any) -> list[Any]:
    """What only Ravi sees in the thread of the card."""
    return [message for message in house.ravi.replies(card) if message.ephemeral]


def beside(house: House) -> list[Any]:
    """What only Ravi sees among the messages of the channel."""
    return [message for message in house.ravi.sees(SLACK_TRIAGE) if message.ephemeral and not message.thread]


async def asked(house: House, asker: str = "slack", helper: str = "slack") -> Crossing:
    crossing = Crossing(house, asker, helper)
    await crossing.asks(WRONG)
    return crossing


async def test_what_is_pressed_in_the_thread_is_answered_in_the_thread(both: House) -> None:
    card = (await asked(both)).card("slack")
    await both.ravi.presses(card, "History", in_thread=True)
    await both.settle()
    assert "History" in below(both, card)[-1].plain()
    assert beside(both) == []
    await both.ravi.presses(card, "Reply…", in_thread=True)
    assert await both.ravi.submits({"Reply": "Please restart it."}) == {}
    await both.settle()
    assert "Unsend" in below(both, card)[-1].labels
    assert beside(both) == []
    await both.mina.presses(card, "Claim")
    await both.settle()
    await both.ravi.presses(card, "History")
    await both.settle()
    assert "History" in beside(both)[-1].plain()
    both.nothing_was_refused()


async def test_a_menu_forgets_what_was_chosen(house: House) -> None:
    card = (await asked(house)).card("slack")
    ids = [next(block["block_id"] for block in card.blocks if block["type"] == "actions")]
    for _ in range(2):
        house.clock.move(timedelta(seconds=3))
        await house.ravi.presses(card, "History")
        await house.settle()
        ids.append(next(block["block_id"] for block in card.blocks if block["type"] == "actions"))
    assert len(set(ids)) == 3


async def test_the_form_asks_before_anything_is_sent_and_is_answered_in_its_place(both: House) -> None:
    crossing = await asked(both)
    await both.ravi.presses(crossing.card("slack"), "Reply…")
    assert await both.ravi.submits({"Reply": GUARDED}) == {}
    await both.settle()
    assert both.ravi.modal is not None
    assert "there seems to be a password in it" in both.ravi.modal.plain()
    assert crossing.heard() == []
    await both.ravi.presses(both.ravi.modal, next(one for one in both.ravi.modal.labels if "Send" in one))
    await both.settle()
    assert "on its way to Asha" in both.ravi.modal.plain()
    assert len([line for line in crossing.heard() if GUARDED in line]) == 1
    await both.ravi.presses(both.ravi.modal, "Unsend")
    await both.settle()
    assert "Taken back" in both.ravi.modal.plain()
    await both.ravi.closes()
    assert beside(both) == below(both, crossing.card("slack")) == []
    both.nothing_was_refused()


async def test_a_form_that_is_closed_at_the_question_sends_nothing(house: House) -> None:
    crossing = await asked(house)
    await house.ravi.presses(crossing.card("slack"), "Reply…")
    assert await house.ravi.submits({"Reply": GUARDED}) == {}
    await house.ravi.closes()
    await house.settle()
    assert crossing.heard() == []
    said = await house.within(lambda tx: tx.comments.of(tx.organisations.first().id, 1, internal=True))
    assert [(str(line.visibility), line.text) for line in said] == [("internal", GUARDED)]


async def test_what_was_asked_in_private_says_what_was_done_and_offers_nothing_more(both: House) -> None:
    crossing = await asked(both)
    await crossing.agent_says(f"reply: {GUARDED}")
    (question,) = below(both, crossing.card("slack"))
    await both.ravi.presses(question, "Keep as Note")
    await both.settle()
    assert [m.labels for m in below(both, crossing.card("slack"))] == [[]]
    assert "private note" in question.plain()
    assert question.thread == crossing.card("slack").ts
    await both.asha.says("C0NUDGE01", "My laptop does not start, can you help me please?")
    await both.settle()
    nudge = both.asha.sees("C0NUDGE01")[-1]
    before = nudge.snapshot()
    await both.asha.presses(nudge, "Create Ticket")
    await both.settle()
    assert nudge.labels == []
    await both.asha.presses(before, "Create Ticket")
    await both.settle()
    assert "This was done already." in both.asha.sees("C0NUDGE01")[-1].plain()
    assert len(await both.tickets()) == 2
    both.nothing_was_refused()


async def test_what_cannot_be_replaced_is_answered_beside_it(house: House) -> None:
    crossing = await asked(house)
    await crossing.agent_says(f"reply: {GUARDED}")
    (question,) = below(house, crossing.card("slack"))
    house.slack.faults.next("response_url", Fault.server_error(500))
    await house.ravi.presses(question, "Keep as Note")
    await house.settle()
    assert question.labels
    assert "private note" in below(house, crossing.card("slack"))[-1].plain()


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_reopening_is_asked_once_and_the_question_goes(both: House, on: str) -> None:
    who: Any = both.asha if on == "slack" else both.tara
    write = who.dms if on == "slack" else who.writes
    await write(WRONG)
    await both.settle()
    card = Crossing(both, on, "slack").card("slack")
    await both.ravi.presses(card, "Resolve…")
    assert await both.ravi.submits({"What was done?": "Unlocked it"}) == {}
    await both.settle()
    both.clock.move(timedelta(minutes=5))
    await write("I tried it this morning with the new one")
    await both.settle()
    question = who.sees()[-1]
    label = next(one for one in question.labels if one.casefold() == "reopen")
    await who.presses(question, label)
    await both.settle()
    both.clock.move(timedelta(minutes=1))
    assert all("Stays solved".casefold() not in [one.casefold() for one in m.labels] for m in who.sees())
    assert (await both.ticket()).is_open
    both.nothing_was_refused()


async def test_on_teams_the_offer_to_unsend_goes_after_a_minute(both: House) -> None:
    crossing = await asked(both, "slack", "teams")
    await crossing.agent_says("reply: Please restart it.")
    offer = both.tom.sees()[-1]
    assert "Unsend" in offer.labels
    both.clock.move(timedelta(seconds=61))
    await both.settle()
    assert "Unsend" not in both.tom.sees()[-1].labels
    assert "Asha has your reply on T-1" in both.tom.sees()[-1].plain()
    both.nothing_was_refused()


async def test_on_teams_what_was_pressed_says_so_for_good(both: House) -> None:
    crossing = await asked(both, "slack", "teams")
    await crossing.agent_says(f"reply: {GUARDED}")
    question = both.tom.sees()[-1]
    assert "T-1" in question.plain()
    assert "Open message" in question.labels
    there = [m.plain() for m in both.tom.replies(crossing.card("teams")) if not m.author]
    assert there == ["Tom: This looks internal, so nothing is sent yet: I have asked you in our chat."]
    await both.tom.presses(question, "Send reply")
    await both.settle()
    (there,) = [m.plain() for m in both.tom.replies(crossing.card("teams")) if not m.author]
    assert there.startswith("Tom has read the reply of ")
    assert there.endswith(" again and sent it to Asha.")
    await both.tom.presses(both.tom.sees()[-1], "Unsend")
    await both.settle()
    (there,) = [m.plain() for m in both.tom.replies(crossing.card("teams")) if not m.author]
    assert there.startswith("Tom took back the reply of ")
    assert "Taken back" in both.tom.sees()[-1].plain()
    both.clock.move(timedelta(seconds=90))
    await both.settle()
    assert "Taken back" in both.tom.sees()[-1].plain()
    assert both.tom.sees()[-1].labels == []
    both.nothing_was_refused()


async def test_whoever_reads_on_teams_that_it_was_noted_closes_it_and_still_hears(both: House) -> None:
    asked_by = await both.asha.says(SLACK_HELP, WRONG)
    assert asked_by
    said = await both.tom.posts(both.teams_asks, WRONG)
    await both.settle()
    card = next(m for m in both.tara.replies(said) if "Me too" in m.labels)
    await both.tara.presses(card, "Me too")
    assert both.tara.dialog is not None
    assert both.tara.dialog.title == "T-2"
    assert both.tara.dialog.labels == ["Close", "Stop telling me"]
    await both.tara.submits({})
    assert both.tara.dialog is None
    assert len(await both.within(lambda tx: tx.reporters.of(tx.organisations.first().id, 2))) == 1
    await both.tara.presses(card, "Me too")
    await both.tara.submits({}, press="Stop telling me")
    assert both.tara.dialog is not None
    assert "Stop telling me" not in both.tara.dialog.labels
    assert await both.within(lambda tx: tx.reporters.of(tx.organisations.first().id, 2)) == []
    both.nothing_was_refused()
