"""Which workspace and which app may speak here: learnt from Slack once, kept in the database, asked again only when unknown."""

from __future__ import annotations

import asyncio
import hashlib
import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from app.people.model import Platform, Workspace
from app.ports import ChannelError, Clock, Reception, Tx, Unreachable
from integrations.slack.api import SlackApi

ASK_SECONDS = 2.0
"""What Slack may take to say who we are, so that whoever waits for it is still answered in three."""

ASK_AGAIN = timedelta(seconds=5)
RETRY_SECONDS = 30.0

_APP_TOKEN = re.compile(r"xapp-\d+-(A[A-Z0-9]+)-")

_log = structlog.get_logger()


class Stranger(Exception):
    """Signed, but from another app or for a workspace that is not ours."""


class NotKnownYet(Exception):
    """Slack could not be asked whose token we hold; the same request may be let in later."""


class Installation:
    """The workspaces this token and this secret stand for (one, unless the database remembers others while Slack is away)."""

    def __init__(self, api: SlackApi, reception: Reception, clock: Clock, signing_secret: str, app_token: str = "") -> None:
        self._api = api
        self._reception = reception
        self._clock = clock
        self._seal = hashlib.sha256(b"sahayak slack app of " + signing_secret.encode()).hexdigest()[:12]
        self._app_token = app_token
        self._known: dict[str, Workspace] = {}
        self._asked = False
        self._not_before: datetime | None = None
        self._one_at_a_time = asyncio.Lock()

    async def keep_asking(self) -> None:
        """Until Slack has said who we are. Runs beside everything else; a dead Slack stops nothing."""
        while True:
            try:
                if await self._try_to_learn():
                    return
            except Exception as error:  # the database is away; it says so in readyz, and here we only try again
                _log.warning("slack.not_remembered", error=type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)

    async def admit(self, payload: dict[str, Any]) -> Workspace:
        """The workspace of a signed payload, whatever its kind. Raises Stranger or NotKnownYet."""
        teams = teams_of(payload)
        workspace = await self._find(teams)
        await self._check_app(workspace, payload.get("api_app_id"))
        return self._known[workspace.external_id]

    async def deactivate(self, workspace: Workspace) -> None:
        """The app was removed there, or its tokens were revoked."""

        def work(tx: Tx) -> Workspace:
            row = tx.workspaces.find(Platform.SLACK, workspace.external_id) or workspace
            return tx.workspaces.save(replace(row, active=False))

        self._known[workspace.external_id] = await self._reception.within(work)
        self._asked = False
        _log.warning("slack.workspace_inactive", workspace=workspace.external_id)

    async def _find(self, teams: tuple[str, ...]) -> Workspace:
        if not self._known and not self._asked:
            await self._remember()
        if not self._among(teams) or not all(self._known[t].active for t in teams if t in self._known):
            learnt = await self._try_to_learn()
            if not learnt and not self._among(teams):
                raise NotKnownYet
        for team in teams:
            if team in self._known:
                return self._known[team]
        raise Stranger("team")

    def _among(self, teams: tuple[str, ...]) -> bool:
        return any(team in self._known for team in teams)

    async def _remember(self) -> None:
        """What an earlier run learnt."""

        def work(tx: Tx) -> list[Workspace]:
            return [w for w in tx.workspaces.of(tx.organisations.first().id) if w.platform is Platform.SLACK]

        for workspace in await self._reception.within(work):
            self._known.setdefault(workspace.external_id, workspace)

    async def _try_to_learn(self) -> bool:
        """Ask Slack once; many who want to know share one question, and after a failure there is a pause."""
        async with self._one_at_a_time:
            if self._asked:
                return True
            if self._not_before and self._clock() < self._not_before:
                return False
            self._not_before = self._clock() + ASK_AGAIN
            try:
                said = await self._api.call("auth.test", ASK_SECONDS)
                if not said.get("team_id"):
                    raise Unreachable("answer_incomplete")
                workspace = await self._learn(said)
            except ChannelError as error:
                _log.warning("slack.not_asked", code=error.code)
                return False
            self._known, self._asked, self._not_before = {workspace.external_id: workspace}, True, None
            _log.info("slack.known", workspace=workspace.external_id)
            return True

    async def _learn(self, said: dict[str, Any]) -> Workspace:
        app = await self._app_id(str(said.get("bot_id") or ""))
        now = self._clock()

        def work(tx: Tx) -> Workspace:
            org, team = tx.organisations.first(), str(said["team_id"])
            row = tx.workspaces.find(Platform.SLACK, team) or Workspace(org.id, 0, Platform.SLACK, team)
            tx.deliveries.resume(row.org_id, Platform.SLACK, now)
            return tx.workspaces.save(
                replace(
                    row,
                    name=str(said.get("team") or row.name),
                    url=str(said.get("url") or row.url),
                    active=True,
                    bot_user=str(said.get("user_id") or row.bot_user),
                    bot_id=str(said.get("bot_id") or row.bot_id),
                    app_id=self._sealed(app) if app else row.app_id,
                )
            )

        return await self._reception.within(work)

    async def _app_id(self, bot: str) -> str:
        """Out of the app token where there is one, else out of `bots.info`; '' where neither tells."""
        if found := _APP_TOKEN.match(self._app_token):
            return found[1]
        try:
            told = await self._api.call("bots.info", ASK_SECONDS, bot=bot) if bot else {}
        except ChannelError as error:
            _log.info("slack.app_id_not_told", code=error.code)
            return ""
        return str((told.get("bot") or {}).get("app_id") or "")

    async def _check_app(self, workspace: Workspace, given: Any) -> None:
        """The app's id must be ours. Where Slack never told it, the first request that bears our signature does.

        A shortcut may come without one (docs.slack.dev shows none); the signing secret itself belongs to one app only.
        """
        if given is None:
            return
        app, _, seal = workspace.app_id.partition("@")
        if app and seal in ("", self._seal):
            if given != app:
                raise Stranger("app")
            return
        if not isinstance(given, str) or not re.fullmatch(r"[A-Z0-9]{2,32}", given):
            raise Stranger("app")
        await self._pin(workspace, given)

    async def _pin(self, workspace: Workspace, app: str) -> None:
        def work(tx: Tx) -> Workspace:
            row = tx.workspaces.find(Platform.SLACK, workspace.external_id) or workspace
            if row.app_id.endswith("@" + self._seal):  # another process was faster
                return row
            return tx.workspaces.save(replace(row, app_id=self._sealed(app)))

        row = self._known[workspace.external_id] = await self._reception.within(work)
        if row.app_id != self._sealed(app):
            raise Stranger("app")

    def _sealed(self, app: str) -> str:
        """With a fingerprint of the signing secret, so that another secret makes it unknown again."""
        return f"{app}@{self._seal}"


def teams_of(payload: dict[str, Any]) -> tuple[str, ...]:
    """The workspaces a payload may be for: one, but in a shared channel.

    There `team_id` can be the other company's, and the authorisations tell who was meant (docs.slack.dev/apis/slack-connect).
    """
    found: list[Any] = [payload.get("team_id"), _dict(payload.get("team")).get("id")]
    if payload.get("is_ext_shared_channel") is True:
        found += [a.get("team_id") for a in _list(payload.get("authorizations")) if isinstance(a, dict)]
    if not any(found):  # an organisation-wide installation names only the user's own
        found.append(_dict(payload.get("user")).get("team_id"))
    return tuple(dict.fromkeys(t for t in found if isinstance(t, str) and t))


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
