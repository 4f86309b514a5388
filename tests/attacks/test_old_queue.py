"""A team that gave a ticket away reads that it went, and nothing of what comes later."""

from __future__ import annotations

from typing import Any

from tests.stories.crossing import Crossing
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House
from tests.stories.test_duplicates import card

SECRET = "canary7f3a"
PAYSLIP = "My payslip looks wrong, can somebody look at it?"


async def moved(house: House) -> Crossing:
    crossing = Crossing(house, "slack", "slack")
    await crossing.asks(PAYSLIP)
    return crossing


async def to_people(house: House) -> None:
    await house.ravi.presses(card(house, "T-1"), "Move…")
    assert await house.ravi.submits({"Team": "People"}) == {}
    await house.settle()


def shown(house: House) -> str:
    """Everything in the queue of IT, on both platforms, threads and all."""
    inside: list[Any] = [*house.ravi.sees(SLACK_TRIAGE), *house.tom.sees(house.teams_triage)]
    below: list[Any] = [
        *house.ravi.replies(house.ravi.sees(SLACK_TRIAGE)[0]),
        *house.tom.replies(house.tom.sees(house.teams_triage)[0]),
    ]
    return "\n".join(message.plain() for message in (*inside, *below))


async def test_what_the_new_team_does_stays_out_of_the_old_queue(both: House) -> None:
    await moved(both)
    assert "Moved to" not in shown(both)
    await to_people(both)
    people = both.hari.sees("C0HRTRIA1")[0]
    await both.hari.says("C0HRTRIA1", f"note: she was warned {SECRET}", thread=people)
    await both.hari.says("C0HRTRIA1", f"reply: the amount is {SECRET}", thread=people)
    await both.hari.presses(people, "Resolve…")
    assert await both.hari.submits({"What was done?": f"paid {SECRET}"}) == {}
    await both.settle()
    assert SECRET not in shown(both)
    assert "payslip looks wrong" in shown(both)
    assert "Moved to People" in shown(both)


async def test_what_is_said_otherwise_later_is_not_read_there_either(both: House) -> None:
    crossing = await moved(both)
    more = await crossing.says_more("It is the one of October")
    assert "the one of October" in shown(both)
    await to_people(both)
    await both.asha.edits(crossing.asked, f"My payslip shows {SECRET}, can somebody look at it?")
    await both.asha.edits(more, f"October, {SECRET}")
    await both.settle()
    assert SECRET in "\n".join(message.plain() for message in both.hari.sees("C0HRTRIA1"))
    assert SECRET not in shown(both)


async def test_a_new_summary_is_the_new_teams(both: House) -> None:
    await moved(both)
    await to_people(both)
    await both.hari.presses(both.hari.sees("C0HRTRIA1")[0], "Edit…")
    assert await both.hari.submits({"Summary": f"Garnished wages {SECRET}"}) == {}
    await both.settle()
    assert SECRET not in shown(both)


async def test_who_writes_below_the_old_card_hears_once_that_nobody_reads_it(both: House) -> None:
    await moved(both)
    await to_people(both)
    for text in ("she asked me about that in the kitchen", "and yesterday again"):
        await both.ravi.says(SLACK_TRIAGE, text, thread=both.ravi.sees(SLACK_TRIAGE)[0])
        await both.settle()
    await both.tom.posts(both.teams_triage, "I remember this one", thread=both.tom.sees(both.teams_triage)[0])
    await both.settle()
    said = "Nobody else reads this: T-1 is with People now."
    slack = [*both.ravi.sees(SLACK_TRIAGE), *both.ravi.sees(), *both.ravi.replies(both.ravi.sees(SLACK_TRIAGE)[0])]
    assert len({message.ts for message in slack if said in message.plain()}) == 1
    assert sum(said in message.plain() for message in both.tom.sees()) == 1
    assert not [message for message in both.asha.sees(SLACK_HELP) if said in message.plain()]
