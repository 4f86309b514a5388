"""Whoever asks reads what is promised and what is usual; lists say what is due. Nothing is promised any more once it is over."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.sla.keeping import keep
from app.tickets import commands
from jobs.usual_answers import work_out
from storage.engine import connect
from storage.unit_of_work import Store
from tests import builders
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

MINUTES, HOURS, DAYS = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PROMISES = """
sla:
  standard:
    default: true
    targets:
      high: {first_response: 30m, resolution: 4h}
      normal: {first_response: 1h, resolution: 8h}
"""


def asked_before(
    house: House, many: int, after: timedelta | None, at: datetime, *, vpn: bool = False, withdrawn: bool = False
) -> None:
    """So many requests, one a minute from `at` on, each answered when `after` has passed. Nobody is told: it is long ago."""
    store = Store(connect(house.database_url), keeping=keep)
    with store.open() as tx:
        team = builders.team(tx)
        (ravi, _), *_ = tx.teams.members(team.org_id, team.id)
        requester = builders.person(tx, "Somebody")
        category = tx.categories.all(team.org_id)[0].id if vpn else None
        for number in range(many):
            began = at + number * MINUTES
            ticket = builders.ticket(tx, "Old", of=team, requester=requester, category_id=category, at=began)
            if withdrawn:
                commands.withdraw(tx, ticket, requester, began + MINUTES)
            elif after is not None:
                commands.reply(tx, ticket, "Coming", ravi, began + after)
    store.close()


def last(person: Any) -> str:
    text: str = person.sees()[-1].plain()
    return text


async def test_the_card_says_how_long_it_usually_takes_and_of_how_many(house: House) -> None:
    await house.has_policy(PROMISES)
    asked_before(house, 18, 24 * MINUTES + timedelta(seconds=10), house.clock() - 30 * DAYS)
    asked_before(house, 40, MINUTES, house.clock() - 100 * DAYS)
    asked_before(house, 10, None, house.clock() - 20 * DAYS, withdrawn=True)
    assert await house.works_out_what_is_usual() == 0
    await house.asha.dms("The scanner is broken, please help")
    await house.settle()
    assert "You should hear from us by" in last(house.asha)
    assert "Usually" not in last(house.asha)
    asked_before(house, 2, 3 * DAYS, house.clock() - 10 * DAYS)
    assert await house.works_out_what_is_usual() == 1
    assert await house.works_out_what_is_usual() == 0
    line = "Usually the first answer comes within 25 minutes of working time (20 requests)."
    await house.bela.dms("The scanner is broken, please help")
    await house.tara.writes("The scanner is broken, please help")
    await house.hira.dms("स्कैनर ख़राब है, कृपया मदद करें")
    await house.settle()
    assert line in last(house.bela)
    assert line in last(house.tara)
    assert "पहला जवाब 25 मिनट के कार्य समय में मिल जाता है (20 अनुरोधों के आधार पर)।" in last(house.hira)
    card = next(one for one in reversed(house.ravi.sees(SLACK_TRIAGE)) if "Reply…" in one.labels)
    await house.ravi.presses(card, "Reply…")
    assert await house.ravi.submits({"Reply": "Coming"}) == {}
    await house.settle()
    assert "आम तौर पर" not in "".join(message.plain() for message in house.hira.sees())
    house.nothing_was_refused()


async def test_history_that_is_slower_than_the_promise_is_told_with_it(both: House) -> None:
    await both.has_policy(PROMISES)
    asked_before(both, 25, 20 * MINUTES, both.clock() - 30 * DAYS)
    asked_before(both, 20, 95 * MINUTES, both.clock() - 20 * DAYS, vpn=True)
    assert await both.works_out_what_is_usual() == 1
    await both.asha.dms("My VPN is down, please help")
    await both.tara.writes("My VPN is down, please help")
    await both.settle()
    for text in (last(both.asha), last(both.tara)):
        assert "You should hear from us by" in text
        assert "usually takes longer than that, though: up to 1 hour 35 minutes of working time (20 requests)." in text
    both.nothing_was_refused()


async def test_requests_that_wait_count_against_what_is_usual(house: House) -> None:
    asked_before(house, 20, 10 * MINUTES, house.clock() - 30 * DAYS)
    asked_before(house, 30, None, house.clock() - 29 * MINUTES)
    assert await house.works_out_what_is_usual() == 1
    await house.asha.dms("The scanner is broken, please help")
    await house.settle()
    assert "You should hear" not in last(house.asha)
    assert "(39 requests)" in last(house.asha)
    house.clock.move(DAYS)
    assert await house.works_out_what_is_usual() == 1
    await house.bela.dms("The scanner is broken, please help")
    await house.settle()
    assert "Usually" not in last(house.bela)


async def test_two_workers_work_it_out_once(house: House) -> None:
    asked_before(house, 20, 10 * MINUTES, house.clock() - 30 * DAYS)
    reception = house.serving.program.reception
    found = await asyncio.gather(*(work_out(reception, house.clock, f"worker-{number}") for number in range(4)))
    assert sorted(found) == [0, 0, 0, 1]
    house.clock.move(HOURS)
    assert await work_out(reception, house.clock, "worker-9") == 0


@pytest.mark.parametrize("ending", ["withdrawn", "resolved", "not_a_request"])
async def test_what_is_over_promises_no_answer(both: House, ending: str) -> None:
    await both.has_policy(PROMISES)
    asked_before(both, 20, 10 * MINUTES, both.clock() - 30 * DAYS)
    await both.works_out_what_is_usual()
    await both.tara.writes("The scanner is broken, please help")
    await both.settle()
    card, triage = both.tara.sees()[-1], both.ravi.sees(SLACK_TRIAGE)[-1]
    assert "You should hear from us" in card.plain()
    if ending == "withdrawn":
        await both.tara.presses(card, "Withdraw")
        await both.tara.presses(card, "Yes")
    elif ending == "resolved":
        await both.ravi.presses(triage, "Resolve…")
        assert await both.ravi.submits({"What was done?": "Plugged it in"}) == {}
    else:
        await both.ravi.presses(triage, "Not a request")
    await both.settle()
    for message in both.tara.sees():
        assert "hear from us" not in message.plain()
        assert "Usually" not in message.plain()
        assert "by Nov" not in message.plain()


async def test_lists_say_what_is_due_next_and_what_is_late(both: House) -> None:
    await both.has_policy(PROMISES)
    await both.asha.dms("My VPN is down, please help")
    await both.tara.writes("The scanner is broken, please help")
    await both.settle()
    both.clock.move(10 * MINUTES)
    queue = await both.ravi.command("/ticket", "queue", SLACK_HELP)
    assert "First response due in 20 minutes (" in queue.plain()
    assert "First response due in 50 minutes (" in queue.plain()
    mine = await both.asha.command("/ticket", "mine", SLACK_HELP)
    assert "Answer by Nov 23" in mine.plain()
    assert "due in" not in mine.plain()
    await both.tom.writes("queue")
    await both.tara.writes("mine")
    await both.settle()
    assert "First response due in 20 minutes (" in last(both.tom)
    assert "Answer by" in last(both.tara)
    await both.ravi.opens_home()
    await both.asha.opens_home()
    await both.settle()
    assert "First response due Nov 23" in both.ravi.home.plain()
    assert "Answer by Nov 23" in both.asha.home.plain()
    await both.passes(60 * MINUTES)
    queue = await both.ravi.command("/ticket", "queue", SLACK_HELP)
    assert "First response late by 40 minutes (" in queue.plain()
    assert "An answer was promised by Nov 23" in (await both.asha.command("/ticket", "mine", SLACK_HELP)).plain()
    await both.ravi.command("/ticket", "language hindi", SLACK_HELP)
    await both.settle()
    assert "पहले जवाब में 40 मिनट की देरी (" in (await both.ravi.command("/ticket", "queue", SLACK_HELP)).plain()
    both.nothing_was_refused()


async def test_the_nearest_clock_of_any_kind_stands_in_a_list(house: House) -> None:
    await house.has_policy(PROMISES)
    await house.asha.dms("The scanner is broken, please help")
    await house.settle()
    triage = house.ravi.sees(SLACK_TRIAGE)[-1]
    await house.ravi.presses(triage, "Reply…")
    await house.ravi.submits({"Reply": "Which one?"})
    await house.settle()
    house.clock.move(HOURS)
    found = await house.mina.command("/ticket", "search scanner", SLACK_HELP)
    assert "Solution due in 7 hours (" in found.plain()
    assert "Answer by" not in (await house.asha.command("/ticket", "mine", SLACK_HELP)).plain()
    assert "Solution" not in (await house.asha.command("/ticket", "search scanner", SLACK_HELP)).plain()
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Wait for requester")
    await house.settle()
    assert "Clock paused" in (await house.mina.command("/ticket", "queue", SLACK_HELP)).plain()


async def test_the_welcome_on_the_app_home_is_read_once_and_sent_away(house: House) -> None:
    await house.asha.opens_home()
    await house.hira.opens_home()
    await house.settle()
    assert "Write to me what you need" in house.asha.home.plain()
    assert house.asha.home.labels == ["Got It", "Preferences", "New Ticket"]
    await house.asha.presses(house.asha.home, "Got it")
    await house.hira.presses(house.hira.home, "समझ गया")
    await house.settle()
    for person in (house.asha, house.hira):
        assert not {"Got It", "समझ गया"} & set(person.home.labels)
        assert "Sahayak" not in person.home.plain()
        await person.opens_home()
        await house.settle()
        assert not {"Got It", "समझ गया"} & set(person.home.labels)
    house.nothing_was_refused()
