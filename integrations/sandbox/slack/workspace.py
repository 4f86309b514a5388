"""A whole local Slack workspace: its Web API on a loopback port, its people, and the requests it sends to the program."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from ipaddress import ip_address
from typing import Any

from aiohttp import web

from integrations.malformed import hushed
from integrations.sandbox.faults import Faults
from integrations.sandbox.slack import file_methods, responses, sharing
from integrations.sandbox.slack.api import Api, RateLimited
from integrations.sandbox.slack.delivery import Delivery
from integrations.sandbox.slack.model import Account, Exchange, Json, Place, Refusal, Refused
from integrations.sandbox.slack.person import Person
from integrations.sandbox.slack.rates import Rates
from integrations.sandbox.slack.triggers import Triggers
from integrations.sandbox.slack.views import Views
from integrations.sandbox.slack.world import World
from integrations.sandbox.watching import Watched

_FAMILY = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}
_ANYWHERE = {"app_home_opened", "app_uninstalled", "tokens_revoked"}


class SlackWorkspace:
    """Made by `start`. `refusals` and `traffic` tell what the program did wrong and everything that went over the wire."""

    def __init__(self, world: World, events_url: str | None) -> None:
        self.world, self.faults = world, Faults()
        self.signing_secret, self.bot_token = secrets.token_hex(16), f"xoxb-sandbox-{secrets.token_hex(16)}"
        self.delivery = Delivery(world, self.faults, self.signing_secret, events_url)
        self.triggers, self.views, self.rates = Triggers(world.clock), Views(world), Rates(world.clock)
        self.refusals: Watched[Refusal] = Watched()
        self.people: dict[str, Person] = {}
        self.origin = ""
        self._runner: web.AppRunner | None = None

    @classmethod
    async def start(
        cls,
        events_url: str | None = None,
        *,
        team_id: str = "T0SANDBOX",
        app_id: str = "A0SAHAYAK",
        clock: Callable[[], datetime],
        host: str = "127.0.0.1",
        port: int = 0,
        bot_name: str = "Sahayak",
    ) -> SlackWorkspace:
        """Listen on a loopback address (ValueError for any other; port 0 takes a free one) with new secrets."""
        if not ip_address(host).is_loopback:
            raise ValueError("a local workspace listens on a loopback address only")
        ws = cls(World(team_id, app_id, clock, bot_name), events_url)
        await ws._listen(host, port)
        return ws

    async def stop(self) -> None:
        await self.delivery.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        return f"{self.origin}/api/"

    @property
    def bot_user(self) -> str:
        return self.world.bot_user

    @property
    def bot_id(self) -> str:
        return self.world.bot_id

    @property
    def bot_mention(self) -> str:
        return f"<@{self.bot_user}>"

    @property
    def scopes(self) -> set[str]:
        """What the app was granted; take one away to see `missing_scope`."""
        return self.world.scopes

    @property
    def revoked(self) -> str:
        """The error every call gets once the token is dead ("token_revoked", "account_inactive"); '' while it lives."""
        return self.world.revoked

    @property
    def events_url(self) -> str | None:
        return self.delivery.events_url

    @events_url.setter
    def events_url(self, url: str | None) -> None:
        self.delivery.events_url = url

    @property
    def traffic(self) -> Watched[Exchange]:
        return self.delivery.traffic

    def install(self, manifest: Json) -> None:
        """Grant and subscribe exactly what an app manifest declares."""
        self.world.install(manifest)

    def person(
        self, user: str, name: str, email: str = "", *, locale: str = "en-US", tz: str = "UTC", guest: bool = False,
        deleted: bool = False, team_id: str | None = None,
    ) -> Person:  # fmt: skip
        """Somebody new; with `team_id` a stranger from another workspace (Slack Connect)."""
        team = team_id or self.world.team_id
        self.world.accounts[user] = Account(user, name, email, locale, tz, guest, deleted, team)
        self.people[user] = Person(self, user)
        return self.people[user]

    def channel(
        self, channel: str, name: str, members: Iterable[Person | str] = (), *, bot_in: bool = True, private: bool = False,
        archived: bool = False,
    ) -> Place:  # fmt: skip
        """A channel with its members (people or their ids), and the bot unless told otherwise."""
        ids = {str(getattr(member, "id", member)) for member in members} | ({self.bot_user} if bot_in else set())
        self.world.places[channel] = Place(channel, name, ids, private, archived)
        return self.world.places[channel]

    def names(self) -> dict[str, str]:
        """Visible name -> user id, for typed mentions."""
        return {account.name: account.id for account in self.world.accounts.values()}

    async def settled(self) -> None:
        """All events are delivered, those included that came of the program's own doing meanwhile."""
        await self.delivery.settled()

    async def verifies_url(self) -> bool:
        """Slack's challenge to the request URL: True when the program echoes it."""
        challenge = secrets.token_urlsafe(24)
        fields = {"type": "url_verification", "token": "deprecated", "challenge": challenge}
        answer = await self.delivery.send("url_verification", fields)
        body = answer.json()
        echoed = body.get("challenge") if isinstance(body, dict) else answer.text.strip()
        return answer.ok and echoed == challenge

    async def uninstalls(self) -> None:
        """An admin removes the app: the token dies and the program is told."""
        self.world.revoked = "account_inactive"
        await self.heard({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.bot_user]}})
        await self.heard({"type": "app_uninstalled"})

    async def heard(self, event: Json) -> None:
        """Deliver an event and wait for the answer, if the app hears of such things there at all."""
        if self._hears(event):
            await self.delivery.event(event)

    def tell(self, event: Json) -> None:
        """Deliver an event beside: it came of an API call that must not wait for it."""
        if self._hears(event):
            self.delivery.spawn(self.delivery.event(event))

    def require(self, scope: str) -> None:
        if scope not in self.scopes:
            raise Refused("missing_scope", needed=scope, provided=",".join(sorted(self.scopes)))

    def refuse(self, method: str, no: Refused) -> None:
        """Keep a refusal for the tests."""
        self.refusals.append(Refusal(method, no.code, tuple(no.reasons)))

    def obey_rate(self, channel: str) -> None:
        seconds = self.rates.wait(channel)
        if seconds:
            raise RateLimited(seconds)

    def response_address(self, token: str) -> str:
        return f"{self.origin}/response/{token}"

    def _hears(self, event: Json) -> bool:
        kind = str(event["type"])
        channel = str(event.get("channel") or event.get("item", {}).get("channel", ""))
        place = self.world.places.get(channel)
        if kind not in _ANYWHERE and (place is None or self.bot_user not in place.members):
            return False
        return (_FAMILY[place.kind] if kind == "message" and place else kind) in self.world.events

    async def _listen(self, host: str, port: int) -> None:
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", Api(self).handle)
        app.router.add_post("/response/{token}", self._respond)
        app.router.add_post("/upload/v1/{address}", self._take_bytes)
        app.router.add_get("/files-pri/{file}/{name}", self._give_bytes)
        app.router.add_get("/files-pri/{file}/download/{name}", self._give_bytes)
        app.router.add_get("/", sharing.sign_in)
        hushed()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        address: Any = self._runner.addresses[0]
        self.origin = f"http://{f'[{host}]' if ':' in host else host}:{address[1]}"
        self.world.files_origin = self.origin

    async def _take_bytes(self, request: web.Request) -> web.StreamResponse:
        return await file_methods.take_bytes(self, request)

    async def _give_bytes(self, request: web.Request) -> web.StreamResponse:
        return await sharing.give_bytes(self, request)

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        return await responses.handle(self, request)
