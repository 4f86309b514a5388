"""The thread of a card that was posted anew, and the queue that a ticket has left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from integrations.sandbox.faults import Fault
from tests.attacks import asking
from tests.stories.crossing import Crossing
from tests.stories.house import SLACK_TRIAGE, House
from tests.stories.test_duplicates import card
from tests.stories.test_second_thoughts import agent, asked

SECRET = "canary7f3a"
COFFEE = "The coffee machine shows error 42, can somebody look at it?"


async def comments(house: House, number: int = 1) -> list[tuple[str, str]]:
    said = await house.within(lambda tx: tx.comments.of(tx.organisations.first().id, number, internal=True))
    return [(str(line.visibility), line.text) for line in said]


async def posted_anew(house: House, on: str) -> None:
    """An admin has deleted the agents' card there; it is posted again at the next change."""
    if on == "slack":
        house.slack.faults.next("chat.update", Fault.refused("message_not_found"))
    else:
        house.teams.faults.next("activities.update", Fault.refused("ActivityNotFoundInConversation", 404))
    await asking.slack_submit(house, house.ravi, "ticket.priority.save", "T-1", {"priority": "high"})
    await house.settle(timedelta(minutes=5))


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_below_a_card_that_was_posted_anew_an_edit_is_still_asked_about(both: House, on: str) -> None:
    crossing = Crossing(both, "slack", on)
    await crossing.asks(COFFEE)
    said = await crossing.agent_says("reply: I look at it")
    await posted_anew(both, on)
    await agent(crossing).edits(said, f"reply: note: he lies, password is Hunter77!{SECRET}")
    await both.settle()
    assert SECRET not in crossing.everything_heard()
    assert "still reads the old words" in asked(crossing, "Change").plain()
    both.clock.move(timedelta(minutes=1))
    await agent(crossing).edits(said, "reply: I look at it at once")
    await both.settle()
    assert "I look at it at once" in crossing.everything_heard()
    assert "reply:" not in crossing.everything_heard()


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_and_nothing_that_is_said_there_is_lost(both: House, on: str) -> None:
    crossing = Crossing(both, "slack", on)
    await crossing.asks(COFFEE)
    old = crossing.card(on)
    await posted_anew(both, on)
    place: Any = SLACK_TRIAGE if on == "slack" else both.teams_triage
    says = both.ravi.says if on == "slack" else both.tom.posts
    await says(place, "reply: one more answer", thread=old)
    await says(place, f"she always says so {SECRET}", thread=old)
    await both.settle()
    assert await comments(both) == [("public", "one more answer"), ("internal", f"she always says so {SECRET}")]
    assert "one more answer" in crossing.everything_heard()
    assert SECRET not in crossing.everything_heard()


async def test_the_old_queue_does_not_hear_of_what_the_new_team_does(both: House) -> None:
    crossing = Crossing(both, "slack", "slack")
    await crossing.asks(COFFEE)
    await both.ravi.presses(card(both, "T-1"), "Move…")
    assert await both.ravi.submits({"Team": "People"}) == {}
    await both.settle()
    await both.hari.presses(both.hari.sees("C0HRTRIA1")[-1], "Claim")
    await asking.slack_submit(both, both.hari, "ticket.resolve.save", "T-1", {"resolution": "done"})
    await both.settle()
    before = len(both.ravi.replies(crossing.card("slack")))
    await crossing.says_more("No, it is still broken, why?")
    assert [m.plain() for m in both.ravi.replies(crossing.card("slack"))][before:] == []
