"""The Teams edge: one endpoint in, one channel out."""

from __future__ import annotations

import json
import traceback
from dataclasses import replace
from functools import partial

import aiohttp
import structlog
from aiohttp import web

from app.errors import ConfigurationError
from app.interaction import Interaction
from app.people.model import Profile, Workspace
from app.ports import Chance, Clock, Directory, Files, Reception
from app.replies import Reply
from integrations.teams.activity import Activity
from integrations.teams.attached import TeamsFiles
from integrations.teams.bot import Dispatcher
from integrations.teams.channel import TeamsChannel
from integrations.teams.connector import Connector
from integrations.teams.credentials import Credentials
from integrations.teams.directory import TeamsDirectory
from integrations.teams.hosts import AllowedHosts
from integrations.teams.http import Pool
from integrations.teams.ingress import Denied, Ingress
from integrations.teams.keys import SigningKeys
from integrations.teams.workspaces import Workspaces
from integrations.turned_away import TurnedAway

_dumps = partial(json.dumps, ensure_ascii=False)
_log = structlog.get_logger()

_OLD = ("teams.token_age", "A token of Microsoft's was too old or not yet good: synchronise the clock")
_MISTAKES = {
    "wrong_audience": (
        "teams.audience",
        "A request of Microsoft's was for another bot than TEAMS_APP_ID: compare it with the app id of the Azure Bot",
    ),
    "expired": _OLD,
    "not_yet_valid": _OLD,
    "service_host_not_allowed": (
        "teams.service_host",
        "Teams sent from a host that is not allowed: name the host of your cloud in TEAMS_ALLOWED_SERVICE_HOSTS",
    ),
    "other_tenant": (
        "teams.other_tenant",
        "A request came from another organisation than TEAMS_TENANT_ID: compare it with the directory id in Entra",
    ),
}
"""Why somebody was turned away, and which setting that may come from."""


class TeamsEdge:
    """`start` needs nothing of Microsoft: keys and tokens are fetched when they are first needed."""

    def __init__(
        self,
        *,
        app_id: str,
        app_password: str,
        tenant_id: str,
        openid_metadata_url: str,
        login_url: str,
        allowed_service_hosts: tuple[str, ...],
        reception: Reception,
        clock: Clock,
        chance: Chance,
        session: aiohttp.ClientSession | None = None,
    ) -> None:
        if not (app_id and app_password and tenant_id):
            raise ConfigurationError("Microsoft Teams needs TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID.")
        self._reception = reception
        self._chance = chance
        self._pool = Pool(session)
        hosts = AllowedHosts(allowed_service_hosts)
        self._keys = SigningKeys(self._pool, openid_metadata_url, clock)
        self._ingress = Ingress(app_id, tenant_id, self._keys, hosts, clock)
        self._dispatcher = Dispatcher(app_id)
        self._workspaces = Workspaces(reception, tenant_id, app_id)
        connector = Connector(self._pool, Credentials(self._pool, login_url, tenant_id, app_id, app_password, clock), hosts)
        self.channel = TeamsChannel(connector, app_id)
        self.files: Files = TeamsFiles(connector, hosts)
        self._people = TeamsDirectory(connector, self.channel, clock)
        self._turned_away = TurnedAway(reception, clock, _MISTAKES)
        self.directory: Directory = self._people

    async def start(self) -> None:
        """Begin to fetch the signing keys; nobody waits for them."""
        self._keys.prefetch()

    async def close(self) -> None:
        await self._keys.close()
        await self._people.close()
        await self._pool.close()

    async def handle(self, request: web.Request) -> web.Response:
        """POST /api/messages. Bodies of refusals say nothing; a 503 asks Teams to send a message again."""
        try:
            activity = await self._ingress.admit(request)
        except Denied as denied:
            _log.warning("teams.denied", status=denied.status, reason=denied.code)
            await self._turned_away.note(denied.code)
            return web.Response(status=denied.status)
        await self._turned_away.let_in()
        if activity is None:
            return web.Response()
        try:
            return await self._answer(activity)
        except Exception as error:
            what = {"kind": activity.kind, "name": activity.name[:64], "activity": activity.id[:128]}
            _log.error("teams.not_handled", key=self._chance(), error=type(error).__name__, at=_places(error), **what)
            return web.Response(status=503)

    async def _answer(self, activity: Activity) -> web.Response:
        workspace = await self._workspaces.seen(activity)
        if activity.conversation:
            self._people.met(activity.actor, activity.conversation)
        answer = await self._dispatcher.run(activity, partial(self._ask, workspace))
        return web.Response() if answer is None else web.json_response(answer, dumps=_dumps)

    async def _ask(self, workspace: Workspace, interaction: Interaction) -> Reply:
        profile = await self._people.profile(workspace, interaction.actor)
        return await self._reception.ask(replace(interaction, profile=_completed(profile, interaction.profile)))


def _places(error: BaseException) -> list[str]:
    """Where it happened. Messages and local variables of a traceback may hold what somebody wrote, so neither is logged."""
    return [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-8:]]


def _completed(known: Profile | None, told: Profile | None) -> Profile | None:
    """The directory's profile; locale and zone are only in what the client tells."""
    if known is None or told is None:
        return known or told
    return replace(known, name=known.name or told.name, locale=told.locale, timezone=told.timezone)
