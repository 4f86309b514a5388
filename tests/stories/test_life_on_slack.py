"""The whole life of a ticket on Slack."""

from __future__ import annotations

from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House


async def test_a_request_becomes_a_ticket_is_claimed_answered_resolved_and_confirmed(house: House) -> None:
    asked = await house.asha.says(SLACK_HELP, "Hi, my VPN is down since this morning. Can you help?")
    await house.settle()

    (told,) = house.asha.replies(asked)
    assert "T-1" in told.plain()
    assert "nobody has picked it up yet" in told.plain()
    (card,) = house.ravi.sees(SLACK_TRIAGE)
    assert "Asha" in card.plain()
    assert "High" in card.plain()

    await house.ravi.presses(card, "Claim")
    await house.settle()
    (card,) = house.ravi.sees(SLACK_TRIAGE)
    assert "Ravi" in card.plain()
    assert "Claim" not in card.labels
    assert "Ravi is working on it" in house.asha.replies(asked)[0].plain()

    await house.ravi.presses(card, "Reply…")
    assert await house.ravi.submits({"Reply": "Which city are you in?"}) == {}
    await house.settle()
    assert "Which city are you in?" in house.asha.replies(asked)[-1].plain()

    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Resolve…")
    assert await house.ravi.submits({"What was done?": "Restarted the gateway."}) == {}
    await house.settle()
    last = house.asha.replies(asked)[-1]
    assert "Restarted the gateway." in last.plain()

    await house.asha.presses(last, "Solved")
    await house.settle()
    assert (await house.ticket()).status == "closed"
    assert house.asha.replies(asked)[-1].labels == ["Reopen", "History"]
    assert house.ravi.sees(SLACK_TRIAGE)[0].labels == ["Reopen", "History"]
    house.nothing_was_refused()
