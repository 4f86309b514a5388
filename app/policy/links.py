"""When requests are taken for the same, and when many people with one problem are worth a word to everybody."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from app.policy.values import Period, Section
from app.sla.duration import parse


class SimilarPolicy(Section):
    """`days`: so far back open tickets are suggested to the agents of a new one that seems to ask the same; 0: none are."""

    days: int = Field(default=14, ge=0, le=366, strict=True)

    @property
    def span(self) -> timedelta:
        return timedelta(days=self.days)


class MeTooPolicy(Section):
    """`reporters` people with the same problem `within` this time: the agents are asked whether it is a known issue."""

    reporters: int = Field(default=3, ge=2, le=1000, strict=True)
    within: Period = Field(default_factory=lambda: parse("1h"))

    @property
    def window(self) -> timedelta:
        """Of the wall clock: a day has 24 hours."""
        return timedelta(weeks=self.within.weeks, days=self.within.days, seconds=self.within.seconds)
