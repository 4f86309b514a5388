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

SECRET = SecretStr("0123456789abcdef" * 2)


@dataclass
class Settings:
    slack_bot_token: SecretStr | None
    slack_api_url: str
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = SECRET
    sahayak_public_url: str = "https://desk.example.test"


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.yaml"
    path.write_text("oauth_config: {scopes: {bot: [chat:write, users:read, commands]}}\n")
    return path


@pytest.fixture
def doctor(slack: FakeSlack, session: ClientSession, clock: MovableClock, manifest: Path) -> Any:
    async def ask(
        *channels: str, token: str | None = "xoxb-1", people: tuple[str, ...] = (), known: tuple[str, ...] = (), **more: Any
    ) -> dict[str, Any]:
        settings = Settings(SecretStr(token) if token else None, slack.url, **more)
        found = await checks(settings, channels, people, clock=clock, known=known, session=session, manifest=manifest)
        assert all(finding.remedy for finding in found if finding.level is not Level.OK)
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


async def test_a_wrong_value_in_a_setting_is_told_from_its_looks(doctor: Any) -> None:
    wrong = {"slack_signing_secret": SecretStr("xoxb-secret"), "sahayak_public_url": ""}
    found = await doctor(token="xapp-1-A1-secret", **wrong)
    assert found["slack.token_kind"].level is Level.ERROR
    assert found["slack.signing_secret"].level is Level.WARNING
    assert found["slack.way_in"].level is Level.WARNING
    assert "secret-" not in str(found)
    assert "A1-secret" not in str(found)


@pytest.mark.parametrize(
    ("answer", "level", "remedy"),
    [
        ({"ok": True, "url": "wss://x"}, Level.OK, ""),
        (refused("invalid_auth"), Level.ERROR, "xapp-"),
        (refused("missing_scope"), Level.ERROR, "connections:write"),
        (refused("socket_mode_disabled"), Level.ERROR, "Switch on Socket Mode"),
        ((500, "", {}), Level.WARNING, "Try again"),
    ],
)
async def test_socket_mode_is_tried_with_its_own_token(
    doctor: Any, slack: FakeSlack, answer: Any, level: Level, remedy: str
) -> None:
    slack.says["apps.connections.open"] = answer
    found = await doctor(slack_app_token=SecretStr("xapp-1"), sahayak_public_url="")
    assert found["slack.socket"].level is level
    assert remedy in found["slack.socket"].remedy
    assert "slack.way_in" not in found
    assert slack.tokens[:2] == ["Bearer xapp-1", "Bearer xoxb-1"]


async def test_another_workspace_than_before_is_an_error(doctor: Any) -> None:
    assert (await doctor(known=("T0OTHER01",)))["slack.token"].level is Level.ERROR
    assert (await doctor(known=("T0OTHER01", "T0DESK001")))["slack.token"].level is Level.OK


@pytest.mark.parametrize(
    ("answer", "level"),
    [
        ({"ok": True, "user": {"id": "U1"}}, Level.OK),
        ({"ok": True, "user": {"id": "U1", "deleted": True}}, Level.WARNING),
        (refused("user_not_found"), Level.ERROR),
    ],
)
async def test_people_of_the_policy_are_looked_for(doctor: Any, slack: FakeSlack, answer: Any, level: Level) -> None:
    slack.says["users.info"] = answer
    assert (await doctor(people=("U1",)))["slack.person.U1"].level is level
