"""What people edit and delete in a chat is edited and removed wherever it was carried to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.stories.crossing import CROSSINGS, Crossing
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

SECRET = "canary-7f3a"


async def edits(crossing: Crossing, who: Any, message: Any, text: str) -> None:
    crossing.house.clock.move(timedelta(seconds=1))
    await who.edits(message, text)
    await crossing.house.settle()


async def deletes(crossing: Crossing, who: Any, message: Any) -> None:
    crossing.house.clock.move(timedelta(seconds=1))
    await who.deletes(message)
    await crossing.house.settle()


@pytest.mark.parametrize("pair", CROSSINGS, ids=["-".join(pair) for pair in CROSSINGS])
async def test_edits_and_deletions_cross(both: House, pair: tuple[str, str]) -> None:
    crossing = Crossing(both, *pair)
    asker: Any = both.asha if crossing.asker == "slack" else both.tara
    helper: Any = both.ravi if crossing.helper == "slack" else both.tom
    await crossing.asks("The coffee machine shows error 42, can somebody look at it?")
    answer = await crossing.says_more("Yes, it is full to the brim.")
    reply = await crossing.agent_says("reply: Is the watr tank full?")
    note = await crossing.agent_says(f"The {SECRET} pump again.")

    await edits(crossing, asker, answer, "No, it is empty.")
    await edits(crossing, helper, reply, "reply: Is the water tank full?")
    await edits(crossing, helper, note, f"↩ The {SECRET} valve again.")
    for platform in ("slack", "teams"):
        (there,) = [line for line in crossing.agents_thread(platform) if crossing.requester in line and "it is empty" in line]
        assert "Edited" in there
        assert not any("full to the brim" in line for line in crossing.agents_thread(platform))
    (heard,) = [line for line in crossing.heard() if "water tank" in line]
    assert "Edited" in heard
    assert "reply:" not in heard
    assert "watr" not in crossing.everything_heard()
    (kept,) = [line for line in crossing.agents_thread(crossing.other) if "valve again" in line]
    assert "🔒" in kept
    assert "↩" not in kept
    assert SECRET not in crossing.everything_heard()
    assert "stays a private note" in told_last(both, crossing)

    await deletes(crossing, asker, answer)
    await deletes(crossing, helper, reply)
    for platform in ("slack", "teams"):
        assert not any("it is empty" in line for line in crossing.agents_thread(platform))
    assert any("This message was removed." in line for line in crossing.heard())
    assert "water tank" not in crossing.everything_heard()
    assert "water tank" not in crossing.card("slack").plain() + crossing.card("teams").plain()
    said = await both.within(lambda tx: tx.comments.of(tx.organisations.first().id, 1, internal=True))
    assert [(line.text, line.edited, line.removed) for line in said] == [
        ("No, it is empty.", True, True), ("Is the water tank full?", True, True), (f"The {SECRET} valve again.", True, False),
    ]  # fmt: skip
    both.nothing_was_refused()


def told_last(house: House, crossing: Crossing) -> str:
    """What the agent was told in private."""
    if crossing.helper == "slack":
        return "\n".join(
            m.plain() for m in house.ravi.sees(SLACK_TRIAGE) + house.ravi.replies(crossing.card("slack")) if m.ephemeral
        )
    return "\n".join(m.plain() for m in house.tom.sees())


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_the_first_message_changes_the_details_and_only_a_summary_that_repeats_them(both: House, on: str) -> None:
    crossing = Crossing(both, on, on)
    who: Any = both.asha if on == "slack" else both.tara
    await crossing.asks("The printer on floor 2 is broken, please help")
    await edits(crossing, who, crossing.asked, "The printer on floor 3 is broken, please help")
    ticket = await both.ticket()
    assert (ticket.summary, ticket.details, ticket.edited) == (*["The printer on floor 3 is broken, please help"] * 2, True)
    assert "floor 3" in crossing.card("slack").plain()

    agent: Any = both.ravi if on == "slack" else both.tom
    await agent.presses(crossing.card(on), "More…" if on == "teams" else "Edit…")
    if on == "teams":
        await agent.submits({"Action": "Edit…"})
    assert await agent.submits({"Summary": "Printer, floor 3", "Category": "VPN"}) == {}
    await both.settle()
    await edits(crossing, who, crossing.asked, "The printer on floor 4 is broken, please help")
    ticket = await both.ticket()
    assert (ticket.summary, ticket.details) == ("Printer, floor 3", "The printer on floor 4 is broken, please help")
    assert "VPN" in crossing.card("slack").plain()
    assert "floor 4" in crossing.card("teams").plain()

    both.nothing_was_refused()
    await deletes(crossing, who, crossing.asked)  # and with it, on Teams, the place where the requester's card stood
    for card in (crossing.card("slack").plain(), crossing.card("teams").plain()):
        assert "The message this came from was removed." in card
        assert "floor 4" not in card
    ticket = await both.ticket()
    assert (ticket.removed, ticket.is_open, ticket.details) == (True, True, "The printer on floor 4 is broken, please help")


async def test_where_the_policy_erases_nothing_is_left_to_find(house: House) -> None:
    await house.has_policy("conversation: {on_delete: erase}\n")
    asked = await house.asha.says(SLACK_HELP, f"The {SECRET} printer is broken, please help")
    await house.settle()
    said = await house.asha.says(SLACK_HELP, f"It says {SECRET} now.", thread=asked)
    await house.asha.edits(said, f"It says {SECRET} again.")
    await house.settle()
    assert await house.within(lambda tx: tx.tickets.search(tx.organisations.first().id, SECRET))
    await house.asha.deletes(said)
    await house.asha.deletes(asked)
    await house.settle()

    def everything(tx: Any) -> str:
        org = tx.organisations.first().id
        kept = [tx.tickets.get(org, 1), *tx.comments.of(org, 1, internal=True)]
        return repr([*kept, *tx.utterances.revisions(org, 1, 0), *tx.utterances.revisions(org, 1, 1)])

    assert SECRET not in await house.within(everything)
    found = await house.within(lambda tx: tx.tickets.search(tx.organisations.first().id, SECRET))
    assert found == []
    assert SECRET not in "\n".join(m.plain() for m in house.ravi.sees(SLACK_TRIAGE))
    assert (await house.ticket()).is_open


async def test_what_bystanders_change_leaves_no_trace(house: House) -> None:
    said = await house.bela.says("C0RANDOM1", "Lunch?")
    await house.bela.edits(said, "Lunch at one?")
    await house.bela.deletes(said)
    await house.settle()
    assert (
        await house.within(
            lambda tx: tx.people.by_identity(tx.organisations.first().id, "slack", house.slack.world.team_id, "U0BELA001")
        )
        is None
    )
