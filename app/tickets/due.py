"""What the lines of a list say of the clocks: to agents the nearest one, to whoever asked when to expect an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app import words
from app.cards import Inline, Moment
from app.people.model import Person
from app.people.permissions import Action, may
from app.ports import Tx
from app.sla.clock import Clock
from app.sla.standing import clocks_of_many
from app.sla.terms import ClockKind, Phase
from app.tickets.model import Ticket
from app.tickets.promised import around, promise_of

Due = Mapping[int, tuple[Inline, ...]]
"""By ticket; of one without a promise there is nothing."""

NO_DUE: Due = {}


@dataclass(frozen=True)
class Reader:
    """Who reads a list, how, and when. `at` None: it stands for a while, so nothing is said that time alone makes untrue."""

    person: Person
    locale: str
    zone: str
    at: datetime | None = None


def due_lines(tx: Tx, tickets: Sequence[Ticket], reader: Reader, *, own: bool = False) -> Due:
    """Of one page, read at once. `own`: they read it as those who asked."""
    found: dict[int, tuple[Inline, ...]] = {}
    clocks = clocks_of_many(tx, [ticket for ticket in tickets if ticket.is_open])
    for ticket in tickets:
        of = clocks.get(ticket.number, ())
        plain = own or _asked_only(ticket, reader.person)
        if line := expected(ticket, of, reader) if plain else nearest(of, reader):
            found[ticket.number] = line
    return found


def _asked_only(ticket: Ticket, person: Person) -> bool:
    return ticket.requester_id == person.id and not may(person, Action.SEE_LISTS, ticket.team_id)


def expected(ticket: Ticket, clocks: Sequence[Clock], reader: Reader) -> tuple[Inline, ...]:
    """By when whoever asked will be answered."""
    clock = promise_of(ticket, clocks)
    if clock is None or clock.kind is not ClockKind.FIRST_RESPONSE or clock.phase is Phase.PAUSED or clock.due_at is None:
        return ()
    key = "list.answer_late" if _is_late(clock, clock.due_at, reader) else "list.answer_by"
    return _with_moment(key, clock.due_at, reader)


def nearest(clocks: Sequence[Clock], reader: Reader) -> tuple[Inline, ...]:
    """What is due next or was due first; where nothing is, that it stands still."""
    counting = [clock for clock in clocks if clock.counts]
    falling = [(clock.due_at, clock) for clock in counting if clock.due_at and (clock.phase is Phase.RUNNING or clock.is_late)]
    if not falling:
        paused = any(clock.phase is Phase.PAUSED for clock in counting)
        return (words.say("list.paused", reader.locale),) if paused else ()
    due, clock = min(falling, key=lambda found: found[0])
    late = _is_late(clock, due, reader)
    if reader.at is None:
        return _with_moment(f"list.late_since.{clock.kind}" if late else f"list.due.{clock.kind}", due, reader)
    if late:
        return _with_moment(f"list.late_by.{clock.kind}", due, reader, time=_length(due, reader.at, reader.locale))
    return _with_moment(f"list.due_in.{clock.kind}", due, reader, time=_length(reader.at, due, reader.locale))


def _is_late(clock: Clock, due: datetime, reader: Reader) -> bool:
    """The watch may not have come round yet."""
    return clock.breached_at is not None or (reader.at is not None and due < reader.at)


def _length(since: datetime, until: datetime, locale: str) -> str:
    """To the nearest minute, at least one."""
    minutes = max(int((until - since).total_seconds() + 30) // 60, 1)
    return words.duration(minutes * 60, locale)


def _with_moment(key: str, at: datetime, reader: Reader, **facts: str) -> tuple[Inline, ...]:
    return around(key, Moment(at, words.moment(at, reader.locale, reader.zone)), reader.locale, **facts)
