"""Whoever asked hears first when a promise slips: it was not kept, or it moves to a later time by no doing of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app import events, words
from app.cards import Inline, Moment
from app.people.preferences import Notice
from app.posts.planning import Plan
from app.posts.privately import tell_person
from app.sla.clock import Clock
from app.sla.terms import ClockKind
from app.tickets.promised import promise_of
from app.tickets.sentences import mention_of, sentence, told_card


def tell_broken(plan: Plan, event: events.SlaBreached) -> None:
    """Not when what was promised is done in the same moment, and of two that broke together only the first."""
    broken = [one.kind for one in plan.happened if isinstance(one, events.SlaBreached)]
    late = {clock.kind: clock.breached_at for clock in _clocks(plan) if clock.is_late and clock.breached_at}
    kept = [kind for kind in ClockKind if kind in late and kind in broken]
    if kept and event.kind == kept[0]:
        _tell(plan, f"notice.broke.{event.kind}", {"when": late[kept[0]]})


def tell_postponed(plan: Plan, event: events.SlaPostponed) -> None:
    """Once for each time it moves; whoever moved it themselves knows."""
    if any(one.by == plan.ticket.requester_id for one in plan.happened):
        return
    before = datetime.fromisoformat(event.before)
    first = next(one for one in plan.happened if isinstance(one, events.SlaPostponed))
    promise = promise_of(plan.ticket, _clocks(plan))
    if event.due is None and event is first:
        _tell(plan, "notice.unpromised", {"before": before})
    elif event.due is not None and promise is not None and promise.kind == event.kind:
        _tell(plan, f"notice.postponed.{event.kind}", {"before": before, "when": datetime.fromisoformat(event.due)})


def _clocks(plan: Plan) -> Sequence[Clock]:
    return plan.tx.clocks.of(plan.org.id, plan.ticket.number)


def _tell(plan: Plan, key: str, moments: dict[str, datetime]) -> None:
    """Where they asked, each reader in their own time."""
    requester = plan.person(plan.ticket.requester_id)
    place, viewer = plan.requester_place(requester)
    if place is None:
        return
    locale = plan.reader_locale(viewer)
    zone = requester.timezone or plan.org.timezone
    facts: dict[str, Inline] = {name: Moment(at, _moment(at, plan.at, locale, zone)) for name, at in moments.items()}
    line = sentence(key, locale, ticket=plan.ticket.key, **facts)
    if viewer:
        tell_person(plan, requester, Notice.REQUEST, told_card(line, locale))
    else:
        plan.tell(place, told_card(line, locale, to=mention_of(requester)))


def _moment(at: datetime, now: datetime, locale: str, zone: str) -> str:
    return f"{words.weekday_and_time(at, now, locale, zone)} {words.zone_name(at, zone)}"
