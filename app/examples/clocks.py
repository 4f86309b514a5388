"""Tickets with a promise, on both cards, and how it came about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app import words
from app.cards import Card
from app.examples.cast import NOW, ZONE, Cast
from app.ports.usual_answers import Usual
from app.sla.account import stretches, used
from app.sla.calendar import Calendar
from app.sla.clock import Clock
from app.sla.explaining import why_card
from app.sla.public_holidays import PublicHolidays
from app.sla.steps import steps
from app.sla.telling import Explained, Reader
from app.sla.terms import NOTHING, ClockKind, Phase, Promise, Why
from app.tickets.cards import TicketView, requester_card, triage_card
from app.tickets.usually import Usually

_HOURS = Calendar(ZONE, (((570, 1110),),) * 5 + ((), ()), PublicHolidays("IN", "KA"))
_BEGUN = NOW - timedelta(days=2, hours=16, minutes=10)
"""Friday evening, 17:50 in India."""

_ANSWER = Promise("standard", "office", "4h", timedelta(hours=4), timedelta(hours=3), _HOURS)
_SOLUTION = Promise("standard", "office", "3d", timedelta(hours=27), timedelta(hours=20), _HOURS)
_SOONER = replace(_ANSWER, target="1h", working=timedelta(hours=1))


def clock_examples(cast: Cast, locale: str, new: TicketView, waiting: TicketView) -> dict[str, Card]:
    """`new` and `waiting`: a ticket that nobody has picked up, and one that waits for its requester."""
    running = replace(new, clocks=[_answer(), _solution()])
    late = replace(new, clocks=[_late(), _solution()])
    done = _answer()
    done.meet(_HOURS, NOW)
    answered = replace(new, clocks=[done, _solution()])
    paused = replace(waiting, clocks=[done, _paused()])
    usual = replace(running, usually=Usually(Usual(37, timedelta(minutes=40))))
    slower = replace(running, usually=Usually(Usual(1_204, timedelta(hours=9, minutes=5)), slower=True))
    agent, own = Reader(locale, ZONE, NOW), Reader(locale, ZONE, NOW, own=True)
    shown = {"promised": running, "overdue": late, "answered": answered, "paused": paused}
    found = {f"triage.{name}": triage_card(view, locale) for name, view in shown.items()}
    found |= {f"requester.{name}": requester_card(view, locale) for name, view in shown.items()}
    return found | {
        "requester.usual": requester_card(usual, locale),
        "requester.usual_slower": requester_card(slower, locale),
        "account.running": why_card(running, [_explained(_answer(), cast, locale), _explained(_solution(), cast, locale)], own),
        "account.overdue": why_card(late, [_explained(_late(), cast, locale)], agent),
        "account.paused": why_card(paused, [_explained(done, cast, locale), _explained(_paused(), cast, locale)], agent),
        "account.paused_own": why_card(paused, [_explained(_paused(), cast, locale)], own),
        "account.long": why_card(running, [_explained(_lively(), cast, locale)], agent),
    }


def _clock(kind: ClockKind, promise: Promise) -> Clock:
    clock = Clock(1, 42, kind, Phase.RUNNING)
    clock.start(promise, _BEGUN)
    return clock


def _answer() -> Clock:
    return _clock(ClockKind.FIRST_RESPONSE, _ANSWER)


def _solution() -> Clock:
    return _clock(ClockKind.RESOLUTION, _SOLUTION)


def _late() -> Clock:
    """Four hours were promised when it was opened, one hour a little later."""
    clock = _answer()
    clock.promise_anew(_SOONER, _HOURS, Why.PRIORITY, _BEGUN + timedelta(minutes=20))
    clock.pass_by(_SOONER, NOW + timedelta(hours=1))
    return clock


def _paused() -> Clock:
    clock = _solution()
    clock.pause(_HOURS, NOW - timedelta(minutes=10))
    return clock


def _lively() -> Clock:
    """Many pauses, and a promise that was kept and is owed again."""
    clock, begun = Clock(1, 42, ClockKind.RESOLUTION, Phase.RUNNING), NOW - timedelta(days=14)
    clock.start(_SOLUTION, begun)
    for hours in range(2, 250, 25):
        clock.pause(_HOURS, begun + timedelta(hours=hours))
        clock.resume(_SOLUTION, begun + timedelta(hours=hours + 1))
    clock.meet(_HOURS, begun + timedelta(hours=252))
    clock.reopen(_SOLUTION, NOW - timedelta(minutes=20))
    return clock


def _name(why: Why, cast: Cast, locale: str) -> str:
    return {Why.PAUSED: cast.requester.name, Why.PRIORITY: words.say("priority.high", locale)}.get(why, "")


def _explained(clock: Clock, cast: Cast, locale: str) -> Explained:
    changes = clock.changes
    until = max(NOW, changes[-1].at) if clock.counts else changes[-1].at
    told = stretches(changes, lambda _: _HOURS, until, locale)
    return Explained(
        clock=clock,
        first=changes[0],
        last=changes[-1],
        steps=steps(told),
        used=sum((used(stretch.segments) for stretch in told), NOTHING),
        promised={change.seq: _TARGETS[change.target] for change in changes},
        names={change.seq: name for change in changes if (name := _name(change.why, cast, locale))},
    )


_TARGETS = {promise.target: promise.working for promise in (_ANSWER, _SOLUTION, _SOONER)}
