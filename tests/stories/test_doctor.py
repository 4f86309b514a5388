"""The doctor sees every mistake that the pages about connecting warn of, and names the remedy."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from app.doctor import Finding, Level
from app.main.diagnosis import diagnose
from app.settings import Settings
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

DOCS = Path(__file__).parents[2] / "docs"


async def examined(house: House, **changes: str) -> dict[str, Finding]:
    """What `./sahayak doctor` says of the house, with some settings changed."""
    environment = house._environment(str(house._folder / "policy.yaml")) | {"TEAMS_TENANT_ID": house.teams.tenant_id}
    settings = Settings.load(environment | {"SAHAYAK_PUBLIC_URL": f"http://127.0.0.1:{house.serving.port}"} | changes)
    found = await asyncio.to_thread(diagnose, settings, house.clock)
    assert all(finding.remedy for finding in found if finding.level is not Level.OK)
    return {finding.id: finding for finding in found}


def trouble(found: dict[str, Finding]) -> set[str]:
    """What is not ok. The house has no worker of its own, and its clock stands at another day than its platforms'."""
    return {name for name, finding in found.items() if finding.level is not Level.OK} - {
        "worker.heartbeat", "slack.clock", "teams.clock",
    }  # fmt: skip


async def test_a_house_in_order_has_nothing_to_mend(both: House) -> None:
    found = await examined(both)
    assert trouble(found) <= {"policy.triage.hr"}
    assert found["address.public"].level is Level.OK
    assert found[f"teams.channel.{both.teams_triage.id}"].level is Level.OK
    assert found["slack.person.U0RAVI001"].level is Level.OK


@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-of-somebody-else", "slack.token"),
        ("SLACK_BOT_TOKEN", "xapp-1-A1-1-x", "slack.token_kind"),
        ("SLACK_SIGNING_SECRET", "the client secret", "slack.signing_secret"),
        ("SAHAYAK_PUBLIC_URL", "", "slack.way_in"),
        ("SAHAYAK_PUBLIC_URL", "", "teams.way_in"),
        ("SAHAYAK_PUBLIC_URL", "http://127.0.0.1:9", "address.public"),
        ("TEAMS_APP_PASSWORD", "wrong", "teams.token"),
        ("TEAMS_APP_PASSWORD", "7c9e6679-7425-40de-944b-e07fc1f90ae7", "teams.password"),
        ("TEAMS_APP_ID", "sahayak", "teams.app_id"),
        ("TEAMS_TENANT_ID", "example.test", "teams.tenant_id"),
        ("TEAMS_ALLOWED_SERVICE_HOSTS", "smba.trafficmanager.net", "teams.service_url"),
        ("TEAMS_OPENID_METADATA_URL", "http://127.0.0.1:9/none", "teams.keys"),
    ],
)
async def test_a_setting_that_is_wrong_is_named(both: House, setting: str, value: str, expected: str) -> None:
    assert expected in trouble(await examined(both, **{setting: value}))


async def test_a_channel_without_us_and_a_person_who_is_nobody_are_named(both: House) -> None:
    await both.has_policy(team='    escalation: {slack: C0GONE001, teams: "19:gone@thread.tacv2"}\n')
    assert {"slack.channel.C0GONE001", "teams.channel.19:gone@thread.tacv2"} <= trouble(await examined(both))


async def test_a_team_that_nobody_would_hear_of_is_named(house: House) -> None:
    found = await examined(house, TEAMS_APP_ID="", TEAMS_APP_PASSWORD="", TEAMS_TENANT_ID="")
    assert "policy.triage.it" not in trouble(found)
    found = await examined(house, SLACK_BOT_TOKEN="", SLACK_SIGNING_SECRET="")
    assert "policy.triage.it" in trouble(found)


async def test_a_door_that_turns_platforms_away_is_told_until_it_lets_them_in(house: House) -> None:
    secret, house.slack.delivery._secret = house.slack.delivery._secret, "f" * 32
    await house.asha.says(SLACK_HELP, "My VPN is down, please help")
    found = await examined(house)
    assert found["slack.signature"].level is Level.WARNING
    assert "SLACK_SIGNING_SECRET" in found["slack.signature"].says
    house.slack.delivery._secret = secret
    await house.asha.says(SLACK_HELP, "My VPN is still down, please help")
    await house.settle()
    assert "slack.signature" not in await examined(house)
    assert house.ravi.sees(SLACK_TRIAGE)


async def test_a_message_from_another_organisation_is_told_until_ours_writes(house: House) -> None:
    tenant, house.teams.tenant_id = house.teams.tenant_id, "00000000-0000-4000-8000-000000000000"
    await house.tara.writes("The printer is broken, please help")
    house.teams.tenant_id = tenant
    assert "teams.other_tenant" in trouble(await examined(house))
    await house.tara.writes("The printer is broken, please help")
    await house.settle()
    assert "teams.other_tenant" not in await examined(house)


def ids(page: str) -> set[str]:
    """The findings that a page names."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return set(
        re.findall(r"`((?:settings|database|worker|deliveries|audit|address|policy|slack|teams)\.[a-z_.…<>]+)[^`]*`", text)
    )


def test_the_page_about_operating_names_every_finding() -> None:
    """And the pages about connecting name none that is not there."""
    every: Any = ids("operating.md")
    sources = [path for room in ("app", "integrations", "storage", "jobs") for path in (DOCS.parent / room).rglob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources if "sandbox" not in path.parts)
    stems = {name.split("…")[0].rstrip(".") for name in every}
    assert [stem for stem in stems if stem not in code and not stem.endswith(".unreachable")] == []
    made = set(re.findall(r'Finding\(\s*f?"([a-z_.]+)', code)) | set(re.findall(r'name = f"([a-z_.]+)\.\{', code))
    assert {one for one in made if "." in one} - stems == set()
