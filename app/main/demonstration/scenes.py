"""Scenes: who does what, when, and what they then see; written as YAML, for the seed and for `--script`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.errors import ConfigurationError

DEEDS = ("says", "commands", "presses", "reacts", "sees", "sees_not", "shows")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_SPAN = re.compile(r"([+-])(\d+)([mhdw])$")
_WEEKDAY = re.compile(r"(?:-([1-9]\d?)w )?(mon|tue|wed|thu|fri|sat|sun) (\d\d):(\d\d)$")
ZONE = ZoneInfo("Asia/Kolkata")
"""The company's; times of day in scenes are meant there."""


class Step(BaseModel):
    """One thing that somebody does or sees. Exactly one of the deeds, or `at` alone, which lets time go by.

    `in`: a channel, else the chat with the desk; `as`: what the ticket is called from now on; `ticket`: which;
    `with`: what is filled into the form, by label or in order; `thread`: as an answer to what began the ticket.
    """

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    at: str = ""
    who: str = ""
    says: str = ""
    commands: str = ""
    presses: str = ""
    reacts: str = ""
    sees: str = ""
    sees_not: str = ""
    shows: bool = False
    place: str = Field("", alias="in")
    called: str = Field("", alias="as")
    ticket: str = ""
    filled: dict[str, str] | list[str] = Field(default_factory=list, alias="with")
    thread: bool = False
    then: list[Step] = []

    @model_validator(mode="after")
    def _one_deed(self) -> Step:
        found = [name for name in DEEDS if getattr(self, name)]
        if len(found) > 1 or (found and not self.who) or not (found or self.at):
            raise ValueError(f"a step needs `who` and one of {', '.join(DEEDS)}, or only `at`")
        return self


def read(path: Path) -> list[Step]:
    """The steps of a file. Raises ConfigurationError with the reason."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
        return [Step.model_validate(one) for one in _list(found)]
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigurationError(f"{path} cannot be read: {' '.join(str(error).split())}.") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(f"{path}: {where or 'a step'}: {first['msg']}.") from None


def _list(found: Any) -> list[Any]:
    if not isinstance(found, list):
        raise yaml.YAMLError("it has to be a list of steps")
    return found


def timed(steps: list[Step], begins: datetime) -> list[tuple[datetime, Step]]:
    """Every step with its moment, earliest first. A `then` counts from the step it stands under."""
    placed = list(_timed(steps, begins, begins))
    return sorted(placed, key=lambda one: one[0])


def _timed(steps: list[Step], before: datetime, today: datetime) -> Iterator[tuple[datetime, Step]]:
    for step in steps:
        before = moment(step.at, before, today) if step.at else before
        yield before, step
        yield from _timed(step.then, before, today)


def moment(text: str, before: datetime, today: datetime) -> datetime:
    """`+40m` after the step before, `-26h` before today's now, `mon 09:00` (the next one), or ISO 8601.

    `-1w tue 10:05` is the last Tuesday 10:05 before today's now, `-2w tue 10:05` the one before that: so the weeks end now,
    whatever day it is.
    """
    if found := _SPAN.match(text):
        span = int(found[2]) * UNITS[found[3]]
        return before + span if found[1] == "+" else today - span
    if found := _WEEKDAY.match(text):
        return _weekday(found[1], DAYS.index(found[2]), int(found[3]), int(found[4]), before, today)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigurationError(f"{text!r} is no moment: write +40m, -26h, mon 09:00, -3w tue 10:05 or an instant.") from None
    return at if at.tzinfo else at.replace(tzinfo=ZONE)


def _weekday(weeks: str | None, day: int, hour: int, minute: int, before: datetime, today: datetime) -> datetime:
    given = before if weeks is None else today
    local = given.astimezone(ZONE)
    at = (local + timedelta(days=(day - local.weekday()) % 7)).replace(hour=hour, minute=minute, second=0, microsecond=0)
    following = at if at > given else at + timedelta(weeks=1)
    return following - timedelta(weeks=int(weeks or 0))
