"""Agents ask for somebody else: that person is the requester, is told who did it, and hears everything afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.stories.house import SLACK_TRIAGE, House


async def opens_for(house: House, name: str) -> dict[str, str]:
    await house.ravi.command("/ticket", "new Laptop for the new colleague", SLACK_TRIAGE)
    problems: dict[str, str] = await house.ravi.submits({"On behalf of": name})
    await house.settle()
    return problems


async def opens_on_teams(house: House, name: str) -> dict[str, str]:
    await house.tom.writes("new Laptop for the new colleague")
    await house.settle()
    await house.tom.presses(house.tom.sees()[-1], "Open form")
    problems: dict[str, str] = await house.tom.submits({"On behalf of": name})
    await house.settle()
    return problems


async def replies(house: House, text: str) -> None:
    card = next(message for message in house.ravi.sees(SLACK_TRIAGE) if "Reply…" in message.labels)
    await house.ravi.presses(card, "Reply…")
    assert await house.ravi.submits({"Reply": text}) == {}
    await house.settle()


async def test_they_are_told_once_who_did_it_and_hear_everything(both: House) -> None:
    assert await opens_for(both, "Bela") == {}
    (card,) = both.bela.sees()
    assert "Ravi has opened T-1 for you." in card.plain()
    assert "Withdraw" in card.labels
    assert any("They are told, too." in message.plain() for message in both.ravi.sees(SLACK_TRIAGE))
    await replies(both, "Which colour?")
    assert "Which colour?" in both.bela.sees()[-1].plain()
    assert "Ravi opened the request for Bela." in (await both.bela.command("/ticket", "history T-1")).plain()
    both.nothing_was_refused()


async def test_on_teams_as_well_and_who_has_not_got_the_desk_hears_when_they_have(both: House) -> None:
    assert await opens_on_teams(both, "Tara") == {}
    assert "Tom has opened T-1 for you." in both.tara.sees()[-1].plain()
    new = both.teams.person("2b9c6a1e-1111-4222-8333-944455566677", name="Nia", email="nia@example.test")
    assert await opens_on_teams(both, "Nia") == {}
    assert "can't be reached yet" in both.tom.last_notice
    await new.installs()
    await both.settle()
    await both.passes(timedelta(minutes=11))
    assert "Tom has opened T-2 for you." in "\n".join(message.plain() for message in new.sees())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_whom_the_desk_cannot_serve_nobody_asks_for(both: House) -> None:
    bot = both.slack.person("U0ROBOT01", name="Robbie")
    both.slack.world.accounts[bot.id].bot = True
    assert await opens_for(both, "Robbie") == {}
    assert any("Robbie is a bot or not a member" in message.plain() for message in both.ravi.sees())
    assert "does not serve them" in (await opens_for(both, "Robbie"))["On behalf of"]
    assert len(await both.tickets()) == 1
