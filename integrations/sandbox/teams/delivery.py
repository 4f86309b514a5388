"""Carries activities to the program as the Bot Framework service does: signed, retried, sometimes twice, with little patience."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable
from typing import Any

import aiohttp

from integrations.sandbox.faults import Fault, Faults, Kind
from integrations.sandbox.teams.identity import Identity
from integrations.sandbox.teams.records import Exchange, Json, Refusal, Unanswered
from integrations.sandbox.watching import Watched

# Far longer than any answer may take: it only keeps a hung program from hanging the one who waits for it.
_LAST_RESORT = aiohttp.ClientTimeout(total=60)
_SUBMIT_ATTEMPTS = 3


class Delivery:
    """`messages_url` is the program's endpoint. Its events meet faults as "event:message", "event:task/fetch" and so on."""

    def __init__(self, messages_url: str, identity: Identity, faults: Faults, refuse: Callable[[Refusal], None]) -> None:
        self.messages_url, self.identity, self.faults, self._refuse = messages_url, identity, faults, refuse
        self.traffic: Watched[Exchange] = Watched()
        self._patience = asyncio.Event()
        self._waiting: list[Json] = []
        self._session = aiohttp.ClientSession(timeout=_LAST_RESORT)

    async def close(self) -> None:
        await self._session.close()

    def run_out_of_patience(self) -> None:
        """The client gives up on every answer it is waiting for now, as it does after 5 to 15 seconds."""
        self._patience.set()
        self._patience = asyncio.Event()

    async def tell(self, activity: Json) -> None:
        """An activity that wants no answer; sent once more with the same id if the program did not take it.

        Re-sending: MicrosoftDocs/msteams-docs#6084; with a new id: microsoft/botbuilder-dotnet#5005.
        """
        fault = await self._fault(activity)
        if fault and fault.kind is Kind.DROPPED:
            return
        if fault and fault.kind is Kind.REORDERED:
            self._waiting.append(activity)
            return
        await self._insist(activity)
        if fault and fault.kind is Kind.DUPLICATED:
            await self._insist(_again(activity, fault))
        while self._waiting:
            await self._insist(self._waiting.pop(0))

    async def ask(self, activity: Json) -> Any:
        """An invoke: what the program answered, parsed. Raises Unanswered where the client would show its own error.

        A dialog's submission is tried three times (learn.microsoft.com "Respond to the task module submit action").
        """
        fault = await self._fault(activity)
        name = str(activity["name"])
        if fault and fault.kind is Kind.DROPPED:
            raise self._unanswered(activity, 0, "the request was lost on its way")
        for _ in range(_SUBMIT_ATTEMPTS if name == "composeExtension/submitAction" else 1):
            exchange = await self._patiently(activity)
            if exchange is not None:
                break
        if exchange is None:
            raise self._unanswered(activity, 0, "no answer within the client's limit")
        if fault and fault.kind is Kind.DUPLICATED:
            await self._post(_again(activity, fault))
        if exchange.status != 200:
            raise self._unanswered(activity, exchange.status, f"{name} was answered with HTTP {exchange.status}")
        return exchange.answer

    async def _fault(self, activity: Json) -> Fault | None:
        fault = self.faults.take(f"event:{activity.get('name') or activity['type']}")
        if fault and fault.kind is Kind.HELD and fault.gate:
            await fault.gate.wait()
        return fault

    async def _insist(self, activity: Json) -> None:
        for _ in range(2):
            exchange = await self._post(activity)
            if 200 <= exchange.status < 300:
                return
        self._unanswered(activity, exchange.status, f"{activity['type']} was not taken, HTTP {exchange.status}")

    async def _patiently(self, activity: Json) -> Exchange | None:
        call = asyncio.ensure_future(self._post(activity))
        gate = asyncio.ensure_future(self._patience.wait())
        try:
            done, _ = await asyncio.wait({call, gate}, return_when=asyncio.FIRST_COMPLETED)
            return call.result() if call in done else None
        finally:
            for one in (call, gate):
                one.cancel()
            await asyncio.gather(call, gate, return_exceptions=True)

    async def _post(self, activity: Json) -> Exchange:
        headers = {
            "Authorization": f"Bearer {self.identity.signed(activity['serviceUrl'])}",
            "Content-Type": "application/json; charset=utf-8",
        }
        body = json.dumps(activity, ensure_ascii=False).encode()
        status, answer = 0, None
        try:
            async with self._session.post(self.messages_url, data=body, headers=headers) as response:
                status, answer = response.status, _parsed(await response.text())
        except (aiohttp.ClientError, TimeoutError) as error:
            answer = type(error).__name__
        exchange = Exchange("to_program", str(activity.get("name") or activity["type"]), status, activity, answer, headers)
        self.traffic.append(exchange)
        return exchange

    def _unanswered(self, activity: Json, status: int, message: str) -> Unanswered:
        name = str(activity.get("name") or activity["type"])
        self._refuse(Refusal(name, status, "NoAnswer", message, activity["conversation"]["id"]))
        return Unanswered(message)


def _again(activity: Json, fault: Fault) -> Json:
    if not fault.new_id:
        return activity
    number = str(activity["id"])
    return activity | {"id": str(int(number) + 1) if number.isdigit() else f"f:{uuid.uuid4()}"}


def _parsed(text: str) -> Any:
    """The answer's JSON, None for an empty one; what is no JSON stays text, which no invoke may answer with."""
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text
