"""Slack's Web API and Microsoft's services as a process that answers at once: what is measured is the desk, not them.

`python -m tests.bench.platforms PORT JWKS_FILE`
"""

from __future__ import annotations

import itertools
import json
import sys
import time
from pathlib import Path
from typing import Any

from aiohttp import web

from integrations.sandbox.teams.identity import ISSUER
from tests.bench import company

_numbers = itertools.count(1)


def _ts() -> str:
    return f"{int(time.time())}.{next(_numbers):06}"


def _user(asked: dict[str, Any]) -> dict[str, Any]:
    user, profile = asked["user"], {"display_name": f"Person {asked['user']}", "email": f"{asked['user']}@example.test".lower()}
    return {"user": {"id": user, "team_id": company.SLACK_TEAM, "locale": "en-GB", "tz": "Europe/Berlin", "profile": profile}}


SLACK = {
    "auth.test": lambda _: {
        "url": "https://bench.slack.com/", "team": "Bench", "team_id": company.SLACK_TEAM, "user_id": "U0BOT0001",
        "bot_id": "B0BOT0001",
    },
    "bots.info": lambda _: {"bot": {"id": "B0BOT0001", "app_id": company.SLACK_APP}},
    "users.info": _user,
    "conversations.open": lambda asked: {"channel": {"id": f"D{asked['users'][1:]}"}},
    "chat.postMessage": lambda asked: {"channel": asked["channel"], "ts": _ts()},
    "chat.update": lambda asked: {"channel": asked["channel"], "ts": asked["ts"]},
    "chat.postEphemeral": lambda asked: {"message_ts": _ts()},
    "conversations.history": lambda _: {"messages": []},
    "conversations.replies": lambda _: {"messages": []},
}  # fmt: skip


async def slack(request: web.Request) -> web.Response:
    answer = SLACK.get(request.match_info["method"])
    if answer is None:
        return web.json_response({"ok": False, "error": "unknown_method"})
    asked = dict(request.query) if request.method == "GET" else await request.json()
    return web.json_response({"ok": True, **answer(asked)})


async def metadata(request: web.Request) -> web.Response:
    return web.json_response({"issuer": ISSUER, "jwks_uri": f"http://{request.host}/keys"})


async def token(_: web.Request) -> web.Response:
    return web.json_response({"token_type": "Bearer", "expires_in": 3600, "access_token": "bench.bench"})


async def member(request: web.Request) -> web.Response:
    user = request.match_info["user"]
    return web.json_response({"id": f"29:{user}", "name": f"Person {user[-3:]}", "aadObjectId": user, "tenantId": company.TENANT})


async def conversation(_: web.Request) -> web.Response:
    number = next(_numbers)
    return web.json_response({"id": f"a:{number}", "activityId": f"{number}"})


def application(jwks: str) -> web.Application:
    async def keys(_: web.Request) -> web.Response:
        return web.Response(text=jwks, content_type="application/json")

    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack)
    app.router.add_get("/openid", metadata)
    app.router.add_get("/keys", keys)
    app.router.add_post("/{tenant}/oauth2/v2.0/token", token)
    app.router.add_get("/teams/v3/conversations/{id}/members/{user}", member)
    app.router.add_post("/teams/v3/conversations", conversation)
    app.router.add_route("*", "/teams/v3/conversations/{id}/activities", conversation)
    app.router.add_route("*", "/teams/v3/conversations/{id}/activities/{activity}", conversation)
    return app


if __name__ == "__main__":
    document = Path(sys.argv[2]).read_text(encoding="utf-8")
    json.loads(document)
    web.run_app(application(document), host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
