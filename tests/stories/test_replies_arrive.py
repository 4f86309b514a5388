"""An agent who replies reads that it can be taken back, and a minute later whether it is there, without that button."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.stories.house import SLACK_TRIAGE, House
from tests.stories.test_preferences import QUIET, chooses, night

WORDS = "Please restart the gateway in room 4"
MINUTE = timedelta(minutes=1)


async def _asked(house: House) -> None:
    await house.asha.dms("My VPN is down, please help")
    await house.settle()


def _told(who: Any, about: str) -> Any:
    return next(message for message in reversed(who.sees()) if about in message.plain())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_on_teams_it_says_which_words_where_they_stand_and_that_they_are_there(both: House) -> None:
    await _asked(both)
    card = both.tom.sees(both.teams_triage)[0]
    for words in (WORDS, "And the second one"):
        await both.tom.posts(both.teams_triage, f"reply: {words}", thread=card)
        await both.settle()
    line = next(message for message in both.tom.sees() if WORDS in message.plain())
    assert "Your reply on T-1 is on its way to Asha." in line.plain()
    assert line.labels[0] == "Unsend"
    await both.passes(MINUTE)
    line = next(message for message in both.tom.sees() if WORDS in message.plain())
    assert "Asha has your reply on T-1." in line.plain()
    assert "Unsend" not in line.labels
    assert "on its way" not in "\n".join(message.plain() for message in both.tom.sees())
    both.nothing_was_refused()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_while_quiet_hours_hold_it_back_it_is_on_its_way(both: House) -> None:
    await _asked(both)
    assert await chooses(both, both.asha, QUIET) == {}
    night(both)
    await both.tom.posts(both.teams_triage, f"reply: {WORDS}", thread=both.tom.sees(both.teams_triage)[0])
    await both.settle()
    await both.passes(2 * MINUTE)
    line = _told(both.tom, WORDS)
    assert ("is on its way to Asha" in line.plain(), "Unsend" in line.labels) == (True, False)
    assert "Asha has quiet hours until" in line.plain()
    await both.passes(timedelta(hours=12))
    await both.passes(timedelta(minutes=31))
    assert "Asha has your reply on T-1." in _told(both.tom, WORDS).plain()
    both.nothing_was_refused()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_on_slack_the_button_goes_where_slack_lets_us_reach_it(both: House) -> None:
    await _asked(both)
    card = both.ravi.sees(SLACK_TRIAGE)[0]
    await both.ravi.says(SLACK_TRIAGE, "reply: The new password is Canary7f3a!", thread=card)
    await both.settle()
    whispered = next(message for message in both.ravi.replies(card) if message.ephemeral and message.labels)
    await both.ravi.presses(whispered, next(label for label in whispered.labels if "Send" in label))
    await both.settle()
    assert any("Unsend" in message.labels for message in both.ravi.replies(card))
    await both.passes(2 * MINUTE)
    lines = both.ravi.replies(card)
    assert not any("Unsend" in message.labels for message in lines)
    assert any("Asha has your reply on T-1." in message.plain() for message in lines)
    both.nothing_was_refused()
