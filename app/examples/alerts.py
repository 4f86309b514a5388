"""Alerts in the escalation channel: in every state, alone and together."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from app.cards import Card
from app.examples.cast import NOW, Cast
from app.examples.ticket_cards import view
from app.sla.alerts import Alert, alert_card, alerts_card
from app.sla.clock import Clock
from app.sla.terms import ClockKind, Phase


def alert_examples(cast: Cast, locale: str) -> dict[str, Card]:
    broken, both = [_clock(ClockKind.FIRST_RESPONSE)], [_clock(ClockKind.FIRST_RESPONSE), _clock(ClockKind.RESOLUTION, 3)]
    unowned = Alert(view(cast), broken, [cast.agent, cast.other_agent])
    owned = Alert(view(cast, "claimed"), both)
    held = Alert(owned.view, [_clock(ClockKind.RESOLUTION, 2, held=NOW + timedelta(minutes=30))], holder=cast.other_agent)
    answered = Alert(owned.view, [_clock(ClockKind.FIRST_RESPONSE, phase=Phase.MET)])
    solved = Alert(view(cast, "resolved"), [_clock(ClockKind.FIRST_RESPONSE, phase=Phase.MET)])
    return {
        "alert.unowned": alert_card(unowned, locale),
        "alert.owned": alert_card(owned, locale),
        "alert.held": alert_card(held, locale),
        "alert.answered": alert_card(answered, locale),
        "alert.resolved": alert_card(solved, locale),
        "alert.many": alerts_card([unowned, owned, answered], locale),
        "alert.most": alerts_card([_numbered(unowned, number) for number in range(1, 61)], locale),
        "alert.many_settled": alerts_card([answered, solved], locale),
    }


def _numbered(alert: Alert, number: int) -> Alert:
    return replace(alert, view=replace(alert.view, ticket=replace(alert.view.ticket, number=number)))


def _clock(kind: ClockKind, level: int = 1, *, phase: Phase = Phase.RUNNING, held: datetime | None = None) -> Clock:
    since = NOW - timedelta(minutes=35)
    who = 11 if held else None
    return Clock(1, 42, kind, phase, due_at=since, since=since, breached_at=since, level=level, held_until=held, held_by=who)
