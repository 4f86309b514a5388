"""The Slack edge: what `app.main` builds and the HTTP application asks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.response import BoltResponse

from app.ports import Chance, Channel, Clock, Directory, Files, Reception
from integrations.slack import ingress
from integrations.slack.api import SlackApi
from integrations.slack.app import SlackApp
from integrations.slack.attached import SlackFiles
from integrations.slack.channel import SlackChannel
from integrations.slack.directory import SlackDirectory
from integrations.slack.installation import Installation, NotKnownYet, Stranger
from integrations.slack.reply import Replies, done
from integrations.slack.socket_mode import Socket
from integrations.turned_away import TurnedAway

_log = structlog.get_logger()


def _event_is_whole(payload: dict[str, Any]) -> bool:
    event = payload.get("event")
    return isinstance(event, dict) and isinstance(event.get("type"), str)


def _action_is_whole(payload: dict[str, Any]) -> bool:
    actions = payload.get("actions")
    first = actions[0] if isinstance(actions, list) and actions else None
    return isinstance(first, dict) and isinstance(first.get("action_id"), str)


def _view_is_whole(payload: dict[str, Any]) -> bool:
    view = payload.get("view")
    return isinstance(view, dict) and isinstance(view.get("callback_id"), str)


_WHOLE: dict[Any, Callable[[dict[str, Any]], bool]] = {
    "event_callback": _event_is_whole,
    "block_actions": _action_is_whole,
    "view_submission": _view_is_whole,
    "block_suggestion": lambda payload: isinstance(payload.get("action_id"), str),
    "message_action": lambda payload: isinstance(payload.get("callback_id"), str),
    "shortcut": lambda payload: isinstance(payload.get("callback_id"), str),
    "command": lambda payload: isinstance(payload.get("command"), str),
}
"""The kinds that are listened to, and what Bolt reads of each without looking whether it is there."""

_MISTAKES = {
    "signature": (
        "slack.signature",
        "A request did not bear the signature of SLACK_SIGNING_SECRET; if Slack sent it, that is another app's: copy it again",
    ),
    "age": ("slack.signature_age", "A request that Slack signed was more than five minutes old or ahead: synchronise the clock"),
    "stranger": (
        "slack.stranger",
        "A request was signed for us, but belongs to another app or workspace: one installation serves one of each",
    ),
}
"""Why somebody was turned away, and which setting that may come from."""


class SlackEdge:
    """Built without touching the network; `start` does not wait for Slack, and a dead Slack never stops the program.

    Without a `session` it makes its own in `start` and closes it in `close`.
    """

    def __init__(
        self,
        *,
        signing_secret: str,
        bot_token: str,
        app_token: str = "",
        api_url: str,
        reception: Reception,
        clock: Clock,
        chance: Chance,
        session: aiohttp.ClientSession | None = None,
    ) -> None:
        if not signing_secret or not bot_token:
            raise ValueError("the Slack edge needs a signing secret and a bot token")
        self._secret = signing_secret
        self._clock = clock
        self._api = SlackApi(api_url, bot_token, session)
        self._channel = SlackChannel(self._api, clock)
        self._directory = SlackDirectory(self._api, clock)
        self._files = SlackFiles(self._api)
        self._installation = Installation(self._api, reception, clock, signing_secret, app_token)
        replies = Replies(self._api, self._channel, self._beside)
        self._app = SlackApp(reception, self._installation, self._directory, replies, chance)
        self._socket = Socket(app_token, api_url, self._take) if app_token else None
        self._turned_away = TurnedAway(reception, clock, _MISTAKES)
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def channel(self) -> Channel:
        return self._channel

    @property
    def files(self) -> Files:
        return self._files

    @property
    def directory(self) -> Directory:
        return self._directory

    async def start(self) -> None:
        self._api.open()
        self._beside(self._installation.keep_asking())
        if self._socket:
            self._beside(self._socket.run())

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._socket:
            await self._socket.close()
        await self._directory.close()
        await self._api.close()

    async def handle(self, request: web.Request) -> web.Response:
        """POST /slack/events: events, commands, interactivity and options alike."""
        try:
            payload = await ingress.admit(request, self._secret, self._clock())
        except ingress.Refused as refusal:
            _log.info("slack.refused", status=refusal.status, why=refusal.why)
            await self._turned_away.note(refusal.why)
            return _refusal(refusal.status)
        if payload.get("type") == "url_verification":
            return _challenge(payload)
        if payload.get("ssl_check"):
            return web.Response(status=200)
        return _response(await self._take(payload))

    async def _take(self, payload: dict[str, Any]) -> BoltResponse:
        """A payload that came from Slack: is it for us, and if so what is the answer?"""
        try:
            workspace = await self._installation.admit(payload)
        except Stranger as stranger:
            _log.warning("slack.stranger", what=str(stranger), kind=str(payload.get("type", "command"))[:40])
            await self._turned_away.note("stranger")
            return BoltResponse(status=403, body="")
        except NotKnownYet:
            return BoltResponse(status=503, body="")
        except Exception as error:  # the database is away: nothing was run, Slack may send it again
            _log.error("slack.not_admitted", error=type(error).__name__)
            return BoltResponse(status=503, body="")
        await self._turned_away.let_in()
        kind = payload.get("type", "command")
        if not isinstance(kind, str):
            return BoltResponse(status=400, body="")
        if kind not in _WHOLE:
            if kind == "app_rate_limited":
                _log.warning("slack.events_limited", workspace=workspace.external_id)
            return done()
        return await self._app.handle(payload, workspace) if _WHOLE[kind](payload) else BoltResponse(status=400, body="")

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error("slack.background_failed", error=type(error).__name__)


def _challenge(payload: dict[str, Any]) -> web.Response:
    """Plain text and short, so that nobody can make us serve a page."""
    challenge = payload.get("challenge")
    if not isinstance(challenge, str) or not 0 < len(challenge) <= ingress.MAX_CHALLENGE:
        return _refusal(400)
    return web.Response(text=challenge, content_type="text/plain", headers={"X-Content-Type-Options": "nosniff"})


def _refusal(status: int) -> web.Response:
    """Without a word. Slack need not repeat what will be refused again (docs.slack.dev/apis/events-api); a signature may fit
    the next time, when the secret is being changed or the clock was wrong.
    """
    return web.Response(status=status, headers={"X-Slack-No-Retry": "1"} if 400 <= status < 500 and status != 401 else {})


def _response(answer: BoltResponse) -> web.Response:
    if answer.status != 200:
        return _refusal(answer.status)
    content_type = "application/json" if answer.body else None
    return web.Response(status=200, text=answer.body or "", content_type=content_type)
