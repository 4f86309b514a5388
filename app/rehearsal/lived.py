"""How a ticket lived under a policy: where it went, which milestones it passed, and what the ladder did to it.

The same words for what happened and for what would have, so that the two can be laid side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.sla.clock import Clock
from app.sla.ladder import BREACH
from app.sla.terms import ClockKind, Phase
from app.tickets.model import Priority

CHANNEL = "channel"
"""Beside the roles that hear of a level: the escalation channel."""


@dataclass(frozen=True)
class Opened:
    """Where it went when it was opened. `team` and `category` are keys, `reason` is why it has the priority."""

    team: str
    category: str | None
    priority: Priority
    reason: str


@dataclass(frozen=True, order=True)
class Reached:
    """A milestone that was due at `at`: level 0 is the warning, 1 the breach. `hears`: who is told."""

    at: datetime
    kind: ClockKind
    level: int
    hears: tuple[str, ...] = ()


@dataclass(frozen=True)
class Act:
    """The ladder did something: `raised` to a priority or `moved` to a team."""

    at: datetime
    what: str
    after: str


@dataclass(frozen=True)
class Standing:
    """A promise in the end: `none`, `open`, `kept` or `broken`, and when it is or was due (None: not now)."""

    state: str = "none"
    due: datetime | None = None


@dataclass(frozen=True)
class Lived:
    """`team` is the one it has in the end."""

    opened: Opened
    team: str
    reached: Sequence[Reached] = ()
    acts: Sequence[Act] = ()
    promises: Mapping[ClockKind, Standing] = field(default_factory=dict)

    def of(self, kind: ClockKind) -> list[Reached]:
        return [one for one in self.reached if one.kind is kind]


def standing(clocks: Sequence[Clock], reached: Sequence[Reached]) -> dict[ClockKind, Standing]:
    """A promise that was broken once is told as broken, since people heard of it."""
    known = {clock.kind: clock for clock in clocks}
    return {kind: _standing(known.get(kind), [one for one in reached if one.kind is kind]) for kind in ClockKind}


def _standing(clock: Clock | None, reached: Sequence[Reached]) -> Standing:
    broken = next((one.at for one in reached if one.level == BREACH), None)
    if broken is not None:
        return Standing("broken", broken)
    if clock is None or clock.phase is Phase.VOID:
        return Standing()
    return Standing("kept" if clock.phase is Phase.MET else "open", clock.due_at)
