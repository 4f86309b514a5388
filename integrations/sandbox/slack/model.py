"""What a Slack workspace remembers: accounts, places, messages, views, and what went over the wire."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]
Blocks = list[Json]


class NotThere(AssertionError):
    """Somebody reached for something that Slack's client would not show them, or not let them do."""


class Refused(Exception):
    """Slack says no to an API call. `code` is its word for it, `reasons` what `response_metadata.messages` would say."""

    def __init__(self, code: str, reasons: list[str] | None = None, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.reasons = reasons or []
        self.extra = extra


@dataclass(frozen=True)
class Refusal:
    """A call (or an answer to a request of ours) that Slack would not take."""

    method: str
    code: str
    reasons: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.method}: {self.code} {' '.join(self.reasons)}".rstrip()


@dataclass(frozen=True)
class Exchange:
    """One request and its answer. `to` is "program" or "slack"; `status` 0 means that no answer came.

    `headers` are those the workspace sent, signature included. `shown_to` is who sees what came by a response URL: a person,
    or everybody of a channel.
    """

    at: datetime
    to: str
    kind: str
    request: Json
    status: int
    answer: Any
    headers: dict[str, str] = field(default_factory=dict)
    shown_to: str = ""


@dataclass
class Account:
    """A person or bot as Slack knows them."""

    id: str
    name: str
    email: str = ""
    locale: str = "en-US"
    tz: str = "UTC"
    guest: bool = False
    deleted: bool = False
    team_id: str = ""
    bot: bool = False


@dataclass(eq=False)
class SharedFile:
    """A file as Slack knows it: announced, then with its bytes, then shared. `user` brought it."""

    id: str
    name: str
    length: int
    mimetype: str
    user: str
    title: str = ""
    content: bytes | None = None
    shared: bool = False
    secret: str = field(default_factory=lambda: secrets.token_hex(8))


@dataclass(eq=False)
class Posted:
    """A message as it stands now. `to` is the only one who sees an ephemeral one."""

    channel: str
    ts: str
    user: str
    team: str
    text: str = ""
    blocks: Blocks = field(default_factory=list)
    thread_ts: str = ""
    bot_id: str = ""
    app_id: str = ""
    to: str = ""
    metadata: Json | None = None
    edited: Json | None = None
    deleted: bool = False
    broadcast: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    client_msg_id: str = ""
    files: list[SharedFile] = field(default_factory=list)

    @property
    def root(self) -> str:
        """The ts of the thread it heads or stands in."""
        return self.thread_ts or self.ts

    @property
    def is_reply(self) -> bool:
        return bool(self.thread_ts) and self.thread_ts != self.ts


@dataclass(eq=False)
class Place:
    """A channel, or (with `im_of`) the direct messages between one person and the bot."""

    id: str
    name: str = ""
    members: set[str] = field(default_factory=set)
    private: bool = False
    archived: bool = False
    im_of: str = ""
    messages: list[Posted] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """Slack's `channel_type`."""
        if self.im_of:
            return "im"
        return "group" if self.private else "channel"

    def find(self, ts: str) -> Posted | None:
        """A message that stands there for everybody."""
        return next((m for m in self.messages if m.ts == ts and not m.deleted and not m.to), None)

    def thread(self, ts: str) -> list[Posted]:
        """Replies under `ts`, oldest first."""
        return [m for m in self.messages if m.thread_ts == ts and m.ts != ts and not m.deleted and not m.to]


@dataclass(eq=False)
class View:
    """A modal or a home tab with what is typed into it (`state`: block id -> action id -> value, in Slack's shape).

    `offered` are the options that the app gave last for a menu that asks it, by its ids.
    """

    id: str
    user: str
    payload: Json
    hash: str
    root: str
    previous: str | None = None
    state: dict[str, dict[str, Json]] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    offered: dict[tuple[str, str], Blocks] = field(default_factory=dict)

    @property
    def blocks(self) -> Blocks:
        blocks: Blocks = self.payload.get("blocks", [])
        return blocks
