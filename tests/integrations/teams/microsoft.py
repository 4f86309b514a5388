"""Microsoft's side, small and real: signing keys, metadata, login and Bot Connector on one loopback server."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa

TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47"
APP = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
ASHA = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
RAVI = "9b2e7a64-1d52-4c5e-8f0a-2f6a1d0c4b11"
ISSUER = "https://api.botframework.com"
PAYLOADS = Path(__file__).parents[2] / "payloads" / "teams"
KEYS = {name: rsa.generate_private_key(public_exponent=65537, key_size=2048) for name in ("first", "second", "forged")}


def payload(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))
    return found


@dataclass
class Microsoft:
    """What it was asked, and what it answers next. `answers` are (status, headers, body) for the connector, then 201s."""

    clock: Callable[[], datetime]
    published: list[tuple[str, str, list[str] | None]] = field(
        default_factory=lambda: [("first", "first", ["msteams", "webchat"])]
    )
    metadata_fetches: int = 0
    metadata_works: bool = True
    logins: list[dict[str, str]] = field(default_factory=list)
    login_answer: tuple[int, dict[str, Any]] = (200, {"access_token": "token-1", "expires_in": 3600, "token_type": "Bearer"})
    calls: list[tuple[str, str, str, Any]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], Any]] = field(default_factory=list)
    base: str = ""

    @property
    def service_url(self) -> str:
        return f"{self.base}/teams/"

    def token(self, key: str = "first", kid: str = "", algorithm: str = "RS256", **claims: Any) -> str:
        """A token of the connector; a claim that is None is left out."""
        now = int(self.clock().timestamp())
        usual = {"aud": APP, "iss": ISSUER, "exp": now + 3600, "nbf": now - 60, "serviceurl": self.service_url}
        present = {name: value for name, value in {**usual, **claims}.items() if value is not None}
        return jwt.PyJWS().encode(json.dumps(present).encode(), KEYS[key], algorithm=algorithm, headers={"kid": kid or key})

    def activity(self, name: str, **changes: Any) -> dict[str, Any]:
        return {**payload(name), "serviceUrl": self.service_url, **changes}

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/metadata", self._metadata)
        app.router.add_get("/keys", self._keys)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._login)
        app.router.add_route("*", "/teams/{path:.*}", self._connector)
        return app

    async def _metadata(self, request: web.Request) -> web.Response:
        self.metadata_fetches += 1
        if not self.metadata_works:
            return web.Response(status=500)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.base}/keys"})

    async def _keys(self, request: web.Request) -> web.Response:
        return web.json_response({"keys": [_jwk(*one) for one in self.published]})

    async def _login(self, request: web.Request) -> web.Response:
        self.logins.append(
            {name: str(value) for name, value in (await request.post()).items()} | {"tenant": request.match_info["tenant"]}
        )
        return web.json_response(self.login_answer[1], status=self.login_answer[0])

    async def _connector(self, request: web.Request) -> web.Response:
        raw = await request.read()
        path = request.rel_url.raw_path.removeprefix("/teams")
        self.calls.append((request.method, path, request.headers.get("Authorization", ""), json.loads(raw) if raw else None))
        status, headers, body = self.answers.pop(0) if self.answers else (201, {}, {"id": "1732189999999"})
        return web.json_response(body, status=status, headers=headers)


def _jwk(kid: str, key: str, endorsements: list[str] | None) -> dict[str, Any]:
    public: dict[str, Any] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEYS[key].public_key()))
    return public | {"kid": kid, "use": "sig"} | ({"endorsements": endorsements} if endorsements else {})


async def serving(app: web.Application) -> TestServer:
    server = TestServer(app)
    await server.start_server()
    return server
