"""Replies that look internal are asked about first, and what has gone can be taken back for a minute."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from app.interaction import Interaction, Where
from app.people.model import Platform
from app.tickets import second_thoughts
from app.tickets.held import Held
from integrations.sandbox.faults import Fault
from tests.stories.crossing import CROSSINGS, Crossing
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

SECRET = "Canary7f3a!"
GUARDED = f"The new password is {SECRET}"
MINUTE = timedelta(minutes=1)


def private(crossing: Crossing) -> list[Any]:
    """What the desk showed the agent alone, oldest first."""
    house = crossing.house
    if crossing.helper == "teams":
        return [m for m in house.tom.sees() if not m.author]
    told = [*house.ravi.sees(SLACK_TRIAGE), *house.ravi.sees()]
    threads = [*house.ravi.replies(crossing.card("slack"))]
    return [m for m in {id(m): m for m in (*told, *threads)}.values() if m.by_bot and (m.ephemeral or m.labels)]


def asked(crossing: Crossing, label: str) -> Any:
    """The newest private card with this button."""
    return [m for m in private(crossing) if any(label in one for one in m.labels)][-1]


def agent(crossing: Crossing) -> Any:
    return crossing.house.ravi if crossing.helper == "slack" else crossing.house.tom


async def presses(crossing: Crossing, label: str) -> None:
    dialog = crossing.house.tom.dialog if crossing.helper == "teams" else None
    if (modal := crossing.house.ravi.modal) is not None:
        await crossing.house.ravi.presses(modal, next(one for one in modal.labels if label in one))
    elif dialog is not None:
        assert label in dialog.plain()
        await crossing.house.tom.submits({}, press=label)
    else:
        card = asked(crossing, label)
        await agent(crossing).presses(card, next(one for one in card.labels if label in one))
    await crossing.house.settle()


async def by_form(crossing: Crossing, text: str) -> None:
    await agent(crossing).presses(crossing.card(crossing.helper), "Reply…")
    assert await agent(crossing).submits({"Reply": text}) == {}
    await crossing.house.settle()


async def comments(house: House) -> list[tuple[str, str]]:
    said = await house.within(lambda tx: tx.comments.of(tx.organisations.first().id, 1, internal=True))
    return [(str(line.visibility), line.text) for line in said]


async def everything_shown(crossing: Crossing) -> str:
    """Whatever whoever asked can find anywhere: chats, lists, search, status, history, the App Home."""
    house = crossing.house
    seen = [crossing.everything_heard()]
    if crossing.asker == "slack":
        for text in ("status T-1", "history T-1", f"search {SECRET}", "search password", "mine"):
            await house.asha.command("/ticket", text, SLACK_HELP)
        await house.settle()
        await house.asha.opens_home()
        await house.settle()
        home = house.asha.home
        seen += [m.plain() for m in (*house.asha.sees(SLACK_HELP), *house.asha.sees())] + ([home.plain()] if home else [])
    else:
        for text in ("status T-1", "history T-1", "mine"):
            await house.tara.writes(text)
        found = await house.tara.searches("password")
        await house.settle()
        seen += [m.plain() for m in house.tara.sees()] + [repr(found)]
    return "\n".join(seen).replace(f"search {SECRET}", "").replace(f"“{SECRET}”", "")


@pytest.mark.parametrize("pair", CROSSINGS, ids=["-".join(pair) for pair in CROSSINGS])
async def test_what_looks_internal_is_a_note_until_its_author_says_otherwise(both: House, pair: tuple[str, str]) -> None:
    crossing = Crossing(both, *pair)
    await crossing.asks("I cannot log in any more, please help")
    await crossing.agent_says(f"reply: {GUARDED}")
    assert "there seems to be a password in it" in asked(crossing, "Send ").plain()
    assert await comments(both) == [("internal", GUARDED)]
    (line,) = [line for line in crossing.agents_thread(crossing.other) if SECRET in line]
    assert "🔒 Note" in line
    assert SECRET not in await everything_shown(crossing)

    await presses(crossing, "Send ")
    assert await comments(both) == [("public", GUARDED)]
    assert len([line for line in crossing.heard() if SECRET in line]) == 1
    (line,) = [line for line in crossing.agents_thread(crossing.other) if SECRET in line]
    assert f"Reply to {crossing.requester}" in line

    await presses(crossing, "Unsend")
    assert await comments(both) == [("internal", GUARDED)]
    assert SECRET not in await everything_shown(crossing)
    (line,) = [line for line in crossing.agents_thread(crossing.other) if SECRET in line]
    assert "Taken back" in line
    assert SECRET not in crossing.card("slack").plain() + crossing.card("teams").plain()
    both.nothing_was_refused()


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_a_form_asks_too_and_what_is_kept_stays(both: House, on: str) -> None:
    crossing = Crossing(both, "slack", on)
    await crossing.asks("I cannot log in any more, please help")
    await by_form(crossing, GUARDED)
    await presses(crossing, "Keep as Note" if on == "slack" else "Keep as note")
    assert await comments(both) == [("internal", GUARDED)]
    assert await both.within(lambda tx: tx.held.of(tx.organisations.first().id, 1)) is Held.KEPT
    assert SECRET not in await everything_shown(crossing)
    both.nothing_was_refused()


async def test_a_reply_that_has_not_left_never_leaves(house: House) -> None:
    crossing = Crossing(house, "slack", "slack")
    await crossing.asks("I cannot log in any more, please help")
    await house.ravi.says(SLACK_TRIAGE, "reply: It is the red button, sorry, wrong ticket", thread=crossing.card("slack"))
    await house.slack.settled()
    await house.within(lambda tx: take_back(tx, house))
    await house.settle()
    assert "red button" not in crossing.everything_heard()


def take_back(tx: Any, house: House) -> None:
    org = tx.organisations.first().id
    reply = tx.comments.of(org, 1, internal=True)[-1]
    ticket, by = tx.tickets.get(org, 1), tx.people.get(org, reply.author_id)
    second_thoughts.unsend(tx, ticket, reply, by, house.clock())


async def test_after_a_minute_it_stands(house: House) -> None:
    crossing = Crossing(house, "slack", "slack")
    await crossing.asks("I cannot log in any more, please help")
    await by_form(crossing, "Please restart your laptop.")
    house.clock.move(2 * MINUTE)
    await presses(crossing, "Unsend")
    assert await comments(house) == [("public", "Please restart your laptop.")]
    assert "too late to take this back" in "\n".join(m.plain() for m in house.ravi.sees(SLACK_TRIAGE) if m.ephemeral)


async def test_two_presses_send_once(house: House) -> None:
    crossing = Crossing(house, "slack", "slack")
    await crossing.asks("I cannot log in any more, please help")
    await crossing.agent_says(f"reply: {GUARDED}")
    card = asked(crossing, "Send ").snapshot()
    label = next(one for one in card.labels if "Send " in one)
    await asyncio.gather(*(house.ravi.presses(card, label) for _ in range(2)))
    await house.settle()
    assert "This was done already." in "\n".join(m.plain() for m in house.ravi.replies(crossing.card("slack")))
    history = await house.within(lambda tx: tx.tickets.history(tx.organisations.first().id, 1))
    assert [line.event for line in history].count("ticket.commented") == 1
    assert len([line for line in crossing.heard() if SECRET in line]) == 1


async def test_the_note_of_a_ticket_that_went_to_another_team_does_not_go(house: House) -> None:
    crossing = Crossing(house, "slack", "slack")
    await crossing.asks("I cannot log in any more, please help")
    await crossing.agent_says(f"reply: {GUARDED}")
    card = asked(crossing, "Send ")
    await house.ravi.presses(crossing.card("slack"), "Move…")
    assert await house.ravi.submits({"Team": "People"}) == {}
    await house.settle()
    await house.ravi.presses(card, next(one for one in card.labels if "Send " in one))
    await house.settle()
    assert await comments(house) == [("internal", GUARDED)]
    assert SECRET not in crossing.everything_heard()


async def test_a_reply_that_may_have_arrived_is_not_left_standing(house: House) -> None:
    """Slack took it, the answer was lost; before it is tried again it is taken back."""
    crossing = Crossing(house, "slack", "slack")
    await crossing.asks("I cannot log in any more, please help")
    await house.ravi.says(SLACK_TRIAGE, "reply: It is the red button, sorry, wrong ticket", thread=crossing.card("slack"))
    await house.slack.settled()
    house.slack.faults.next("chat.postMessage", Fault.cut_after(), times=4)
    await house.serving.deliverer.round()
    assert "red button" in crossing.everything_heard()
    house.slack.faults.clear()
    await house.within(lambda tx: take_back(tx, house))
    await house.settle()
    assert "red button" not in crossing.everything_heard()


async def test_where_nothing_can_be_looked_for_its_author_is_told(house: House) -> None:
    crossing = Crossing(house, "teams", "slack")
    await crossing.asks("I cannot log in any more, please help")
    await house.ravi.says(SLACK_TRIAGE, "reply: It is the red button, sorry, wrong ticket", thread=crossing.card("slack"))
    await house.slack.settled()
    house.teams.faults.next("activities.post", Fault.cut_after(), times=4)
    await house.serving.deliverer.round()
    house.teams.faults.clear()
    await house.within(lambda tx: take_back(tx, house))
    await house.settle()
    assert len([m for m in crossing.heard() if "red button" in m]) == 1
    assert any("may still be visible" in m.plain() for m in house.ravi.sees())


async def test_it_is_unsent_once(both: House) -> None:
    crossing = Crossing(both, "teams", "slack")
    await crossing.asks("I cannot log in any more, please help")
    await crossing.agent_says("reply: It is the red button.")
    card = asked(crossing, "Unsend")
    before = card.snapshot()
    for _ in range(2):
        await agent(crossing).presses(before, "Unsend")
        await both.settle()
        both.clock.move(timedelta(seconds=5))
    assert card.labels == []
    assert "Taken back: Tara no longer sees your reply." in card.plain()
    assert "This was done already." in "\n".join(m.plain() for m in both.ravi.replies(crossing.card("slack")))
    history = await both.within(lambda tx: tx.tickets.history(tx.organisations.first().id, 1))
    assert [line.event for line in history].count("ticket.unsent") == 1
    assert await comments(both) == [("internal", "It is the red button.")]


async def test_nobody_else_sends_keeps_or_unsends_what_somebody_was_asked(house: House) -> None:
    """Two agents on one line at the same moment: its author decides, whatever the other one's client sends."""
    crossing = Crossing(house, "slack", "slack")
    await crossing.asks("I cannot log in any more, please help")
    await crossing.agent_says(f"reply: {GUARDED}")
    card = asked(crossing, "Send ").snapshot()
    send, keep = (next(one for one in card.labels if word in one) for word in ("Send ", "Keep"))
    about = {"ticket": "T-1", "comment": "1"}
    team, where = house.slack.world.team_id, Where(SLACK_TRIAGE)
    verbs = ("ticket.send_anyway", "ticket.keep_note", "ticket.unsend")
    for verb in verbs:
        forged = Interaction(f"mina:{verb}", Platform.SLACK, team, "U0MINA001", verb, values=about, where=where)
        await house.serving.program.reception.ask(forged)
    await house.settle()
    assert await house.within(lambda tx: tx.held.of(tx.organisations.first().id, 1)) is Held.ASKED
    await asyncio.gather(house.ravi.presses(card, send), house.ravi.presses(card, keep))
    await house.settle()
    state = await house.within(lambda tx: tx.held.of(tx.organisations.first().id, 1))
    history = await house.within(lambda tx: tx.tickets.history(tx.organisations.first().id, 1))
    went = [line.event for line in history].count("ticket.commented")
    assert (state, went, await comments(house)) in [
        (Held.SENT, 1, [("public", GUARDED)]),
        (Held.KEPT, 0, [("internal", GUARDED)]),
    ]


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_agents_of_the_same_platform_read_what_became_of_a_reply(both: House, on: str) -> None:
    """What was typed goes on standing there, and nobody else sees what its author was asked in private."""
    crossing = Crossing(both, "slack", on)
    await crossing.asks("I cannot log in any more, please help")

    def told() -> list[str]:
        thread: list[Any] = (
            both.ravi.replies(crossing.card("slack")) if on == "slack" else both.tom.replies(crossing.card("teams"))
        )
        mine = [m.plain() for m in thread if not getattr(m, "ephemeral", False) and (on == "slack" or not m.author)]
        return [line for line in mine if "the reply of" in line]

    await crossing.agent_says("reply: Please restart it.")
    assert told() == []
    await presses(crossing, "Unsend")
    assert len(told()) == 1
    assert "took back the reply of" in told()[0]
    await crossing.agent_says(f"reply: {GUARDED}")
    await presses(crossing, "Keep as Note" if on == "slack" else "Keep as note")
    assert len(told()) == 2
    assert "it stays a private note" in told()[1]
    both.nothing_was_refused()
