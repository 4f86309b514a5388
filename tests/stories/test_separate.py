"""A message that follows within two minutes joins the request before it, and can be made one of its own, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

ASKED, MORE = "My VPN is down, please help", "In the Pune office"


async def _ask(house: House, on: str, place: str) -> tuple[Any, Any]:
    """The request and what follows it; `place` is a channel or the 1:1 chat."""
    said: list[Any] = []
    for text in (ASKED, MORE):
        if on == "slack":
            said.append(await (house.asha.dms(text) if place == "direct" else house.asha.says(SLACK_HELP, text)))
        else:
            said.append(await (house.tara.writes(text) if place == "direct" else house.tara.posts(house.teams_asks, text)))
        await house.settle()
        house.clock.move(timedelta(seconds=20))
    return said[0], said[1]


def _card(house: House, on: str, place: str, asked: Any) -> Any:
    """The requester's card of T-1, as whoever asked sees it."""
    who: Any = house.asha if on == "slack" else house.tara
    seen = who.sees() if place == "direct" else who.replies(asked)
    return next(message for message in seen if "T-1 ·" in message.plain())


@pytest.mark.parametrize("place", ["channel", "direct"])
@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_it_joins_and_can_be_separated_once(both: House, on: str, place: str) -> None:
    """In one place only: below the line that says where it went, and on the card where there is no such line."""
    who: Any = both.asha if on == "slack" else both.tara
    asked, _ = await _ask(both, on, place)
    assert len(await both.tickets()) == 1
    card = _card(both, on, place, asked)
    assert ("Your last message was added." in card.plain() and MORE in card.plain()) == (place == "channel")
    ways = [message for message in [*who.sees(), *who.replies(asked)] if "separate ticket" in map(str.lower, message.labels)]
    assert len({message.plain() for message in ways}) == 1
    await who.presses(ways[0], "Separate ticket")
    await both.settle()

    first, second = await both.tickets()
    assert (second.details, second.requester_id, second.source.channel) == (MORE, first.requester_id, first.source.channel)
    assert second.source.direct == first.source.direct
    card = _card(both, on, place, asked)
    assert "Your last message was added." not in card.plain()
    assert "Separate ticket" not in card.labels
    threads: list[Any] = [
        *both.ravi.replies(both.ravi.sees(SLACK_TRIAGE)[0]),
        *both.tom.replies(both.tom.sees(both.teams_triage)[0]),
    ]
    lines = [message.plain() for message in threads]
    assert sum("This is T-2 now" in line for line in lines) == 2
    assert not any(MORE in line for line in lines)
    history = await both.within(lambda tx: tx.tickets.history(first.org_id, 1))
    assert [(line.event, line.changes["into"]) for line in history if line.event == "ticket.separated"] == [
        ("ticket.separated", 2)
    ]
    both.nothing_was_refused()


async def test_the_offer_goes_with_what_happens_next(house: House) -> None:
    asked, _ = await _ask(house, "slack", "channel")
    house.clock.move(timedelta(minutes=12))
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Claim")
    await house.settle()
    card = _card(house, "slack", "channel", asked)
    assert "Your last message was added." not in card.plain()
    assert "Separate ticket" not in card.labels
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Separate ticket")
    await house.settle()
    assert len(await house.tickets()) == 2


async def test_two_who_press_at_once_and_a_stale_card_make_one_ticket(house: House) -> None:
    asked, _ = await _ask(house, "slack", "channel")
    card = _card(house, "slack", "channel", asked)
    await house.asha.presses(card, "Separate ticket")
    theirs = next(message for message in house.ravi.replies(asked) if "T-1 ·" in message.plain())
    await house.ravi.presses(theirs, "Separate ticket")
    await house.settle()
    assert len(await house.tickets()) == 2
    assert "This message is T-2 already" in "\n".join(message.plain() for message in house.ravi.sees(SLACK_HELP))


async def test_only_whoever_asked_and_the_team_may(house: House) -> None:
    asked, _ = await _ask(house, "slack", "channel")
    theirs = next(message for message in house.bela.replies(asked) if "T-1 ·" in message.plain())
    await house.bela.presses(theirs, "Separate ticket")
    await house.settle()
    assert len(await house.tickets()) == 1
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Separate ticket")
    await house.settle()
    second = (await house.tickets())[1]
    requester = await house.within(lambda tx: tx.people.get(second.org_id, second.requester_id))
    assert (requester.name, second.details) == ("Asha", MORE)


async def test_two_requests_stay_two_and_time_runs_out(house: House) -> None:
    await house.asha.says(SLACK_HELP, ASKED)
    await house.asha.says(SLACK_HELP, "The printer on the second floor is broken, please help")
    assert len(await house.tickets()) == 2
    house.clock.move(timedelta(seconds=121))
    await house.asha.says(SLACK_HELP, MORE)
    await house.settle()
    said = await house.within(lambda tx: tx.comments.of(tx.organisations.first().id, 2, internal=False))
    assert said == []


async def test_thanks_right_after_is_kept_and_offers_nothing(house: House) -> None:
    asked = await house.asha.says(SLACK_HELP, ASKED)
    await house.asha.says(SLACK_HELP, "Thanks in advance!")
    await house.settle()
    assert "Separate ticket" not in _card(house, "slack", "channel", asked).labels
    (said,) = await house.within(lambda tx: tx.comments.of(tx.organisations.first().id, 1, internal=False))
    assert said.text == "Thanks in advance!"


async def test_a_sentence_that_is_only_long_goes_on_with_the_request(house: House) -> None:
    await house.asha.says(SLACK_HELP, "The projector in room 4 shows nothing, can somebody help?")
    await house.asha.says(SLACK_HELP, "It is the big one on the second floor near the window")
    await house.settle()
    assert len(await house.tickets()) == 1
    house.clock.move(timedelta(minutes=3))
    await house.asha.says(SLACK_HELP, "The one near the kitchen behaves in the very same way now")
    await house.settle()
    assert len(await house.tickets()) == 2
