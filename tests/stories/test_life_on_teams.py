"""The whole life of a ticket on Teams, and across the two platforms."""

from __future__ import annotations

from tests.stories.house import House


async def test_a_request_in_the_personal_chat_lives_its_whole_life_on_teams(both: House) -> None:
    await both.tara.writes("My laptop does not start any more, can somebody help?")
    await both.settle()
    mine = both.tara.sees()[-1]
    assert "T-1" in mine.plain()
    assert "nobody has picked it up yet" in mine.plain()

    (card,) = both.tom.sees(both.teams_triage)
    assert {"Claim", "Assign…", "Priority…", "Reply…", "Resolve…", "More…"} <= set(card.labels)
    await both.tom.presses(card, "Claim")
    await both.settle()
    assert "Tom is working on it" in both.tara.sees()[-1].plain()
    assert "Tom" in both.ravi.sees("C0TRIAGE1")[0].plain()

    await both.tom.presses(both.tom.sees(both.teams_triage)[0], "Priority…")
    assert await both.tom.submits({"Priority": "High"}) == {}
    await both.settle()
    assert "High" in both.tom.sees(both.teams_triage)[0].plain()

    await both.tom.presses(both.tom.sees(both.teams_triage)[0], "Reply…")
    assert await both.tom.submits({"Reply": "Please hold the power button for ten seconds."}) == {}
    await both.settle()
    assert "hold the power button" in both.tara.sees()[-1].plain()

    await both.tom.presses(both.tom.sees(both.teams_triage)[0], "Resolve…")
    assert await both.tom.submits({"What was done?": "Reset the power controller."}) == {}
    await both.settle()
    last = both.tara.sees()[-1]
    assert "Reset the power controller" in last.plain()
    await both.tara.presses(last, "Solved")
    await both.settle()
    assert (await both.ticket()).status == "closed"
    assert both.tara.sees()[-1].labels == ["Reopen", "History"]
    assert both.tom.sees(both.teams_triage)[0].labels == ["Reopen", "History"]
    assert both.ravi.sees("C0TRIAGE1")[0].labels == ["Reopen", "History"]
    both.nothing_was_refused()
