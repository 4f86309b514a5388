"""Both edges behind one face: a local platform, the unmodified edge, and a desk that only listens and answers as it is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from aiohttp import web
from aiohttp.test_utils import TestServer

from app.cards import Card
from app.interaction import Interaction
from app.people.model import Organisation, Platform, Workspace
from app.ports import Channel, Tx
from app.posts.model import Destination, Kind, MessageRef
from app.replies import Nothing, Reply
from integrations.sandbox.faults import Fault
from integrations.sandbox.slack.workspace import SlackWorkspace
from integrations.sandbox.teams.tenant import TeamsTenant
from integrations.slack.edge import SlackEdge
from integrations.teams.edge import TeamsEdge
from storage.engine import connect
from storage.unit_of_work import Store
from tests.databases import fresh_sqlite

T = TypeVar("T")
AAD, RAVI = "1f2c1a52-8d5a-4f7e-9a55-0d8d5a2f7e11", "7c9e6679-7425-40de-944b-e07fc1f90ae7"
MINA = "9b2f8f0e-6c1d-4f4f-8d6e-2a7b9c3d4e5f"


@dataclass
class Listening:
    """A reception that writes down what it is asked and gives the reply it was told to."""

    store: Store
    asked: list[Interaction] = field(default_factory=list)
    reply: Reply = field(default_factory=Nothing)

    async def ask(self, interaction: Interaction) -> Reply:
        self.asked.append(interaction)
        return self.reply

    async def within(self, work: Callable[[Tx], T]) -> T:
        with self.store.open() as tx:
            return work(tx)

    @property
    def last(self) -> Interaction:
        return self.asked[-1]


class EdgeUnderTest(Protocol):
    """What a test does on either platform; names of faults are those of the six kinds of ChannelError."""

    platform: Platform
    desk: Listening
    channel: Channel
    workspace: Workspace
    user: str

    @property
    def identity(self) -> str: ...

    def place(self, thread: str = "") -> Destination: ...

    def direct(self) -> Destination: ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def sees(self, direct: bool = False) -> list[Any]: ...

    async def presses(self, message: Any, label: str, near: str = "") -> None: ...

    async def submits(self, values: Mapping[str, Any]) -> dict[str, str]: ...

    async def looks_up(self, label: str, text: str) -> list[str]: ...

    def open_form(self) -> Any: ...

    def breaks(self, what: str, fault: str) -> None: ...


class _Edge:
    """What both have in common: the desk, the server, the clock."""

    platform: Platform

    def __init__(self, folder: Path, clock: Callable[[], datetime], chance: Callable[[], str]) -> None:
        self.clock, self.chance = clock, chance
        self.desk = Listening(Store(connect(fresh_sqlite(folder))))
        self.server: TestServer
        self.workspace: Workspace
        self.user = ""

    def _org(self) -> Organisation:
        with self.desk.store.open() as tx:
            return tx.organisations.first()

    async def _serve(self, path: str, handle: Any) -> str:
        app = web.Application()
        app.router.add_post(path, handle)
        self.server = TestServer(app)
        await self.server.start_server()
        return str(self.server.make_url(path))

    @property
    def identity(self) -> str:
        return f"{self.platform}:{self.workspace.external_id}/{self.user}"


class Slack(_Edge):
    platform = Platform.SLACK
    CHANNEL = "C0HELP001"

    async def start(self) -> None:
        self.world = await SlackWorkspace.start(clock=self.clock)
        self.person = self.world.person("U0ASHA001", name="Asha", email="asha@example.test")
        self.user = self.person.id
        self.world.person("U0RAVI001", name="Ravi")
        self.world.person("U0MINA001", name="Mina")
        self.world.channel(self.CHANNEL, name="help", members=[self.person])
        self.edge = SlackEdge(
            signing_secret=self.world.signing_secret, bot_token=self.world.bot_token, api_url=self.world.api_url,
            reception=self.desk, clock=self.clock, chance=self.chance,
        )  # fmt: skip
        self.world.events_url = await self._serve("/slack/events", self.edge.handle)
        await self.edge.start()
        await self.person.command("/ticket", "hello")
        with self.desk.store.open() as tx:
            found = tx.workspaces.find(Platform.SLACK, self.world.world.team_id)
        assert found is not None
        self.workspace, self.channel = found, self.edge.channel
        self.desk.asked.clear()

    async def stop(self) -> None:
        await self.edge.close()
        await self.server.close()
        await self.world.stop()
        self.desk.store.close()

    def place(self, thread: str = "") -> Destination:
        return Destination(Platform.SLACK, self.workspace.external_id, Kind.CHANNEL, channel=self.CHANNEL, thread=thread)

    def direct(self) -> Destination:
        return Destination(Platform.SLACK, self.workspace.external_id, Kind.DIRECT, user=self.user)

    def sees(self, direct: bool = False) -> list[Any]:
        return [m for m in self.person.sees(None if direct else self.CHANNEL) if m.by_bot]

    async def presses(self, message: Any, label: str, near: str = "") -> None:
        await self.person.presses(message, label, near)

    def open_form(self) -> Any:
        return self.person.modal

    async def submits(self, values: Mapping[str, Any]) -> dict[str, str]:
        return await self.person.submits(dict(values))

    async def looks_up(self, label: str, text: str) -> list[str]:
        return await self.person.looks_up(label, text)

    def breaks(self, what: str, fault: str) -> None:
        methods = {"post": "chat.postMessage", "update": "chat.update", "direct": "conversations.open", "remove": "chat.delete"}
        method = methods[what]
        codes = {
            "Gone": "message_not_found",
            "Forbidden": "not_in_channel",
            "Unauthorized": "invalid_auth",
            "Rejected": "invalid_arguments",
        }
        self.world.faults.next(method, _fault(fault, codes.get(fault, ""), 0), times=2)


class Teams(_Edge):
    platform = Platform.TEAMS
    CHANNEL = "19:help@thread.tacv2"

    async def start(self) -> None:
        self.tenant = await TeamsTenant.start("http://127.0.0.1:9/api/messages", clock=self.clock)
        self.person = self.tenant.person(AAD, name="Asha", email="asha@example.test")
        self.user = AAD
        self.tenant.person(RAVI, name="Ravi")
        self.tenant.person(MINA, name="Mina")
        self.help = self.tenant.channel(self.CHANNEL, team=self.tenant.team("Helpdesk"), members=[self.person])
        self.edge = TeamsEdge(
            app_id=self.tenant.app_id, app_password=self.tenant.app_password, tenant_id=self.tenant.tenant_id,
            openid_metadata_url=self.tenant.openid_metadata_url, login_url=self.tenant.login_url,
            allowed_service_hosts=("127.0.0.1",), reception=self.desk, clock=self.clock, chance=self.chance,
        )  # fmt: skip
        self.tenant.delivery.messages_url = await self._serve("/api/messages", self.edge.handle)
        await self.edge.start()
        await self.person.installs()
        with self.desk.store.open() as tx:
            found = tx.workspaces.find(Platform.TEAMS, self.tenant.tenant_id)
        assert found is not None
        self.workspace, self.channel = found, self.edge.channel
        self.desk.asked.clear()

    async def stop(self) -> None:
        await self.edge.close()
        await self.server.close()
        await self.tenant.stop()
        self.desk.store.close()

    def place(self, thread: str = "") -> Destination:
        return Destination(Platform.TEAMS, self.workspace.external_id, Kind.CHANNEL, channel=self.CHANNEL, thread=thread)

    def direct(self) -> Destination:
        return Destination(Platform.TEAMS, self.workspace.external_id, Kind.DIRECT, user=self.user)

    def sees(self, direct: bool = False) -> list[Any]:
        return [m for m in self.person.sees(None if direct else self.help) if m.by_bot]

    async def presses(self, message: Any, label: str, near: str = "") -> None:
        await self.person.presses(message, label, near)

    def open_form(self) -> Any:
        return self.person.dialog

    async def submits(self, values: Mapping[str, Any]) -> dict[str, str]:
        return await self.person.submits(dict(values))

    async def looks_up(self, label: str, text: str) -> list[str]:
        return await self.person.looks_up(label, text)

    def breaks(self, what: str, fault: str) -> None:
        statuses = {"Gone": 404, "Forbidden": 403, "Unauthorized": 401, "Rejected": 400}
        self.tenant.faults.next("/v3/conversations*", _fault(fault, "Code", statuses.get(fault, 0)), times=2)


def _fault(name: str, code: str, status: int) -> Fault:
    if name == "RateLimited":
        return Fault.rate_limited(7)
    return Fault.server_error(503) if name == "Unreachable" else Fault.refused(code, status)


async def post(edge: EdgeUnderTest, card: Card, thread: str = "") -> MessageRef:
    """The card in the channel, for the first time."""
    return await edge.channel.post(edge.workspace, edge.place(thread), card, marker="d1-1", maybe_there=False)
