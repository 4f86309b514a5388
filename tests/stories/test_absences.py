"""Leads set agents away and back, absences lie ahead and can be cancelled, and what is left open is told once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from app.people.commands import known
from app.people.model import Platform, Profile
from jobs.assigning import assign_waiting, tell_absences
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, TOM, House
from tests.stories.test_assignment import asks, events, holder, printer, rules


async def typed(house: House, who: Any, text: str) -> str:
    """What `/ticket` answers on Slack."""
    told: str = (await who.command("/ticket", text, SLACK_HELP)).plain()
    return told


async def tells(house: House, text: str) -> str:
    """Tom writes to the desk on Teams; what he reads then."""
    await house.tom.writes(text)
    await house.settle()
    told: str = house.tom.sees()[-1].plain()
    return told


async def test_a_lead_sets_an_agent_away_and_back_and_the_agent_is_told(both: House) -> None:
    await rules(both, tom=False)
    said = await typed(both, both.lena, "away @Ravi until 2026-11-28")
    assert "Ravi is set away until Nov 27, 2026" in said or "Ravi is set away until Nov 28, 2026" in said
    await both.settle()
    assert "Lena has set you away until Nov 28, 2026" in both.ravi.sees()[-1].plain()
    await asks(both, printer(1), printer(2))
    assert [await holder(both, n) for n in (1, 2)] == ["Mina", "Mina"]
    assert "Ravi is away until" in await typed(both, both.lena, "duty")
    assert "Ravi is back" in await typed(both, both.lena, "back Ravi")
    await both.settle()
    assert "Lena has noted that you are back" in both.ravi.sees()[-1].plain()
    assert "Ravi is not away" in await typed(both, both.lena, "back @ravi")
    kept = await both.within(lambda tx: tx.absences.of(1, range(50), both.clock()))
    assert kept == {}
    both.nothing_was_refused()


async def test_what_comes_within_seconds_is_one_message_of_absences_too(house: House) -> None:
    await rules(house, tom=False)
    before = len(house.ravi.sees())
    await typed(house, house.lena, "away @Ravi until 2026-11-28")
    await typed(house, house.lena, "back Ravi")
    await house.settle()
    assert len(house.ravi.sees()) == before + 1
    said = house.ravi.sees()[-1].plain()
    assert said.index("Lena has set you away") < said.index("Lena has noted that you are back")


async def test_a_lead_on_teams_does_the_same(both: House) -> None:
    await rules(both, tom=False, leads=f'"teams:{TOM}"')
    assert "Ravi is set away until Nov 27, 2026" in await tells(both, "away Ravi until friday")
    assert "Lena" not in both.ravi.sees()[-1].plain()
    assert "Tom has set you away until Nov 27, 2026 12:00 AM" in both.ravi.sees()[-1].plain()
    card = both.tom.sees()[-1] if "Absences of Ravi" in await tells(both, "away @Ravi") else None
    assert card is not None
    await both.tom.presses(both.tom.sees()[-1], "Cancel")
    await both.settle()
    assert "Tom has cancelled your absence until Nov 27, 2026" in both.ravi.sees()[-1].plain()
    assert "Ravi is not away" in await tells(both, "back Ravi")
    both.nothing_was_refused()


@pytest.mark.parametrize(
    ("words", "english", "hindi"),
    [
        ("@Mina {}", "Only a lead or manager of a team of Mina", "केवल Mina की टीम के लीड"),
        ("@Asha {}", "Asha is no agent", "Asha एजेंट नहीं हैं"),
        ("@Nobody {}", "don't know anybody called Nobody", "Nobody नाम के किसी"),
    ],
)
async def test_what_cannot_be_said_of_somebody_is_refused_in_words(both: House, words: str, english: str, hindi: str) -> None:
    await rules(both)
    await both.asha.says(SLACK_HELP, "Hello")
    assert english in await typed(both, both.ravi, f"away {words.format('until friday')}")
    assert english in await tells(both, f"away {words.format('until friday')}")
    await both.ravi.command("/ticket", "भाषा हिंदी", SLACK_HELP)
    assert hindi in await typed(both, both.ravi, f"छुट्टी {words.format('शुक्रवार तक')}")
    assert "Only agents can do that" in await typed(both, both.asha, "away @Ravi until friday")
    assert await both.within(lambda tx: tx.absences.of(1, range(50), both.clock())) == {}


async def test_a_name_that_two_have_must_be_whole(both: House) -> None:
    await rules(both)

    def same(tx: Any) -> None:
        for user, name in (("U0RAVI001", "Ravi Kumar"), ("U0MINA001", "Ravi Rao")):
            known(tx, 1, Platform.SLACK, both.slack.world.team_id, user, Profile(name=name), both.clock())

    await both.within(same)
    assert "Several agents are called Ravi: Ravi Kumar, Ravi Rao" in await typed(both, both.lena, "away Ravi until friday")
    assert "Ravi Rao is set away" in await typed(both, both.lena, "away Ravi Rao until friday")


async def test_an_absence_ahead_is_seen_begins_ends_and_can_be_cancelled(both: House) -> None:
    await rules(both, tom=False)
    assert "You are not away, and nothing is planned" in await typed(both, both.ravi, "away")
    said = await typed(both, both.ravi, "away from tomorrow until 2026-11-26")
    assert "You will be away from Nov 24, 2026, 12:00 AM" in said
    assert "from Dec 24, 2026, 12:00 AM" in await typed(both, both.ravi, "away 2026-12-24 to 2026-12-31")
    assert "until Jan 1, 2027 12:00 AM" in await typed(both, both.ravi, "away")
    assert "Ravi will be away from Nov 2" in await typed(both, both.mina, "duty")
    await asks(both, printer(1), printer(2))
    assert {await holder(both, n) for n in (1, 2)} == {"Ravi", "Mina"}
    await both.passes(timedelta(hours=20))
    await asks(both, printer(3), printer(4))
    assert [await holder(both, n) for n in (3, 4)] == ["Mina", "Mina"]
    said = await typed(both, both.ravi, "back")
    assert "Welcome back" in said
    assert "Planned and unchanged: away from Dec 24, 2026, 12:00 AM" in said
    await both.ravi.dms("away")
    await both.settle()
    await both.ravi.presses(both.ravi.sees()[-1], "Cancel")
    await both.settle()
    pressed, told = both.ravi.sees()[-2:]
    assert "nothing is planned" in pressed.plain()
    assert "Cancelled: the absence from Dec 24" in told.plain()
    both.nothing_was_refused()


async def test_an_absence_ahead_in_hindi_and_on_teams(both: House) -> None:
    await rules(both)
    await both.mina.command("/ticket", "भाषा हिंदी", SLACK_HELP)
    assert "30 नव॰ 2026, 12:00 am से 4 दिस॰ 2026, 12:00 am तक छुट्टी पर रहेंगे" in await typed(
        both, both.mina, "छुट्टी सोमवार से शुक्रवार तक"
    )
    assert "रद्द करें" in (await both.mina.command("/ticket", "छुट्टी", SLACK_HELP)).labels
    assert "You will be away" in await tells(both, "away 2026-12-24 to 2026-12-31")
    assert "The end lies before the beginning" in await tells(both, "away from friday until tomorrow")
    assert "Absences" in await tells(both, "away")
    await both.tom.presses(both.tom.sees()[-1], "Away until further notice")
    await both.settle()
    assert "Tom is away until further notice" in await typed(both, both.lena, "duty")


async def test_what_is_freed_is_given_at_the_next_tick(both: House) -> None:
    await rules(both, capacity=1, tom=False)
    await asks(both, *(printer(n) for n in range(4)))
    assert [bool(await holder(both, n)) for n in range(1, 5)] == [True, True, False, False]
    card = next(card for card in both.ravi.sees(SLACK_TRIAGE) if "T-1" in card.plain())
    await both.ravi.presses(card, "Resolve…")
    assert await both.ravi.submits({"What was done?": "New cable."}) == {}
    reception = both.serving.program.reception
    await asyncio.gather(*(assign_waiting(reception, both.clock, name) for name in ("one", "two", "two")))
    await both.settle()
    assert (await both.ticket(3)).assignee_id == (await both.ticket(1)).assignee_id
    assert (await events(both, 3)).count("ticket.assigned") == 1
    assert await holder(both, 4) == ""

    await both.ravi.presses(next(card for card in both.ravi.sees(SLACK_TRIAGE) if "T-2" in card.plain()), "Snooze…")
    assert await both.ravi.submits({"Until when": "Until the requester answers"}) == {}
    await both.passes(timedelta(seconds=61))  # another worker than before: its turn has ended by then
    assert (await both.ticket(4)).assignee_id == (await both.ticket(2)).assignee_id


async def test_what_waited_is_given_when_a_policy_says_so(both: House) -> None:
    await rules(both, "none", tom=False)
    await asks(both, printer(1), printer(2), printer(3))
    await both.tick()
    assert await holder(both, 1) == ""
    await rules(both, "round_robin", capacity=1, tom=False)
    await both.tick()
    assert [bool(await holder(both, n)) for n in (1, 2, 3)] == [True, True, False]
    await rules(both, "round_robin", capacity=2, tom=False)
    await both.tick()
    assert await holder(both, 3) in ("Ravi", "Mina")
    assert (await events(both, 3)).count("ticket.assigned") == 1


async def test_leads_hear_once_what_somebody_leaves_open(both: House) -> None:
    await rules(both, tom=False)
    await asks(both, *(printer(n) for n in range(4)))
    await typed(both, both.ravi, "away until 17:00")
    await both.tick()
    heard = len(both.lena.sees())
    assert not any("has 2 open tickets" in card.plain() for card in both.lena.sees()), "two hours are no absence to speak of"
    await typed(both, both.ravi, "away until friday")
    reception = both.serving.program.reception
    await asyncio.gather(*(tell_absences(reception, both.clock) for _ in range(3)))
    await both.tick()
    (told,) = both.lena.sees()[heard:]
    assert "Ravi is away until Nov 26, 2026 6:30 PM and has 2 open tickets" in told.plain()
    await both.lena.presses(told, "Reassign…")
    assert await both.lena.submits({"Assignee": "Mina"}) == {}
    await typed(both, both.ravi, "away until monday")
    await both.passes(timedelta(days=1))
    assert len([card for card in both.lena.sees() if "open tickets" in card.plain()]) == 1
    both.nothing_was_refused()


async def test_leads_hear_what_a_deactivated_account_leaves_open(both: House) -> None:
    await rules(both, tom=False)
    await asks(both, printer(1), printer(2))

    def leave(tx: Any, active: bool) -> None:
        profile = Profile(name="Ravi", active=active)
        known(tx, 1, Platform.SLACK, both.slack.world.team_id, "U0RAVI001", profile, both.clock())

    await both.within(lambda tx: leave(tx, False))
    await both.tick()
    assert "Ravi: the account is deactivated, and 1 ticket is open" in both.lena.sees()[-1].plain()
    await both.within(lambda tx: leave(tx, True))
    assert await both.within(lambda tx: tx.absences.of(1, range(50), both.clock())) == {}
