"""What lets the program act for a moment: trigger ids (3 seconds, once) and response URLs (30 minutes, five times)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from integrations.sandbox.slack.model import Refused

TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_LIFE = timedelta(minutes=30)
RESPONSE_USES = 5


@dataclass
class Trigger:
    user: str
    at: datetime
    used: bool = False


@dataclass
class ResponseUrl:
    """Where an answer to one deed of `user` goes: in `channel`, instead of message `original` if it says so."""

    user: str
    channel: str
    at: datetime
    original: str = ""
    thread: str = ""
    uses: int = 0


class Triggers:
    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}

    def issue(self, user: str) -> str:
        token = f"{len(self._triggers) + 1}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[token] = Trigger(user, self._clock())
        return token

    def take(self, token: str) -> str:
        """The user whose deed this trigger stands for; used up. https://docs.slack.dev/reference/methods/views.open"""
        trigger = self._triggers.get(token)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self._clock() - trigger.at > TRIGGER_LIFE:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger.user

    def response_url(self, user: str, channel: str, original: str = "", thread: str = "") -> str:
        """The secret last part of a new response URL."""
        token = secrets.token_urlsafe(24)
        self._urls[token] = ResponseUrl(user, channel, self._clock(), original, thread)
        return token

    def use_url(self, token: str) -> ResponseUrl:
        found = self._urls.get(token)
        if found is None:
            raise Refused("invalid_url")
        if found.uses >= RESPONSE_USES:
            raise Refused("used_url")
        if self._clock() - found.at > RESPONSE_LIFE:
            raise Refused("expired_url")
        found.uses += 1
        return found
