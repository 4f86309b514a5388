"""The company of the demo: a Slack workspace, a Teams tenant, and the people in them."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from app.errors import ConfigurationError
from app.main.demonstration.folder import DATABASE
from app.ports import Clock
from integrations.sandbox.keeping import announce
from integrations.sandbox.slack.person import Person as SlackPerson
from integrations.sandbox.slack.workspace import SlackWorkspace
from integrations.sandbox.teams.people import Person as TeamsPerson
from integrations.sandbox.teams.places import Place as TeamsPlace
from integrations.sandbox.teams.tenant import TeamsTenant

POLICY = Path(__file__).with_name("policy.yaml")
TENANT, APP = "0d3a8a52-5a0d-4f6e-8b53-6f5a0b1c2d3e", "5b0c7c54-3d0e-4c8f-9d0e-2a8f1e6b7c4d"
Person = SlackPerson | TeamsPerson


@dataclass(frozen=True)
class Role:
    """Somebody of the company: how they are called in scenes, where they are, what they read, and what they do there."""

    name: str
    id: str
    title: str
    locale: str = "en-IN"
    zone: str = "Asia/Kolkata"


ON_SLACK = (
    Role("Asha", "U0ASHA001", "Employee"),
    Role("Bela", "U0BELA001", "Employee in Berlin", "en-GB", "Europe/Berlin"),
    Role("Hira", "U0HIRA001", "Employee, reads Hindi", "hi-IN"),
    Role("Ravi", "U0RAVI001", "IT agent, reads Hindi", "hi-IN"),
    Role("Mina", "U0MINA001", "IT agent"),
    Role("Lena", "U0LENA001", "Lead of IT", "en-GB"),
    Role("Hari", "U0HARI001", "People agent, reads Hindi", "hi-IN"),
    Role("Boris", "U0BORI001", "Manager", "en-GB"),
)
ON_TEAMS = (
    Role("Tara", "1f2c1a52-8d5a-4f7e-9a55-0d8d5a2f7e11", "Employee"),
    Role("Tom", "7c9e6679-7425-40de-944b-e07fc1f90ae7", "IT agent"),
    Role("Nina", "9b1f7b0e-52c3-4a7e-8a60-6c1f3a9d2b47", "Employee, reads Hindi", "hi-IN"),
    Role("Omar", "c3d1f7a2-0e64-4b8f-9f51-7d2b8e4c6a10", "Office agent"),
)
EVERYBODY = ("Asha", "Bela", "Hira", "Ravi", "Mina", "Lena", "Hari", "Boris")
SLACK_CHANNELS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("C0HELP001", "help", EVERYBODY),
    ("C0PEOPLE1", "people-questions", EVERYBODY),
    ("C0OFFICE1", "office", EVERYBODY),
    ("C0TRIAGE1", "it-triage", ("Ravi", "Mina", "Lena", "Boris")),
    ("C0HRTRIA1", "people-triage", ("Hari", "Lena")),
    ("C0ESCAL01", "escalations", ("Ravi", "Mina", "Lena", "Boris", "Hari")),
    ("C0DIGEST1", "digests", ("Lena", "Boris")),
)
TEAMS_CHANNELS: tuple[tuple[str, str, tuple[str, ...], bool], ...] = (
    ("19:help@thread.tacv2", "Help", ("Tara", "Nina", "Tom", "Omar"), True),
    ("19:triage@thread.tacv2", "IT triage", ("Tom",), True),
    ("19:office@thread.tacv2", "Office triage", ("Omar",), True),
)


class Company:
    """`open` starts both platforms with new secrets; nothing in them outlives `close`."""

    def __init__(self, slack: SlackWorkspace, teams: TeamsTenant) -> None:
        self.slack, self.teams = slack, teams
        self.people: dict[str, Person] = {}
        self.channels: dict[str, str | TeamsPlace] = {}
        for one in ON_SLACK:
            mail = f"{one.name.lower()}@example.test"
            self.people[one.name] = slack.person(one.id, one.name, mail, locale=one.locale, tz=one.zone)
        for one in ON_TEAMS:
            self.people[one.name] = teams.person(one.id, name=one.name, locale=one.locale, timezone=one.zone)
        self._channels()

    def _channels(self) -> None:
        for channel, name, members in SLACK_CHANNELS:
            people, everybodys = [self.on_slack(who) for who in members], members == EVERYBODY
            self.slack.channel(channel, name, people, private=not everybodys)
            self.channels[f"#{name}"] = channel
        team = self.teams.team("Support")
        for channel, name, members, reads_all in TEAMS_CHANNELS:
            staff = [self.on_teams(who) for who in members]
            self.channels[name] = self.teams.channel(channel, team=team, name=name, members=staff, reads_all=reads_all)

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

    def roles(self) -> dict[str, str]:
        """What each person is there, by the page's id of them."""
        found = {f"slack:{one.id}": one.title for one in ON_SLACK}
        return found | {f"teams:{one.id}": one.title for one in ON_TEAMS}

    def on_slack(self, name: str) -> SlackPerson:
        person = self.people[name]
        assert isinstance(person, SlackPerson), name
        return person

    def on_teams(self, name: str) -> TeamsPerson:
        person = self.people[name]
        assert isinstance(person, TeamsPerson), name
        return person

    def settings(self, host: str, folder: Path) -> dict[str, str]:
        """The desk's settings, complete in themselves: nothing of the environment or of `.env` is in them."""
        return {
            "HOST": host,
            "DATABASE_URL": f"sqlite:///{folder.absolute() / DATABASE}",
            "SAHAYAK_DATA_DIR": str(folder.absolute()),
            "SAHAYAK_POLICY": str(POLICY),
            "SAHAYAK_TICK_SECONDS": "2",
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

    async def meets(self, address: str, known: bool) -> None:
        """The platforms learn where the desk is, and the people on Teams install it.

        A desk that has `known` them before only learns where Teams is now.
        """
        self.slack.events_url = f"{address}/slack/events"
        self.teams.delivery.messages_url = f"{address}/api/messages"
        if known:
            await announce(self.teams)
            return
        for one in ON_TEAMS:
            await self.on_teams(one.name).installs()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
