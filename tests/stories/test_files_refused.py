"""Whoever sent a file that is not taken is told where they sent it, alone, in their language, and why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.stories.filing import PDF
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

PROGRAM = ("setup.exe", b"MZ" + bytes(90))


def alone(who: Any, place: str) -> list[str]:
    """What stands there for their eyes only."""
    return [message.plain() for message in who.sees(place) if message.ephemeral]


async def test_on_slack_it_is_said_in_the_thread_for_their_eyes_only_and_in_their_language(both: House) -> None:
    await both.has_policy("files: {largest: 10KB, each_message: 1}\n")
    asked = await both.hira.says(SLACK_HELP, "My VPN is down, please help", files=[("big.pdf", b"%PDF-" + bytes(20_000))])
    await both.settle()
    await both.passes(timedelta(seconds=10))
    (told,) = alone(both.hira, SLACK_HELP)
    assert "big.pdf" in told
    assert "10KB" in told
    assert "नहीं ली गई" in told
    await both.ravi.says(SLACK_TRIAGE, "note: from here", thread=both.ravi.sees(SLACK_TRIAGE)[0], files=[PROGRAM, ("b.pdf", PDF)])
    await both.settle()
    await both.passes(timedelta(seconds=10))
    words = "\n".join(alone(both.ravi, SLACK_TRIAGE))
    assert "I did not take setup.exe for T-1: files of this kind are not accepted here." in words
    assert "I did not take b.pdf for T-1: there were too many files in one message." in words
    assert "setup.exe" not in "\n".join(message.plain() for message in both.hira.replies(asked))
    assert alone(both.asha, SLACK_HELP) == []
    both.nothing_was_refused()


async def test_on_teams_it_is_said_in_the_chat_and_once(both: House) -> None:
    await both.tara.writes("My laptop is broken, please help", files=[PROGRAM])
    await both.settle()
    await both.passes(timedelta(seconds=10))
    told = [message.plain() for message in both.tara.sees() if "I did not take setup.exe" in message.plain()]
    assert len(told) == 1
    assert not any("I did not take" in message.plain() for message in both.tom.sees())
    both.nothing_was_refused()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_of_a_file_that_is_taken_nothing_is_said(both: House) -> None:
    await both.asha.says(SLACK_HELP, "My VPN is down, please help", files=[("log.pdf", PDF)])
    await both.settle()
    await both.passes(timedelta(seconds=10))
    assert alone(both.asha, SLACK_HELP) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("on", ["slack", "teams"])
async def test_whoever_asked_gets_no_link_into_the_agents_channel(both: House, on: str) -> None:
    asked = await both.asha.says(SLACK_HELP, "My VPN is down, please help")
    await both.settle()
    if on == "slack":
        await both.ravi.says(SLACK_TRIAGE, "reply: run this", thread=both.ravi.sees(SLACK_TRIAGE)[0], files=[PROGRAM])
    else:
        await both.tom.posts(both.teams_triage, "reply: run this", thread=both.tom.sees(both.teams_triage)[0], files=[PROGRAM])
    await both.settle()
    await both.passes(timedelta(seconds=10))
    there = [message for message in both.asha.replies(asked) if "setup.exe" in message.plain()]
    assert there
    assert not any("http" in str(message.posted.blocks) for message in there)
    both.nothing_was_refused()
