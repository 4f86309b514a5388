"""How tickets really lived: what the desk keeps of their promises, and what their history says of routing and ladder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.policy.working_time import calendar_of
from app.ports import HistoryLine
from app.ports.clocks import Passed
from app.rehearsal.deeds import Deed
from app.rehearsal.hearing import heard, named
from app.rehearsal.lived import Lived, Opened, Reached, standing
from app.rehearsal.living import acts_in
from app.sla.clock import Clock
from app.sla.promises import Promises
from app.sla.replaying import AFTERWARDS, InForce
from app.sla.terms import Phase
from app.tickets.model import Priority, Status


@dataclass(frozen=True)
class Past:
    """One ticket's past. `policies` are all that ever were in force."""

    history: Sequence[HistoryLine]
    clocks: Sequence[Clock]
    passed: Sequence[Passed]
    policies: InForce

    def lived(self, until: datetime) -> Lived:
        opened = self.history[0].changes
        way = Opened(opened["team"], opened.get("category"), Priority(opened["priority"]), opened["priority_reason"])
        kept = [Reached(one.due_at, one.kind, one.level) for one in self.passed]
        told = heard(self.history, kept, lambda at: self._policy(at).document)
        reached = tuple(sorted([*told, *self._about_to_be(until)]))
        return Lived(way, self._team(until), reached, acts_in(self.history), standing(self.clocks, reached))

    def deeds(self) -> Iterator[Deed]:
        """Everything after its opening."""
        status = Status.NEW
        for line in self.history[1:]:
            yield Deed(line, status is Status.WAITING, line.event == "sla.acknowledged" and self._on_it(line))
            status = AFTERWARDS.get(line.event, status)

    def _on_it(self, line: HistoryLine) -> bool:
        """Whether somebody said "I'm on it": then it is held for as long as the policy of the time said."""
        document, team = self._policy(line.at).document, self._team(line.at)
        sla, hours = document.sla_of(team), calendar_of(document, team)
        until = hours.due(line.at, hours.working_time(sla.acknowledge_for)) if sla else None
        return until is not None and until.isoformat() == line.changes["until"]

    def _about_to_be(self, until: datetime) -> Iterator[Reached]:
        """What nobody has looked at yet: the watch comes every few seconds, or there is none at the moment."""
        now, team = self.policies[-1][1], self._team(until)
        for clock in self.clocks:
            promise = now.of(team, self._priority(), clock.kind)
            if promise is not None and clock.version == now.version and clock.phase is Phase.RUNNING:
                for milestone in replace(clock, changes=[]).pass_by(promise, until):
                    yield Reached(milestone.at, clock.kind, milestone.level, named(now.document, team, milestone.level))

    def _team(self, at: datetime) -> str:
        """Just before `at`: what happened in that moment came after the clocks were looked at."""
        team = str(self.history[0].changes["team"])
        for line in self.history:
            if line.event == "ticket.moved" and line.at < at:
                team = str(line.changes["after"])
        return team

    def _priority(self) -> Priority:
        changed = (line.changes["after"] for line in reversed(self.history) if line.event == "ticket.prioritised")
        return Priority(next(changed, self.history[0].changes["priority"]))

    def _policy(self, at: datetime) -> Promises:
        return next(policy for since, policy in reversed(self.policies) if since <= at)


def pasts(
    histories: Mapping[int, Sequence[HistoryLine]], clocks: Mapping[int, list[Clock]], passed: Sequence[Passed], policies: InForce
) -> dict[int, Past]:
    """By ticket; those whose history does not begin with their opening are left out."""
    reached: dict[int, list[Passed]] = {}
    for one in passed:
        reached.setdefault(one.ticket, []).append(one)
    return {
        number: Past(history, clocks.get(number, []), reached.get(number, []), policies)
        for number, history in histories.items()
        if history and history[0].event == "ticket.opened"
    }
