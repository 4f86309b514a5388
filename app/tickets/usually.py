"""What whoever asked reads of how it usually goes: history beside the promise, and never instead of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from app import words
from app.cards import Text, Tone
from app.ports import Tx
from app.ports.usual_answers import WHOLE_TEAM, Usual
from app.sla.calendar import Calendar
from app.sla.clock import Clock
from app.sla.terms import NOTHING, ClockKind, Phase
from app.tickets.comment import Comment
from app.tickets.model import Status, Ticket

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Usually:
    """`slower`: it usually takes longer than what is promised for this ticket."""

    of: Usual
    slower: bool = False


def usually(tx: Tx, ticket: Ticket, clocks: Sequence[Clock], said: Sequence[Comment], hours: Calendar) -> Usually | None:
    """How long those that were alike waited; None where too few were, or no first answer is awaited now."""
    clock = next((clock for clock in clocks if clock.kind is ClockKind.FIRST_RESPONSE), None)
    if not _awaited(ticket, clock, said):
        return None
    known = tx.usual_answers.of(ticket.org_id, ticket.team_id)
    usual = known.get(ticket.category_id or WHOLE_TEAM) or known.get(WHOLE_TEAM)
    return Usually(usual, _slower(usual, clock, hours)) if usual else None


def usual_line(found: Usually, locale: str) -> Text:
    """In whole minutes, rounded up: so long or shorter."""
    minutes = -(-found.of.time // MINUTE) or 1
    key = "card.usual_slower" if found.slower else "card.usual"
    return Text((words.say_many(key, found.of.requests, locale, time=words.working_time(minutes * 60, locale)),), Tone.SUBTLE)


def _awaited(ticket: Ticket, clock: Clock | None, said: Sequence[Comment]) -> bool:
    """Nobody has answered yet. Where a promise is broken or waits, what is usual says nothing."""
    if clock is not None:
        return ticket.is_open and clock.phase is Phase.RUNNING and clock.breached_at is None
    return ticket.status is Status.NEW and all(comment.author_id == ticket.requester_id for comment in said)


def _slower(usual: Usual, clock: Clock | None, hours: Calendar) -> bool:
    if clock is None or clock.since is None or clock.due_at is None:
        return False
    then = hours.due(clock.since, max(usual.time - clock.used, NOTHING))
    return then is None or then > clock.due_at
