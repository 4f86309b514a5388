"""What Slack knows of people and messages: asked seldom, never waited for, never an error."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession

from app.interaction import Attached
from app.people.model import Kind, Profile
from integrations.slack import directory as module
from integrations.slack.api import SlackApi
from integrations.slack.directory import SlackDirectory, read_profile
from tests.conftest import MovableClock
from tests.integrations.slack.conftest import PERSON, TEAM, WORKSPACE, FakeSlack, refused

ASHA = Profile("Asha", "asha@example.test", "hi-IN", "Asia/Kolkata")


@pytest.fixture
async def directory(slack: FakeSlack, session: ClientSession, clock: MovableClock) -> AsyncIterator[SlackDirectory]:
    directory = SlackDirectory(SlackApi(slack.url, "xoxb", session), clock)
    yield directory
    await directory.close()


async def test_a_person_is_asked_for_once_in_ten_minutes(
    directory: SlackDirectory, slack: FakeSlack, clock: MovableClock
) -> None:
    assert await directory.profile(WORKSPACE, "U0ASHA001") == ASHA
    clock.move(timedelta(minutes=9))
    assert await directory.profile(WORKSPACE, "U0ASHA001") == ASHA
    assert slack.asked("users.info") == [{"user": "U0ASHA001", "include_locale": "true"}]
    clock.move(timedelta(minutes=2))
    await directory.profile(WORKSPACE, "U0ASHA001")
    assert len(slack.asked("users.info")) == 2


async def test_a_hundred_clicks_of_one_person_are_one_question(directory: SlackDirectory, slack: FakeSlack) -> None:
    found = await asyncio.gather(*(directory.profile(WORKSPACE, "U0ASHA001") for _ in range(100)))
    assert set(found) == {ASHA}
    assert len(slack.asked("users.info")) == 1


@pytest.mark.parametrize("answer", [refused("user_not_found"), refused("ratelimited"), (500, "", {}), "hang up"], ids=str)
async def test_whom_slack_cannot_tell_is_nobody_for_a_minute(
    directory: SlackDirectory, slack: FakeSlack, clock: MovableClock, answer: Any
) -> None:
    slack.says["users.info"] = answer
    assert await directory.profile(WORKSPACE, "U0X") is None
    slack.says["users.info"] = {"ok": True, "user": PERSON}
    assert await directory.profile(WORKSPACE, "U0X") is None
    clock.move(61)
    assert await directory.profile(WORKSPACE, "U0X") == ASHA


async def test_a_slow_answer_is_not_waited_for_but_kept_for_the_next_time(
    directory: SlackDirectory, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as hasty:
        hasty.setattr(module, "PATIENCE", 0.0)
        assert await directory.profile(WORKSPACE, "U0ASHA001") is None
    monkeypatch.setattr(module, "PATIENCE", 5.0)
    assert await directory.profile(WORKSPACE, "U0ASHA001") == ASHA
    assert len(slack.asked("users.info")) == 1


async def test_a_changed_profile_is_asked_for_again(directory: SlackDirectory, slack: FakeSlack) -> None:
    await directory.profile(WORKSPACE, "U0ASHA001")
    directory.forget("U0ASHA001")
    await directory.profile(WORKSPACE, "U0ASHA001")
    assert len(slack.asked("users.info")) == 2


@pytest.mark.parametrize(
    ("about", "kind"),
    [
        ({}, Kind.EMPLOYEE), ({"is_restricted": True}, Kind.GUEST), ({"is_ultra_restricted": True}, Kind.GUEST),
        ({"is_stranger": True}, Kind.EXTERNAL), ({"team_id": "T0PARTNER"}, Kind.EXTERNAL),
        ({"team_id": "T0PARTNER", "is_restricted": True}, Kind.EXTERNAL),
    ],
)  # fmt: skip
def test_how_somebody_belongs(about: dict[str, Any], kind: Kind) -> None:
    assert read_profile({**PERSON, **about}, TEAM).kind is kind


def test_an_unverified_address_links_nobody() -> None:
    assert read_profile({**PERSON, "is_email_confirmed": False}, TEAM).email == ""


def test_those_who_left_and_bots_are_known_as_such() -> None:
    assert not read_profile({**PERSON, "deleted": True}, TEAM).active
    assert read_profile({**PERSON, "is_bot": True}, TEAM).bot
    assert read_profile({}, TEAM) == Profile()


async def test_a_message_is_read_whether_in_a_thread_or_not(directory: SlackDirectory, slack: FakeSlack) -> None:
    file = {"id": "F1", "name": "a.pdf", "mimetype": "application/pdf", "size": 7, "url_private": "https://files.slack.com/a.pdf"}
    said = {"ts": "1.2", "user": "U0ASHA001", "text": "a &lt;b&gt;", "thread_ts": "1.0", "files": [file]}
    head = {"ts": "1.0", "user": "U0RAVI001", "text": "head", "thread_ts": "1.0"}
    attached = Attached("a.pdf", "application/pdf", 7, "https://files.slack.com/a.pdf", id="F1")
    slack.says["conversations.replies"] = {"ok": True, "messages": [head, said, {"ts": "1.3", "bot_id": "B1", "user": "U0BOT"}]}
    assert await directory.message(WORKSPACE, "C1", "1.2") == ("U0ASHA001", "a <b>", "1.0", (attached,))
    assert await directory.message(WORKSPACE, "C1", "1.0") == ("U0RAVI001", "head", "", ())
    assert await directory.message(WORKSPACE, "C1", "1.3") == ("", "", "", ())
    assert await directory.message(WORKSPACE, "C1", "9.9") is None
    slack.says["conversations.replies"] = refused("not_in_channel")
    assert await directory.message(WORKSPACE, "C1", "1.2") is None
