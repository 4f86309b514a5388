"""What a follower says in their 1:1 chat, right after it told them of somebody else's ticket, is never lost, and never silently
put on one of their own.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.ports import Tx
from app.ports.links import Reporter
from tests.stories.house import SLACK_TRIAGE, House

MINE = "My mouse is broken, please help"


async def _replies(house: House, ticket: int, text: str) -> None:
    card = next(card for card in house.ravi.sees(SLACK_TRIAGE) if f"T-{ticket} ·" in card.plain())
    await house.ravi.says(SLACK_TRIAGE, f"reply: {text}", thread=card)
    await house.settle()


async def _followed(house: House) -> None:
    """T-1 is Bela's own, an agent has answered it; T-2 is Asha's, and Bela follows it."""
    await house.bela.dms(MINE)
    await house.settle()
    await _replies(house, 1, "A new one is on its way")
    house.clock.move(timedelta(minutes=10))
    await house.asha.dms("My VPN is down, please help")
    await house.settle()
    card = next(card for card in house.ravi.sees(SLACK_TRIAGE) if "T-2 ·" in card.plain())
    await house.ravi.presses(card, "Add Follower…")
    assert await house.ravi.submits({"Follower": "Bela"}) == {}
    await house.settle()
    house.clock.move(timedelta(minutes=10))
    await _replies(house, 2, "There is a new driver: does it work now?")
    assert "Ravi replied on T-2" in house.bela.sees()[-1].plain()


async def _says(house: House, text: str, minutes: int = 1) -> list[str]:
    """What she reads then."""
    before = len(house.bela.sees())
    house.clock.move(timedelta(minutes=minutes))
    await house.bela.dms(text)
    await house.settle()
    return [message.plain() for message in house.bela.sees()[before:] if message.plain() != text]


async def _said_on(house: House, ticket: int) -> list[str]:
    of = await house.within(lambda tx: tx.comments.of(tx.organisations.first().id, ticket, internal=False))
    return [comment.text for comment in of]


async def test_what_may_be_about_what_they_follow_is_asked_about_and_reaches_it(both: House) -> None:
    await _followed(both)
    (question,) = await _says(both, "Works for me now in Berlin")
    assert "Is this about T-2, or something new?" in question or "Which one is this about?" in question
    asked = next(message for message in reversed(both.bela.sees()) if "T-2 · " in message.plain() and message.labels)
    await both.bela.presses(asked, "Add to T-2")
    await both.settle()
    assert (await _said_on(both, 2))[-1] == "Works for me now in Berlin"
    assert "Added to T-2." in both.bela.sees()[-1].plain()
    assert any("Bela" in message.plain() and "Berlin" in message.plain() for message in both.asha.sees())
    (question,) = await _says(both, "The new driver crashes here in Berlin", minutes=10)
    assert "T-2 · My VPN is down" in question
    assert await _said_on(both, 1) == ["A new one is on its way"]
    both.nothing_was_refused()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_request_of_their_own_and_a_mere_thank_you_are_what_they_always_are(both: House) -> None:
    await _followed(both)
    (thanks,) = await _says(both, "thanks")
    assert "You're welcome" in thanks
    assert await _said_on(both, 1) == ["A new one is on its way"]
    await _says(both, "I need a new keyboard, please")
    assert [ticket.details for ticket in await both.tickets()][-1] == "I need a new keyboard, please"
    (line,) = await _says(both, "It is the Dell one", minutes=120)
    assert "Added to T-" in line or "Which one" in line or "Is this about" in line
    assert await _said_on(both, 2) == ["There is a new driver: does it work now?"]
    both.nothing_was_refused()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_whoever_has_reported_the_same_is_not_taken_for_speaking_of_their_own(both: House) -> None:
    """Of what they only reported they have no say: they are asked, and nothing is put anywhere."""
    await _followed(both)
    await both.bela.presses(next(m for m in reversed(both.bela.sees()) if "Unfollow" in m.labels), "Unfollow")
    await both.settle()
    await both.within(lambda tx: tx.reporters.add(*_reports(tx)))
    card = next(card for card in both.ravi.sees(SLACK_TRIAGE) if "T-2 ·" in card.plain())
    await both.ravi.presses(card, "Resolve…")
    assert await both.ravi.submits({"What was done?": "Restarted"}) == {}
    await both.settle()
    assert "Restarted" in both.bela.sees()[-1].plain()
    (question,) = await _says(both, "It still drops every hour")
    assert "Is this about T-1, or something new?" in question
    assert await _said_on(both, 1) == ["A new one is on its way"]


def _reports(tx: Tx) -> tuple[int, int, Reporter]:
    org = tx.organisations.first().id
    bela = next(person for person in (tx.people.get(org, number) for number in range(1, 30)) if person.name.startswith("Bela"))
    return org, 2, Reporter(bela.id, tx.tickets.get(org, 2).created_at)  # type: ignore[union-attr]
