"""The workspace misbehaves on request, so many times, and is itself again."""

from __future__ import annotations

import asyncio
from typing import Literal

import aiohttp
import pytest

from integrations.sandbox.faults import Fault, Faults
from tests.integrations.sandbox.slack_desk import HELP, Desk
from tests.integrations.sandbox.slack_desk import desk as desk


async def posting(desk: Desk, text: str = "hi") -> aiohttp.ClientResponse:
    return await desk.program.asks("chat.postMessage", None, False, {"channel": HELP, "text": text})


def shown(desk: Desk) -> list[str]:
    return [m.plain() for m in desk.asha.sees("help")]


async def test_too_many_requests_once(desk: Desk) -> None:
    desk.ws.faults.next("chat.postMessage", Fault.rate_limited(30))

    limited, fine = await posting(desk), await posting(desk)

    assert (limited.status, limited.headers["Retry-After"], (await limited.json())["error"]) == (429, "30", "ratelimited")
    assert (fine.status, shown(desk)) == (200, ["hi"])
    assert desk.ws.refusals == [], "a fault that was asked for is nobody's mistake"


async def test_a_broken_server_and_an_error_code(desk: Desk) -> None:
    desk.ws.faults.next("chat.*", Fault.server_error(502), times=2)
    desk.ws.faults.next("chat.postMessage", Fault.refused("token_revoked"))

    answers = [await posting(desk) for _ in range(3)]

    assert [a.status for a in answers] == [502, 502, 200]
    assert await answers[2].json() == {"ok": False, "error": "token_revoked"}
    assert shown(desk) == []


async def test_the_connection_breaks_before_or_after_the_effect(desk: Desk) -> None:
    desk.ws.faults.next("chat.postMessage", Fault.cut_before())
    desk.ws.faults.next("chat.postMessage", Fault.cut_after())
    desk.ws.faults.next("chat.postMessage", Fault.server_error(503, after=True))

    for text in ("lost", "arrived"):
        with pytest.raises(aiohttp.ClientError):
            await posting(desk, text)
    doubtful = await posting(desk, "arrived too")

    assert doubtful.status == 503
    assert shown(desk) == ["arrived", "arrived too"]


class Gate(asyncio.Event):
    """Tells when somebody stands before it."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = asyncio.Event()

    async def wait(self) -> Literal[True]:
        self.reached.set()
        return await super().wait()


async def test_an_answer_waits_at_a_gate(desk: Desk) -> None:
    gate = Gate()
    desk.ws.faults.next("chat.postMessage", Fault.held(gate))
    waiting = asyncio.create_task(posting(desk, "held"))
    await gate.reached.wait()
    await posting(desk, "overtakes")
    gate.set()
    await waiting

    assert shown(desk) == ["overtakes", "held"]


async def test_a_response_url_can_fail_too(desk: Desk) -> None:
    await desk.asha.command("/ticket", "help", "help")
    url = desk.program.of("command")[0]["response_url"]
    desk.ws.faults.next("response_url", Fault.server_error(500))

    first = await desk.program.http.post(url, json={"text": "x"})
    second = await desk.program.http.post(url, json={"text": "x"})

    assert (first.status, second.status) == (500, 200)


def test_faults_come_in_the_order_they_were_asked_for_and_can_be_cleared() -> None:
    faults = Faults()
    faults.next("a.b", Fault.dropped())
    faults.next("*", Fault.cut_before(), times=2)

    taken = [faults.take(target) for target in ("x", "a.b", "a.b", "a.b")]

    assert taken == [Fault.cut_before(), Fault.dropped(), Fault.cut_before(), None]
    assert [target for target, _ in faults.happened] == ["x", "a.b", "a.b"]
    faults.next("*", Fault.dropped())
    faults.clear()
    assert faults.left == 0
    with pytest.raises(ValueError):
        faults.next("*", Fault.dropped(), times=0)
