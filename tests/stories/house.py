"""A whole company for a story: a Slack workspace and a Teams tenant that speak the real protocols, and the unmodified program.

Everything goes over signed HTTP. The clock stands until it is moved; `settle` lets everything that is due arrive.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from aiohttp import web_app

from app.main import open_store
from app.main.assembly import assemble
from app.main.preparing import prepare
from app.main.serving import Serving
from app.policy import changes, reading
from app.ports import Tx
from app.settings import Settings
from app.tickets.model import Ticket
from integrations.sandbox.slack.workspace import SlackWorkspace
from integrations.sandbox.teams.tenant import TeamsTenant
from jobs.schedule import every_job
from jobs.usual_answers import work_out

SLACK_TRIAGE, SLACK_HELP, TEAMS_TRIAGE, TEAMS_HELP = "C0TRIAGE1", "C0HELP001", "19:triage@thread.tacv2", "19:help@thread.tacv2"

POLICY = """
version: 1
defaults: {{team: it, locale: {locale}, timezone: Asia/Kolkata}}
teams:
  it:
    name: IT Support
    agents: ["slack:U0RAVI001", "slack:U0MINA001", "teams:{tom}"]
    leads: ["slack:U0LENA001"]
    triage: {triage}
  hr: {{name: People, agents: ["slack:U0HARI001"], triage: {{slack: C0HRTRIA1}}}}
categories:
  vpn: {{name: VPN, team: it, priority: high, keywords: [vpn, "वीपीएन"]}}
channels:
  - {{slack: C0HELP001, team: it, intake: every_message}}
  - {{slack: C0NUDGE01, team: it, intake: nudge}}
  - {{teams: "19:asks@thread.tacv2", team: it, intake: every_message}}
  - {{teams: "19:nudge@thread.tacv2", team: it, intake: nudge}}
priority_rules:
  - {{when: {{words: [outage]}}, priority: urgent}}
"""

TOM = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
TARA = "1f2c1a52-8d5a-4f7e-9a55-0d8d5a2f7e11"


class House:
    """`slack` and `teams` are the platforms, the people are attributes; `program` is what serves."""

    slack: SlackWorkspace
    teams: TeamsTenant
    serving: Serving

    def __init__(self, database_url: str, clock: Any, tmp_path: Any) -> None:
        self.database_url, self.clock, self._folder = database_url, clock, tmp_path
        self._nonces = itertools.count(1)

    async def start(self, *, triage: Sequence[str] = ("slack",), locale: str = "en", slack_away: str = "") -> None:
        self.slack = await SlackWorkspace.start(clock=self.clock)
        self.slack.world.revoked = slack_away
        self.teams = await TeamsTenant.start("http://127.0.0.1:9/api/messages", clock=self.clock)
        self._people()
        channels = {"slack": SLACK_TRIAGE, "teams": TEAMS_TRIAGE}
        places = ", ".join(f'{name}: "{channels[name]}"' for name in triage)
        policy = self._folder / "policy.yaml"
        self.policy_text = POLICY.format(tom=TOM, triage=f"{{{places}}}", locale=locale)
        policy.write_text(self.policy_text, encoding="utf-8")
        self.settings = Settings.load(self._environment(str(policy)))
        await self.serve()
        await self.tara.installs()
        await self.tom.installs()
        await self.settle()

    def _environment(self, policy: str) -> dict[str, str]:
        return {
            "DATABASE_URL": self.database_url,
            "SAHAYAK_DATA_DIR": str(self._folder),
            "SAHAYAK_POLICY": policy,
            "SAHAYAK_ADMINS": "slack:U0ADMIN01",
            "SLACK_SIGNING_SECRET": self.slack.signing_secret,
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_API_URL": self.slack.api_url,
            "TEAMS_APP_ID": self.teams.app_id,
            "TEAMS_APP_PASSWORD": self.teams.app_password,
            "TEAMS_TENANT_ID": self.teams.tenant_id,
            "TEAMS_OPENID_METADATA_URL": self.teams.openid_metadata_url,
            "TEAMS_LOGIN_URL": self.teams.login_url,
            "TEAMS_ALLOWED_SERVICE_HOSTS": "127.0.0.1",
        }

    def _people(self) -> None:
        slack, teams = self.slack, self.teams
        self.asha = slack.person("U0ASHA001", name="Asha", email="asha@example.test", locale="en-IN", tz="Asia/Kolkata")
        self.bela = slack.person("U0BELA001", name="Bela", email="bela@example.test", locale="en-US", tz="Europe/Berlin")
        self.hira = slack.person("U0HIRA001", name="Hira", email="hira@example.test", locale="hi-IN", tz="Asia/Kolkata")
        self.ravi = slack.person("U0RAVI001", name="Ravi", email="ravi@example.test", locale="en-IN", tz="Asia/Kolkata")
        self.mina = slack.person("U0MINA001", name="Mina", email="mina@example.test", locale="en-IN", tz="Asia/Kolkata")
        self.lena = slack.person("U0LENA001", name="Lena", email="lena@example.test", locale="en-GB", tz="Europe/London")
        self.hari = slack.person("U0HARI001", name="Hari", email="hari@example.test", locale="en-IN", tz="Asia/Kolkata")
        self.admin = slack.person("U0ADMIN01", name="Adi", email="adi@example.test", locale="en-IN", tz="Asia/Kolkata")
        everybody = ["U0ASHA001", "U0BELA001", "U0HIRA001", "U0RAVI001", "U0MINA001", "U0LENA001", "U0ADMIN01"]
        slack.channel(SLACK_HELP, name="help", members=everybody)
        slack.channel("C0NUDGE01", name="office", members=everybody)
        slack.channel("C0RANDOM1", name="random", members=everybody)
        slack.channel(SLACK_TRIAGE, name="it-triage", members=["U0RAVI001", "U0MINA001", "U0LENA001", "U0ASHA001"])
        slack.channel("C0HRTRIA1", name="hr-triage", members=["U0HARI001"])
        self.tara = teams.person(TARA, name="Tara", email="tara@example.test", locale="en-IN")
        self.tom = teams.person(TOM, name="Tom", email="tom@example.test", locale="en-GB")
        helpdesk = teams.team("Helpdesk")
        self.teams_help = teams.channel(TEAMS_HELP, team=helpdesk, members=[self.tara, self.tom], bot_in=True)
        self.teams_asks = teams.channel("19:asks@thread.tacv2", team=helpdesk, members=[self.tara, self.tom], reads_all=True)
        self.teams_nudge = teams.channel("19:nudge@thread.tacv2", team=helpdesk, members=[self.tara, self.tom], reads_all=True)
        self.teams_triage = teams.channel(TEAMS_TRIAGE, team=helpdesk, members=[self.tom], reads_all=True)

    async def serve(self) -> None:
        """Start the program (again): web and deliveries; the rounds of the worker are driven by `settle`."""
        store = open_store(self.settings)
        prepare(self.settings, store, self.clock)
        program = assemble(self.settings, clock=self.clock, chance=self._chance, store=store)
        self.serving = Serving(program, web=True, worker=False, name=f"story-{next(self._nonces)}", version="test", port=0)
        await self.serving.start()
        self.slack.events_url = f"http://127.0.0.1:{self.serving.port}/slack/events"
        self.teams.delivery.messages_url = f"http://127.0.0.1:{self.serving.port}/api/messages"

    async def stop_serving(self) -> None:
        await self.serving.stop()
        self.serving.program.reception.store.close()

    async def stop(self) -> None:
        await self.stop_serving()
        await self.slack.stop()
        await self.teams.stop()
        web_app._cached_build_middleware.cache_clear()  # else aiohttp keeps the last thousand houses alive by their handlers

    async def settle(self, patience: timedelta = timedelta(seconds=30)) -> None:
        """Let everything arrive that is due now or becomes due within `patience`; the clock moves only as far as needed."""
        until = self.clock() + patience
        while True:
            await self.slack.settled()
            while await self.serving.deliverer.round():
                await self.slack.settled()
            due = await self.within(lambda tx: tx.deliveries.next_due())
            if due is None or due > until:
                return
            self.clock.move(max(timedelta(seconds=1), due - self.clock()))

    async def within(self, work: Any) -> Any:
        return await self.serving.program.reception.within(work)

    async def ticket(self, number: int = 1) -> Ticket:
        def load(tx: Tx) -> Ticket:
            found = tx.tickets.get(tx.organisations.first().id, number)
            assert found is not None, f"there is no T-{number}"
            return found

        found: Ticket = await self.within(load)
        return found

    async def tickets(self) -> Sequence[Ticket]:
        found: Sequence[Ticket] = await self.within(lambda tx: tx.tickets.find(tx.organisations.first().id))
        return found

    async def tick(self) -> None:
        """The timetable of a worker says now: what is due by itself is done, and everything arrives."""
        for job in every_job(self.serving.program.reception, self.clock, "story"):
            if job.every is None:
                await job.work()
        await self.settle()

    async def works_out_what_is_usual(self) -> int:
        """The hourly job comes round; for how many teams something has changed."""
        return await work_out(self.serving.program.reception, self.clock, "story")

    async def passes(self, time: timedelta) -> None:
        """Time goes by, and the timetable comes round."""
        self.clock.move(time)
        await self.tick()

    async def has_policy(self, more: str = "", *, team: str = "") -> None:
        """From now on the house's policy says this too; `team` are further keys of the team it."""
        text = self.policy_text.replace("    name: IT Support\n", f"    name: IT Support\n{team}") + more
        (self._folder / "policy.yaml").write_text(text, encoding="utf-8")

        def apply(tx: Tx) -> None:
            changes.apply(tx, tx.organisations.first().id, reading.read(text), text, self.clock())

        await self.within(apply)

    def nothing_was_refused(self) -> None:
        """Neither platform had to refuse anything that the program sent."""
        assert not self.slack.refusals, self.slack.refusals
        assert not self.teams.refusals, self.teams.refusals

    async def slack_dm(self, person: Any, text: str) -> None:
        """Somebody writes to the desk on Slack, and everything arrives."""
        await person.dms(text)
        await self.settle()

    def _chance(self) -> str:
        return f"story{next(self._nonces):017d}"
