"""The company of the demo: a Slack workspace, a Teams tenant, the people in them, and the policy of their desk."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path

from app.errors import ConfigurationError
from app.ports import Clock
from app.settings import Settings
from integrations.sandbox.slack.workspace import SlackWorkspace
from integrations.sandbox.teams.tenant import TeamsTenant

HELP, TRIAGE, TEAMS_TRIAGE = "C0HELP001", "C0TRIAGE1", "19:triage@thread.tacv2"
TOM, TARA = "7c9e6679-7425-40de-944b-e07fc1f90ae7", "1f2c1a52-8d5a-4f7e-9a55-0d8d5a2f7e11"
TENANT, APP = "0d3a8a52-5a0d-4f6e-8b53-6f5a0b1c2d3e", "5b0c7c54-3d0e-4c8f-9d0e-2a8f1e6b7c4d"

POLICY = f"""
version: 1
defaults: {{team: it, locale: en, timezone: Asia/Kolkata}}
teams:
  it:
    name: IT Support
    agents: ["slack:U0RAVI001", "teams:{TOM}"]
    triage: {{slack: {TRIAGE}, teams: "{TEAMS_TRIAGE}"}}
categories:
  vpn: {{name: VPN, team: it, priority: high, keywords: [vpn, "वीपीएन"]}}
channels:
  - {{slack: {HELP}, team: it, intake: every_message}}
"""


class Company:
    """Everybody is an attribute. `open` starts both platforms with new secrets; nothing in them outlives `close`."""

    def __init__(self, slack: SlackWorkspace, teams: TeamsTenant) -> None:
        self.slack, self.teams = slack, teams
        self.asha = slack.person("U0ASHA001", "Asha", "asha@example.test", locale="en-IN", tz="Asia/Kolkata")
        self.bela = slack.person("U0BELA001", "Bela", "bela@example.test", locale="en-IN", tz="Asia/Kolkata")
        self.hira = slack.person("U0HIRA001", "Hira", "hira@example.test", locale="hi-IN", tz="Asia/Kolkata")
        self.ravi = slack.person("U0RAVI001", "Ravi", "ravi@example.test", locale="en-IN", tz="Asia/Kolkata")
        slack.channel(HELP, "help", [self.asha, self.bela, self.hira, self.ravi])
        slack.channel(TRIAGE, "it-triage", [self.ravi])
        self.tara = teams.person(TARA, name="Tara", email="tara@example.test", locale="en-IN")
        self.tom = teams.person(TOM, name="Tom", email="tom@example.test", locale="en-IN")
        self.teams_triage = teams.channel(TEAMS_TRIAGE, team=teams.team("IT"), name="IT triage", members=[self.tom])

    @classmethod
    async def open(cls, host: str, clock: Clock) -> Company:
        """Raises ConfigurationError for a host that other machines could reach."""
        if not _is_loopback(host):
            raise ConfigurationError(f"The demo listens only on an address of this machine, such as 127.0.0.1, not on {host}.")
        slack = await SlackWorkspace.start(clock=clock, host=host)
        teams = await TeamsTenant.start("", clock=clock, host=host, tenant_id=TENANT, app_id=APP)
        return cls(slack, teams)

    async def close(self) -> None:
        await self.slack.stop()
        await self.teams.stop()

    def settings(self, host: str, folder: Path) -> Settings:
        """The desk's settings, complete in themselves: nothing of the environment or of `.env` is in them."""
        policy = folder / "policy.yaml"
        policy.write_text(POLICY, encoding="utf-8")
        values = {
            "HOST": host,
            "DATABASE_URL": f"sqlite:///{folder.absolute() / 'demo.db'}",
            "SAHAYAK_DATA_DIR": str(folder.absolute()),
            "SAHAYAK_POLICY": str(policy.absolute()),
            "SLACK_SIGNING_SECRET": self.slack.signing_secret,
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_API_URL": self.slack.api_url,
            "TEAMS_APP_ID": self.teams.app_id,
            "TEAMS_APP_PASSWORD": self.teams.app_password,
            "TEAMS_TENANT_ID": self.teams.tenant_id,
            "TEAMS_OPENID_METADATA_URL": self.teams.openid_metadata_url,
            "TEAMS_LOGIN_URL": self.teams.login_url,
            "TEAMS_ALLOWED_SERVICE_HOSTS": host,
        }
        return Settings.load(values)

    async def meets(self, address: str) -> None:
        """The platforms learn where the desk is, and the people on Teams install it."""
        self.slack.events_url = f"{address}/slack/events"
        self.teams.delivery.messages_url = f"{address}/api/messages"
        await self.tom.installs()
        await self.tara.installs()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
