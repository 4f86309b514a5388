"""The chat platforms as the desk needs them: a medium with four verbs, a directory, and six ways of saying no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.cards import Card
from app.interaction import Attached
from app.people.model import Profile, Workspace
from app.posts.model import Destination, MessageRef


class ChannelError(Exception):
    """A platform said no. The kind decides between wait, forget and tell an admin; `code` is the platform's own word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class RateLimited(ChannelError):
    """Wait `retry_after` seconds."""

    def __init__(self, code: str, retry_after: float) -> None:
        super().__init__(code)
        self.retry_after = retry_after


class Gone(ChannelError):
    """The message, channel or chat does not exist any more."""


class Forbidden(ChannelError):
    """We may not post there: not in the channel, blocked, uninstalled there."""


class Unauthorized(ChannelError):
    """The token is not accepted: everything of this workspace waits for an admin."""


class Rejected(ChannelError):
    """The platform cannot take what we sent; the same again would not help."""


class Unreachable(ChannelError):
    """No answer, or a 5xx. `maybe_arrived` when the request was sent and only the answer is missing."""

    def __init__(self, code: str, maybe_arrived: bool = False) -> None:
        super().__init__(code)
        self.maybe_arrived = maybe_arrived


class Channel(Protocol):
    """A medium. Raises `ChannelError`s and nothing else."""

    async def post(
        self, workspace: Workspace, destination: Destination, card: Card, marker: str, maybe_there: bool
    ) -> MessageRef:
        """Post a card. `marker` identifies this delivery; with `maybe_there` look for it first where the platform lets us."""

    async def update(self, workspace: Workspace, ref: MessageRef, card: Card) -> None: ...

    async def remove(self, workspace: Workspace, ref: MessageRef, marker: str) -> None:
        """Delete it: nothing of it may stand there any more; one that is gone already is as good.

        Where `ref` names no message, an earlier try is looked for by `marker` where the platform lets us.
        """

    async def mark(self, workspace: Workspace, message: MessageRef, take: Sequence[str], put: str) -> None:
        """Emoji of ours on somebody's message: `take` come off, `put` is put on ('' none). What is so already is as good.

        Emoji have Slack's names. Raises Rejected where the platform has none for us.
        """

    async def direct(self, workspace: Workspace, user: str, known: str) -> str:
        """The id of the 1:1 chat with `user` (`known` if it still holds)."""

    def link(self, workspace: Workspace, ref: MessageRef) -> str:
        """The address of a message, '' where the platform has none."""


class Directory(Protocol):
    """What a platform knows. Short limits, cached, never raises: None when it cannot be told now."""

    async def profile(self, workspace: Workspace, user: str) -> Profile | None: ...

    async def message(
        self, workspace: Workspace, channel: str, message: str
    ) -> tuple[str, str, str, tuple[Attached, ...]] | None:
        """(author, text, thread, files) of one message."""
