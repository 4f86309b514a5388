"""What Slack knows of people and messages: looked up with a short limit, kept for a while, asked once at a time."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Any

import structlog

from app.interaction import Attached
from app.people.model import Kind, Profile, Workspace
from app.ports import ChannelError, Clock, Gone
from integrations.slack.api import SlackApi
from integrations.slack.attached import read_files
from integrations.slack.cut import clean
from integrations.slack.inbound import said_in

PATIENCE = 0.7
"""Seconds a click waits for a name; an answer that comes later is kept for the next one."""

READ_SECONDS = 3.0

KNOWN_FOR = timedelta(minutes=10)
UNKNOWN_FOR = timedelta(minutes=1)
KEPT = 10_000
AT_ONCE = 10

_log = structlog.get_logger()


class SlackDirectory:
    """Implements `app.ports.Directory`."""

    def __init__(self, api: SlackApi, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._known: OrderedDict[str, tuple[datetime, Profile | None]] = OrderedDict()
        self._asking: dict[str, asyncio.Task[Profile | None]] = {}
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def profile(self, workspace: Workspace, user: str) -> Profile | None:
        """What `users.info` says, or None when it cannot be told within the limit."""
        until, profile = self._known.get(user, (None, None))
        if until is not None and self._clock() < until:
            return profile
        task = self._asking.get(user)
        if task is None:
            task = self._asking[user] = asyncio.create_task(self._look_up(workspace, user))
            task.add_done_callback(lambda _: self._asking.pop(user, None))
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        return task.result() if done else profile

    async def message(
        self, workspace: Workspace, channel: str, message: str
    ) -> tuple[str, str, str, tuple[Attached, ...]] | None:
        """(author, text, thread, files), a bot being nobody. `conversations.replies` knows messages of threads and others too."""
        window = {"latest": message, "oldest": message, "inclusive": True, "limit": 10}
        try:
            found = await self._api.call("conversations.replies", READ_SECONDS, channel=channel, ts=message, **window)
        except ChannelError as error:
            _log.info("slack.message_not_read", channel=channel, code=error.code)
            return None
        return next((_said(m) for m in found.get("messages") or () if m.get("ts") == message), None)

    def forget(self, user: str) -> None:
        """Their profile was changed."""
        self._known.pop(user, None)

    async def close(self) -> None:
        for task in list(self._asking.values()):
            task.cancel()
        await asyncio.gather(*self._asking.values(), return_exceptions=True)

    async def _look_up(self, workspace: Workspace, user: str) -> Profile | None:
        profile = None
        try:
            async with self._gate:
                found = await self._api.call("users.info", READ_SECONDS, user=user, include_locale=True)
            profile = read_profile(found.get("user") or {}, workspace.external_id)
        except Gone:
            _log.info("slack.person_unknown", user=user)
        except ChannelError as error:
            _log.warning("slack.person_not_read", user=user, code=error.code)
        self._keep(user, profile)
        return profile

    def _keep(self, user: str, profile: Profile | None) -> None:
        self._known[user] = (self._clock() + (KNOWN_FOR if profile else UNKNOWN_FOR), profile)
        self._known.move_to_end(user)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)


def read_profile(user: dict[str, Any], workspace: str) -> Profile:
    """A user object (docs.slack.dev/reference/objects/user-object) in our words. An unverified address is left out."""
    profile = user.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    return Profile(
        name=clean(next((str(name) for name in names if name), ""))[:200],
        email=str(profile.get("email") or "") if user.get("is_email_confirmed") is not False else "",
        locale=str(user.get("locale") or ""),
        timezone=str(user.get("tz") or ""),
        kind=_kind(user, workspace),
        active=not user.get("deleted"),
        bot=bool(user.get("is_bot")) or user.get("id") == "USLACKBOT",
    )


def _kind(user: dict[str, Any], workspace: str) -> Kind:
    if user.get("is_stranger") or user.get("team_id") not in (None, "", workspace):
        return Kind.EXTERNAL
    return Kind.GUEST if user.get("is_restricted") or user.get("is_ultra_restricted") else Kind.EMPLOYEE


def _said(message: dict[str, Any]) -> tuple[str, str, str, tuple[Attached, ...]]:
    thread = str(message.get("thread_ts") or "")
    by_bot = message.get("bot_id") or message.get("subtype") == "bot_message"
    return (
        "" if by_bot else str(message.get("user") or ""),
        said_in(message, {})[0],
        "" if thread == message.get("ts") else thread,
        read_files(message),
    )
