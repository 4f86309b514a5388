"""The figures of a report, worked out of plain facts. Pure: nothing is asked, no clock is read.

What counts where:
- A ticket counts for the team, the category and the agent it has now.
- *New* is how many tickets were opened in the period, *solved* how many were solved in it, each once.
- *First response* and *resolution* are the working time that the tickets solved in the period had used when they were first
  answered and when they were solved last in it: what their clocks say and, where nothing was promised, the working time of
  the team's calendar since they were opened.
- *Broken promises* is the share of the tickets solved in the period whose first response or solution came too late, among
  those to which anything was promised.
- *Reopened* is the share of the tickets reopened in the period, among those solved or reopened in it.
- A median and a 90th percentile are by nearest rank: the smallest value that at least so many of all do not exceed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Opened:
    ticket: int
    category: int | None = None


@dataclass(frozen=True)
class Solved:
    """A ticket that was solved in a period, as it was when it was solved last in it. `late` None: nothing was promised."""

    ticket: int
    first_response: timedelta
    resolution: timedelta
    late: bool | None = None
    category: int | None = None
    agent: int | None = None


@dataclass(frozen=True)
class Facts:
    """What happened in one period; a ticket stands at most once in each."""

    opened: Sequence[Opened] = ()
    solved: Sequence[Solved] = ()
    reopened: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Spread:
    """Of `count` values. None where there are none."""

    count: int = 0
    median: timedelta | None = None
    ninetieth: timedelta | None = None


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int = 0
    whole: int = 0

    @property
    def percent(self) -> int | None:
        """Rounded, half up; None of nothing."""
        return int(Fraction(100 * self.part, self.whole) + Fraction(1, 2)) if self.whole else None


@dataclass(frozen=True)
class Figures:
    """What a period was like."""

    new: int
    solved: int
    first_response: Spread
    resolution: Spread
    broken: Share
    reopened: Share


@dataclass(frozen=True)
class Oldest:
    """The open ticket that was opened first."""

    ticket: int
    since: datetime


def figures(facts: Facts) -> Figures:
    """All of them, of one period."""
    solved = facts.solved
    promised = [ticket for ticket in solved if ticket.late is not None]
    either = {ticket.ticket for ticket in solved} | facts.reopened
    return Figures(
        new=len(facts.opened),
        solved=len(solved),
        first_response=spread(ticket.first_response for ticket in solved),
        resolution=spread(ticket.resolution for ticket in solved),
        broken=Share(sum(ticket.late is True for ticket in promised), len(promised)),
        reopened=Share(len(facts.reopened), len(either)),
    )


def spread(values: Iterable[timedelta]) -> Spread:
    ordered = sorted(values)
    if not ordered:
        return Spread()
    return Spread(len(ordered), nearest_rank(ordered, 50), nearest_rank(ordered, 90))


def nearest_rank(ordered: Sequence[T], percent: int) -> T:
    """The value that stands at the rank ⌈percent/100 · n⌉ of sorted ones. `percent` from 1 to 100; at least one value."""
    return ordered[-(-percent * len(ordered) // 100) - 1]


def by_category(facts: Facts) -> dict[int | None, Figures]:
    """The figures of each category something happened in; reopened ones count in the whole alone."""
    return {
        category: figures(
            Facts(
                [one for one in facts.opened if one.category == category],
                [one for one in facts.solved if one.category == category],
            )
        )
        for category in {one.category for one in facts.opened} | {one.category for one in facts.solved}
    }


def by_agent(facts: Facts) -> dict[int | None, Figures]:
    """What each agent has solved. None: nobody had them."""
    return {
        agent: figures(Facts(solved=[one for one in facts.solved if one.agent == agent]))
        for agent in {one.agent for one in facts.solved}
    }
