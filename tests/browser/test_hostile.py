"""A visitor who means ill: what they write, and what they call themselves, changes nothing on anybody's page."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.at_work import AtWork
from tests.browser.browsing import HEIGHT, WIDTH, Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

PICTURE = '<img src="https://evil.example/x.png" onerror="window.hacked = 1"> please help'
LINKS = "[look](javascript:window.hacked=1) <javascript:window.hacked=1|look> javascript:window.hacked=1 please help"
LONG = "W" * 5000
SCRIPT = WRITTEN = "<script>window.hacked = 1; alert(1)</script> please help"
RIGHT_TO_LEFT = "\u202egnp.exe \u2067\u05e9\u05dc\u05d5\u05dd\u2069 \u0645\u0631\u062d\u0628\u0627"


async def _nothing_happens(visitor: Visitor, platform: str) -> None:
    """Neither on a wide screen nor on that of a phone, where one platform is shown at a time."""
    for width in (WIDTH, 390):
        await visitor.page.set_viewport_size({"width": width, "height": HEIGHT})
        if width == 390:
            await visitor.page.get_by_role("tab", name=platform).click()
        assert await visitor.page.evaluate("window.hacked") is None
        assert await visitor.finds("overflow") == []
        assert await visitor.finds("dangerous") == []
    await visitor.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})


async def test_words_stay_words_and_the_page_keeps_its_shape(visitor: Visitor, company: AtWork) -> None:
    for one in (PICTURE, LINKS, LONG, SCRIPT):
        await company.company.on_slack("Asha").says("C0HELP001", one)
        await company.company.on_teams("Tara").writes(one)
    await company.settle()
    for name, place in (("Asha", "help"), ("Mina", "it-triage"), ("Asha", "Home")):
        await visitor.on_slack(name, place)
        await expect(visitor.slack.get_by_text(WRITTEN).last).to_be_visible()
        await _nothing_happens(visitor, "Slack")
    for name, place in (("Tara", "Sahayak"), ("Tom", "IT triage")):
        await visitor.on_teams(name, place)
        await expect(visitor.teams.get_by_text(WRITTEN).last).to_be_visible()
        await _nothing_happens(visitor, "Microsoft Teams")


async def test_a_name_that_runs_the_other_way_stays_where_it_is(seat: Visitor, company: AtWork) -> None:
    slack, teams = company.company.slack, company.company.teams
    stranger = slack.person("U0EVIL001", f"{RIGHT_TO_LEFT} <b>x</b>", "evil@example.test", locale="en-IN", tz="Asia/Kolkata")
    slack.world.place("C0HELP001").members.add(stranger.id)
    await stranger.says("C0HELP001", "My mouse squeaks, can you help?")
    other = teams.person(
        "00000000-0000-4000-8000-00000000e711", name=RIGHT_TO_LEFT + "W" * 300, locale="ar", timezone="Asia/Kolkata"
    )
    await other.installs()
    await other.writes("My mouse squeaks as well, can you help?")
    await company.settle()
    await seat.sits_down()
    for name, place in (("Asha", "help"), ("Mina", "it-triage")):
        await seat.on_slack(name, place)
        await expect(seat.slack.get_by_text("My mouse squeaks").last).to_be_visible()
        await _nothing_happens(seat, "Slack")
    await seat.on_teams("Tom", "IT triage")
    await expect(seat.teams.get_by_role("heading", name="My mouse squeaks as well")).to_be_visible()
    await _nothing_happens(seat, "Microsoft Teams")
    await seat.saw_nothing_odd()
