"""A Microsoft Teams tenant on this machine: people, places, one installed app, and the service between them, over real HTTP."""

from __future__ import annotations

import hashlib
import ipaddress
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime

from aiohttp import web

from integrations.malformed import hushed
from integrations.sandbox.faults import Faults
from integrations.sandbox.teams.answers import Answers
from integrations.sandbox.teams.attached import Attached
from integrations.sandbox.teams.delivery import Delivery
from integrations.sandbox.teams.files import Upload
from integrations.sandbox.teams.identity import Identity
from integrations.sandbox.teams.pace import Pace
from integrations.sandbox.teams.people import Person
from integrations.sandbox.teams.places import CHANNEL, GROUP, PERSONAL, Place, Posted, Team
from integrations.sandbox.teams.records import Exchange, Json, Refusal
from integrations.sandbox.teams.server import Server
from integrations.sandbox.watching import Watched


class TeamsTenant:
    """Start it with `await TeamsTenant.start(...)`; it knows the program by its messages URL alone.

    `refusals` holds all that Teams would not take, `traffic` every request both ways, `faults` what is still to go wrong.
    `supports_files` is what the app's manifest says of itself; an `upload_url` is told to the app instead of the tenant's own.
    """

    def __init__(
        self, messages_url: str, tenant_id: str, app_id: str, clock: Callable[[], datetime], token_clock: Callable[[], datetime]
    ) -> None:
        self.tenant_id, self.app_id, self.clock = tenant_id, app_id, clock
        self.bot_name = "Sahayak"
        self.faults = Faults()
        self.refusals: Watched[Refusal] = Watched()
        self.people: list[Person] = []
        self.places: dict[str, Place] = {}
        self.identity = Identity(tenant_id, app_id, token_clock)
        self.delivery = Delivery(messages_url, self.identity, self.faults, self.refusals.append)
        self.traffic: Watched[Exchange] = self.delivery.traffic
        self.answers = Answers(self)
        self.pace = Pace(clock, enforced=False)
        self.supports_files, self.uploads, self.upload_url = True, dict[str, Upload](), ""
        self.attached: dict[str, Attached] = {}
        self.base_url = ""
        self.last_id = 0
        self._runner: web.AppRunner | None = None

    @classmethod
    async def start(
        cls,
        messages_url: str,
        *,
        clock: Callable[[], datetime],
        tenant_id: str = "",
        app_id: str = "",
        host: str = "127.0.0.1",
        port: int = 0,
        token_clock: Callable[[], datetime] | None = None,
    ) -> TeamsTenant:
        """Listens on `host`:`port` (0: any free one). `token_clock`: for the life of tokens, where `clock` tells a story's time.

        Raises ValueError for a host that is not loopback.
        """
        if not ipaddress.ip_address(host).is_loopback:
            raise ValueError(f"the local tenant listens on loopback only, not on {host}")
        tenant = cls(messages_url, tenant_id or str(uuid.uuid4()), app_id or str(uuid.uuid4()), clock, token_clock or clock)
        hushed()
        tenant._runner = web.AppRunner(Server(tenant).application(), access_log=None, shutdown_timeout=1)
        await tenant._runner.setup()
        await web.TCPSite(tenant._runner, host, port).start()
        address = tenant._runner.addresses[0]
        tenant.base_url = f"http://{f'[{host}]' if ':' in host else host}:{address[1]}"
        return tenant

    async def stop(self) -> None:
        await self.delivery.close()
        if self._runner:
            await self._runner.cleanup()

    @property
    def app_password(self) -> str:
        return self.identity.app_password

    @property
    def login_url(self) -> str:
        return f"{self.base_url}/login"

    @property
    def openid_metadata_url(self) -> str:
        return f"{self.base_url}/v1/.well-known/openidconfiguration"

    @property
    def service_url(self) -> str:
        return f"{self.base_url}/teams/"

    def rotate_key(self, keep_old: bool = False) -> None:
        """Activities are signed with a new key from now on."""
        self.identity.rotate_key(keep_old)

    def run_out_of_patience(self) -> None:
        """The client gives up on every answer it is waiting for."""
        self.delivery.run_out_of_patience()

    def person(
        self, aad: str, *, name: str, email: str = "", locale: str = "en-US", guest: bool = False, timezone: str = "Asia/Kolkata"
    ) -> Person:
        """Somebody of the organisation, or a guest. The app is not installed for them yet."""
        email = email or f"{name.split()[0].lower()}@example.test"
        person = Person(self, aad, name=name, email=email, locale=locale, guest=guest, timezone=timezone)
        self.people.append(person)
        return person

    def team(self, name: str, team_id: str = "") -> Team:
        return Team(
            team_id or f"19:{_digest(name)}@thread.tacv2", name, str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.tenant_id}/{name}"))
        )

    def channel(
        self,
        channel_id: str,
        *,
        team: Team,
        name: str = "",
        members: Sequence[Person] = (),
        bot_in: bool = True,
        reads_all: bool = False,
    ) -> Place:
        """A channel; `reads_all` grants the app every message of it (ChannelMessage.Read.Group)."""
        return self._place(Place(channel_id, CHANNEL, name or team.name, team, list(members), bot_in, reads_all))

    def group_chat(
        self, chat_id: str = "", *, name: str = "", members: Sequence[Person] = (), bot_in: bool = True, reads_all: bool = False
    ) -> Place:
        chat_id = chat_id or f"19:{_digest(name or str(len(self.places)))}@thread.v2"
        return self._place(Place(chat_id, GROUP, name, None, list(members), bot_in, reads_all))

    def personal_chat(self, person: Person) -> Place:
        """The one chat of a person with the app; made at installation."""
        return self._place(Place(f"a:1{_digest(self.app_id + person.aad)}", PERSONAL, self.bot_name, None, [person]))

    def _place(self, place: Place) -> Place:
        return self.places.setdefault(place.id, place)

    def put(self, place: Place, author: Person | None, root: str | None) -> Posted:
        """A new, still empty message; in a channel under `root`, or the beginning of a thread."""
        number = self.new_id()
        posted = Posted(number, place, author, (root or number) if place.kind == CHANNEL else "", self.clock())
        place.posts.append(posted)
        return posted

    def new_id(self) -> str:
        """Teams numbers messages by the millisecond; two never share one."""
        self.last_id = max(self.last_id + 1, int(self.clock().timestamp() * 1000))
        return str(self.last_id)

    def find_person(self, who: str) -> Person | None:
        return next((one for one in self.people if who in (one.id, one.aad, one.email)), None)

    def names(self) -> dict[str, str]:
        """What a people picker offers: the object id by name."""
        return {one.name: one.aad for one in self.people}

    def bot_account(self) -> Json:
        return {"id": f"28:{self.app_id}", "name": self.bot_name}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
