"""Assembles the program from its four packages: the only room that knows them all, and the only one that asks the time."""

from __future__ import annotations

import asyncio
import hashlib
import os
import secrets
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import structlog

from app.desk import Desk
from app.doctor import Finding
from app.errors import ConfigurationError
from app.interaction import Interaction
from app.people.model import Platform
from app.policy import changes, reading
from app.policy.document import BUILT_IN
from app.ports import Chance, Channel, Clock, Directory, Tx
from app.posts.introductions import introduce
from app.posts.plan import leaving
from app.replies import Reply
from app.seal import Seal
from app.settings import Settings
from storage import migrations
from storage.engine import connect
from storage.runner import Runner
from storage.unit_of_work import Store

if TYPE_CHECKING:
    from integrations.slack.edge import SlackEdge

    from integrations.teams.edge import TeamsEdge

VERSION = "0.1.0"

T = TypeVar("T")
log = structlog.get_logger()


def now() -> datetime:
    """The one clock."""
    return datetime.now(UTC)


def chance() -> str:
    """The one source of chance."""
    return secrets.token_urlsafe(16)


def open_store(settings: Settings) -> Store:
    """The database, with deliveries planned before every commit."""
    return Store(connect(settings.database), leaving)


def upgrade(settings: Settings) -> None:
    migrations.upgrade(settings.database)


def current(settings: Settings) -> tuple[str, str]:
    """The revision the database is at, and the one this program needs."""
    return migrations.current(settings.database), migrations.head()


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

    @property
    def edges(self) -> list[SlackEdge | TeamsEdge]:
        return [edge for edge in (self.slack, self.teams) if edge is not None]

    @property
    def channels(self) -> Mapping[Platform, Channel]:
        return {platform: edge.channel for platform, edge in self._by_platform().items()}

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
    reception = Reception(store, Desk(store.open, clock, chance, Seal(seal_key(settings))))
    return Program(
        settings, clock, reception, _slack(settings, reception, clock, chance), _teams(settings, reception, clock, chance)
    )


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


def prepare(settings: Settings, store: Store, clock: Clock = now) -> None:
    """Before anything is served: an organisation with a policy, the policy file and the admins of the settings."""
    text = _policy_text(settings)
    document = reading.read(text) if text else None
    with store.open() as tx:
        org = tx.organisations.first()
        if document is not None:
            for line in changes.apply(tx, org.id, document, text, clock()):
                log.info("policy", change=line)
        elif tx.policies.current(org.id) is None and not tx.teams.all(org.id):
            changes.apply(tx, org.id, BUILT_IN, "", clock())
        changes.admins(tx, org.id, settings.sahayak_admins, clock())
        helpers = [person for team in tx.teams.all(org.id) for person, _ in tx.teams.members(org.id, team.id)]
        introduce(tx, [*helpers, *tx.people.admins(org.id)], clock())


def _policy_text(settings: Settings) -> str:
    if settings.sahayak_policy is None:
        return ""
    try:
        return settings.sahayak_policy.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"SAHAYAK_POLICY names {settings.sahayak_policy}, which cannot be read: {error}.") from None


def migrated(settings: Settings) -> None:
    """An embedded database is brought up to date; any other one must be already, because several processes may use it."""
    if settings.embedded:
        upgrade(settings)
        return
    found, needed = current(settings)
    if found != needed:
        raise ConfigurationError("The database is not up to date. Run: ./sahayak db upgrade")


def run(settings: Settings, web: bool, worker: bool) -> None:
    """Serve until SIGTERM or SIGINT. Raises ConfigurationError where the operator has to do something first."""
    if not (settings.slack_on or settings.teams_on):
        raise ConfigurationError(
            "No chat platform is configured. Set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN for Slack, or TEAMS_APP_ID, "
            "TEAMS_APP_PASSWORD and TEAMS_TENANT_ID for Microsoft Teams; .env.example explains them. "
            "To look around without any, run: ./sahayak demo"
        )
    migrated(settings)
    store = open_store(settings)
    try:
        prepare(settings, store)
        from app.main.serving import serve

        asyncio.run(serve(assemble(settings, store=store), web=web, worker=worker, name=process_name()))
    finally:
        store.close()


def demo(*, host: str = "127.0.0.1", port: int = 3000, data: Path | None = None, once: bool = False) -> int:
    """The desk between a Slack workspace and a Teams tenant on this machine; the exit code. `serve` never loads those."""
    from app.main.demonstration import demonstrate

    return demonstrate(host=host, port=port, data=data, once=once)


def process_name() -> str:
    """How this process is called in leases and heartbeats."""
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"


def diagnose(settings: Settings) -> list[Finding]:
    from app.main.diagnosis import diagnose as look

    return look(settings, now)
