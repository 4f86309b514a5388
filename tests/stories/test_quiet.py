"""Quiet: what happens within seconds is one message whichever tickets it happens to, and a timetable keeps quiet hours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.stories.boss import DIGESTS, HOURS, TEAM
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House
from tests.stories.test_preferences import chooses, night

TROUBLES = (
    "My VPN is down, please help",
    "The printer on the second floor is broken, can you help?",
    "I need a new monitor, please",
)


async def three(house: House) -> None:
    for text in TROUBLES:
        await house.asha.says(SLACK_HELP, text)
        house.clock.move(timedelta(minutes=5))
    await house.settle()


def card(house: House, key: str) -> Any:
    return next(
        message for message in house.ravi.sees(SLACK_TRIAGE) if f"{key} · " in message.plain() and "Claim" in message.labels
    )


@pytest.mark.parametrize("who", ["ravi", "tom"])
async def test_who_is_given_three_tickets_within_seconds_hears_it_once(both: House, who: str) -> None:
    agent = getattr(both, who)
    await three(both)
    before = len(agent.sees())
    for key in ("T-1", "T-2", "T-3"):
        await both.mina.presses(card(both, key), "Assign…")
        assert await both.mina.submits({"Assignee": agent.name}) == {}
    await both.settle()
    (told,) = agent.sees()[before:]
    assert [told.plain().count(f"{key} was assigned to you by Mina") for key in ("T-1", "T-2", "T-3")] == [1, 1, 1]
    assert told.plain().count("Type preferences") == 1
    both.nothing_was_refused()


async def test_who_follows_two_tickets_hears_of_both_at_once_and_stops_following_one(both: House) -> None:
    await three(both)
    for key in ("T-1", "T-2"):
        await both.hari.command("/ticket", f"follow {key}")
    before = len(both.hari.sees())
    for key in ("T-1", "T-2"):
        await both.ravi.presses(card(both, key), "Resolve…")
        assert await both.ravi.submits({"What was done?": "Done."}) == {}
    await both.settle()
    (told,) = both.hari.sees()[before:]
    assert told.labels == ["Open T-1", "Unfollow T-1", "Open T-2", "Unfollow T-2"]
    for key in ("T-1", "T-2"):
        await both.ravi.presses(next(m for m in both.ravi.sees(SLACK_TRIAGE) if f"{key} ·" in m.plain()), "Reopen")
    await both.hari.presses(told, "Unfollow T-1")
    await both.settle()
    assert "T-1" not in both.hari.sees()[-1].plain().replace("You follow T-1 no more", "")
    assert "T-2" in "\n".join(message.plain() for message in both.hari.sees()[before + 1 :])
    both.nothing_was_refused()


async def test_many_deadlines_that_pass_together_are_one_private_message(house: House) -> None:
    targets = "sla: {standard: {default: true, targets: {high: {resolution: 4h}, normal: {resolution: 4h}}}}\n"
    await house.has_policy(targets + "escalation: {it: [{at: breach, notify: [leads]}]}\n")
    await three(house)
    before = len(house.lena.sees())
    await house.passes(5 * HOURS)
    (told,) = house.lena.sees()[before:]
    assert all(f"{key}" in told.plain() for key in ("T-1", "T-2", "T-3"))
    house.nothing_was_refused()


async def test_a_digest_waits_for_the_end_of_quiet_hours_and_comes_once(both: House) -> None:
    named = 'digests:\n  - {team: it, every: day, at: "09:00", to: {person: "slack:U0ASHA001"}}\n'
    await chooses(both, both.asha, {"Quiet hours": "20:00-10:30"})
    await both.has_policy(DIGESTS[: DIGESTS.index("digests:")] + named, team=TEAM)
    await both.passes(18 * HOURS)  # half past nine
    assert not digests(both.asha)
    await both.tick()
    await both.passes(HOURS + timedelta(minutes=5))
    assert len(digests(both.asha)) == 1
    await both.tick()
    assert len(digests(both.asha)) == 1
    both.nothing_was_refused()


def digests(who: Any) -> list[Any]:
    return [message for message in who.sees() if "daily digest" in message.plain()]


async def test_that_nobody_can_take_an_urgent_ticket_reaches_the_lead_at_night(house: House) -> None:
    always = 'calendars: {always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}}\n'
    await house.has_policy(always, team="    assign: round_robin\n    calendar: always\n")
    assert await chooses(house, house.lena, {"Quiet hours": "17:00-23:00"}) == {}
    night(house)
    for agent in (house.ravi, house.mina):
        await agent.command("/ticket", "away until 2026-12-01")
    await house.tom.writes("away until 2026-12-01")
    await house.settle()
    before = len(house.lena.sees())
    await house.asha.says(SLACK_HELP, "I need a new monitor, please")
    await house.bela.says(SLACK_HELP, "There is an outage, please help")
    await house.settle()
    (told,) = house.lena.sees()[before:]
    assert "There is an outage" in told.plain()
    await house.passes(8 * HOURS)
    assert "new monitor" in house.lena.sees()[-1].plain()
    house.nothing_was_refused()


async def test_lists_have_the_way_to_follow_and_what_one_follows_is_a_list(both: House) -> None:
    await three(both)
    hari: Any = both.hari
    found: Any = await hari.command("/ticket", "search VPN")
    await hari.presses(found, "Follow")
    await both.settle()
    assert "You follow T-1 now" in hari.sees()[-1].plain()
    found = await hari.command("/ticket", "search VPN")
    assert "Unfollow" in found.labels
    await hari.opens_home()
    await both.settle()
    assert "What I follow\nT-1 · My VPN is down" in hari.home.plain()
    await hari.presses(hari.home, "Unfollow")
    await both.settle()
    assert "What I follow" not in hari.home.plain()
    mine: Any = await both.asha.command("/ticket", "mine")
    assert "Follow" not in mine.labels
    await both.tom.writes("search printer")
    await both.settle()
    await both.tom.presses(both.tom.sees()[-1], "Follow", near="T-2")
    await both.tom.writes("unfollow")
    await both.settle()
    listed = both.tom.sees()[-1]
    assert "What I follow" in listed.plain()
    await both.tom.presses(listed, "Unfollow")
    await both.tom.writes("unfollow")
    await both.settle()
    assert "Which ticket?" in both.tom.sees()[-1].plain()
    both.nothing_was_refused()


async def test_whoever_asks_for_a_finished_ticket_may_read_its_history(house: House) -> None:
    await three(house)
    await house.ravi.presses(card(house, "T-1"), "Resolve…")
    assert await house.ravi.submits({"What was done?": "Done."}) == {}
    await house.settle()
    for who in (house.asha, house.ravi):
        shown: Any = await who.command("/ticket", "status T-1")
        assert shown.labels[-1] == "History"
        await who.presses(shown, "History")
        await house.settle()
        assert "Asha opened the request." in who.sees()[-1].plain()
    house.nothing_was_refused()
