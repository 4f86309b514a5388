"""What the doctor says of Slack."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from pydantic import SecretStr

from app.doctor import Level
from integrations.slack.checks import checks
from tests.conftest import MovableClock
from tests.integrations.slack.conftest import KNOWN, FakeSlack, refused


@dataclass
class Settings:
    slack_bot_token: SecretStr | None
    slack_api_url: str


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.yaml"
    path.write_text("oauth_config: {scopes: {bot: [chat:write, users:read, commands]}}\n")
    return path


@pytest.fixture
def doctor(slack: FakeSlack, session: ClientSession, clock: MovableClock, manifest: Path) -> Any:
    async def ask(*channels: str, token: str | None = "xoxb-1") -> dict[str, Any]:
        settings = Settings(SecretStr(token) if token else None, slack.url)
        found = await checks(settings, channels, clock=clock, session=session, manifest=manifest)
        return {finding.id: finding for finding in found}

    return ask


def says(slack: FakeSlack, clock: MovableClock, scopes: str, ahead: float = 0) -> None:
    then = MovableClock(clock.now)
    then.move(ahead)
    headers = {"X-OAuth-Scopes": scopes, "Date": format_datetime(then(), usegmt=True)}
    slack.says["auth.test"] = (200, KNOWN["auth.test"], headers)


async def test_all_is_well(doctor: Any, slack: FakeSlack, clock: MovableClock) -> None:
    says(slack, clock, "chat:write,users:read,commands,files:read")
    slack.says["conversations.info"] = {"ok": True, "channel": {"id": "C1", "is_member": True}}
    found = await doctor("C1", "C1")
    assert list(found) == ["slack.token", "slack.scopes", "slack.clock", "slack.channel.C1"]
    assert {finding.level for finding in found.values()} == {Level.OK}


async def test_nothing_is_said_where_slack_is_off(doctor: Any) -> None:
    assert await doctor("C1", token=None) == {}


@pytest.mark.parametrize(
    ("answer", "level"),
    [(refused("invalid_auth"), Level.ERROR), (refused("account_inactive"), Level.ERROR), ((500, "", {}), Level.WARNING)],
)
async def test_a_token_that_does_not_work(doctor: Any, slack: FakeSlack, answer: Any, level: Level) -> None:
    slack.says["auth.test"] = answer
    found = await doctor("C1")
    assert [f.level for f in found.values()] == [level]
    assert found["slack.token"].remedy
    assert "xoxb-1" not in str(found)


async def test_missing_scopes_are_named(doctor: Any, slack: FakeSlack, clock: MovableClock) -> None:
    says(slack, clock, "chat:write")
    finding = (await doctor())["slack.scopes"]
    assert (finding.level, finding.says) == (Level.ERROR, "The bot token lacks: commands, users:read.")


@pytest.mark.parametrize(("ahead", "level"), [(30, Level.OK), (-90, Level.WARNING), (600, Level.ERROR)])
async def test_a_clock_that_is_wrong(doctor: Any, slack: FakeSlack, clock: MovableClock, ahead: float, level: Level) -> None:
    says(slack, clock, "", ahead)
    assert (await doctor())["slack.clock"].level is level


@pytest.mark.parametrize(
    ("answer", "level"),
    [
        ({"ok": True, "channel": {"is_member": False}}, Level.ERROR),
        ({"ok": True, "channel": {"is_member": True, "is_archived": True}}, Level.ERROR),
        (refused("channel_not_found"), Level.ERROR),
        ((429, "", {"Retry-After": "3"}), Level.WARNING),
    ],
)
async def test_a_channel_that_cannot_be_used(doctor: Any, slack: FakeSlack, answer: Any, level: Level) -> None:
    slack.says["conversations.info"] = answer
    finding = (await doctor("C1"))["slack.channel.C1"]
    assert (finding.level, bool(finding.remedy)) == (level, True)
