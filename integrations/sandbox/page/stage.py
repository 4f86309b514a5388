"""The people of both platforms on one page: who they are, what each sees, and what each does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from integrations.sandbox import slack, teams
from integrations.sandbox.page.asked import Asked, Wrong
from integrations.sandbox.page.changes import Changes
from integrations.sandbox.page.controls import Json, Staging
from integrations.sandbox.page.deeds_slack import SlackDeeds
from integrations.sandbox.page.deeds_teams import TeamsDeeds
from integrations.sandbox.page.files import Held
from integrations.sandbox.page.sight_slack import SlackSight
from integrations.sandbox.page.sight_teams import TeamsSight
from integrations.sandbox.page.unread import Unread
from integrations.sandbox.slack.model import Refused


class Stage:
    """Knows people by "slack:U0…" and "teams:…". `doing`: how many deeds wait for the program now."""

    def __init__(
        self,
        workspace: slack.SlackWorkspace,
        tenant: teams.TeamsTenant,
        clock: Callable[[], datetime],
        staging: Staging,
        changes: Changes,
    ) -> None:
        self._workspace, self._tenant, self._roles, self._changes = workspace, tenant, staging.roles, changes
        self.unread, self._held = Unread(clock()), Held()
        self.doing = 0
        self._slack_sight = SlackSight(workspace, self.unread, staging.slack_manifest)
        self._teams_sight = TeamsSight(tenant, self.unread, staging.teams_manifest)
        self._slack_deeds = SlackDeeds(workspace, self._slack_sight, self.unread, self._held)
        self._teams_deeds = TeamsDeeds(tenant, self._teams_sight, self.unread, self._held)
        changes.watch(workspace.traffic)
        changes.watch(workspace.refusals)
        changes.watch(tenant.traffic)
        changes.watch(tenant.refusals)

    def people(self) -> list[Json]:
        """Everybody one can act as, in the order in which they came."""
        on_slack = [one for one in self._workspace.people.values() if not one.account.deleted]
        return [
            *(self._listed("slack", one.id, one.name, one.account.locale, one.account.tz) for one in on_slack),
            *(self._listed("teams", one.aad, one.name, one.locale, str(one.zone)) for one in self._tenant.people),
        ]

    def sight(self, asked: Asked) -> Json:
        """What the person asked for has before them, and at which version."""
        version, person = self._changes.version, self._person(asked.text("person"))
        if isinstance(person, slack.Person):
            return {"version": version, **self._slack_sight.of(person, asked)}
        return {"version": version, **self._teams_sight.of(person, asked)}

    async def do(self, asked: Asked) -> Json:
        """One deed: {"ok": true} with its own fields, or {"ok": false} with one sentence."""
        person, deed = self._person(asked.text("person")), asked.text("deed")
        if isinstance(person, slack.Person):
            answer = await self._done(self._slack_deeds.do(person, deed, asked))
        else:
            answer = await self._done(self._teams_deeds.do(person, deed, asked))
        if "across" in answer:
            answer["across"]["people"] = self._who_sees(**answer["across"])
        return {"ok": True, **answer}

    def attach(self, asked: Asked, content: bytes) -> str:
        """Hold the bytes of a file that a person chose, until they send it; its id."""
        self._person(asked.text("person"))
        return self._held.keep(asked.text("person"), asked.text("name"), content)

    def file(self, asked: Asked) -> bytes:
        """The bytes of a file in a message that the person has before them."""
        person = self._person(asked.text("person"))
        if isinstance(person, slack.Person):
            content = self._slack_sight.bytes_of(person, asked)
        else:
            content = self._teams_sight.bytes_of(person, asked)
        if content is None:
            raise Wrong("That file is not there (any more).")
        return content

    async def _done(self, deed: Coroutine[Any, Any, Json]) -> Json:
        """What a person does shows at once, not only when the program has answered; and again when it has."""
        doing = asyncio.ensure_future(deed)
        self.doing += 1
        try:
            await asyncio.sleep(0)
            self._changes.touch()
            return await doing
        except (slack.NotThere, teams.NotThere, Refused) as no:
            return {"ok": False, "problem": _sentence(str(no))}
        finally:
            self.doing -= 1
            self._changes.touch()

    def _person(self, who: str) -> slack.Person | teams.Person:
        platform, _, name = who.partition(":")
        found: slack.Person | teams.Person | None = None
        if platform == "slack":
            found = self._workspace.people.get(name)
        elif platform == "teams":
            found = next((one for one in self._tenant.people if one.aad == name), None)
        if found is None:
            raise Wrong(f"There is nobody called {who!r}.")
        return found

    def _who_sees(self, platform: str, place: str, **_message: str) -> list[str]:
        """Everybody on that platform who can look at the place."""
        if platform == "slack":
            readers = self._workspace.people.values()
            return [f"slack:{one.id}" for one in readers if any(place == seen.id for seen in self._slack_sight.places(one))]
        others = self._tenant.people
        return [f"teams:{one.aad}" for one in others if any(place == seen.id for seen in self._teams_sight.places(one))]

    def _listed(self, platform: str, own: str, name: str, locale: str, tz: str) -> Json:
        who = f"{platform}:{own}"
        return {"id": who, "platform": platform, "name": name, "role": self._roles.get(who, ""), "locale": locale, "tz": tz}


def _sentence(words: str) -> str:
    text = words[:1].upper() + words[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
