"""Teams: who works, where they talk, and which promises they keep."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from app.people.model import Platform, Role
from app.policy.refusal import Path, refused
from app.policy.values import ChannelId, Key, Label, PersonRef, Section


class ThreadDefault(StrEnum):
    """What an unmarked line in the triage thread is."""

    NOTE = "note"
    REPLY = "reply"


class Assign(StrEnum):
    """Who gets a new ticket: nobody until somebody claims it, each agent in turn, or who has the fewest open ones."""

    NONE = "none"
    ROUND_ROBIN = "round_robin"
    LEAST_BUSY = "least_busy"


class Places(Section):
    """A channel on Slack, on Teams, or on both."""

    slack: ChannelId | None = None
    teams: ChannelId | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> Places:
        if not self.by_platform:
            raise refused(((), "names no channel: write slack: C… or teams: 19:…"))
        return self

    @property
    def by_platform(self) -> dict[Platform, str]:
        both = {Platform.SLACK: self.slack, Platform.TEAMS: self.teams}
        return {platform: channel for platform, channel in both.items() if channel}


def _once(refs: list[str]) -> list[str]:
    twice: list[tuple[Path, str]] = [((n,), f'"{ref}" is named twice') for n, ref in enumerate(refs) if ref in refs[:n]]
    if twice:
        raise refused(*twice)
    return refs


def _capacity(count: int) -> int:
    if not 1 <= count <= MOST_OPEN:
        raise refused(((), f"{count} open tickets are no capacity: write 1 to {MOST_OPEN}"))
    return count


MOST_OPEN = 10_000
Capacity = Annotated[
    int,
    Field(strict=True),
    AfterValidator(_capacity),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MOST_OPEN}),
]
Refs = Annotated[list[PersonRef], Field(max_length=2000), AfterValidator(_once)]


class TeamPolicy(Section):
    """Agents who share a queue.

    `name` None: the key is the name. `calendar` None: every hour counts. `sla` None: the default one.
    `emoji_verbs`: agents claim, resolve and make urgent with an emoji on the message or the card.
    `capacity` is how many open tickets an agent may have and still be given one; None: any number.
    """

    name: Label | None = None
    agents: Refs = Field(default_factory=list)
    leads: Refs = Field(default_factory=list)
    managers: Refs = Field(default_factory=list)
    triage: Places | None = None
    escalation: Places | None = None
    calendar: Key | None = None
    sla: Key | None = None
    thread_default: ThreadDefault = ThreadDefault.NOTE
    emoji_verbs: bool = Field(default=True, strict=True)
    assign: Assign = Assign.NONE
    capacity: Capacity | None = None

    @property
    def members(self) -> Iterable[tuple[Role, str]]:
        """Everybody the file names, the highest role first."""
        for role, refs in ((Role.MANAGER, self.managers), (Role.LEAD, self.leads), (Role.AGENT, self.agents)):
            yield from ((role, ref) for ref in refs)
