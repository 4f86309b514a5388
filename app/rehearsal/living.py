"""A ticket's life once more, under a policy that is tried out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from app.people.model import Person
from app.ports import HistoryLine
from app.rehearsal.deeds import Deed, by_ladder, do
from app.rehearsal.hearing import heard
from app.rehearsal.lived import Act, Lived, Opened, standing
from app.rehearsal.stage import Stage
from app.rehearsal.trial import Trial
from app.sla.instants import MICROSECOND
from app.sla.promises import promises
from app.sla.watch import look_at
from app.tickets.model import Priority, Status, Ticket


def live(trial: Trial, ticket: Ticket, opening: HistoryLine, deeds: Iterable[Deed], requester: Person, until: datetime) -> Lived:
    """From its opening to `until`, as if the policy had been the only one."""
    stage, opened = _open(trial, ticket, opening, requester)
    for deed in deeds:
        _watch(stage, deed.line.at - MICROSECOND)
        do(stage, deed)
    _watch(stage, until)
    clocks, lived = stage.clocks.of(trial.org_id, ticket.number), stage.tickets.history(trial.org_id, ticket.number)
    reached = heard(lived, stage.reached, lambda _: trial.document)
    return Lived(opened, stage.team, reached, acts_in(lived), standing(clocks, reached))


def _open(trial: Trial, ticket: Ticket, line: HistoryLine, requester: Person) -> tuple[Stage, Opened]:
    said = line.changes
    chosen = Priority(said["priority"]) if said["priority_reason"] == "person" else None
    way = trial.way_in(ticket, requester, said.get("category"), chosen)
    category = way.category.key if way.category else None
    fresh = replace(
        ticket, status=Status.NEW, priority=way.priority, priority_reason=way.reason, team_id=way.team.id,
        category_id=way.category.id if way.category else None, assignee_id=None, resolved_at=None, closed_at=None,
        resolution=None, closed_how=None, silence=None, snooze=None, wakes_at=None, version=0, changed=[],
    )  # fmt: skip
    stage = Stage(trial, fresh)
    fresh.opened(way.team.key, category, line.at)
    stage.tickets.save(fresh)
    return stage, Opened(way.team.key, category, way.priority, way.reason)


def _watch(stage: Stage, until: datetime) -> None:
    """The watch looks in the very moment in which something is due."""
    looked: datetime | None = None
    while (due := stage.clocks.next_look()) is not None and due <= until and due != looked:
        look_at(stage.tx, stage.ticket, promises(stage.tx, stage.trial.org_id), due)
        looked = due


def acts_in(history: Sequence[HistoryLine]) -> list[Act]:
    """What the ladder did."""
    what = {"ticket.prioritised": "raised", "ticket.moved": "moved"}
    return [Act(line.at, what[line.event], str(line.changes["after"])) for line in history if by_ladder(line)]
