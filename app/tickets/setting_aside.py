"""What agents do from chat to set a ticket aside and to take it up again."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app import words
from app.errors import Invalid
from app.forms import Option
from app.people.model import Team
from app.people.permissions import Action
from app.policy.working_time import calendar_of
from app.replies import Reply
from app.sla.calendar import Calendar
from app.sla.mornings import morning
from app.tickets import commands, forms, snoozing
from app.turn import Turn, Verb


def snooze(turn: Turn) -> Reply:
    """The form: a few plain times in the team's working time, a date, or until the requester answers."""
    ticket, team = turn.ticket(Action.SNOOZE)
    moments = snoozing.moments(calendar_of(turn.policy, team.key), turn.at)
    timed = [
        Option(name, f"{turn.say(f'option.aside.{name}')} · {words.moment(end, turn.locale, turn.zone)}")
        for name, end in moments.items()
    ]
    answer = Option(snoozing.ANSWER, turn.say("option.aside.answer"))
    return turn.open(forms.snooze_form(ticket, [*timed, answer], turn.locale))


def snooze_save(turn: Turn) -> Reply:
    ticket, team = turn.ticket(Action.SNOOZE)
    until = _until(turn, team)
    commands.snooze(turn.tx, ticket, until, turn.person, turn.at, turn.seen)
    if until is None:
        return turn.notice("notice.snoozed_answer", ticket=ticket.key)
    return turn.notice("notice.snoozed", ticket=ticket.key, until=words.moment(until, turn.locale, turn.zone))


def wake(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.SNOOZE)
    commands.wake(turn.tx, ticket, turn.person, turn.at, turn.seen)
    return turn.notice("notice.awake", ticket=ticket.key)


def _until(turn: Turn, team: Team) -> datetime | None:
    """A date counts instead of the choice; None: until the requester says something."""
    hours = calendar_of(turn.policy, team.key)
    written, chosen = turn.value("date"), turn.value("until")
    if written:
        return _morning(hours, _day(written), turn.at)
    if chosen == snoozing.ANSWER:
        return None
    moments = snoozing.moments(hours, turn.at)
    if chosen not in moments:
        raise Invalid(fields={"until": "refusal.unknown_choice"})
    return moments[chosen]


def _morning(hours: Calendar, day: date, at: datetime) -> datetime:
    """When the team begins to work on that day, which lies ahead and not too far."""
    ahead = day - at.astimezone(ZoneInfo(hours.zone)).date()
    if ahead <= timedelta(0):
        raise Invalid(fields={"date": "refusal.date_past"})
    until = morning(hours, day) if ahead <= snoozing.FURTHEST else None
    if until is None:
        raise Invalid(fields={"date": "refusal.date_far"})
    return until


def _day(written: str) -> date:
    """A date as both platforms send it."""
    try:
        found = date.fromisoformat(written) if re.fullmatch(r"\d{4}-\d\d-\d\d", written, re.ASCII) else None
    except ValueError:  # the thirtieth of February
        found = None
    if found is None:
        raise Invalid(fields={"date": "refusal.bad_date"})
    return found


VERBS: dict[str, Verb] = {"ticket.snooze": snooze, "ticket.snooze.save": snooze_save, "ticket.wake": wake}
