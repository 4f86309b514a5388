"""Digests: the summary of a team's queue, sent every day or week."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from app.policy.calendars import DAYS
from app.policy.refusal import refused
from app.policy.teams import Places
from app.policy.values import Key, PersonRef, Section, TimeOfDay


class Readers(Places):
    """A channel on Slack, on Teams, or on both; or one person, in their 1:1 chat."""

    person: PersonRef | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> Readers:
        if self.person and self.by_platform:
            raise refused((("person",), "goes to a person or to channels, not to both: write another digest for the person"))
        if not self.person and not self.by_platform:
            raise refused(((), "names nobody: write slack: C…, teams: 19:…, or person: slack:U…"))
        return self


class DigestPolicy(Section):
    """`at` is a time of day in the zone of the team's calendar, `on` the weekday of a weekly one.

    `team` None: the default team.
    """

    team: Key | None = None
    every: Literal["day", "week"]
    on: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"] | None = None
    at: TimeOfDay
    to: Readers

    @model_validator(mode="after")
    def _on_a_day(self) -> DigestPolicy:
        if self.every == "week" and self.on is None:
            raise refused(((), "a weekly digest needs its day: on: mon"))
        if self.every == "day" and self.on is not None:
            raise refused((("on",), "a daily digest comes every day: leave it out, or write every: week"))
        return self

    @property
    def weekday(self) -> int | None:
        """0 is Monday; None for every day."""
        return None if self.on is None else DAYS.index(self.on)
