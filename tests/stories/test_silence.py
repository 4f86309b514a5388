"""What happens when nobody says anything: closing by itself, reminders, snoozing, and asking while nobody is there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.policy import changes
from app.policy.reading import read
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

OFFICE = """
calendars:
  office: {timezone: Asia/Kolkata, hours: {mon-fri: ["09:30-18:30"]}}
"""
CLOSES = "auto_close: {after: 3d, warn: 1d}\n"
REMINDS = "reminders: {after: 1d, times: 2}\n"
REQUEST = "The scanner is broken, can somebody fix it?"


async def rules(house: House, more: str) -> None:
    """The company's policy with these rules, IT in its office hours (Monday to Friday, 09:30 to 18:30 in India)."""
    path = house._folder / "policy.yaml"
    text = path.read_text(encoding="utf-8").replace("    name: IT Support\n", "    name: IT Support\n    calendar: office\n")
    text += OFFICE + more
    path.write_text(text, encoding="utf-8")
    document = read(text)
    at = house.clock()
    await house.within(lambda tx: changes.apply(tx, tx.organisations.first().id, document, text, at))


def india(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A time of 2026 in India. 23 November is a Monday; the stories begin that day at 15:30."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=5, minutes=30)


async def reach(house: House, at: datetime) -> None:
    """It is that late, and the timetable has had its turn."""
    house.clock.move(at - house.clock())
    await house.tick()


async def asked(house: House, on: str) -> Any:
    """T-1, asked by Asha in a Slack channel or by Tara in her chat on Teams; what they see of it."""
    if on == "slack":
        message = await house.asha.says(SLACK_HELP, REQUEST)
        await house.settle()
        return lambda: house.asha.replies(message)
    await house.tara.writes(REQUEST)
    await house.settle()
    return lambda: house.tara.sees()


def requester(house: House, on: str) -> Any:
    return house.asha if on == "slack" else house.tara


async def resolve(house: House) -> None:
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Claim")
    await house.settle()
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Resolve…")
    assert await house.ravi.submits({"What was done?": "Oiled it."}) == {}
    await house.settle()


async def history(house: House) -> list[str]:
    lines = await house.within(lambda tx: tx.tickets.history(tx.organisations.first().id, 1))
    return [line.event for line in lines]


async def names_of(house: House, event: str) -> int:
    return (await history(house)).count(event)


# Closing by itself


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_a_resolved_ticket_is_announced_closes_and_can_be_reopened(house: House, on: str) -> None:
    await rules(house, CLOSES)
    seen = await asked(house, on)
    await resolve(house)
    assert "Closes by itself" in seen()[-1].plain()
    before = len(seen())

    await reach(house, india(25, 15, 29))
    assert len(seen()) == before
    await reach(house, india(25, 15, 32))
    told = seen()[-1]
    assert len(seen()) == before + 1
    assert "it will close by itself" in told.plain()
    assert "Solved" in told.labels
    assert "still need help" in [label.lower() for label in told.labels]
    await reach(house, india(26, 15, 31))
    assert (await house.ticket()).status == "resolved"

    await reach(house, india(26, 15, 34))
    ticket = await house.ticket()
    assert (ticket.status, ticket.closed_how) == ("closed", "silence")
    assert len(seen()) == before + 1
    assert "nobody said that it still needs help" in seen()[-1].plain()
    assert "Closed by itself after silence" in house.ravi.sees(SLACK_TRIAGE)[0].plain()
    await requester(house, on).presses(seen()[-1], "Reopen")
    await house.settle()
    assert (await house.ticket()).status == "in_progress"
    assert [await names_of(house, name) for name in ("ticket.closing", "ticket.closed")] == [1, 1]
    house.nothing_was_refused()


@pytest.mark.parametrize("on", ["slack", "teams"])
@pytest.mark.parametrize(("answer", "status"), [("Solved", "closed"), ("Still need help", "in_progress")])
async def test_the_announcement_is_answered_with_one_click(house: House, on: str, answer: str, status: str) -> None:
    await rules(house, CLOSES)
    seen = await asked(house, on)
    await resolve(house)
    await reach(house, india(25, 15, 40))
    await requester(house, on).presses(seen()[-1], answer)
    await house.settle()
    ticket = await house.ticket()
    assert (ticket.status, ticket.closed_how) == (status, "confirmed" if status == "closed" else None)
    await reach(house, india(30, 15, 40))
    assert (await house.ticket()).status == status


async def test_a_weekend_is_no_silence_and_a_word_begins_it_anew(house: House) -> None:
    await rules(house, CLOSES)
    house.clock.move(india(26, 12) - house.clock())
    message = await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    await resolve(house)
    await reach(house, india(29, 23))
    assert await names_of(house, "ticket.closing") == 0
    house.clock.move(india(30, 11) - house.clock())
    await house.asha.says(SLACK_HELP, "It squeaks a little when it is cold outside.", thread=message)
    await house.settle()
    await reach(house, india(2, 10, 59, month=12))
    assert await names_of(house, "ticket.closing") == 0
    await reach(house, india(2, 11, 1, month=12))
    assert await names_of(house, "ticket.closing") == 1


async def test_after_a_downtime_nobody_is_closed_without_having_been_told(house: House) -> None:
    await rules(house, CLOSES)
    seen = await asked(house, "slack")
    await resolve(house)
    await house.stop_serving()
    house.clock.move(timedelta(days=14))
    await house.serve()
    for _ in range(3):
        await house.tick()
    assert (await house.ticket()).status == "resolved"
    assert "it will close by itself" in seen()[-1].plain()
    told_at = house.clock()
    await reach(house, told_at + timedelta(hours=23))
    assert (await house.ticket()).status == "resolved"
    await reach(house, told_at + timedelta(hours=24, minutes=1))
    assert (await house.ticket()).closed_how == "silence"
    assert [await names_of(house, name) for name in ("ticket.closing", "ticket.closed")] == [1, 1]


async def test_a_policy_that_comes_later_holds_for_what_is_resolved_already(house: House) -> None:
    seen = await asked(house, "slack")
    await resolve(house)
    house.clock.move(timedelta(days=30))
    await house.tick()
    assert await names_of(house, "ticket.closing") == 0
    await rules(house, "auto_close: {after: 2d}\n")
    await house.tick()
    assert "it will close by itself" in seen()[-1].plain()
    await reach(house, house.clock() + timedelta(days=1, minutes=1))
    assert (await house.ticket()).closed_how == "silence"


# Reminders


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_whoever_is_waited_for_is_reminded_twice_and_then_left_alone(house: House, on: str) -> None:
    await rules(house, REMINDS)
    seen = await asked(house, on)
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Claim")
    await house.settle()
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Reply…")
    await house.ravi.submits({"Reply": "Which room is it in?"})
    await house.settle()
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Wait for requester")
    await house.settle()
    before = len(seen())
    for day, reminders in ((24, 1), (25, 2), (26, 2), (30, 2)):
        await reach(house, india(day, 16))
        assert len(seen()) == before + reminders
    last = seen()[-1]
    assert "Ravi is still waiting for your answer on T-1" in last.plain()
    assert "Which room is it in?" in last.plain()
    if on == "slack":
        assert "U0ASHA001" in last.pings
    house.nothing_was_refused()


async def test_an_answer_resets_the_reminders(house: House) -> None:
    await rules(house, REMINDS)
    message = await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    for day in (23, 24):
        await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Wait for requester")
        await house.settle()
        await reach(house, india(day + 1, 16 + day - 22))
        assert await names_of(house, "ticket.reminded") == day - 22
        await house.asha.says(SLACK_HELP, "It is the one in room 12, next to the door.", thread=message)
        await house.settle()
        assert (await house.ticket()).status == "new"
    await reach(house, india(30, 16))
    assert await names_of(house, "ticket.reminded") == 2


# Setting aside


async def snoozes(house: House, answers: dict[str, str], on: str = "slack") -> dict[str, str]:
    if on == "slack":
        await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Snooze…")
        problems = await house.ravi.submits(answers)
    else:
        await house.tom.presses(house.tom.sees(house.teams_triage)[0], "More…")
        assert await house.tom.submits({"Action": "Snooze…"}) == {}
        problems = await house.tom.submits(answers)
    await house.settle()
    return problems  # type: ignore[no-any-return]


def option(house: House, label: str, on: str = "slack") -> str:
    """The whole label, with its time, of the choice that begins like this."""
    shown = house.ravi.modal if on == "slack" else house.tom.dialog
    return next(one for one in shown.options("Until when") if one.startswith(label))


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_a_snoozed_ticket_sinks_in_the_queue_and_comes_back_in_the_morning(both: House, on: str) -> None:
    await rules(both, "")
    await asked(both, "slack")
    await both.asha.says(SLACK_HELP, "I also need a new keyboard, please")
    await both.settle()
    if on == "slack":
        await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Snooze…")
        label = option(both, "Next working day")
        assert await both.ravi.submits({"Until when": label}) == {}
    else:
        await both.tom.presses(both.tom.sees(both.teams_triage)[0], "More…")
        assert await both.tom.submits({"Action": "Snooze…"}) == {}
        label = option(both, "Next working day", on)
        assert await both.tom.submits({"Until when": label}) == {}
    await both.settle()
    assert (await both.ticket()).snooze.until == india(24, 9, 30)
    assert "Snoozed until" in both.ravi.sees(SLACK_TRIAGE)[0].plain()
    assert "Snoozed until" in both.tom.sees(both.teams_triage)[0].plain()
    queue = (await both.ravi.command("/ticket", "queue", SLACK_TRIAGE)).plain()
    assert queue.index("T-2") < queue.index("T-1")
    assert "Snoozed" in queue
    assert "nooze" not in (await both.asha.command("/ticket", "mine", SLACK_HELP)).plain()

    await reach(both, india(24, 9, 29))
    assert (await both.ticket()).snooze is not None
    await reach(both, india(24, 9, 31))
    assert (await both.ticket()).snooze is None
    card = both.ravi.sees(SLACK_TRIAGE)[0]
    assert "Snoozed" not in card.plain()
    assert ["its time has come" in reply.plain() for reply in both.ravi.replies(card)] == [True]
    queue = (await both.ravi.command("/ticket", "queue", SLACK_TRIAGE)).plain()
    assert queue.index("T-1") < queue.index("T-2")
    both.nothing_was_refused()


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_an_answer_wakes_a_snoozed_ticket_and_its_assignee_is_told(both: House, on: str) -> None:
    await rules(both, "")
    await asked(both, on)
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Claim")
    await both.settle()
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Reply…")
    await both.ravi.submits({"Reply": "Does it still squeak?"})
    await both.settle()
    assert await snoozes(both, {"Until when": "Until the requester answers"}) == {}
    assert "Until the requester answers" in both.ravi.sees(SLACK_TRIAGE)[0].plain()
    await reach(both, india(30, 12))
    assert (await both.ticket()).snooze is not None
    if on == "slack":
        message = next(m for m in both.asha.sees(SLACK_HELP) if REQUEST in m.plain())
        await both.asha.says(SLACK_HELP, "It works again if I hold it upside down.", thread=message)
    else:
        await both.tara.writes("It works again if I hold it upside down.")
    await both.settle()
    assert (await both.ticket()).snooze is None
    assert "because the requester said something" in both.ravi.sees()[-1].plain()
    assert await names_of(both, "ticket.woken") == 1


async def test_a_date_counts_instead_of_the_choice(house: House) -> None:
    await rules(house, "")
    await asked(house, "slack")
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Snooze…")
    assert await house.ravi.submits({"Or a date": "2026-11-28"}) == {}
    await house.settle()
    assert (await house.ticket()).snooze.until == india(30, 9, 30)
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Wake up")
    await house.settle()
    assert (await house.ticket()).snooze is None
    assert "Wake up" not in house.ravi.sees(SLACK_TRIAGE)[0].labels


@pytest.mark.parametrize(
    ("date", "problem"),
    [
        ("2026-11-23", "lies ahead"),
        ("2025-01-01", "lies ahead"),
        ("2028-01-01", "more than a year"),
        ("9999-12-31", "more than a year"),
    ],
)
async def test_a_date_that_makes_no_sense_is_refused_at_its_field(house: House, date: str, problem: str) -> None:
    await asked(house, "slack")
    problems = await snoozes(house, {"Or a date": date})
    assert problem in problems["Or a date"]
    assert (await house.ticket()).snooze is None


async def test_a_snoozed_ticket_that_is_finished_or_moved_is_not_snoozed_any_more(house: House) -> None:
    await asked(house, "slack")
    await snoozes(house, {"Until when": "Until the requester answers"})
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Move…")
    assert await house.ravi.submits({"Team": "People"}) == {}
    await house.settle()
    assert (await house.ticket()).snooze is None


async def test_a_snoozed_ticket_is_claimed_and_resolved_like_any_other(both: House) -> None:
    await rules(both, "")
    await asked(both, "slack")
    await snoozes(both, {"Until when": "Until the requester answers"}, "teams")
    await resolve(both)
    ticket = await both.ticket()
    assert (ticket.status, ticket.snooze) == ("resolved", None)
    await reach(both, india(30, 12))
    assert await names_of(both, "ticket.woken") == 0


async def test_a_colleague_wakes_it_and_the_assignee_is_told(both: House) -> None:
    await asked(both, "slack")
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Claim")
    await both.settle()
    await snoozes(both, {"Until when": "Until the requester answers"})
    await both.tom.presses(both.tom.sees(both.teams_triage)[0], "More…")
    assert await both.tom.submits({"Action": "Wake up"}) == {}
    await both.settle()
    assert "somebody woke it up" in both.ravi.sees()[-1].plain()
    await both.tom.presses(both.tom.sees(both.teams_triage)[0], "More…")
    assert "Wake up" not in both.tom.dialog.options("Action")


async def test_the_requester_hears_in_their_own_language(house: House) -> None:
    await rules(house, CLOSES + REMINDS)
    await house.slack_dm(house.hira, "मेरा स्कैनर ख़राब है, कृपया ठीक करें")
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Wait for requester")
    await house.settle()
    await reach(house, india(24, 16))
    assert "अब भी आपके जवाब का इंतज़ार है" in house.hira.sees()[-1].plain()
    await resolve(house)
    await reach(house, india(26, 17))
    assert "यह अपने-आप बंद हो जाएगा" in house.hira.sees()[-1].plain()
    await reach(house, india(27, 18))
    assert "अपने-आप बंद हुआ" in house.hira.sees()[-1].plain()
    house.nothing_was_refused()


# Asking while nobody is there


async def test_whoever_asks_at_night_is_told_when_the_team_is_back_in_their_own_time(house: House) -> None:
    await rules(house, "")
    house.clock.move(india(27, 20) - house.clock())
    await house.slack_dm(house.bela, REQUEST)
    assert "IT Support is back Nov 30, 2026 5:00 AM." in house.bela.sees()[-1].plain()
    await house.slack_dm(house.hira, "मेरा स्कैनर ख़राब है, कृपया ठीक करें")
    assert "टीम फिर मिलेगी: " in house.hira.sees()[-1].plain()
    await house.tara.writes("My keyboard is broken, please help")
    await house.settle()
    assert "IT Support is back Mon, Nov 30, 2026 9:30 AM." in house.tara.sees()[-1].plain()
    await house.asha.command("/ticket", "new", SLACK_HELP)
    await house.asha.submits({"Summary": "Chair"})
    await house.settle()
    assert any("IT Support is back Monday 09:30 your time." in said.plain() for said in house.asha.sees(SLACK_HELP))
    house.nothing_was_refused()


async def test_within_hours_and_without_a_calendar_nothing_more_is_said(house: House) -> None:
    house.clock.move(india(28, 20) - house.clock())
    await house.slack_dm(house.bela, REQUEST)
    await rules(house, "")
    house.clock.move(india(30, 12) - house.clock())
    await house.slack_dm(house.asha, "My keyboard is broken, please help")
    said = [message.plain() for who in (house.bela, house.asha) for message in who.sees()]
    assert not any("is back" in text for text in said)
