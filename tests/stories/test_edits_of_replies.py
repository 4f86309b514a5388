"""A reply that is out and is edited: what looks internal then is read by nobody before its author has said so."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from integrations.sandbox.faults import Fault
from tests.attacks.asking import slack_press
from tests.stories.crossing import CROSSINGS, Crossing
from tests.stories.house import SLACK_TRIAGE, House
from tests.stories.test_second_thoughts import agent, asked, comments, private

SECRET = "Canary7f3a!"
GUARDED = f"reply: The new password is {SECRET}"
SECOND = timedelta(seconds=1)


async def edits(crossing: Crossing, said: Any, text: str) -> None:
    crossing.house.clock.move(SECOND)
    await agent(crossing).edits(said, text)
    await crossing.house.settle()


async def presses(crossing: Crossing, label: str) -> None:
    await agent(crossing).presses(asked(crossing, label), next(one for one in asked(crossing, label).labels if label in one))
    await crossing.house.settle()


def everywhere(crossing: Crossing) -> str:
    """What whoever asked reads, and the agents of the other platform."""
    cards = crossing.card("slack").plain() + crossing.card("teams").plain()
    return "\n".join([crossing.everything_heard(), *crossing.agents_thread(crossing.other), cards])


@pytest.mark.parametrize("pair", CROSSINGS, ids=["-".join(pair) for pair in CROSSINGS])
async def test_an_edit_that_looks_internal_asks_first_and_is_read_when_its_author_says_so(
    both: House, pair: tuple[str, str]
) -> None:
    crossing = Crossing(both, *pair)
    await crossing.asks("I cannot log in any more, please help")
    said = await crossing.agent_says("reply: Please try it once more.")
    await edits(crossing, said, GUARDED)
    card = asked(crossing, "Change")
    assert f"{crossing.requester} still reads the old words" in card.plain()
    assert SECRET in card.plain()
    assert SECRET not in everywhere(crossing)
    assert len([line for line in crossing.heard() if "try it once more" in line]) == 1
    assert await comments(both) == [("public", "Please try it once more.")]

    await presses(crossing, "Change")
    assert len([line for line in crossing.heard() if SECRET in line and "Edited" in line]) == 1
    assert len([line for line in crossing.agents_thread(crossing.other) if SECRET in line]) == 1
    assert "try it once more" not in everywhere(crossing)
    both.nothing_was_refused()


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_what_is_left_stays_as_it_was_and_an_edit_that_is_fine_goes_by_itself(both: House, on: str) -> None:
    crossing = Crossing(both, "slack", on)
    await crossing.asks("I cannot log in any more, please help")
    said = await crossing.agent_says("reply: Please try it once more.")
    await edits(crossing, said, "🔒 reply: not for her, try it once more")
    await presses(crossing, "Leave")
    assert "goes on reading your reply" in "\n".join(m.plain() for m in told(crossing))
    assert await comments(both) == [("public", "Please try it once more.")]
    await edits(crossing, said, GUARDED)
    card = asked(crossing, "Change")
    await edits(crossing, said, "reply: Please try it again.")
    assert await comments(both) == [("public", "Please try it again.")]
    await agent(crossing).presses(card, next(one for one in card.labels if "Change" in one))
    await both.settle()
    assert await comments(both) == [("public", "Please try it again.")]
    if on == "slack":  # on Teams it is the answer to the press
        assert "this change would show nothing" in "\n".join(m.plain() for m in told(crossing))
    assert SECRET not in everywhere(crossing)


def told(crossing: Crossing) -> list[Any]:
    """Whatever the agent reads of the desk, alone."""
    house = crossing.house
    if crossing.helper == "teams":
        return [m for m in house.tom.sees() if not m.author]
    return [
        m for m in (*house.ravi.sees(SLACK_TRIAGE), *house.ravi.replies(crossing.card("slack")), *house.ravi.sees()) if m.by_bot
    ]


async def test_it_is_asked_once_and_nothing_changes_after_it_was_taken_back(both: House) -> None:
    crossing = Crossing(both, "teams", "slack")
    await crossing.asks("I cannot log in any more, please help")
    said = await crossing.agent_says("reply: Please try it once more.")
    both.slack.faults.next("event:message", Fault.duplicated(new_id=True))
    await edits(crossing, said, GUARDED)
    assert len({m.ts for m in private(crossing) if any("Change" in one for one in m.labels)}) == 1
    await presses(crossing, "Unsend")
    card = asked(crossing, "Change")
    await both.ravi.presses(card, next(one for one in card.labels if "Change" in one))
    await both.settle()
    assert await comments(both) == [("internal", "Please try it once more.")]
    assert SECRET not in everywhere(crossing)


async def test_another_agent_does_not_decide_what_becomes_of_it(house: House) -> None:
    crossing = Crossing(house, "slack", "slack")
    await crossing.asks("I cannot log in any more, please help")
    said = await crossing.agent_says("reply: Please try it once more.")
    await edits(crossing, said, GUARDED)
    buttons = [one for block in asked(crossing, "Change").blocks for one in block.get("elements", ()) if "value" in one]
    assert len(buttons) == 2
    for button in buttons:
        meant = json.loads(button["value"])
        answer = await slack_press(
            house, house.mina, meant["v"], meant.get("r", ""), values=meant["x"], version=meant.get("n", 0)
        )
        assert "Only whoever wrote a reply" in answer.words
    assert await comments(house) == [("public", "Please try it once more.")]
    assert SECRET not in crossing.everything_heard()
    await presses(crossing, "Change")
    assert len([line for line in crossing.heard() if SECRET in line]) == 1


async def test_an_edit_that_overtakes_its_reply_is_asked_about_too(house: House) -> None:
    crossing = Crossing(house, "slack", "slack")
    await crossing.asks("I cannot log in any more, please help")
    house.slack.faults.next("event:message", Fault.reordered())
    said = await house.ravi.says(SLACK_TRIAGE, "reply: Please try it once more.", thread=crossing.card("slack"))
    await edits(crossing, said, GUARDED)
    assert await comments(house) == [("public", "Please try it once more.")]
    assert SECRET not in crossing.everything_heard()
    assert len([line for line in crossing.heard() if "try it once more" in line]) == 1
    await presses(crossing, "Change")
    assert len([line for line in crossing.heard() if SECRET in line]) == 1
