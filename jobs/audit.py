"""The auditor's round: some open tickets every few minutes, from where the last one stopped, whoever that was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import structlog

from app.errors import Stale
from app.ports import Clock, Reception, Tx
from app.sla.audit import Kind, repair, suspects

EVERY = timedelta(minutes=5)

HOLD = timedelta(minutes=4)
"""How long one worker has the job to itself after each list."""

AT_ONCE = 50
"""Tickets of one list; with SQLite nobody else writes while one is read."""

MOST = 100
"""Lists of one round: a million open tickets are looked through in the course of days, not at once."""

FINDING = "audit.repaired"

log = structlog.get_logger()


async def audit(reception: Reception, clock: Clock, holder: str) -> int:
    """How many tickets were looked at."""
    organisations = await reception.within(lambda tx: [organisation.id for organisation in tx.organisations.all()])
    return sum([await _audit_one(reception, clock, holder, org_id) for org_id in organisations])


async def _audit_one(reception: Reception, clock: Clock, holder: str, org_id: int) -> int:
    looked = 0
    for _ in range(MOST):
        found = await reception.within(lambda tx: _next(tx, clock, holder, org_id))
        if found is None:
            break
        numbers, wrong, ended = found
        looked += len(numbers)
        for number in wrong:
            await _repair(reception, clock, org_id, number)
        if ended:
            await reception.within(lambda tx: _end(tx, org_id))
            break
    return looked


def _next(tx: Tx, clock: Clock, holder: str, org_id: int) -> tuple[Sequence[int], Sequence[int], bool] | None:
    """The next list, those of it that differ, and whether it was the last one; None where another worker is at it."""
    at = clock()
    if not tx.operations.lease("audit", holder, at, at + HOLD):
        return None
    numbers, ended = tx.audits.next_open(org_id, AT_ONCE)
    if numbers:
        tx.audits.count(org_id, "checked", len(numbers))
    return numbers, suspects(tx, org_id, numbers, at), ended


async def _repair(reception: Reception, clock: Clock, org_id: int, number: int) -> None:
    """In a transaction of its own, so that one ticket does not keep the others from being looked at."""
    try:
        await reception.within(lambda tx: _mend(tx, org_id, number, clock))
    except Stale:
        log.info("audit.changed_meanwhile", ticket=number)
    except Exception:
        log.exception("audit.failed", ticket=number)
        await reception.within(lambda tx: tx.audits.count(org_id, "failed"))


def _mend(tx: Tx, org_id: int, number: int, clock: Clock) -> None:
    at = clock()
    found = repair(tx, org_id, number, at)
    for kind in found:
        tx.audits.count(org_id, f"repaired.{kind}")
    damage = sorted({str(kind) for kind in found if kind is not Kind.BEHIND})
    if damage:
        log.warning("audit.repaired", ticket=number, kinds=damage)
        tx.audits.repaired(org_id)
        tx.operations.report(FINDING, f"The clocks of T-{number} were not what its history says ({', '.join(damage)})", at)


def _end(tx: Tx, org_id: int) -> None:
    """A whole round without damage takes the finding back."""
    if tx.audits.round_ended(org_id):
        tx.operations.resolved(FINDING)
