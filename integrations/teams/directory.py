"""What Teams knows of its people. Short limits, cached, never raises.

Members: learn.microsoft.com, "Get Teams-specific context for your bot".
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from app.interaction import Attached
from app.people.model import Kind, Profile, Workspace
from app.ports import ChannelError, Clock
from integrations.teams.activity import text_of
from integrations.teams.channel import TeamsChannel
from integrations.teams.connector import Connector, conversation_path

KNOWN_FOR = timedelta(minutes=10)
UNKNOWN_FOR = timedelta(minutes=1)
PATIENCE = 0.7
"""Seconds somebody's click may wait for a name."""
MOST = 10_000

_log = structlog.get_logger()


class TeamsDirectory:
    """Implements ports.Directory. A member is asked for in a conversation where they were seen, else in their 1:1 chat."""

    def __init__(self, connector: Connector, channel: TeamsChannel, clock: Clock) -> None:
        self._connector = connector
        self._channel = channel
        self._clock = clock
        self._cache: OrderedDict[str, tuple[datetime, Profile | None]] = OrderedDict()
        self._asking: dict[str, asyncio.Task[Profile | None]] = {}
        self._met: OrderedDict[str, str] = OrderedDict()

    def met(self, user: str, conversation: str) -> None:
        """They were in this conversation just now."""
        _keep(self._met, user, conversation)

    async def profile(self, workspace: Workspace, user: str) -> Profile | None:
        """A hundred who ask at once are one call; one that takes too long goes on, for the next who asks."""
        until, found = self._cache.get(user, (None, None))
        if until is not None and self._clock() < until:
            return found
        asking = self._asking.get(user)
        if asking is None:
            asking = self._asking[user] = asyncio.create_task(self._ask(workspace, user))
        try:
            return await asyncio.wait_for(asyncio.shield(asking), PATIENCE)
        except TimeoutError:
            return found

    async def message(
        self, workspace: Workspace, channel: str, message: str
    ) -> tuple[str, str, str, tuple[Attached, ...]] | None:
        """A bot cannot read messages without rights to the whole tenant's: what a message action points at comes along."""
        return None

    async def close(self) -> None:
        for task in list(self._asking.values()):
            task.cancel()
        await asyncio.gather(*self._asking.values(), return_exceptions=True)

    async def _ask(self, workspace: Workspace, user: str) -> Profile | None:
        found: Profile | None = None
        try:
            conversation = self._met.get(user) or await self._channel.direct(workspace, user, "")
            path = conversation_path(conversation, "members", user)
            found = _profile(await self._connector.call("GET", workspace.service_url, path), workspace.external_id)
        except ChannelError as error:
            _log.info("teams.profile_unknown", code=error.code)
        finally:
            self._asking.pop(user, None)
        _keep(self._cache, user, (self._clock() + (KNOWN_FOR if found else UNKNOWN_FOR), found))
        return found


def _profile(member: Mapping[str, Any], tenant: str) -> Profile | None:
    """Guests bring their own address, which nobody here has verified, so only a member's is kept."""
    if not member:
        return None
    role, home = text_of(member, "userRole").lower(), text_of(member, "tenantId") or tenant
    kind = Kind.GUEST if role == "guest" else Kind.EXTERNAL if role == "anonymous" or home != tenant else Kind.EMPLOYEE
    return Profile(
        name=text_of(member, "name")[:200],
        email=text_of(member, "email")[:254] if kind is Kind.EMPLOYEE else "",
        kind=kind,
        bot=role == "bot",
    )


def _keep(cache: OrderedDict[str, Any], key: str, value: Any) -> None:
    cache[key] = value
    cache.move_to_end(key)
    if len(cache) > MOST:
        cache.popitem(last=False)
