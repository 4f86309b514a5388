"""Nobody is forgotten: warnings, breaches and the ladder, each told once, on both platforms."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from app.ports import Tx
from app.sla import watch as sla_watch
from app.sla.promises import Promises
from app.tickets.model import Ticket
from integrations.sandbox.faults import Fault
from jobs.sla_watch import watch
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

REQUEST = "The scanner on floor 3 is broken, can somebody fix it?"
SLACK_ESCALATION, TEAMS_ESCALATION = "C0ESCAL01", "19:escalation@thread.tacv2"
HOURS = timedelta(hours=1)
MINUTES = timedelta(minutes=1)

TEAM = f"""    escalation: {{slack: {SLACK_ESCALATION}, teams: "{TEAMS_ESCALATION}"}}
    managers: ["slack:U0ADMIN01"]
"""
PROMISES = """
sla:
  standard:
    default: true
    warn_at: 75%
    acknowledge_for: 30m
    targets:
      urgent: {first_response: 15m, resolution: 2h}
      high: {first_response: 30m, resolution: 4h}
      normal: {first_response: 1h, resolution: 8h}
escalation:
  it:
    - {at: warning, notify: [assignee]}
    - {at: breach, notify: [assignee, leads], channel: true}
    - {after: 1h, notify: [leads], channel: true, raise_priority: true}
    - {after: 4h, notify: [managers], channel: true}
"""


async def promised(house: House, policy: str = PROMISES) -> None:
    """The team has promises and an escalation channel on each platform."""
    house.slack.channel(SLACK_ESCALATION, name="it-escalation", members=["U0RAVI001", "U0MINA001", "U0LENA001", "U0ADMIN01"])
    helpdesk = house.teams.team("Escalations")
    house.escalation = house.teams.channel(TEAMS_ESCALATION, team=helpdesk, members=[house.tom], bot_in=True)
    await house.has_policy(policy, team=TEAM)


def on_slack(house: House) -> list[str]:
    return [message.plain() for message in house.lena.sees(SLACK_ESCALATION) if message.by_bot and not message.ephemeral]


def on_teams(house: House) -> list[str]:
    return [message.plain() for message in house.tom.sees(house.escalation)]


def told(person: object) -> str:
    return "\n".join(message.plain() for message in person.sees())  # type: ignore[attr-defined]


async def events(house: House, number: int = 1) -> list[tuple[str, dict[str, object]]]:
    lines = await house.within(lambda tx: tx.tickets.history(tx.organisations.first().id, number))
    return [(line.event, dict(line.changes)) for line in lines if line.event.startswith("sla.")]


async def test_a_promise_is_warned_of_broken_and_escalated_once_each(house: House) -> None:
    await promised(house)
    await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    await house.passes(44 * MINUTES)
    assert on_slack(house) == []
    assert await events(house) == []
    await house.passes(2 * MINUTES)
    assert "first answer is due" in told(house.ravi)
    assert [name for name, _ in await events(house)] == ["sla.warned"]
    await house.passes(14 * MINUTES)
    assert len(on_slack(house)) == 1
    assert "The first answer is overdue" in on_slack(house)[0]
    assert len(on_teams(house)) == 1
    assert "T-1" in on_teams(house)[0]
    assert "@Ravi" in on_slack(house)[0]
    assert "@Mina" in on_slack(house)[0]
    assert "the first answer is overdue since" in told(house.lena)
    for _ in range(3):
        await house.tick()
    assert len(on_slack(house)) == 1
    await house.passes(1 * HOURS)
    assert [len(on_slack(house)), len(on_teams(house))] == [2, 2]
    assert "level 2" in told(house.lena)
    assert (await house.ticket()).priority == "high"
    await house.passes(3 * HOURS)
    assert "level 3" in told(house.admin)
    answers = [(name, changes.get("level")) for name, changes in await events(house) if changes["kind"] == "first_response"]
    assert answers == [
        ("sla.warned", None), ("sla.breached", None), ("sla.escalated", 1), ("sla.escalated", 2), ("sla.escalated", 3)
    ]  # fmt: skip
    house.nothing_was_refused()


async def test_an_answer_settles_the_alert_where_it_stands(both: House) -> None:
    await promised(both)
    await both.tara.writes(REQUEST)
    await both.settle()
    await both.passes(61 * MINUTES)
    assert "overdue" in on_slack(both)[0]
    assert "overdue" in on_teams(both)[0]
    card = both.ravi.sees(SLACK_TRIAGE)[0]
    await both.ravi.presses(card, "Reply…")
    assert await both.ravi.submits({"Reply": "Coming up"}) == {}
    await both.settle()
    (slack,), (teams,) = on_slack(both), on_teams(both)
    assert "Nothing is overdue here any more" in slack
    assert "Nothing is overdue here any more" in teams
    assert both.lena.sees(SLACK_ESCALATION)[0].labels == []
    await both.passes(2 * HOURS)
    assert len(on_slack(both)) == 1


async def test_im_on_it_holds_the_ladder_for_a_while(both: House) -> None:
    await promised(both)
    await both.asha.says(SLACK_HELP, REQUEST)
    await both.settle()
    await both.passes(61 * MINUTES)
    await both.passes(50 * MINUTES)
    alert = both.tom.sees(both.escalation)[0]
    await both.tom.presses(alert, "I'm on it")
    await both.settle()
    assert "Tom is on it until" in on_slack(both)[0]
    assert "Tom is on it until" in on_teams(both)[0]
    await both.passes(15 * MINUTES)
    assert len(on_slack(both)) == 1
    await both.passes(20 * MINUTES)
    assert len(on_slack(both)) == 2
    both.nothing_was_refused()


async def test_an_alert_is_snoozed_and_reassigned_on_either_platform(both: House) -> None:
    await promised(both)
    await both.asha.says(SLACK_HELP, REQUEST)
    await both.settle()
    await both.passes(61 * MINUTES)
    await both.lena.presses(both.lena.sees(SLACK_ESCALATION)[0], "Snooze…")
    assert await both.lena.submits({"Tell us again": "In 4 working hours"}) == {}
    await both.settle()
    await both.passes(2 * HOURS)
    assert len(on_slack(both)) == 1
    await both.tom.presses(both.tom.sees(both.escalation)[0], "Reassign…")
    assert await both.tom.submits({"Assignee": "Mina"}) == {}
    await both.settle()
    assert "Mina" in on_slack(both)[0]
    assert "Mina" in on_teams(both)[0]
    await both.passes(3 * HOURS)
    assert len(on_slack(both)) == 2


async def test_somebody_else_may_not_be_on_it(both: House) -> None:
    await promised(both)
    await both.asha.says(SLACK_HELP, REQUEST)
    await both.settle()
    await both.passes(61 * MINUTES)
    alert = both.lena.sees(SLACK_ESCALATION)[0].snapshot()
    both.slack.world.places[SLACK_ESCALATION].members.add("U0BELA001")
    await both.bela.presses(alert, "I'm on it")
    await both.settle()
    assert "is on it" not in on_slack(both)[0]
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Reply…")
    await both.ravi.submits({"Reply": "Here"})
    await both.settle()
    await both.ravi.presses(alert, "I'm on it")
    await both.settle()
    assert "T-1 is not overdue any more" in told(both.ravi) + on_slack(both)[0] + "".join(
        message.plain() for message in both.ravi.sees(SLACK_ESCALATION)
    )


async def test_many_that_break_together_are_one_message(house: House) -> None:
    await promised(house)
    for number in range(5):
        await house.asha.says(SLACK_HELP, f"Monitor {number} is broken, please help")
    await house.settle(timedelta(minutes=1))
    await house.passes(61 * MINUTES)
    assert len(on_slack(house)) == 1
    assert len(on_teams(house)) == 1
    assert [f"T-{number}" in on_slack(house)[0] for number in range(1, 6)] == [True] * 5
    assert "5 tickets are overdue" in on_slack(house)[0]
    for _ in range(2):
        await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[2], "Reply…")
        await house.ravi.submits({"Reply": "On my way"})
    await house.settle(timedelta(minutes=1))
    assert "4 tickets are overdue" in on_slack(house)[0]
    assert "4 tickets are overdue" in on_teams(house)[0]
    house.nothing_was_refused()


async def test_after_a_week_of_downtime_each_ticket_is_told_of_once(house: House) -> None:
    await promised(house)
    await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    await house.stop_serving()
    house.clock.move(timedelta(days=7))
    await house.serve()
    await house.tick()
    assert len(on_slack(house)) == 1
    assert "Escalation level\n3" in on_slack(house)[0]
    assert "is due" not in told(house.ravi)
    assert [changes["level"] for name, changes in await events(house) if name == "sla.escalated"] == [1, 2, 3, 1, 2, 3]
    assert "sla.warned" not in [name for name, _ in await events(house)]
    await house.tick()
    assert len(on_slack(house)) == 1


async def test_a_late_warning_says_so(house: House) -> None:
    await promised(house)
    await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    await house.passes(50 * MINUTES)
    assert "This comes 5 minutes" in told(house.ravi)


async def test_two_watches_at_once_tell_it_once(house: House) -> None:
    await promised(house)
    for number in range(8):
        await house.asha.says(SLACK_HELP, f"Lamp {number} is broken, please help")
    await house.settle(timedelta(minutes=1))
    house.clock.move(61 * MINUTES)
    reception = house.serving.program.reception
    await asyncio.gather(*(watch(reception, house.clock) for _ in range(4)))
    await house.settle(timedelta(minutes=1))
    told_of = "\n".join(on_slack(house))
    assert [told_of.count(f"T-{number} ·") for number in range(1, 9)] == [1] * 8


async def test_each_line_of_a_grouped_alert_can_be_acted_on_and_the_others_stay(both: House) -> None:
    await promised(both)
    for number in range(3):
        await both.asha.says(SLACK_HELP, f"Monitor {number} is broken, please help")
    await both.settle(timedelta(minutes=1))
    await both.passes(61 * MINUTES)
    await both.tom.presses(both.tom.sees(both.escalation)[0], "I'm on it", near="T-2 ")
    await both.settle()
    for shown in (on_slack(both)[0], on_teams(both)[0]):
        assert shown.count("Tom is on it until") == 1
        assert shown.index("T-2 ") < shown.index("Tom is on it") < shown.index("T-3 ")
        assert "3 tickets are overdue" in shown
    await both.ravi.presses(both.ravi.sees(SLACK_ESCALATION)[0], "Snooze…", near="T-3 ")
    assert await both.ravi.submits({"Tell us again": "In 4 working hours"}) == {}
    await both.lena.presses(both.lena.sees(SLACK_ESCALATION)[0], "Reassign…", near="T-1 ")
    assert await both.lena.submits({"Assignee": "Mina"}) == {}
    await both.settle()
    for shown in (on_slack(both)[0], on_teams(both)[0]):
        assert shown.index("T-1 ") < shown.index("Mina", shown.index("T-1 ")) < shown.index("T-2 ")
        assert shown.index("T-3 ") < shown.index("Ravi is on it until")
    await both.tom.presses(both.tom.sees(both.escalation)[0], "Open", near="T-3 ")
    await both.passes(30 * MINUTES)
    assert len(on_slack(both)) == 1
    both.nothing_was_refused()


async def test_a_large_group_names_the_first_and_opens_the_list_of_all(both: House) -> None:
    await promised(both)
    for number in range(11):
        await both.asha.says(SLACK_HELP, f"Lamp {number} is broken, please help")
    await both.settle(timedelta(minutes=1))
    await both.passes(61 * MINUTES)
    for shown in (on_slack(both)[0], on_teams(both)[0]):
        assert "11 tickets are overdue" in shown
        assert "and 3 more" in shown
        assert "T-9 ·" not in shown
    await both.ravi.presses(both.ravi.sees(SLACK_ESCALATION)[0], "Overdue")
    await both.settle()
    assert "T-10 ·" in "".join(message.plain() for message in both.ravi.sees(SLACK_ESCALATION)[1:])
    both.nothing_was_refused()


@pytest.mark.parametrize("first", ["claim", "resolve", "priority"])
async def test_what_the_ladder_wants_is_done_by_whoever_finds_the_breach(house: House, first: str) -> None:
    """Nobody's watch came by: the agent's own deed finds it, and wins where both want something."""
    eager = PROMISES.replace(
        "leads], channel: true}\n    - {after: 1h", "leads], channel: true, raise_priority: true}\n    - {after: 1h"
    )
    await promised(house, eager)
    await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    house.clock.move(61 * MINUTES)
    card = house.ravi.sees(SLACK_TRIAGE)[0]
    if first == "claim":
        await house.ravi.presses(card, "Claim")
    elif first == "resolve":
        await house.ravi.presses(card, "Resolve…")
        assert await house.ravi.submits({"What was done?": "New cable"}) == {}
    else:
        await house.ravi.presses(card, "Priority…")
        assert await house.ravi.submits({"Priority": "Low"}) == {}
    await house.settle()
    ticket = await house.ticket()
    wanted = {"claim": ("high", "in_progress"), "resolve": ("normal", "resolved"), "priority": ("low", "new")}
    assert (ticket.priority, ticket.status) == wanted[first]
    await house.passes(MINUTES)
    assert (await house.ticket()).priority == wanted[first][0]
    assert len(on_slack(house)) == (first == "claim")


async def test_a_ticket_that_cannot_be_looked_at_keeps_no_other_from_being_told_of(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await promised(house)
    for number in range(3):
        await house.asha.says(SLACK_HELP, f"Chair {number} is broken, please help")
    await house.settle(timedelta(minutes=1))

    def look_at(tx: Tx, ticket: Ticket, now: Promises, at: datetime) -> None:
        if ticket.number == 1:
            raise ZeroDivisionError
        really(tx, ticket, now, at)

    really = sla_watch.look_at
    monkeypatch.setattr(sla_watch, "look_at", look_at)
    await house.passes(61 * MINUTES)
    assert ["T-2" in "".join(on_slack(house)), "T-3" in "".join(on_slack(house))] == [True, True]
    monkeypatch.undo()
    await house.tick()
    assert "".join(on_slack(house)).count("T-1 ·") == 1


async def test_a_platform_that_fails_gets_the_alert_later_and_once(house: House) -> None:
    await promised(house)
    await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    house.slack.faults.next("chat.postMessage", Fault.server_error(503), times=2)
    await house.passes(61 * MINUTES)
    await house.settle(timedelta(minutes=2))
    assert len(on_slack(house)) == 1


async def test_waiting_for_the_requester_stops_the_clock(house: House) -> None:
    await promised(house)
    asked = await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    house.clock.move(30 * MINUTES)
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Wait for requester")
    await house.settle()
    await house.passes(timedelta(days=2))
    assert on_slack(house) == []
    await house.asha.says(SLACK_HELP, "It is the one by the window", thread=asked)
    await house.settle()
    await house.passes(29 * MINUTES)
    assert on_slack(house) == []
    await house.passes(2 * MINUTES)
    assert len(on_slack(house)) == 1


async def test_what_is_said_below_an_alert_stays_inside_even_where_lines_are_replies(house: House) -> None:
    await promised(house)
    await house.has_policy(PROMISES, team=f"{TEAM}    thread_default: reply\n")
    asked = await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    await house.passes(2 * HOURS)
    alert = next(message for message in house.lena.sees(SLACK_ESCALATION) if message.by_bot)
    await house.lena.says(SLACK_ESCALATION, "canary-4c1: this customer is always in a hurry", thread=alert)
    await house.settle()
    said = await house.within(lambda tx: tx.comments.of(tx.organisations.first().id, 1, internal=True))
    assert [(one.visibility, "canary-4c1" in one.text) for one in said] == [("internal", True)]
    assert not any("canary-4c1" in message.plain() for message in house.asha.replies(asked) + house.asha.sees())
