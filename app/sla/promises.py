"""What the policy promises for a ticket: the bridge from its words to what a clock counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from app.errors import ConfigurationError
from app.policy import working_time
from app.policy.changes import in_force, read_version
from app.policy.document import Document
from app.policy.promises import FirstResponseBy, SlaPolicy
from app.policy.working_time import Held
from app.ports import Tx
from app.sla.calendar import Calendar
from app.sla.terms import ClockKind, Promise
from app.tickets.model import Priority, Status


@dataclass(frozen=True)
class Promises:
    """Everything one version of the policy promises; teams are told by their keys."""

    version: int
    document: Document

    def of(self, team: str, priority: Priority, kind: ClockKind) -> Promise | None:
        """None: nothing is promised."""
        return _promise(Held(self.document), self.version, team, priority, kind)

    def hours(self, calendar: str) -> Calendar:
        """The calendar of that name; round the clock for one that is not there any more."""
        return working_time.calendar(self.document, calendar if calendar in self.document.calendars else "")

    def pauses(self, team: str, status: Status) -> bool:
        """Whether clocks stand still while a ticket is like that."""
        sla = self.document.sla_of(team)
        return sla is not None and str(status) in sla.pause_on

    def met_by_claim(self, team: str) -> bool:
        """Whether claiming already is the first response."""
        sla = self.document.sla_of(team)
        return sla is not None and sla.first_response_by is FirstResponseBy.CLAIM


def promises(tx: Tx, org_id: int) -> Promises:
    """Those of the policy in force."""
    return Promises(*in_force(tx, org_id))


def promises_then(tx: Tx, org_id: int, version: int) -> Promises:
    """Those of an earlier version, under which a clock has counted until now."""
    try:
        return Promises(version, read_version(tx, org_id, version))
    except ConfigurationError:
        # Stricter rules of today may refuse what was accepted once. Nobody can apply that version anew: as if today's had held.
        return Promises(version, in_force(tx, org_id)[1])


@lru_cache(maxsize=1024)
def _promise(held: Held, version: int, team: str, priority: Priority, kind: ClockKind) -> Promise | None:
    document = held.document
    sla = document.sla_of(team)
    target = getattr(sla.targets.get(priority), str(kind), None) if sla else None
    if sla is None or target is None:
        return None
    named = document.teams.get(team)
    hours = working_time.calendar_of(document, team)
    working = hours.working_time(target)
    rungs = tuple(hours.working_time(level.after) for level in document.ladder_of(team) if level.after)
    return Promise(
        sla=next(name for name, one in document.sla.items() if one is sla),
        calendar=(named.calendar or "") if named else "",
        target=str(target),
        working=working,
        warn=_warning(sla, working, hours),
        hours=hours,
        version=version,
        rungs=rungs,
    )


def _warning(sla: SlaPolicy, working: timedelta, hours: Calendar) -> timedelta:
    """After how much working time of the target the warning comes."""
    if sla.warn_share is not None:
        return timedelta(microseconds=int(sla.warn_share * (working // timedelta(microseconds=1))))
    before = sla.warn_before
    return max(working - hours.working_time(before), timedelta(0)) if before else working
