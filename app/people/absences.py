"""What is known of somebody's absences: which one counts now, and what becomes of them when something new is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.errors import Conflict
from app.people.away import Absence
from app.people.model import Person
from app.ports import Tx

MOST = 20
"""Absences that one person may have at the same time."""

LONG = timedelta(hours=4)
"""Who is away for so long leaves something behind: the leads hear of it."""


def present(absences: Iterable[Absence], at: datetime) -> Absence | None:
    """The one that covers this moment; of several the one that ends last."""
    now = [absence for absence in absences if absence.covers(at)]
    endless = next((absence for absence in now if absence.until is None), None)
    return endless or max(now, key=lambda absence: absence.until or absence.since, default=None)


def is_long(absence: Absence) -> bool:
    return absence.until is None or absence.until - absence.since >= LONG


def joined(standing: Sequence[Absence], new: Absence, at: datetime) -> tuple[Absence, list[Absence]]:
    """What is kept of something new, and the absences in whose place it comes.

    What is said anew of the present counts instead of what was said of it. Else absences that overlap or touch become one, from
    the earliest beginning to the latest end; those until further notice stand beside the others.
    """
    gone = [one for one in standing if one.covers(at)] if new.since <= at else []
    rest = [one for one in standing if one not in gone]
    while touching := [one for one in rest if _touch(one, new)]:
        gone += touching
        rest = [one for one in rest if one not in touching]
        ends = [one.until for one in (new, *touching) if one.until is not None]
        new = replace(new, since=min(one.since for one in (new, *touching)), until=max(ends))
    return replace(new, told=new.since <= at and any(one.told and is_long(one) for one in gone)), gone


def _touch(one: Absence, other: Absence) -> bool:
    return (
        one.until is not None and other.until is not None and one.since <= other.until and other.since <= one.until
    )  # fmt: skip


def go_away(tx: Tx, new: Absence, by: Person, at: datetime) -> Absence:
    """Remember it; as it stands then. Raises Stale when somebody else says something of the same person at once."""
    standing = tx.absences.of(new.org_id, [new.person_id], at).get(new.person_id, ())
    kept, gone = joined(standing, new, at)
    if len(standing) - len(gone) >= MOST:
        raise Conflict("refusal.too_many_absences")
    for one in gone:
        tx.absences.end(one, by.id, at)
    tx.absences.add(replace(kept, by_id=by.id), at, told=kept.told)
    return kept


def come_back(tx: Tx, person: Person, by: Person, at: datetime) -> tuple[bool, list[Absence]]:
    """End what covers this moment: whether there was something, and the absences that still lie ahead."""
    standing = tx.absences.of(person.org_id, [person.id], at).get(person.id, ())
    now = [one for one in standing if one.covers(at)]
    for one in now:
        call_off(tx, one, person, by, at)
    return bool(now), [one for one in standing if one not in now]


def call_off(tx: Tx, absence: Absence, person: Person, by: Person, at: datetime) -> bool:
    """It counts no more; where it did by now, whatever waits for somebody of their teams is looked at. False: it was over."""
    if not tx.absences.end(absence, by.id, at):
        return False
    if absence.covers(at):
        tx.assignments.vacant(person.org_id, person.roles, f"back:{person.id}:{absence.number}")
    return True
