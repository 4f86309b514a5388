"""The references: the least that has to be done for one request, with nothing around it.

`python -m tests.bench.bare PORT DOOR STORE`; DOOR is `slack` (HMAC) or `teams` (RS256, PEM in BENCH_KEY), STORE is `none`,
`postgresql://…` or `sqlite:///…`.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from integrations.sandbox.teams.identity import ISSUER
from tests.bench import company
from tests.bench.bare_stores import Nowhere, Said, Writer, open_store

Door = Callable[[web.Request, bytes], bool]


def slack_door(request: web.Request, raw: bytes) -> bool:
    stamp = request.headers["X-Slack-Request-Timestamp"]
    expected = hmac.new(company.SLACK_SECRET.encode(), b"v0:" + stamp.encode() + b":" + raw, hashlib.sha256).hexdigest()
    fits = hmac.compare_digest(f"v0={expected}", request.headers["X-Slack-Signature"])
    return fits and abs(time.time() - int(stamp)) < 300


def teams_door() -> Door:
    key: Any = load_pem_public_key(os.environ["BENCH_KEY"].encode())

    def proven(request: web.Request, raw: bytes) -> bool:
        bearer = request.headers["Authorization"].removeprefix("Bearer ")
        try:
            jwt.decode(bearer, key, algorithms=["RS256"], audience=company.TEAMS_APP, issuer=ISSUER, leeway=300)
        except jwt.PyJWTError:
            return False
        return True

    return proven


def slack_said(raw: bytes) -> Said:
    body = json.loads(raw)
    event = body["event"]
    return Said(body["event_id"], event["user"], event["channel"], event["ts"], event["text"])


def teams_said(raw: bytes) -> Said:
    body = json.loads(raw)
    return Said(body["id"], body["from"]["aadObjectId"], body["conversation"]["id"], body["id"], body["text"])


class Bare:
    def __init__(self, door: Door, said: Callable[[bytes], Said], store: Writer) -> None:
        self._door, self._said, self._store = door, said, store

    async def handle(self, request: web.Request) -> web.Response:
        raw = await request.read()
        if not self._door(request, raw):
            return web.Response(status=401)
        if isinstance(self._store, Nowhere):
            if request.content_type == "application/json":
                self._said(raw)
        else:
            await self._store.write(self._said(raw))
        return web.Response()


async def serve(port: int, door: str, store: str) -> None:
    said = slack_said if door == "slack" else teams_said
    bare = Bare(slack_door if door == "slack" else teams_door(), said, await open_store(store))
    app = web.Application()
    app.router.add_post("/slack/events", bare.handle)
    app.router.add_post("/api/messages", bare.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
