"""A second opinion on clocks: the life of a ticket told minute by minute, in the plain words of the policy file.

It shares nothing with the desk. Each minute it asks which team and priority the ticket has, what the policy of that minute
promises for them, whether somebody works, and counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from tests.app.sla.oracle import NAMES, Oracle

KINDS = ("first_response", "resolution")
DAYS = 12
MINUTE = timedelta(minutes=1)
ROUND_THE_CLOCK = {"timezone": "UTC", "hours": {day: ["00:00-24:00"] for day in NAMES}, "holidays": {}}


@cache
def _worked(calendar: str, begin: datetime) -> Oracle:
    return Oracle(json.loads(calendar), begin, DAYS)


@dataclass
class Counted:
    """`broke` is the minute from which on the promise is broken, `seen` whether anybody has looked since.

    `breaches` are all there ever were, those too that a new promise gave time again: whoever looks, and when.
    """

    phase: str
    used: int = 0
    working: int | None = None
    broke: datetime | None = None
    seen: bool = False
    breaches: list[datetime] = field(default_factory=list)

    def remember(self) -> None:
        if self.broke is not None and self.broke not in self.breaches:
            self.breaches.append(self.broke)


@dataclass
class Life:
    """One ticket; `at` is the minute until which everything is counted."""

    begin: datetime
    at: datetime
    policy: Mapping[str, Any]
    team: str
    priority: str
    status: str = "new"
    assigned: bool = False
    answered: bool = False
    clocks: dict[str, Counted] = field(default_factory=dict)

    def pass_time(self, until: datetime) -> None:
        """Every minute by itself."""
        worked = self._oracle()
        while self.at < until:
            counts = worked.is_open(self.at)
            self.at += MINUTE
            for clock in self.clocks.values():
                if counts and clock.phase == "running":
                    clock.used += 1
                    self._break(clock)

    def owe(self) -> None:
        """What is promised now, for what the ticket and the policy are now."""
        sla = self._sla()
        for kind in KINDS:
            target = sla["targets"].get(self.priority, {}).get(kind) if sla else None
            working = target and int(target[:-1]) * {"m": 1, "h": 60}[target[-1]]
            clock = self.clocks.get(kind)
            if clock is not None and clock.phase in ("running", "paused"):
                if working is None:
                    clock.phase = "void"
                else:
                    self._promise(clock, working)
            elif working is not None and self._is_open() and not self._is_done(kind):
                clock = self.clocks.setdefault(kind, Counted("running"))
                clock.phase = "running"
                self._promise(clock, working)
        self._stand_or_run()

    def look(self) -> None:
        for clock in self.clocks.values():
            if clock.phase == "running" and clock.broke is not None:
                clock.seen = True
                clock.remember()

    def apply(self, policy: Mapping[str, Any]) -> None:
        self.policy = policy
        self.owe()

    # What people do. It was allowed: the desk has done it.

    def reply(self) -> None:
        self.answered = True
        self._meet("first_response")

    def claim(self) -> None:
        self.assigned, self.status = True, "in_progress" if self.status == "new" else self.status
        sla = self._sla()
        if sla and sla["first_response_by"] == "claim":
            self.answered = True
            self._meet("first_response")

    def wait(self) -> None:
        self.status = "waiting"
        self._stand_or_run()

    def answer(self) -> None:
        if self.status == "waiting":
            self.status = self._at_work()
            self._stand_or_run()

    def prioritise(self, priority: str) -> None:
        self.priority = priority
        self.owe()

    def move(self, team: str) -> None:
        self.team, self.status, self.assigned = team, "new", False
        self.owe()

    def resolve(self) -> None:
        self.answered, self.status = True, "resolved"
        for kind in KINDS:
            self._meet(kind)

    def end(self) -> None:
        """Withdrawn, or not a request."""
        self.status = "closed"
        for clock in self.clocks.values():
            if clock.phase in ("running", "paused"):
                self._stop(clock, "void")

    def reopen(self) -> None:
        self.status = self._at_work()
        self.owe()

    def due(self, kind: str) -> datetime | None:
        """None: not now, or later than it has looked."""
        clock = self.clocks[kind]
        if clock.phase != "running" or clock.working is None or clock.broke:
            return None
        return self._oracle().due(self.at, clock.working - clock.used)

    def _oracle(self) -> Oracle:
        name = self.policy["teams"][self.team].get("calendar")
        calendar = self.policy["calendars"][name] if name else ROUND_THE_CLOCK
        return _worked(json.dumps(calendar), self.begin)

    def _sla(self) -> Mapping[str, Any] | None:
        name = self.policy["teams"][self.team].get("sla")
        found: Mapping[str, Any] | None = self.policy["sla"].get(name)
        return found

    def _is_open(self) -> bool:
        return self.status in ("new", "in_progress", "waiting")

    def _at_work(self) -> str:
        return "in_progress" if self.assigned else "new"

    def _is_done(self, kind: str) -> bool:
        return kind == "first_response" and self.answered

    def _promise(self, clock: Counted, working: int) -> None:
        if clock.broke is not None and clock.broke < self.at:
            clock.remember()
        clock.working = working
        if working > clock.used:
            clock.broke, clock.seen = None, False
        self._break(clock)

    def _break(self, clock: Counted) -> None:
        if clock.broke is None and clock.working is not None and clock.used >= clock.working and clock.phase == "running":
            clock.broke = self.at

    def _meet(self, kind: str) -> None:
        clock = self.clocks.get(kind)
        if clock is not None and clock.phase in ("running", "paused"):
            self._stop(clock, "met")

    def _stop(self, clock: Counted, phase: str) -> None:
        """In the very minute in which it falls due it is still in time, unless somebody has looked."""
        clock.phase = phase
        if clock.broke == self.at and not clock.seen:
            clock.broke = None
        clock.seen = clock.broke is not None
        clock.remember()

    def _stand_or_run(self) -> None:
        sla = self._sla()
        stands = sla is not None and self.status in sla["pause_on"]
        for clock in self.clocks.values():
            if stands and clock.phase == "running":
                self._stop(clock, "paused")
            elif not stands and clock.phase == "paused":
                clock.phase = "running"
                self._break(clock)
