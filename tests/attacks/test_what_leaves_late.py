"""What was planned a while ago leaves as things stand now: nothing removed, nothing to whom it is no business any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.policy import changes, reading
from integrations.sandbox.faults import Fault
from tests.attacks import asking
from tests.stories.crossing import Crossing
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House
from tests.stories.test_duplicates import card

SECRET = "canary7f3a"
COFFEE = "The coffee machine shows error 42, can somebody look at it?"


def seen(who: Any, *places: Any) -> str:
    return "\n".join(m.plain() for m in [*who.sees(), *(m for place in places for m in who.sees(place))])


async def policy(house: House, text: str) -> None:
    await house.within(lambda tx: changes.apply(tx, tx.organisations.first().id, reading.read(text), text, house.clock()))


@pytest.mark.parametrize("asker", ["slack", "teams"])
async def test_a_reminder_does_not_bring_back_what_was_removed(both: House, asker: str) -> None:
    await both.has_policy("reminders: {after: 1h, times: 2}\n")
    crossing = Crossing(both, asker, "slack")
    await crossing.asks(COFFEE)
    said = await crossing.agent_says(f"reply: Which floor? {SECRET}")
    await both.ravi.presses(card(both, "T-1"), "Wait for requester")
    await both.settle()
    both.clock.move(timedelta(minutes=2))
    await both.ravi.deletes(said)
    await both.settle()
    assert SECRET not in crossing.everything_heard()
    await both.passes(timedelta(hours=30))
    assert SECRET not in crossing.everything_heard()


async def test_a_reminder_asks_what_an_agent_asked_not_what_a_follower_said(both: House) -> None:
    await both.has_policy("reminders: {after: 1h, times: 2}\n")
    await both.slack_dm(both.asha, "My VPN is down, please help")
    await asking.slack_submit(both, both.ravi, "ticket.add_follower.save", "T-1", {"follower": "slack:T0SANDBOX/U0BELA001"})
    await asking.slack_submit(both, both.ravi, "ticket.reply.save", "T-1", {"reply": "Which floor"})
    await both.settle()
    line = next(m for m in both.bela.sees() if "Which floor" in m.plain())
    await both.bela.dms("I think so too", thread=line)
    await both.settle()
    await both.ravi.presses(card(both, "T-1"), "Wait for requester")
    await both.passes(timedelta(hours=30))
    (reminder,) = [m.plain() for m in both.asha.sees() if "still waiting for your answer" in m.plain()]
    assert "I think so too" not in reminder


async def test_a_note_that_waits_does_not_go_to_a_channel_that_is_for_requests_by_now(both: House) -> None:
    crossing = Crossing(both, "slack", "teams")
    await crossing.asks(COFFEE)
    both.slack.faults.next("chat.postMessage", Fault.rate_limited(20))
    await both.tom.posts(both.teams_triage, f"he lies {SECRET}", thread=crossing.card("teams"))
    await both.slack.settled()
    await both.serving.deliverer.round()
    both.slack.world.places[SLACK_TRIAGE].members.add("U0BELA001")

    def public() -> str:
        return "\n".join(m.plain() for head in both.bela.sees(SLACK_TRIAGE) for m in [head, *both.bela.replies(head)])

    assert SECRET not in public()
    both.slack.channel("C0NEWTRI1", name="it-triage-2", members=["U0RAVI001"])
    text = both.policy_text.replace("C0TRIAGE1", "C0NEWTRI1")
    more = "channels:\n  - {slack: C0TRIAGE1, team: it, intake: every_message}\n"
    await policy(both, text.replace("channels:\n", more))
    await both.settle(timedelta(minutes=10))
    assert SECRET not in public()


async def test_nor_does_the_card_of_a_request(both: House) -> None:
    both.slack.faults.next("chat.postMessage", Fault.rate_limited(20))
    await both.tara.posts(both.teams_asks, f"My payslip {SECRET} is wrong, please help")
    await both.slack.settled()
    await both.serving.deliverer.round()
    both.slack.world.places[SLACK_TRIAGE].members.add("U0BELA001")
    both.slack.channel("C0NEWTRI1", name="it-triage-2", members=["U0RAVI001"])
    text = both.policy_text.replace("C0TRIAGE1", "C0NEWTRI1")
    await policy(both, text.replace("channels:\n", "channels:\n  - {slack: C0TRIAGE1, team: it, intake: every_message}\n"))
    await both.settle(timedelta(minutes=10))
    assert SECRET not in seen(both.bela, SLACK_TRIAGE)
    assert SECRET in "\n".join(message.plain() for message in both.tom.sees(both.teams_triage))


async def test_what_was_erased_does_not_leave_afterwards(both: House) -> None:
    await both.has_policy("conversation: {on_delete: erase}\n")
    await both.slack_dm(both.asha, f"My VPN {SECRET} is down, please help")
    await asking.slack_submit(both, both.ravi, "ticket.add_follower.save", "T-1", {"follower": "slack:T0SANDBOX/U0BELA001"})
    await both.asha.deletes(next(m for m in both.asha.sees() if not m.by_bot))
    await both.slack.settled()
    assert SECRET not in (await both.ticket()).summary
    assert SECRET not in seen(both.bela)
    await both.settle()
    assert SECRET not in seen(both.bela)


async def test_who_was_told_that_they_hear_no_more_hears_no_more(both: House) -> None:
    asked = await both.asha.says(SLACK_HELP, "The VPN is down, please help")
    await both.settle()
    await both.bela.presses(both.bela.replies(asked)[0], "Me Too")
    await both.settle()
    await asking.slack_submit(both, both.ravi, "ticket.resolve.save", "T-1", {"resolution": f"done {SECRET}"})
    await asking.slack_press(both, both.bela, "ticket.stop_telling", "T-1")
    assert SECRET not in seen(both.bela)
    await both.settle()
    assert SECRET not in seen(both.bela)
