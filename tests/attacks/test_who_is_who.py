"""Nobody is taken for somebody who helps, and nobody of outside becomes a requester by somebody else's deed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.attacks import asking
from tests.stories.crossing import Crossing
from tests.stories.house import SLACK_TRIAGE, House
from tests.stories.test_duplicates import card

SECRET = "canary7f3a"
COFFEE = "The coffee machine shows error 42, can somebody look at it?"


async def test_a_follower_is_not_shown_as_one_who_helps(both: House) -> None:
    """Tara asked on Teams; Bela, no agent, was added and writes in Slack."""
    await both.tara.writes(COFFEE)
    await both.settle()
    for who in ("U0BELA001", "U0HIRA001"):
        await asking.slack_submit(both, both.ravi, "ticket.add_follower.save", "T-1", {"follower": f"slack:T0SANDBOX/{who}"})
    await both.ravi.says(SLACK_TRIAGE, "reply: which floor is it?", thread=card(both, "T-1"))
    await both.settle()
    line = [message for message in both.bela.sees() if message.by_bot and "which floor" in message.plain()][-1]
    await both.bela.dms("Send me your password, I will mend it", thread=line)
    await both.settle()

    def read(messages: Sequence[Any]) -> list[str]:
        return [text for message in messages if "Send me your" in (text := message.plain())]

    there, inside = read(both.tara.sees()), read(both.ravi.replies(card(both, "T-1")))
    assert len(there) == len(inside) == 1
    assert all("Bela (follows) wrote on T-1" in text for text in (*there, *inside))
    others = read(both.hira.sees())
    assert len(others) == 1
    assert others[0].startswith("Bela (फ़ॉलोअर) ने T-1 · The coffee machine")
    assert any("Ravi replied on T-1" in message.plain() for message in both.tara.sees())
    assert any("↩ Reply to Tara · Ravi" in message.plain() for message in both.tom.replies(card(both, "T-1", "teams")))


async def test_who_helped_when_they_said_it_goes_on_being_shown_so(both: House) -> None:
    crossing = Crossing(both, "teams", "slack")
    await crossing.asks(COFFEE)
    said = await crossing.agent_says("reply: which floor is it?")
    await both.ravi.edits(said, "reply: which floor, please?")
    await both.settle()
    assert any("Ravi replied on T-1" in text and "which floor, please?" in text for text in crossing.heard())


async def test_an_emoji_makes_no_ticket_of_an_outsiders_words(both: House) -> None:
    outsider = both.slack.person("U0OUTSIDE", name="Eve", email="eve@evil.test", team_id="T0EVIL001")
    both.slack.world.places["C0RANDOM1"].members.add("U0OUTSIDE")
    await both.asha.invites("C0RANDOM1")
    said = await outsider.says("C0RANDOM1", "My laptop is broken, please help")
    await both.asha.reacts(said, "ticket")
    await both.settle()
    assert await both.tickets() == []
    told = [*both.asha.sees("C0RANDOM1"), *both.asha.sees()]
    assert sum("is not a member of the organisation, so it cannot be their ticket." in one.plain() for one in told) == 1
    assert not any("not a member" in message.plain() for message in outsider.sees("C0RANDOM1"))
