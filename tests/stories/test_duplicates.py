"""A duplicate closes and goes on as another ticket; whoever asked it hears once when that one is solved, and reads no more."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from app.sla.audit import suspects
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House
from tests.stories.test_promises import promised

FIRST, SECOND = "My VPN is down, please help", "VPN is not working since this morning, can you help?"
DONE = "Restarted the gateway"


def card(house: House, key: str, on: str = "slack") -> Any:
    seen = house.ravi.sees(SLACK_TRIAGE) if on == "slack" else house.tom.sees(house.teams_triage)
    return next(message for message in seen if f"{key} ·" in message.plain())


async def ask_both(house: House, second: str = "teams") -> tuple[Any, Any]:
    """T-1 by Asha on Slack, T-2 by Tara on Teams or Bela on Slack."""
    one = await house.asha.says(SLACK_HELP, FIRST)
    await house.settle()
    house.clock.move(timedelta(minutes=10))
    two = await (house.tara.posts(house.teams_asks, SECOND) if second == "teams" else house.bela.says(SLACK_HELP, SECOND))
    await house.settle()
    return one, two


async def marks(house: House, key: str, original: str, on: str = "slack") -> dict[str, str]:
    if on == "slack":
        await house.ravi.presses(card(house, key), "Mark duplicate…")
        problems: dict[str, str] = await house.ravi.submits({"Original": original})
    else:
        await house.tom.presses(card(house, key, "teams"), "More…")
        assert await house.tom.submits({"Action": "Mark duplicate…"}) == {}
        problems = await house.tom.submits({"Original": original})
    await house.settle()
    return problems


async def resolves(house: House, key: str) -> None:
    await house.ravi.presses(card(house, key), "Resolve…")
    assert await house.ravi.submits({"What was done?": DONE}) == {}
    await house.settle()


def told(messages: Any, words: str) -> int:
    return sum(words in message.plain() for message in messages)


@pytest.mark.parametrize("second", ["slack", "teams"])
@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_it_closes_and_its_requester_hears_once_when_the_original_is_solved(both: House, on: str, second: str) -> None:
    _, two = await ask_both(both, second)
    who: Any = both.tara if second == "teams" else both.bela
    assert await marks(both, "T-2", "#1", on) == {}
    ticket = await both.ticket(2)
    assert (ticket.status, ticket.closed_how) == ("closed", "duplicate")
    replies = who.replies(two)
    assert told(replies[1:], "Somebody else has asked the same: T-1. You will hear here when it is solved.") == 1
    assert not told(replies, "My VPN is down")
    assert not told(replies, "Asha")
    assert "1 duplicate: T-2" in card(both, "T-1").plain()
    assert "2 people report this" in card(both, "T-1", "teams").plain()
    assert "Duplicate of T-1" in card(both, "T-2").plain()

    await resolves(both, "T-1")
    solved = [message for message in who.replies(two) if "is solved: Restarted the gateway" in message.plain()]
    fresh = who.replies(two)[len(replies) :]
    assert len(fresh) == 1
    assert solved[-1].plain() == fresh[0].plain()
    assert "still need help" in [label.lower() for label in fresh[0].labels]
    await who.presses(fresh[0], "Still need help")
    await both.settle()
    ticket = await both.ticket(2)
    assert (ticket.is_open, ticket.closed_how) == (True, None)
    assert "duplicate" not in card(both, "T-1").plain()
    both.nothing_was_refused()


async def test_they_are_told_again_once_when_it_is_solved_again(house: House) -> None:
    _, two = await ask_both(house)
    await marks(house, "T-2", "T-1")
    await resolves(house, "T-1")
    many = len(house.tara.replies(two))
    await house.asha.presses(house.asha.replies(house.asha.sees(SLACK_HELP)[0])[-1], "Still need help")
    await house.settle()
    again = house.tara.replies(two)[many:]
    assert [message.plain() for message in again] == [
        "Tara: T-1, where the same was asked as in T-2, is worked on again. You hear here when it is solved."
    ]
    assert "You will hear here when it is solved" in house.tara.replies(two)[many - 1].plain()
    await resolves(house, "T-1")
    assert len(house.tara.replies(two)) == many + 2
    house.nothing_was_refused()


async def test_for_a_day_it_can_be_taken_back_and_is_as_it_was(both: House) -> None:
    await ask_both(both)
    await both.ravi.presses(card(both, "T-2"), "Claim")
    await both.settle()
    await both.ravi.presses(card(both, "T-2"), "Wait for requester")
    await both.settle()
    assert await marks(both, "T-2", "12") == {"Original": "I can't find T-12."}
    await both.ravi.presses(card(both, "T-2"), "Mark duplicate…")
    assert await both.ravi.submits({"Original": "1"}) == {}
    await both.settle()
    both.clock.move(timedelta(hours=23))
    await both.ravi.presses(card(both, "T-2"), "Not a duplicate")
    await both.settle()
    ticket = await both.ticket(2)
    ravi = await both.within(lambda tx: tx.people.get(ticket.org_id, ticket.assignee_id))
    assert (ticket.status, ravi.name, ticket.closed_how) == ("waiting", "Ravi", None)
    assert "duplicate" not in card(both, "T-1").plain()
    await resolves(both, "T-1")
    assert (await both.ticket(2)).status == "waiting"
    both.nothing_was_refused()


async def test_after_a_day_it_is_too_late_and_a_second_press_is_answered(house: House) -> None:
    await ask_both(house)
    await marks(house, "T-2", "1")
    private = next(message for message in house.ravi.sees(SLACK_TRIAGE) if "T-2 is a duplicate of T-1 · " in message.plain())
    house.clock.move(timedelta(hours=25))
    await house.ravi.presses(card(house, "T-2"), "Not a duplicate")
    await house.settle()
    assert "More than a day has passed" in "\n".join(message.plain() for message in house.ravi.sees(SLACK_TRIAGE))
    assert (await house.ticket(2)).closed_how == "duplicate"
    await house.ravi.presses(card(house, "T-2"), "Reopen")
    await house.settle()
    await house.ravi.presses(private, "Not a duplicate")
    await house.settle()
    assert "T-2 is not a duplicate" in "\n".join(message.plain() for message in house.ravi.sees(SLACK_TRIAGE))


async def test_no_circles_not_itself_and_only_the_team(house: House) -> None:
    await ask_both(house)
    assert await marks(house, "T-2", "T-2") == {"Original": "T-2 cannot be a duplicate of itself."}
    assert await marks(house, "T-2", "VPN") == {"Original": "Write the number of a ticket, for example T-12."}
    await house.asha.presses(card(house, "T-2"), "Mark duplicate…")
    await house.settle()
    assert (await house.ticket(2)).is_open
    await marks(house, "T-2", "1")
    assert "T-2 is a duplicate of T-1, so it cannot be" in (await marks(house, "T-1", "2"))["Original"]
    third = await house.mina.says(SLACK_HELP, "My VPN keeps failing too, please help")
    await house.settle()
    assert await marks(house, "T-3", "2") == {}
    assert "Somebody else has asked the same: T-1" in house.mina.replies(third)[-1].plain()
    assert "2 duplicates: T-2, T-3" in card(house, "T-1").plain()
    await resolves(house, "T-1")
    assert "is solved: Restarted the gateway" in house.mina.replies(third)[-1].plain()


async def test_another_team_hears_only_that_it_is_solved(house: House) -> None:
    """What is said among those of one team is not told in another's channel; what was asked in private neither."""
    await house.slack_dm(house.asha, FIRST)
    house.clock.move(timedelta(minutes=10))
    two = await house.bela.says(SLACK_HELP, SECOND)
    await house.settle()
    assert await marks(house, "T-2", "1") == {}
    await resolves(house, "T-1")
    last = house.bela.replies(two)[-1].plain()
    assert "T-1, which asks for the same, is solved." in last
    assert DONE not in "\n".join(message.plain() for message in house.bela.replies(two))


async def test_when_the_original_is_withdrawn_its_duplicates_stand_by_themselves(house: House) -> None:
    one, _ = await ask_both(house)
    await marks(house, "T-2", "1")
    await house.asha.presses(house.asha.replies(one)[0], "Withdraw")
    await house.settle()
    assert (await house.ticket(2)).status == "new"
    assert "Claim" in card(house, "T-2").labels
    assert await marks(house, "T-2", "1") == {
        "Original": "Nobody works on T-1 any more, and it was not solved. Choose another ticket."
    }


async def test_what_is_similar_is_suggested_below_the_card_and_linked_with_one_press(both: House) -> None:
    await ask_both(both)
    for on in ("slack", "teams"):
        thread: Any = both.ravi.replies(card(both, "T-2")) if on == "slack" else both.tom.replies(card(both, "T-2", "teams"))
        found = [message for message in thread if "looks similar to T-2" in message.plain()]
        assert len(found) == 1, on
        assert "T-1 · My VPN is down" in found[0].plain()
    suggestion = next(one for one in both.tom.replies(card(both, "T-2", "teams")) if "looks similar" in one.plain())
    slack = next(one for one in both.ravi.replies(card(both, "T-2")) if "looks similar" in one.plain())
    await both.tom.presses(suggestion, "Link")
    await both.ravi.presses(slack, "Link")  # at the same moment
    await both.settle()
    assert (await both.ticket(2)).closed_how == "duplicate"
    assert "T-2 is a duplicate of T-1 already." in "\n".join(message.plain() for message in both.ravi.sees(SLACK_TRIAGE))
    await both.asha.says(SLACK_HELP, "Please help, the coffee machine is broken")
    await both.settle()
    assert not [one for one in both.ravi.replies(card(both, "T-3")) if "similar" in one.plain()]
    both.nothing_was_refused()


async def test_two_agents_at_once_make_no_circle(house: House) -> None:
    """Each marks the ticket that the other one wants to keep: one of them comes first, the other one is told."""
    await ask_both(house)
    await house.ravi.presses(card(house, "T-2"), "Mark duplicate…")
    await house.mina.presses(next(one for one in house.mina.sees(SLACK_TRIAGE) if "T-1 ·" in one.plain()), "Mark duplicate…")
    await asyncio.gather(house.ravi.submits({"Original": "1"}), house.mina.submits({"Original": "2"}))
    await house.settle()
    ended = [ticket.closed_how for ticket in await house.tickets()]
    assert sorted(ended, key=str) == [None, "duplicate"]


async def test_its_clocks_end_unbroken_and_go_on_where_they_stopped(house: House) -> None:
    await promised(house)
    await ask_both(house)
    await house.ravi.presses(card(house, "T-2"), "Wait for requester")
    await house.settle()
    assert await marks(house, "T-2", "1") == {}
    clocks = await house.within(lambda tx: tx.clocks.of(tx.organisations.first().id, 2))
    assert {(clock.phase, clock.breached_at, clock.met_at) for clock in clocks} == {("void", None, None)}
    used = {clock.kind: clock.used for clock in clocks}
    house.clock.move(timedelta(hours=20))
    await house.ravi.presses(card(house, "T-2"), "Not a duplicate")
    await house.settle()
    clocks = await house.within(lambda tx: tx.clocks.of(tx.organisations.first().id, 2))
    assert {clock.kind: clock.used for clock in clocks} == used
    assert not any(clock.breached_at for clock in clocks)
    org, at = (await house.ticket(2)).org_id, house.clock()
    assert await house.within(lambda tx: suspects(tx, org, [1, 2], at)) == []
