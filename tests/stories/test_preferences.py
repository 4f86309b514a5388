"""People say what they want to hear privately, when not, and in which language; the desk keeps to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

QUIET = {"Quiet hours": "22:00-07:00"}


async def asked(house: House, who: Any) -> None:
    """In their 1:1 chat, where answers reach nobody else."""
    await (who.dms if who is house.asha else who.writes)("My VPN is down, please help")
    await house.settle()


async def says(house: House, label: str, values: dict[str, str]) -> None:
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], label)
    assert await house.ravi.submits(values) == {}
    await house.settle()


async def chooses(house: House, who: Any, values: dict[str, str]) -> dict[str, str]:
    """By `/ticket preferences` on Slack, by a word and a button on Teams."""
    if who is house.tara:
        await who.writes("preferences")
        await house.settle()
        await who.presses(who.sees()[-1], "Preferences")
    else:
        await who.command("/ticket", "preferences")
    problems: dict[str, str] = await who.submits(values)
    await house.settle()
    return problems


def night(house: House) -> None:
    """Half past eleven at night in India."""
    now = house.clock()
    house.clock.move(datetime(now.year, now.month, now.day, 18, 0, tzinfo=UTC) + timedelta(days=1) - now)


def heard(who: Any) -> str:
    return "\n".join(message.plain() for message in who.sees())


@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_in_quiet_hours_nothing_comes_and_then_everything_in_order(both: House, on: str) -> None:
    who = both.asha if on == "slack" else both.tara
    await asked(both, who)
    assert await chooses(both, who, QUIET) == {}
    assert "Quiet hours: 22:00-07:00 (Asia/Kolkata)" in (heard(who) if on == "slack" else who.last_notice)
    night(both)
    await says(both, "Reply…", {"Reply": "Which city are you in?"})
    await says(both, "Reply…", {"Reply": "And which floor?"})
    await says(both, "Resolve…", {"What was done?": "Restarted the gateway"})
    assert "Which city" not in heard(who)
    assert "Restarted the gateway" not in who.sees()[-1].plain()
    await both.passes(timedelta(hours=7, minutes=31))
    told = heard(who)
    assert 0 < told.index("Which city") < told.index("And which floor") < told.rindex("Restarted the gateway")
    both.nothing_was_refused()


async def test_what_was_kept_back_comes_when_the_quiet_hours_are_given_up(both: House) -> None:
    await asked(both, both.asha)
    assert await chooses(both, both.asha, QUIET) == {}
    night(both)
    await says(both, "Reply…", {"Reply": "Which city are you in?"})
    assert "Which city" not in heard(both.asha)
    assert await chooses(both, both.asha, {"Quiet hours": ""}) == {}
    assert "Which city" in heard(both.asha)
    assert "You have no quiet hours" in heard(both.asha)
    both.nothing_was_refused()


async def test_who_does_without_something_is_not_told_it(both: House) -> None:
    await both.ravi.command("/ticket", "preferences")
    form = both.ravi.modal.plain()
    assert "Answers to what you have asked here always come" in form
    assert await both.ravi.submits({"When a ticket is assigned to me": "Don't tell me"}) == {}
    await asked(both, both.asha)
    many = len(both.ravi.sees())
    await both.tom.presses(both.tom.sees(both.teams_triage)[0], "Assign…")
    assert await both.tom.submits({"Assignee": "Ravi"}) == {}
    await both.settle()
    assert len(both.ravi.sees()) == many
    await both.ravi.command("/ticket", "preferences")
    assert await both.ravi.submits({"When a ticket is assigned to me": "Tell me"}) == {}
    await both.settle()
    many = len(both.ravi.sees())
    for name in ("Mina", "Ravi"):
        await both.tom.presses(both.tom.sees(both.teams_triage)[0], "Assign…")
        assert await both.tom.submits({"Assignee": name}) == {}
        await both.settle()
    (told,) = both.ravi.sees()[many:]
    assert "T-1 was assigned to you by Tom" in told.plain()
    assert "Type preferences" in told.plain()
    both.nothing_was_refused()


async def test_an_urgent_alert_reaches_whoever_has_it_and_is_on_duty_even_at_night(both: House) -> None:
    await both.has_policy(
        "sla: {standard: {default: true, targets: {urgent: {resolution: 4h}, normal: {resolution: 4h}}}}\n"
        "escalation: {it: [{at: breach, notify: [assignee]}]}\n"
    )
    assert await chooses(both, both.ravi, QUIET) == {}
    night(both)
    for words in ("There is an outage", "My lamp is broken"):
        await both.asha.says(SLACK_HELP, f"{words}, please help")
        await both.settle()
    for card in both.ravi.sees(SLACK_TRIAGE)[:2]:
        await both.ravi.presses(card, "Claim")
    await both.settle()
    both.clock.move(timedelta(hours=4, minutes=1))
    await both.tick()
    assert "There is an outage" in heard(both.ravi)
    assert "My lamp" not in heard(both.ravi)
    await both.passes(timedelta(hours=3, minutes=30))
    assert "My lamp" in heard(both.ravi)
    both.nothing_was_refused()


async def test_the_language_is_one_of_them_and_what_is_wrong_is_said_at_its_field(both: House) -> None:
    await both.asha.opens_home()
    await both.settle()
    await both.asha.presses(both.asha.home, "Preferences")
    assert "don't understand these hours" in (await both.asha.submits({"Quiet hours": "at night"}))["Quiet hours"]
    assert await both.asha.submits({"Quiet hours": "", "Language": "हिन्दी"}) == {}
    await both.settle()
    assert "आपकी वरीयताएँ सहेज ली गई हैं" in heard(both.asha)
    assert "कोई शांत समय नहीं · भाषा: हिन्दी" in both.asha.home.plain()
    await both.asha.command("/ticket", "पसंद")
    assert "शांत समय" in both.asha.modal.plain()
    assert "समय-सीमा" not in both.asha.modal.plain()
    both.nothing_was_refused()
