"""One ticket in memory, on which the desk's own code works: `app.sla.keeping` and `app.sla.watch` cannot tell it from storage.

Nothing here knows a database, so nothing that is rehearsed can reach one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast

from app.ports import HistoryLine, Tx
from app.rehearsal.lived import Reached
from app.rehearsal.trial import Trial
from app.sla.clock import Clock
from app.sla.keeping import keep
from app.sla.terms import ClockKind, Milestone
from app.tickets.model import Ticket


class Stage:
    """What `Tx` is to a ticket's clocks. `reached` are the milestones that were passed."""

    def __init__(self, trial: Trial, ticket: Ticket) -> None:
        self.trial, self.ticket = trial, ticket
        self.policies, self.teams, self.assignments = trial.policies, trial.teams, NobodyIsLookedFor()
        self.tickets, self.clocks = StagedTickets(self), StagedClocks(self)
        self.reached: list[Reached] = []

    @property
    def tx(self) -> Tx:
        """Of a whole transaction this has what clocks ask for; whatever asks for more fails loudly."""
        return cast(Tx, self)

    @property
    def team(self) -> str:
        return self.teams.get(self.trial.org_id, self.ticket.team_id).key


class StagedTickets:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._kept = replace(stage.ticket, changed=[])
        self._history: list[HistoryLine] = []

    def get(self, _org_id: int, _number: int) -> Ticket:
        """As it was stored last, not as it is just being changed."""
        return replace(self._kept, changed=[])

    def save(self, ticket: Ticket) -> None:
        """Its clocks follow, and what happened becomes history."""
        keep(self._stage.tx, ticket)
        for event in ticket.changed:
            ticket.version += 1
            self._history.append(HistoryLine(ticket.version, event.name, event.at, event.by, event.changes, event.internal))
        ticket.changed.clear()
        self._kept = replace(ticket, changed=[])

    def history(self, _org_id: int, _number: int) -> Sequence[HistoryLine]:
        return self._history


class StagedClocks:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._kept: dict[ClockKind, Clock] = {}
        self._passed: set[tuple[ClockKind, int, int]] = set()

    def of(self, _org_id: int, _ticket: int) -> Sequence[Clock]:
        return [replace(self._kept[kind], changes=[]) for kind in ClockKind if kind in self._kept]

    def save(self, clock: Clock) -> None:
        clock.changes.clear()
        self._kept[clock.kind] = replace(clock, changes=[])

    add = save

    def passed(self, clock: Clock, milestone: Milestone, _at: datetime) -> bool:
        key = (clock.kind, milestone.revision, milestone.level)
        if key in self._passed:
            return False
        self._passed.add(key)
        self._stage.reached.append(Reached(milestone.at, clock.kind, milestone.level))
        return True

    def next_look(self) -> datetime | None:
        """When the watch has to look at one of them."""
        return _earliest(clock.next_at for clock in self._kept.values())


class NobodyIsLookedFor:
    """Who is given a ticket by turn or load depends on everybody's other tickets: that is not rehearsed."""

    def look_again(self, _org_id: int, _ticket: int, _team_id: int, _at: datetime) -> None: ...


def _earliest(instants: Iterable[datetime | None]) -> datetime | None:
    return min((at for at in instants if at is not None), default=None)
