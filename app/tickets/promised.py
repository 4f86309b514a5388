"""What the cards of a ticket say of its clocks: to agents as facts, to whoever asked as a promise in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from app import words
from app.cards import Inline, Moment, Text
from app.sla.clock import Clock
from app.sla.terms import ClockKind, Phase
from app.tickets.model import Status, Ticket
from app.tickets.sentences import sentence, told_moment


def clock_rows(ticket: Ticket, clocks: Sequence[Clock], locale: str, zone: str) -> tuple[tuple[str, Inline], ...]:
    """One fact for each clock. Nothing that time alone would make untrue: a card stands as it was drawn."""
    return tuple(_row(ticket, clock, locale, zone) for clock in clocks if clock.phase is not Phase.VOID)


def promise_of(ticket: Ticket, clocks: Sequence[Clock]) -> Clock | None:
    """The clock whoever asked wants to know of: that of the first answer until there is one, then that of the solution."""
    counting = [clock for clock in clocks if clock.counts] if ticket.is_open else []
    return min(counting, key=lambda clock: list(ClockKind).index(clock.kind), default=None)


def promise_line(ticket: Ticket, clocks: Sequence[Clock], locale: str, zone: str) -> Text | None:
    """When to expect an answer, or a solution; None where nothing is promised."""
    clock = promise_of(ticket, clocks)
    if clock is None:
        return None
    about = "answer" if clock.kind is ClockKind.FIRST_RESPONSE else "solution"
    if clock.breached_at is not None:
        key = "card.promise_answer_late" if about == "answer" else "card.promise_solution_late"
        return Text(around(key, Moment(clock.breached_at, words.moment(clock.breached_at, locale, zone)), locale))
    if clock.phase is Phase.PAUSED:
        waits = ticket.status is Status.WAITING
        return Text((words.say("card.promise_waits" if waits else "card.promise_paused", locale),))
    if clock.due_at is None:
        return None
    key = "card.promise_answer" if about == "answer" else "card.promise_solution"
    return Text(around(key, Moment(clock.due_at, words.moment(clock.due_at, locale, zone)), locale))


def around(key: str, moment: Moment, locale: str, **facts: str) -> tuple[Inline, ...]:
    """The parts of a sentence with a moment in it, wherever the language puts it."""
    return sentence(key, locale, when=moment, **facts)


def _row(ticket: Ticket, clock: Clock, locale: str, zone: str) -> tuple[str, Inline]:
    name = words.say(f"label.clock.{clock.kind}", locale)
    if clock.phase is Phase.MET:
        return name, words.say("status.clock_late" if clock.breached_at else "status.clock_met", locale)
    if clock.breached_at is not None:
        return words.say(f"label.overdue.{clock.kind}", locale), told_moment(clock.breached_at, locale, zone)
    if clock.phase is Phase.PAUSED:
        waits = ticket.status is Status.WAITING
        return name, words.say("status.clock_waiting" if waits else "status.clock_paused", locale)
    if clock.due_at is None:
        return name, words.say("status.clock_never", locale)
    return words.say(f"label.due.{clock.kind}", locale), Moment(clock.due_at, words.moment(clock.due_at, locale, zone))
