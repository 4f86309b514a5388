"""What is said inside stays inside: whatever place it is said in, and whatever it says of itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.attacks import asking
from tests.stories.crossing import Crossing
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House
from tests.stories.test_duplicates import card
from tests.stories.test_promises import SLACK_ESCALATION, promised

SECRET = "canary7f3a"
COFFEE = "The coffee machine shows error 42, can somebody look at it?"


async def comments(house: House, number: int = 1) -> list[tuple[str, str]]:
    said = await house.within(lambda tx: tx.comments.of(tx.organisations.first().id, number, internal=True))
    return [(str(line.visibility), line.text) for line in said]


async def made_of_a_colleagues_message(house: House) -> Any:
    """In the agents' own channel, which Bela does not read, and of which she shall be the requester."""
    house.slack.world.places[SLACK_TRIAGE].members -= {"U0ASHA001", "U0BELA001"}
    said = await house.mina.says(SLACK_TRIAGE, "Bela's laptop does not start, she cannot work")
    await house.settle()
    await house.ravi.message_shortcut("ticket_from_message", said)
    assert await house.ravi.submits({"On behalf of": "U0BELA001"}) == {}
    await house.settle()
    assert len(await house.tickets()) == 1
    return said


async def test_agents_below_a_message_of_their_own_speak_among_themselves(both: House) -> None:
    said = await made_of_a_colleagues_message(both)
    await asking.slack_submit(both, both.ravi, "ticket.add_follower.save", "T-1", {"follower": "slack:T0SANDBOX/U0ASHA001"})
    await both.ravi.says(SLACK_TRIAGE, f"she drops it every month, {SECRET}", thread=said)
    await both.ravi.says(SLACK_TRIAGE, f"🔒 and never says so, {SECRET}", thread=said)
    await both.settle()
    inside = [("internal", f"she drops it every month, {SECRET}"), ("internal", f"and never says so, {SECRET}")]
    assert await comments(both) == inside
    assert SECRET not in "\n".join(message.plain() for who in (both.bela, both.asha) for message in who.sees())


async def test_whoever_it_is_for_hears_of_it_where_they_read(both: House) -> None:
    said = await made_of_a_colleagues_message(both)
    await asking.slack_submit(both, both.ravi, "ticket.reply.save", "T-1", {"reply": "A new one is on its way"})
    await both.settle()
    assert any("A new one is on its way" in message.plain() for message in both.bela.sees())
    assert not [message for message in both.ravi.replies(said) if "A new one is on its way" in message.plain()]


@pytest.mark.parametrize("mark", ["note: ", "Note： ", "नोटः ", "🔒 "])
async def test_a_note_in_the_agents_own_chat_stays_a_note(both: House, mark: str) -> None:
    crossing = Crossing(both, "slack", "slack")
    await crossing.asks(COFFEE)
    await both.ravi.command("/ticket", "follow T-1", SLACK_HELP)
    await both.settle()
    await crossing.says_more("Yes, it is full to the brim.")
    (line,) = [message for message in both.ravi.sees() if message.by_bot and "full to the brim" in message.plain()]
    await both.ravi.dms(f"{mark}he always lies, {SECRET}", thread=line)
    await both.settle()
    assert SECRET not in crossing.everything_heard()
    assert ("internal", f"he always lies, {SECRET}") in await comments(both)


async def test_an_agent_of_another_team_writes_no_notes_and_hears_so(both: House) -> None:
    crossing = Crossing(both, "slack", "slack")
    await crossing.asks(COFFEE)
    await asking.slack_command(both, both.hari, "follow T-1")
    await crossing.says_more("Yes, it is full to the brim.")
    (line,) = [message for message in both.hari.sees() if message.by_bot and "full to the brim" in message.plain()]
    await both.hari.dms(f"note: she was warned by us {SECRET}", thread=line)
    await both.settle()
    assert SECRET not in crossing.everything_heard()
    assert "Only agents of IT Support" in both.hari.sees()[-1].plain()


async def test_below_a_message_about_several_tickets_nothing_is_added_by_guess(house: House) -> None:
    await promised(house)
    await house.asha.says(SLACK_HELP, "Monitor one is broken, please help")
    await house.bela.says(SLACK_HELP, "Lamp two is broken, please help")
    await house.settle(timedelta(minutes=1))
    await house.passes(timedelta(hours=2))
    alert = next(one for one in house.lena.sees(SLACK_ESCALATION) if one.by_bot and "T-2" in one.plain() and "T-1" in one.plain())
    await house.lena.says(SLACK_ESCALATION, "reply: your lamp will be exchanged today", thread=alert)
    await house.lena.says(SLACK_ESCALATION, "note: T-2 is a nuisance", thread=alert)
    await house.settle()
    assert await comments(house, 1) + await comments(house, 2) == []
    assert "This is about several tickets" in house.lena.sees(SLACK_ESCALATION)[-1].plain()


async def test_what_is_said_below_a_banner_belongs_to_no_ticket(both: House) -> None:
    await both.slack_dm(both.asha, "My VPN is down, please help")
    both.clock.move(timedelta(minutes=3))
    await asking.slack_submit(both, both.ravi, "ticket.known_issue.save", "T-1", {"banner": "VPN is down"})
    await both.settle()
    banner = [message for message in both.ravi.sees(SLACK_HELP) if "Known issue" in message.plain()][-1]
    await both.ravi.says(SLACK_HELP, "The vendor forgot to renew, password is Canary7f3a!", thread=banner)
    await both.settle()
    assert await comments(both) == []
    assert "Canary7f3a" not in "\n".join(message.plain() for message in both.asha.sees())


async def test_two_who_ask_in_one_thread_each_add_to_their_own(both: House) -> None:
    asked = await both.asha.says(SLACK_HELP, "My laptop is broken, please help")
    await both.settle()
    both.clock.move(timedelta(minutes=5))
    await both.bela.says(SLACK_HELP, f"{both.slack.bot_mention} my printer is broken, please help", thread=asked)
    await both.settle()
    both.clock.move(timedelta(minutes=5))
    await both.bela.says(SLACK_HELP, "It is the one on floor two by the window", thread=asked)
    await both.asha.says(SLACK_HELP, "It is the blue one", thread=asked)
    await both.settle()
    assert await comments(both, 1) == [("public", "It is the blue one")]
    assert await comments(both, 2) == [("public", "It is the one on floor two by the window")]


@pytest.mark.parametrize("mark", ["> note: ", "[note] ", "private note: ", "\u200bnote: "], ids=ascii)
async def test_where_lines_are_replies_a_note_is_one_all_the_same(both: House, mark: str) -> None:
    await both.has_policy(team="    thread_default: reply\n")
    crossing = Crossing(both, "slack", "slack")
    await crossing.asks(COFFEE)
    await crossing.agent_says(f"{mark}the caller always lies about it {SECRET}")
    assert SECRET not in crossing.everything_heard()


async def test_the_form_of_a_reply_knows_a_note(both: House) -> None:
    crossing = Crossing(both, "slack", "slack")
    await crossing.asks(COFFEE)
    await both.ravi.presses(card(both, "T-1"), "Reply…")
    await both.ravi.submits({"Reply": f"note: he lies {SECRET}"})
    await both.settle()
    assert SECRET not in crossing.everything_heard()


@pytest.mark.parametrize("on", ["slack", "teams"])
@pytest.mark.parametrize("text", ["🔒 he lies, password is Canary7f3a!", "note: Canary7f3a! he lies"])
async def test_what_was_done_is_read_again_where_it_looks_internal(both: House, on: str, text: str) -> None:
    crossing = Crossing(both, "slack", on)
    await crossing.asks(COFFEE)
    who: Any = both.ravi if on == "slack" else both.tom
    await who.presses(card(both, "T-1", on), "Resolve…")
    problems = await who.submits({"What was done?": text})
    await both.settle()
    assert any(problem.startswith("This looks internal: ") for problem in problems.values())
    assert "Canary7f3a" not in crossing.everything_heard()
    assert await who.submits({"What was done?": text}) == {}
    await both.settle()
    assert "Canary7f3a" in crossing.everything_heard()


async def test_a_lock_below_the_request_is_a_note_that_everybody_has_read(both: House) -> None:
    crossing = Crossing(both, "slack", "slack")
    await crossing.asks(COFFEE)
    await both.ravi.says(SLACK_HELP, f"🔒 he lies {SECRET}", thread=crossing.asked)
    await both.settle()
    assert await comments(both) == [("internal", f"he lies {SECRET}")]
    assert "Asha can already read it" in "\n".join(message.plain() for message in both.ravi.sees(SLACK_HELP))
