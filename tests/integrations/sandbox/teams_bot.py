"""A tiny program on the other side: it checks every token as Microsoft asks bots to, and answers what a test told it to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import jwt
from aiohttp import web

from integrations.sandbox.teams import Person, Place, TeamsTenant

TARA = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
RAVI = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
HELP = "19:help@thread.tacv2"
CARD = "application/vnd.microsoft.card.adaptive"
NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)


class Bot:
    """`heard` holds the activities in order; `answers` what it says to an invoke, by name; `statuses` the next HTTP statuses."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.answers: dict[str, Any] = {}
        self.statuses: list[int] = []
        self.gate: asyncio.Event | None = None
        self.arrived = asyncio.Event()
        self.tenant: TeamsTenant

    async def messages(self, request: web.Request) -> web.Response:
        activity = await request.json()
        await self._check(request, activity)
        self.heard.append(activity)
        self.arrived.set()
        if self.gate:
            await self.gate.wait()
        status = self.statuses.pop(0) if self.statuses else 200
        if activity["type"] != "invoke" or status != 200:
            return web.Response(status=status)
        answer = self.answers.get(activity["name"])
        return web.json_response(answer(activity) if callable(answer) else answer)

    async def _check(self, request: web.Request, activity: dict[str, Any]) -> None:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        key = await self.key(jwt.get_unverified_header(token)["kid"])
        assert "msteams" in key["endorsements"]
        claims = jwt.decode(
            token,
            jwt.PyJWK(key).key,
            ["RS256"],
            audience=self.tenant.app_id,
            issuer="https://api.botframework.com",
            options={"require": ["exp", "nbf", "aud", "iss", "serviceurl"], "verify_exp": False, "verify_nbf": False},
        )
        assert claims["serviceurl"] == activity["serviceUrl"] == self.tenant.service_url
        assert claims["nbf"] <= NOW.timestamp() < claims["exp"]

    async def key(self, kid: str) -> dict[str, Any]:
        async with aiohttp.ClientSession() as http:
            metadata = await (await http.get(self.tenant.openid_metadata_url)).json()
            keys = await (await http.get(metadata["jwks_uri"])).json()
        found: dict[str, dict[str, Any]] = {one["kid"]: one for one in keys["keys"]}
        return found[kid]

    async def token(self, **changed: str) -> tuple[int, dict[str, Any]]:
        t = self.tenant
        form = {
            "grant_type": "client_credentials",
            "client_id": t.app_id,
            "client_secret": t.app_password,
            "scope": "https://api.botframework.com/.default",
        }
        async with aiohttp.ClientSession() as http:
            answer = await http.post(f"{t.login_url}/{t.tenant_id}/oauth2/v2.0/token", data=form | changed)
            return answer.status, await answer.json()

    async def calls(self, method: str, path: str, body: Any = None, token: str | None = None) -> tuple[int, Any]:
        """One request to the Bot Connector, with a fresh token unless one is given."""
        token = token if token is not None else (await self.token())[1]["access_token"]
        async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as http:
            answer = await http.request(method, self.tenant.service_url + path, json=body)
            return answer.status, await answer.json() if answer.content_type == "application/json" else await answer.text()

    async def posts(self, conversation: str, activity: dict[str, Any]) -> str:
        status, answer = await self.calls("POST", f"v3/conversations/{conversation}/activities", activity)
        assert status == 201, answer
        return str(answer["id"])


def card(*body: Any, actions: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    found = {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [text(one) if isinstance(one, str) else one for one in body],
        **more,
    }
    return found | ({"actions": actions} if actions else {})


def text(words: str, **more: Any) -> dict[str, Any]:
    return {"type": "TextBlock", "text": words, "wrap": True, **more}


def execute(title: str, verb: str = "ticket.claim", **data: str) -> dict[str, Any]:
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": data}


def submit(title: str, **data: Any) -> dict[str, Any]:
    return {"type": "Action.Submit", "title": title, "data": data}


def field(name: str, label: str, **more: Any) -> dict[str, Any]:
    return {"type": "Input.Text", "id": name, "label": label, **more}


def message(content: dict[str, Any], summary: str = "T-42") -> dict[str, Any]:
    return {"type": "message", "summary": summary, "attachments": [{"contentType": CARD, "content": content}]}


def shows(content: dict[str, Any]) -> dict[str, Any]:
    """An answer to a press: this card instead."""
    return {"statusCode": 200, "type": CARD, "value": content}


def says(words: str) -> dict[str, Any]:
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": words}


def dialog(content: dict[str, Any], title: str = "New ticket") -> dict[str, Any]:
    return {
        "task": {
            "type": "continue",
            "value": {"title": title, "height": "medium", "card": {"contentType": CARD, "content": content}},
        }
    }


def answering(*answers: Any) -> Callable[[Any], Any]:
    """One answer after the other."""
    left = list(answers)
    return lambda activity: left.pop(0)


@dataclass
class World:
    """A tenant and a bot; Tara and Ravi are in the channel, the app is installed there and for Tara."""

    tenant: TeamsTenant
    bot: Bot
    tara: Person
    ravi: Person
    channel: Place

    @property
    def refused(self) -> list[str]:
        return [one.code for one in self.tenant.refusals]


@asynccontextmanager
async def world(clock: Callable[[], datetime] = lambda: NOW) -> AsyncIterator[World]:
    bot = Bot()
    app = web.Application()
    app.router.add_post("/api/messages", bot.messages)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    tenant = await TeamsTenant.start(f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages", clock=clock)
    bot.tenant = tenant
    try:
        yield await _furnished(tenant, bot)
    finally:
        await tenant.stop()
        await runner.cleanup()


async def _furnished(tenant: TeamsTenant, bot: Bot) -> World:
    tara = tenant.person(TARA, name="Tara Rao", locale="hi-IN")
    ravi = tenant.person(RAVI, name="Ravi")
    channel = tenant.channel(HELP, team=tenant.team("Helpdesk"), name="Help", members=[tara, ravi])
    await tara.installs()
    return World(tenant, bot, tara, ravi, channel)
