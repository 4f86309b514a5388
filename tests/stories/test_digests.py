"""Managers read how a team is doing: every morning, every week, and whenever they ask; on both platforms."""

from __future__ import annotations

import asyncio

import pytest

from app.reports import digests
from jobs.digests import send_due
from tests.stories.boss import (
    BOSS,
    DIGESTS,
    HOURS,
    TEAM,
    TEAMS_BOSS,
    ask_on_teams,
    last_card,
    on_slack,
    on_teams,
    with_digests,
)
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House


async def test_every_morning_the_team_s_numbers_stand_in_the_channel(both: House) -> None:
    await with_digests(both)
    await both.asha.says(SLACK_HELP, "My VPN is down, please help")
    await both.settle()
    await both.passes(17 * HOURS)
    assert on_slack(both) == [] == on_teams(both)
    await both.passes(HOURS / 2)
    for seen, day in ((on_slack(both), "Nov 23, 2026 3:30 AM to Nov 24, 2026 3:30 AM"), (on_teams(both), "Nov 24, 2026 9:00 AM")):
        assert len(seen) == 1
        text = seen[0].plain()
        assert "IT Support: daily digest" in text
        assert day in text, "each reader has it in their own zone"
        assert "T-1 · " in text
        assert "VPN: 1 new, 0 solved" in text
        assert "late" not in text
    both.nothing_was_refused()


async def test_a_digest_leaves_once_whoever_looks(both: House) -> None:
    await with_digests(both)
    both.clock.move(17.5 * HOURS)
    reception = both.serving.program.reception
    sent = await asyncio.gather(*(send_due(reception, both.clock, "story") for _ in range(4)))
    assert sum(sent) == 1
    for _ in range(3):
        await both.tick()
        both.clock.move(HOURS)
        await send_due(reception, both.clock, f"another {both.clock()}")
    await both.stop_serving()
    await both.serve()
    await both.tick()
    assert len(on_slack(both)) == len(on_teams(both)) == 1


async def test_two_workers_that_both_think_it_due_send_it_once(house: House) -> None:
    await with_digests(house)
    house.clock.move(17.5 * HOURS)
    at = house.clock()
    (digest,) = await house.within(lambda tx: digests.due(tx, tx.organisations.first().id, at))
    sent = await asyncio.gather(
        *(house.within(lambda tx: digests.send(tx, tx.organisations.first().id, digest, at)) for _ in range(4))
    )
    assert sorted(sent) == [False, False, False, True]
    await house.settle()
    assert len(on_slack(house)) == 1


async def test_after_a_downtime_only_the_newest_comes_and_says_that_it_is_late(both: House) -> None:
    await with_digests(both)
    await both.passes(17.5 * HOURS)
    await both.passes(5 * 24 * HOURS + 3 * HOURS)
    for seen in (on_slack(both), on_teams(both)):
        assert len(seen) == 2
        assert "This comes late: it was due" in seen[1].plain()
    await both.tick()
    assert len(on_slack(both)) == 2
    await both.passes(21 * HOURS)
    assert "late" not in on_slack(both)[2].plain()


async def test_no_digest_comes_for_a_time_before_it_was_wanted(house: House) -> None:
    await with_digests(house)
    await house.tick()
    assert on_slack(house) == []
    await house.passes(17.5 * HOURS)
    assert len(on_slack(house)) == 1
    house.clock.move(4 * HOURS)
    await house.has_policy(DIGESTS.replace("09:00", "10:00"), team=TEAM)
    await house.tick()
    assert len(on_slack(house)) == 1


async def test_open_tickets_are_compared_with_the_digest_before(house: House) -> None:
    await with_digests(house)
    await house.asha.says(SLACK_HELP, "My VPN is down, please help")
    await house.settle()
    await house.passes(17.5 * HOURS)
    await house.asha.says(SLACK_HELP, "And the printer on floor 3 is broken, can somebody fix it?")
    await house.settle()
    await house.passes(24 * HOURS)
    first, second = (message.plain() for message in on_slack(house))
    assert "Open\n1\n" in first
    assert "Open\n2 (+1)\n" in second
    assert "New\n1 (±0)\n" in second


async def test_a_weekly_digest_looks_ahead_to_when_nobody_will_be_there(house: House) -> None:
    weekly = DIGESTS.replace("every: day", "every: week, on: tue")
    house.slack.channel(BOSS, name="boss", members=["U0LENA001"])
    house.teams.channel(TEAMS_BOSS, team=house.teams.team("Managers"), members=[house.tom], bot_in=True)
    await house.has_policy(weekly, team=TEAM)
    for agent in (house.ravi, house.mina):
        await agent.command("/ticket", "away until further notice", SLACK_TRIAGE)
    await house.tom.writes("away until further notice")
    await house.settle()
    await house.passes(17.5 * HOURS)
    (digest,) = on_slack(house)
    assert "IT Support: weekly digest" in digest.plain()
    assert "Nobody will be there" in digest.plain()


async def test_times_and_shares_come_from_the_clocks(house: House) -> None:
    await with_digests(house)
    for text in ("My VPN is down, please help", "The printer is broken, can somebody fix it?"):
        await house.asha.says(SLACK_HELP, text)
        await house.settle()
        house.clock.move(HOURS / 60 * 3)
    for card, wait in zip(house.ravi.sees(SLACK_TRIAGE)[:2], (HOURS, HOURS), strict=True):
        house.clock.move(wait)
        await house.ravi.presses(card, "Resolve…")
        assert await house.ravi.submits({"What was done?": "Done."}) == {}
        await house.settle()
    house.clock.move(1)
    answer = (await house.lena.command("/ticket", "report it week", SLACK_TRIAGE)).plain()
    assert "Solved\n2 (+2)" in answer
    assert "First response\nmedian 1 hour 6 minutes, 90% within 2 hours 3 minutes" in answer
    assert "Broken promises\n100% (2 of 2)" in answer
    assert "Ravi: 2 solved" in answer
    assert "VPN: 1 new, 1 solved" in answer


async def test_tickets_without_a_promise_are_measured_by_the_team_s_hours(house: House) -> None:
    await house.asha.says(SLACK_HELP, "My VPN is down, please help")
    await house.settle()
    house.clock.move(2 * HOURS)
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Resolve…")
    assert await house.ravi.submits({"What was done?": "Done."}) == {}
    await house.settle()
    house.clock.move(1)
    answer = (await house.lena.command("/ticket", "report", SLACK_TRIAGE)).plain()
    assert "Resolution\nmedian 2 hours" in answer
    assert "Broken promises\nNone to count" in answer
    await house.asha.presses(last_card(house), "Still need help")
    await house.settle()
    house.clock.move(1)
    answer = (await house.lena.command("/ticket", "report", SLACK_TRIAGE)).plain()
    assert "Reopened\n100% (1 of 1)" in answer


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("report", "IT Support: report"),
        ("report it month", "IT Support: report"),
        ("REPORT it support week", "IT Support: report"),
        ("report 2026-11-05..2026-11-15", "IT Support: report"),
        ("रिपोर्ट it महीना", "IT Support: report"),
        ("report sales", "I can't find this team. There are: IT Support"),
        ("report hr", "Only leads and managers"),
        ("report it 2026-11-15..2026-11-01", "ends before it begins"),
        ("report 2027-11-15..2027-11-16", "has not begun"),
        ("report 2020-01-01..2026-01-01", "at most 366 days"),
        ("report it 2026-13-01..2026-11-01", "don't know this period"),
    ],
)
async def test_leads_ask_on_both_platforms_and_are_answered_alone(both: House, words: str, told: str) -> None:
    await with_digests(both)
    answer = await both.lena.command("/ticket", words, SLACK_TRIAGE)
    assert answer.ephemeral
    assert told in answer.plain()
    assert told in await ask_on_teams(both, both.tom, words)
    assert await both.tickets() == []
    both.nothing_was_refused()


async def test_who_leads_nothing_gets_no_report(both: House) -> None:
    await with_digests(both)
    for who in (both.asha, both.ravi):
        assert "Only leads and managers" in (await who.command("/ticket", "report it", SLACK_HELP)).plain()
    assert "People" in (await both.admin.command("/ticket", "report hr", SLACK_HELP)).plain()


async def test_report_is_an_everyday_word_to_everybody_else(both: House) -> None:
    await with_digests(both)
    await both.tara.writes("Report is missing in the finance folder, can somebody help?")
    await both.settle()
    (ticket,) = await both.tickets()
    assert ticket.summary.startswith("Report is missing")


async def test_a_manager_who_reads_hindi_is_answered_in_hindi(both: House) -> None:
    await with_digests(both)
    await both.lena.command("/ticket", "language hindi", SLACK_TRIAGE)
    answer = (await both.lena.command("/ticket", "रिपोर्ट it हफ़्ता", SLACK_TRIAGE)).plain()
    assert "IT Support: रिपोर्ट" in answer
    assert "कुछ नहीं सुलझा" in answer
