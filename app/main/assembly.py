"""The desk put together: storage, verbs, edges. Nothing here has started yet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from app.attachments.links import NO_LINKS, FileLinks
from app.desk import Desk
from app.interaction import Interaction
from app.main import chance, now, open_store
from app.people.model import Platform
from app.ports import Chance, Channel, Clock, Directory, Files, Tx
from app.replies import Reply
from app.seal import Seal
from app.settings import Settings
from storage.runner import Runner
from storage.unit_of_work import Store

if TYPE_CHECKING:
    from integrations.slack.edge import SlackEdge
    from integrations.teams.edge import TeamsEdge

T = TypeVar("T")


class Reception:
    """The desk as the edges see it: their work runs beside the event loop and is committed when it comes back."""

    def __init__(self, store: Store, desk: Desk) -> None:
        self.store, self._desk = store, desk
        self.runner = Runner(store)

    async def ask(self, interaction: Interaction) -> Reply:
        return await self.runner.run(self._desk.handle, interaction)

    async def within(self, work: Callable[[Tx], T]) -> T:
        return await self.runner.run(self._inside, work)

    def _inside(self, work: Callable[[Tx], T]) -> T:
        with self.store.open() as tx:
            return work(tx)


@dataclass
class Program:
    """Everything that runs in one process."""

    settings: Settings
    clock: Clock
    reception: Reception
    slack: SlackEdge | None
    teams: TeamsEdge | None
    links: FileLinks = NO_LINKS

    @property
    def edges(self) -> list[SlackEdge | TeamsEdge]:
        return [edge for edge in (self.slack, self.teams) if edge is not None]

    @property
    def channels(self) -> Mapping[Platform, Channel]:
        return {platform: edge.channel for platform, edge in self._by_platform().items()}

    @property
    def files(self) -> Mapping[Platform, Files]:
        return {platform: edge.files for platform, edge in self._by_platform().items()}

    @property
    def directories(self) -> Mapping[Platform, Directory]:
        return {platform: edge.directory for platform, edge in self._by_platform().items()}

    def _by_platform(self) -> dict[Platform, SlackEdge | TeamsEdge]:
        found: dict[Platform, SlackEdge | TeamsEdge] = {}
        if self.slack:
            found[Platform.SLACK] = self.slack
        if self.teams:
            found[Platform.TEAMS] = self.teams
        return found


def assemble(settings: Settings, *, clock: Clock = now, chance: Chance = chance, store: Store | None = None) -> Program:
    """The desk with the platforms that are configured."""
    store = store or open_store(settings)
    key = seal_key(settings)
    links = FileLinks(key, settings.sahayak_public_url)
    reception = Reception(store, Desk(store.open, clock, chance, Seal(key), links))
    slack, teams = _slack(settings, reception, clock, chance), _teams(settings, reception, clock, chance)
    return Program(settings, clock, reception, slack, teams, links)


def seal_key(settings: Settings) -> bytes:
    """The same in every process of an installation, without a file to share: made of the platforms' secrets."""
    held = (settings.slack_signing_secret, settings.teams_app_password)
    return hashlib.sha256("\n".join(secret.get_secret_value() if secret else "" for secret in held).encode()).digest()


def _slack(settings: Settings, reception: Reception, clock: Clock, chance: Chance) -> SlackEdge | None:
    if not settings.slack_on:
        return None
    from integrations.slack.edge import SlackEdge

    return SlackEdge(
        signing_secret=_shown(settings.slack_signing_secret),
        bot_token=_shown(settings.slack_bot_token),
        app_token=_shown(settings.slack_app_token),
        api_url=settings.slack_api_url,
        reception=reception,
        clock=clock,
        chance=chance,
    )


def _teams(settings: Settings, reception: Reception, clock: Clock, chance: Chance) -> TeamsEdge | None:
    if not settings.teams_on:
        return None
    from integrations.teams.edge import TeamsEdge

    return TeamsEdge(
        app_id=settings.teams_app_id,
        app_password=_shown(settings.teams_app_password),
        tenant_id=settings.teams_tenant_id,
        openid_metadata_url=settings.teams_openid_metadata_url,
        login_url=settings.teams_login_url,
        allowed_service_hosts=settings.teams_allowed_service_hosts,
        reception=reception,
        clock=clock,
        chance=chance,
    )


def _shown(secret: object) -> str:
    get = getattr(secret, "get_secret_value", None)
    return str(get()) if get else ""
