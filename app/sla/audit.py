"""The auditor: what tickets' clocks should be, told from their history, beside what is kept of them.

It repairs what differs. Nobody is told anything twice: a milestone that was passed stays passed, whoever repairs what.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from app.ports import Tx
from app.ports.clocks import Passed
from app.sla.clock import Clock
from app.sla.ladder import BREACH
from app.sla.passing import Passing, entail, keep_first
from app.sla.promises import promises, promises_then
from app.sla.replaying import InForce, Replay, Should, replay
from app.sla.terms import NOTHING, ClockKind, Milestone, Phase, Why
from app.sla.watch import look_at
from app.tickets.model import Ticket

SKEW = timedelta(seconds=10)
"""So far apart the clocks of two machines may be without anything being wrong."""

BEGINNING = datetime.min.replace(tzinfo=UTC)


class Kind(StrEnum):
    """What may be wrong. BEHIND is no damage: another policy came into force and nobody has touched the ticket since."""

    BEHIND = "behind"
    CLOCK_MISSING = "clock_missing"
    CLOCK_WRONG = "clock_wrong"
    MILESTONE_MISSING = "milestone_missing"
    NEXT_MISSING = "next_missing"


@dataclass(frozen=True)
class Difference:
    """One clock that is not what it should be; `kept` is None where there is none."""

    what: Kind
    kept: Clock | None
    should: Should


def policies_of(tx: Tx, org_id: int) -> InForce:
    """Every policy there ever was, the built-in one first."""
    later = tx.policies.since(org_id, 0)
    return [(BEGINNING, promises_then(tx, org_id, 0)), *((at, promises_then(tx, org_id, version)) for version, at in later)]


def suspects(tx: Tx, org_id: int, numbers: Sequence[int], at: datetime) -> list[int]:
    """Those of these tickets whose clocks are not what they should be: four questions for all of them."""
    inforce = policies_of(tx, org_id)
    histories, clocks = tx.tickets.histories(org_id, numbers), tx.clocks.of_many(org_id, numbers)
    passed = tx.clocks.milestones(org_id, numbers)

    def differs(number: int) -> bool:
        life = replay(histories[number], inforce)
        return any(differences(life, clocks.get(number, []), passed, inforce[-1][1].version, at))

    return [number for number in numbers if differs(number)]


def repair(tx: Tx, org_id: int, number: int, at: datetime) -> list[Kind]:
    """Make the clocks of one ticket what they should be; what was wrong. Raises Stale when somebody is changing it."""
    ticket = tx.tickets.get(org_id, number)
    if ticket is None or not ticket.is_open:
        return []
    found = _differences(tx, ticket, at)
    settled = [Kind.BEHIND] if any(difference.what is Kind.BEHIND for difference in found) else []
    if settled:
        look_at(tx, ticket, promises(tx, org_id), at)
        found = _differences(tx, ticket, at)
    for difference in found:
        _put_right(tx, ticket, difference, at)
    if ticket.changed:
        tx.tickets.save(ticket)
    return settled + [difference.what for difference in found]


def _differences(tx: Tx, ticket: Ticket, at: datetime) -> list[Difference]:
    org_id, number, inforce = ticket.org_id, ticket.number, policies_of(tx, ticket.org_id)
    life = replay(tx.tickets.history(org_id, number), inforce)
    passed = tx.clocks.milestones(org_id, [number])
    return list(differences(life, tx.clocks.of(org_id, number), passed, inforce[-1][1].version, at))


def differences(
    life: Replay, kept: Sequence[Clock], passed: Collection[Passed], version: int, at: datetime
) -> Iterator[Difference]:
    """Where what is kept of a ticket's clocks is not what became of it."""
    known: Mapping[ClockKind, Clock] = {clock.kind: clock for clock in kept}
    for kind, should in life.clocks.items():
        clock = known.get(kind)
        wrong = _wrong(clock, should, passed, version, at)
        if wrong is not None:
            yield Difference(wrong, clock, should)


def _wrong(clock: Clock | None, should: Should, passed: Collection[Passed], version: int, at: datetime) -> Kind | None:
    if should.phase is None:
        return None if clock is None or not clock.counts else Kind.CLOCK_WRONG
    if clock is None:
        return Kind.BEHIND if should.lines[0].why is Why.POLICY else Kind.CLOCK_MISSING
    if clock.version < version and (clock.counts or (clock.phase is Phase.VOID and should.counts)):
        return Kind.BEHIND
    if not _alike(clock, should, at):
        return Kind.CLOCK_WRONG
    if clock.breached_at and not any(_is_of(milestone, clock) for milestone in passed):
        return Kind.MILESTONE_MISSING
    return Kind.NEXT_MISSING if _is_overlooked(clock, should, at) else None


def _alike(clock: Clock, should: Should, at: datetime) -> bool:
    """The same phase, promise and time used. A breach that the watch is about to find is none that is missing."""
    promise = should.promise
    assert promise is not None
    if clock.phase is not should.phase or (clock.counts and promise.differs(clock)):
        return False
    used = clock.used_at(at, promise.hours)
    if abs(used - should.used_by(at)) > SKEW or not _near(clock.met_at, should.met_at):
        return False
    if clock.breached_at is None and should.breached_at is not None:
        return clock.phase is Phase.RUNNING
    return clock.breached_at is None or _near(clock.breached_at, should.breached_at or should.due_at)


def _is_of(passed: Passed, clock: Clock) -> bool:
    """Whether that is the breach the clock shows; it may have been kept before something else was promised."""
    same = (passed.ticket, passed.kind, passed.level) == (clock.ticket, clock.kind, BREACH)
    return same and (passed.revision == clock.revision or passed.due_at == clock.breached_at)


def _is_overlooked(clock: Clock, should: Should, at: datetime) -> bool:
    """Whether the watch will not look at it, or too late."""
    wanted = next_look(clock, should) if clock.phase is Phase.RUNNING else None
    return wanted is not None and (clock.next_at is None or clock.next_at > max(wanted + SKEW, at))


def next_look(clock: Clock, should: Should) -> datetime | None:
    """When a clock that runs has to be looked at, told from what should be."""
    promise, since = should.promise, should.since
    if promise is None or since is None:
        return None

    def when(used: timedelta) -> datetime | None:
        return promise.hours.due(since, max(used - should.used, NOTHING))

    if clock.breached_at:
        rungs = promise.rungs[max(clock.level, BREACH) - 1 :]
        rung = when(clock.over + rungs[0]) if rungs else None
        return max(rung, clock.held_until or rung) if rung else None
    warning = when(promise.warn) if promise.warn is not None and clock.warned_at is None else None
    return min((look for look in (warning, when(promise.working)) if look is not None), default=None)


def _put_right(tx: Tx, ticket: Ticket, difference: Difference, at: datetime) -> None:
    """The clock and its lines as they should be. What is late by now is found by the watch, which tells it once."""
    kept, should = difference.kept, difference.should
    clock = kept or Clock(ticket.org_id, ticket.number, should.kind, Phase.RUNNING)
    read = None if kept is None else kept.lines
    if should.phase is None or should.promise is None:
        clock.phase, clock.due_at, clock.warn_at, clock.next_at = Phase.VOID, None, None, None
        tx.clocks.put_right(clock, should.lines, read)
        return
    _become(clock, should)
    if difference.what is Kind.MILESTONE_MISSING or (should.breached_at and clock.phase is not Phase.RUNNING):
        _break(tx, ticket, clock, should, at)
    clock.next_at = next_look(clock, should) if clock.phase is Phase.RUNNING else None
    tx.clocks.put_right(clock, should.lines, read)


def _become(clock: Clock, should: Should) -> None:
    promise = should.promise
    assert promise is not None
    assert should.phase is not None
    clock.phase, clock.used, clock.since, clock.met_at = should.phase, should.used, should.since, should.met_at
    clock.sla, clock.calendar, clock.target, clock.version = promise.sla, promise.calendar, promise.target, promise.version
    if clock.breached_at and not _near(clock.breached_at, should.breached_at or should.due_at):
        clock.breached_at, clock.level, clock.held_until, clock.held_by = None, 0, None, None
    clock.due_at = should.breached_at or should.due_at
    clock.warn_at = _warning(should) if clock.phase is Phase.RUNNING else None


def _break(tx: Tx, ticket: Ticket, clock: Clock, should: Should, at: datetime) -> None:
    """A breach that nobody was told of: it is told now if it is still to be done, and in any case remembered."""
    broken = clock.breached_at or should.breached_at
    assert broken is not None
    promise = should.promise
    assert promise is not None
    if not clock.breached_at:
        clock.breached_at, clock.level, clock.over = broken, BREACH, max(promise.working, should.over)
    passed = [Passing(clock, Milestone(BREACH, broken, clock.revision))]
    if _was_told(tx, ticket, clock, broken):
        tx.clocks.passed(clock, passed[0].milestone, at)
        return
    team = tx.teams.get(ticket.org_id, ticket.team_id).key
    entail(tx, ticket, keep_first(tx, ticket, passed, at), promises(tx, ticket.org_id), team, at)


def _was_told(tx: Tx, ticket: Ticket, clock: Clock, broken: datetime) -> bool:
    """Whether the history tells of that breach, although its milestone is gone."""
    history = tx.tickets.history(ticket.org_id, ticket.number)
    return any(line.event == "sla.breached" and line.changes.get("kind") == clock.kind and line.at >= broken for line in history)


def _warning(should: Should) -> datetime | None:
    promise = should.promise
    if promise is None or promise.warn is None or should.since is None:
        return None
    return promise.hours.due(should.since, max(promise.warn - should.used, NOTHING))


def _near(one: datetime | None, other: datetime | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= SKEW
