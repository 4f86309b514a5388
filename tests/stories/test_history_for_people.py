"""What has happened to a ticket, readably: all of it for its agents, the public part for everybody else who may see it."""

from __future__ import annotations

from typing import Any

import pytest

from app.people.model import Platform
from app.tickets import commands
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

CANARY = "Canary: the password is hunter2"


async def worked_on(house: House) -> None:
    await house.asha.says(SLACK_HELP, "My VPN is down, please help")
    await house.settle()
    for label, values in (
        ("Claim", None),
        ("Priority…", {"Priority": "Urgent"}),
        ("Add Note…", {"Note": CANARY}),
        ("Reply…", {"Reply": "Which city are you in?"}),
    ):
        await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], label)
        if values:
            assert await house.ravi.submits(values) == {}
        await house.settle()


async def read(house: House, who: Any, words: str = "history T-1") -> str:
    if hasattr(who, "writes"):
        await who.writes(words)
        await house.settle()
        told: str = who.sees()[-1].plain()
        return told
    answer: str = (await who.command("/ticket", words)).plain()
    return answer


async def test_agents_read_all_of_it_and_whoever_asked_the_public_part(both: House) -> None:
    await worked_on(both)
    full = await read(both, both.tom)
    for line in (
        "Asha opened the request.",
        "Ravi took it on.",
        "Ravi raised the priority from High to Urgent.",
        f"Ravi added a private note: “{CANARY}”",
        "Ravi replied to Asha: “Which city are you in?”",
    ):
        assert line in full
    assert full.index("Asha opened") < full.index("took it on") < full.index("private note") < full.index("replied to Asha")
    public = await read(both, both.asha, "history #1")
    assert "Ravi replied to Asha: “Which city are you in?”" in public
    assert "note" not in public
    assert CANARY not in public
    assert "T-1 का इतिहास" in await in_hindi(both)
    both.nothing_was_refused()


async def in_hindi(house: House) -> str:
    await house.asha.command("/ticket", "भाषा हिंदी")
    return await read(house, house.asha, "T-1 का इतिहास")


async def test_the_cards_have_a_way_to_it_on_both_platforms(both: House) -> None:
    asked = await both.tara.writes("My VPN is down, please help")
    await both.settle()
    card = next(message for message in both.tara.sees() if "History" in message.labels)
    await both.tara.presses(card, "History")
    assert "Tara opened the request." in both.tara.dialog.plain()
    both.tara.closes_dialog()
    await both.tom.presses(both.tom.sees(both.teams_triage)[0], "More…")
    assert await both.tom.submits({"Action": "History"}) == {}
    assert "Tara opened the request." in both.tom.dialog.plain()
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "History")
    await both.settle()
    assert any("Tara opened the request." in message.plain() for message in both.ravi.sees(SLACK_TRIAGE))
    assert asked is not None
    both.nothing_was_refused()


async def test_it_is_there_after_the_end_too(both: House) -> None:
    await both.tara.writes("My VPN is down, please help")
    await both.settle()
    await both.ravi.presses(both.ravi.sees(SLACK_TRIAGE)[0], "Resolve…")
    assert await both.ravi.submits({"What was done?": "Restarted"}) == {}
    await both.settle()
    assert "History" in both.ravi.sees(SLACK_TRIAGE)[0].labels
    card = next(message for message in reversed(both.tara.sees()) if "History" in message.labels)
    assert card.labels[:2] == ["Solved", "Still need help"]
    await both.tara.presses(card, "History")
    assert "Tara opened the request." in both.tara.dialog.plain()
    both.tara.closes_dialog()
    await both.tom.presses(both.tom.sees(both.teams_triage)[0], "History")
    assert "Tara opened the request." in both.tom.dialog.plain()
    both.nothing_was_refused()


async def test_a_stranger_is_told_that_there_is_no_such_ticket(both: House) -> None:
    await worked_on(both)
    assert "I can't find T-1" in await read(both, both.bela)
    assert "I can't find T-1" in await read(both, both.tara)
    assert "Which ticket?" in await read(both, both.asha, "history")
    assert "I can't find T-99" in await read(both, both.ravi, "history T-99")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_long_history_is_turned_page_by_page_the_newest_last(both: House) -> None:
    await worked_on(both)

    def fill(tx: Any) -> None:
        org = tx.organisations.first()
        ravi = tx.people.by_identity(org.id, Platform.SLACK, "T0SANDBOX", "U0RAVI001")
        for number in range(20):
            commands.reply(tx, tx.tickets.get(org.id, 1), f"Answer {number}", ravi, both.clock())

    await both.within(fill)
    newest = await both.ravi.command("/ticket", "history T-1")
    many = len(both.ravi.sees())
    assert newest.labels == ["Earlier"]
    assert [f"Answer {number}”" in newest.plain() for number in (9, 10, 19)] == [False, True, True]
    await both.ravi.presses(newest, "Earlier")
    await both.settle()
    await both.ravi.presses(both.ravi.sees()[-1], "Earlier")
    await both.settle()
    oldest = both.ravi.sees()[-1]
    assert "Asha opened the request." in oldest.plain()
    assert "Answer 0" not in oldest.plain()
    assert oldest.labels == ["Next"]
    assert len(both.ravi.sees()) == many
