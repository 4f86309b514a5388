"""Promises and what happens when they are not kept: SLA policies, escalation ladders, closing by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from app.policy.refusal import Path, refused
from app.policy.values import Flag, Key, Period, Section
from app.sla.duration import Duration, parse
from app.tickets.model import Priority


def _warn_at(value: Any) -> str:
    if not isinstance(value, str):
        raise refused(((), f'write 75% of the target, or a duration before it, 30m (not "{str(value)[:40]}")'))
    if value.endswith("%"):
        if not re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,2})?%", value, re.ASCII) or Decimal(value[:-1]) == 0:
            raise refused(((), f'"{value[:40]}" is not between 0% and 100%'))
    elif not parse(value):
        raise refused(((), f'"{value}" is no time at all'))
    return value


WarnAt = Annotated[str, BeforeValidator(_warn_at), WithJsonSchema({"type": "string", "examples": ["75%", "30m"]})]


class Target(Section):
    """How long, in working time of the team's calendar. None: nothing is promised."""

    first_response: Period | None = None
    resolution: Period | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Target:
        if self.first_response and self.resolution and self.resolution.is_shorter_than(self.first_response):
            raise refused((("resolution",), f"{self.resolution} is shorter than the first response, {self.first_response}"))
        return self


class FirstResponseBy(StrEnum):
    """What meets the first promise: an answer, or already that somebody claimed it."""

    REPLY = "reply"
    CLAIM = "claim"


class SlaPolicy(Section):
    """What is promised per priority. A priority without a target has no clock.

    `acknowledge_for`: for how much working time "I'm on it" keeps the ladder from going on.
    """

    default: Flag = False
    warn_at: WarnAt = "75%"
    pause_on: list[Literal["waiting"]] = Field(default=["waiting"], max_length=1)
    first_response_by: FirstResponseBy = FirstResponseBy.REPLY
    acknowledge_for: Period = Field(default_factory=lambda: parse("1h"))
    targets: dict[Priority, Target]

    @property
    def warn_share(self) -> Decimal | None:
        """0.75 for "75%"; None where `warn_before` holds."""
        return Decimal(self.warn_at[:-1]) / 100 if self.warn_at.endswith("%") else None

    @property
    def warn_before(self) -> Duration | None:
        return None if self.warn_at.endswith("%") else parse(self.warn_at)


class Hear(StrEnum):
    """Who is told."""

    ASSIGNEE = "assignee"
    AGENTS = "agents"
    LEADS = "leads"
    MANAGERS = "managers"


class Level(Section):
    """One step: `at` the warning or the breach, or `after` so much working time from the breach on. `move_to` is another team."""

    at: Literal["warning", "breach"] | None = None
    after: Period | None = None
    notify: list[Hear] = Field(default_factory=list, max_length=10)
    channel: Flag = False
    raise_priority: Flag = False
    move_to: Key | None = None

    @model_validator(mode="after")
    def _whole(self) -> Level:
        if (self.at is None) == (self.after is None):
            raise refused(((), "say when: either at: warning, at: breach or after: 1h"))
        if not (self.notify or self.channel or self.raise_priority or self.move_to):
            raise refused(((), "this level does nothing: name notify, channel, raise_priority or move_to"))
        return self


def _climbs(ladder: Sequence[Level]) -> Sequence[Level]:
    problems: list[tuple[Path, str]] = []
    for where, (before, level) in enumerate(pairwise(ladder), start=1):
        if wrong := _out_of_order(before, level):
            problems.append(((where, "at" if level.at else "after"), wrong))
    if problems:
        raise refused(*problems)
    return ladder


def _out_of_order(before: Level, level: Level) -> str:
    if level.at is not None:
        if before.at == level.at:
            return f"{level.at} is named twice"
        return "" if (before.at, level.at) == ("warning", "breach") else f"{level.at} comes before what stands above it"
    if before.after is None or level.after is None:
        return ""
    later = before.after.is_shorter_than(level.after)
    return f"{level.after} is not later than {before.after} above it" if later is False else ""


Ladder = Annotated[list[Level], Field(max_length=20), AfterValidator(_climbs)]


class AutoClose(Section):
    """A resolved ticket closes after so much silence; `warn` is how long before that its requester is told."""

    after: Period
    warn: Period | None = None

    @model_validator(mode="after")
    def _told_before(self) -> AutoClose:
        if self.warn and self.warn.is_shorter_than(self.after) is False:
            raise refused((("warn",), f"{self.warn} is not shorter than after, {self.after}: nobody could be told in time"))
        return self


class Reminders(Section):
    """Whoever is waited for is reminded after so much silence, and again after as much, `times` times at most."""

    after: Period
    times: Annotated[int, Field(ge=1, le=10, strict=True)] = 2
