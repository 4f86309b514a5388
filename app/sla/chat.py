"""What can be pressed on an alert."""

from __future__ import annotations

from datetime import datetime, timedelta

from app import words
from app.errors import Invalid
from app.forms import Choice, Form, Option
from app.people.permissions import Action
from app.policy.working_time import calendar_of
from app.replies import Notice, Reply, ShowCard
from app.sla.acknowledging import acknowledge, hold
from app.sla.alert_reading import alert_pressed
from app.sla.calendar import Calendar
from app.sla.mornings import morning_after
from app.tickets.model import Ticket
from app.turn import Turn, Verb

CHOICES: dict[str, timedelta | None] = {
    "30m": timedelta(minutes=30), "1h": timedelta(hours=1), "4h": timedelta(hours=4), "next_day": None,
}  # fmt: skip
"""How long an alert can be put off, in working time; None: until the next working day begins."""


def on_it(turn: Turn) -> Reply:
    """I'm on it: the ladder waits as long as the policy says."""
    ticket, _ = turn.ticket(Action.ASSIGN)
    acknowledge(turn.tx, ticket, turn.person, turn.at)
    return ShowCard(alert_pressed(turn, ticket))


def snooze(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.ASSIGN)
    return turn.open(snooze_form(ticket, turn.locale))


def snooze_save(turn: Turn) -> Reply:
    ticket, team = turn.ticket(Action.ASSIGN)
    chosen = turn.value("until")
    if chosen not in CHOICES:
        raise Invalid(fields={"until": "refusal.unknown_choice"})
    until = _until(calendar_of(turn.policy, team.key), chosen, turn.at)
    hold(turn.tx, ticket, until, turn.person, turn.at)
    return Notice(turn.say("notice.alert_snoozed", ticket=ticket.key, until=words.moment(until, turn.locale, turn.zone)))


def snooze_form(ticket: Ticket, locale: str) -> Form:
    options = tuple(Option(name, words.say(f"option.snooze.{name}", locale)) for name in CHOICES)
    field = Choice("until", words.say("label.snooze_until", locale), options, "1h", required=True)
    return Form(
        verb="sla.snooze.save",
        title=words.say("title.snooze_alert", locale),
        submit=words.say("submit.snooze_alert", locale),
        cancel=words.say("cancel.cancel", locale),
        fields=(field,),
        ref=ticket.key,
        intro=f"{ticket.key} · {ticket.summary}",
        locale=locale,
    )


def _until(hours: Calendar, chosen: str, at: datetime) -> datetime:
    amount = CHOICES[chosen]
    if amount is not None:
        return hours.due(at, amount) or at + amount
    return morning_after(hours, at) or at + timedelta(days=1)


VERBS: dict[str, Verb] = {"sla.acknowledge": on_it, "sla.snooze": snooze, "sla.snooze.save": snooze_save}

OPENS = frozenset({"sla.snooze"})
"""Verbs that only read."""
