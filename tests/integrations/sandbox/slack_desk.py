"""The fixtures of the Slack workspace's tests: a workspace with a few people, connected to a tiny program."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest
from aiohttp import web

from integrations.sandbox.slack import Person, SlackWorkspace
from tests.integrations.sandbox.slack_program import MovedClock, Program

HELP, TRIAGE, QUIET = "C0HELP001", "C0TRIAGE1", "C0QUIET01"


@dataclass
class Desk:
    """Asha and Ravi are in #help, Ravi alone in the private #triage; nobody but Asha is in #quiet, not even the bot."""

    ws: SlackWorkspace
    program: Program
    clock: MovedClock
    asha: Person
    ravi: Person


def furnished(ws: SlackWorkspace, program: Program, clock: MovedClock) -> Desk:
    asha = ws.person("U0ASHA", name="Asha", email="asha@example.test", locale="en-IN", tz="Asia/Kolkata")
    ravi = ws.person("U0RAVI", name="Ravi", email="ravi@example.test")
    ws.channel(HELP, name="help", members=[asha, ravi])
    ws.channel(TRIAGE, name="triage", members=[ravi], private=True)
    ws.channel(QUIET, name="quiet", members=[asha], bot_in=False)
    return Desk(ws, program, clock, asha, ravi)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    clock, program = MovedClock(), Program()
    app = web.Application()
    app.router.add_post("/slack/events", program.receive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ws = await SlackWorkspace.start(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events", clock=clock)
    async with aiohttp.ClientSession() as program.http:
        program.workspace = ws
        yield furnished(ws, program, clock)
    await ws.stop()
    await runner.cleanup()
