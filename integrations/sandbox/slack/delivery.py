"""Signed requests to the program: events with Slack's retries, and everything that waits for an answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import aiohttp

from integrations.sandbox.faults import Fault, Faults, Kind
from integrations.sandbox.slack.model import Exchange, Json
from integrations.sandbox.slack.signing import signed
from integrations.sandbox.slack.world import World
from integrations.sandbox.watching import Watched

ANSWER_LIMIT = timedelta(seconds=3)
_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What came back. `status` 0: nothing in time; `failure` is Slack's word for why (the retry reason)."""

    status: int
    text: str = ""
    content_type: str = ""
    failure: str = ""
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The body as JSON, None where it is empty or something else."""
        try:
            return json.loads(self.text) if self.text.strip() else None
        except ValueError:
            return None


class Delivery:
    """Sends to `events_url`. `retry_delays` are the pauses in seconds before each repetition of an event.

    Slack itself waits 0, 60 and 300 seconds (https://docs.slack.dev/apis/events-api); stories do not wait.
    """

    def __init__(self, world: World, faults: Faults, secret: str, events_url: str | None) -> None:
        self.events_url = events_url
        self.retry_delays: tuple[float, ...] = (0, 0, 0)
        self.patience = 10.0
        self.traffic: Watched[Exchange] = Watched()
        self.lost: list[Json] = []
        self._world, self._faults, self._secret = world, faults, secret
        self._session: aiohttp.ClientSession | None = None
        self._running: set[asyncio.Task[None]] = set()
        self._late: list[Json] = []

    @property
    def busy(self) -> bool:
        """Whether an event that nobody waits for is on its way."""
        return bool(self._running or self._late)

    async def close(self) -> None:
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run beside; `settled` waits for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def settled(self) -> None:
        """Every event is delivered or given up, those included that came of the answers."""
        while self._running or self._late:
            await asyncio.gather(*self._running)
            await self._send_late()

    async def event(self, event: Json) -> None:
        """Deliver one event, as the faults will have it."""
        envelope = self._envelope(event)
        fault = self._faults.take(f"event:{event['type']}")
        if fault is not None and fault.kind is Kind.REORDERED:
            self._late.append(envelope)
        elif fault is None or fault.kind is not Kind.DROPPED:
            await self._under(fault, envelope)
            await self._send_late()

    async def _under(self, fault: Fault | None, envelope: Json) -> None:
        if fault is not None and fault.gate is not None:
            await fault.gate.wait()
        await self._with_retries(envelope)
        if fault is not None and fault.kind is Kind.DUPLICATED:
            new = {"event_id": self._world.new_id("Ev")} if fault.new_id else {}
            await self._with_retries(envelope | new)

    async def _send_late(self) -> None:
        late, self._late = self._late, []
        for envelope in late:
            await self._with_retries(envelope)

    async def _with_retries(self, envelope: Json) -> None:
        headers: dict[str, str] = {}
        for number in range(len(self.retry_delays) + 1):
            if number and self.retry_delays[number - 1]:
                await asyncio.sleep(self.retry_delays[number - 1])
            answer = await self.send("event", envelope, _JSON, headers)
            if answer.ok:
                return
            if answer.no_retry:
                break
            headers = {"X-Slack-Retry-Num": str(number + 1), "X-Slack-Retry-Reason": answer.failure or "http_error"}
        self.lost.append(envelope)

    def _envelope(self, event: Json) -> Json:
        world = self._world
        place = world.places.get(str(event.get("channel", "")))
        bot = {"enterprise_id": None, "team_id": world.team_id, "user_id": world.bot_user, "is_bot": True,
               "is_enterprise_install": False}  # fmt: skip
        return {
            "token": "deprecated", "team_id": world.team_id, "context_team_id": world.team_id, "context_enterprise_id": None,
            "api_app_id": world.app_id, "event": event, "type": "event_callback", "event_id": world.new_id("Ev"),
            "event_time": int(world.clock().timestamp()), "authorizations": [bot],
            "is_ext_shared_channel": place is not None and world.shared(place), "event_context": world.new_id("4-"),
        }  # fmt: skip

    async def interactive(self, payload: Json) -> Answer:
        """A click, a submission, a shortcut: the form field `payload`."""
        return await self.send(str(payload["type"]), {"payload": json.dumps(payload)}, _FORM, shown=payload)

    async def command(self, fields: Json) -> Answer:
        return await self.send("command", fields, _FORM)

    async def send(
        self, kind: str, fields: Json, content_type: str = _JSON, headers: dict[str, str] | None = None, shown: Json | None = None
    ) -> Answer:
        """One signed request; it is kept in `traffic` with its answer. An answer after three seconds counts as none."""
        body = (json.dumps(fields) if content_type == _JSON else urlencode(fields)).encode()
        started = self._world.clock()
        all_headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            **(headers or {}),
            **signed(self._secret, body, started),
        }
        answer = await self._post(body, all_headers)
        if answer.ok and self._world.clock() - started > ANSWER_LIMIT:
            answer = Answer(0, failure="http_timeout")
        seen = answer.json() if answer.json() is not None else answer.text or answer.failure
        self.traffic.append(Exchange(started, "program", kind, shown or fields, answer.status, seen, all_headers))
        return answer

    async def _post(self, body: bytes, headers: dict[str, str]) -> Answer:
        if self.events_url is None:
            return Answer(0, failure="connection_failed")
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self.patience))
        try:
            async with self._session.post(self.events_url, data=body, headers=headers, allow_redirects=False) as response:
                no_retry = response.headers.get("X-Slack-No-Retry") == "1"
                return Answer(response.status, await response.text(), response.content_type, no_retry=no_retry)
        except TimeoutError:
            return Answer(0, failure="http_timeout")
        except (aiohttp.ClientError, UnicodeDecodeError):
            return Answer(0, failure="connection_failed")
