"""What stands in the escalation channel: that a promise is broken, who has it, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app import words
from app.cards import Button, Card, Element, Facts, Inline, Mention, Place, Row, Style, Text, Tone
from app.people.model import Person
from app.sla.clock import Clock
from app.text import unended
from app.tickets.cards import TicketView, moment
from app.tickets.sentences import sentence

MENTIONED = 10
"""People of a team who are named where nobody has the ticket."""

ADDRESSED = 6
"""People who are named above several tickets."""

IN_SIGHT = 3
"""Teams whose list is opened by a button in sight."""

LINES = 8
"""Tickets of one message. Four buttons each fit into a Teams card for any text and in any language; the list has the others."""


@dataclass(frozen=True)
class Alert:
    """A ticket whose promise is or was broken. `agents` are those of its team, `holder` who has said that they are on it."""

    view: TicketView
    clocks: Sequence[Clock]
    agents: Sequence[Person] = ()
    holder: Person | None = None

    @property
    def late(self) -> list[Clock]:
        return [clock for clock in self.clocks if clock.is_late] if self.view.ticket.is_open else []

    @property
    def level(self) -> int:
        return max((clock.level for clock in self.clocks), default=0)

    @property
    def since(self) -> datetime | None:
        return min((clock.breached_at for clock in self.late if clock.breached_at), default=None)

    @property
    def held_until(self) -> datetime | None:
        return max((clock.held_until for clock in self.late if clock.held_until), default=None)


def alert_card(alert: Alert, locale: str) -> Card:
    """One ticket. Who has it is addressed; where nobody has, its team. When it is late no more it says so, without buttons."""
    ticket, late = alert.view.ticket, alert.late
    line = _line(alert, locale)
    body: list[Element] = [Text((line,), Tone.STRONG)]
    if late:
        body.append(Text(_addressed(alert, locale)))
    body.append(Facts(_facts(alert, locale)))
    if held := _held(alert, locale):
        body.append(Text(held, Tone.SUBTLE))
    return Card(
        title=f"{ticket.key} · {ticket.summary}",
        spoken=f"{ticket.key} · {unended(ticket.summary)}: {line}",
        body=tuple(body),
        buttons=_buttons(alert, locale) if late else (),
        ref=ticket.key,
        version=ticket.version,
        locale=locale,
    )


def alerts_card(alerts: Sequence[Alert], locale: str) -> Card:
    """Several that broke together, a line each, with what can be done about it; of many those that are late come first."""
    late = [alert for alert in alerts if alert.late]
    title = words.say_many("list.overdue", len(late), locale) if late else words.say("card.none_overdue", locale)
    addressed: tuple[Element, ...] = (Text(everybody),) if (everybody := _everybody(alerts)) else ()
    shown = alerts if len(alerts) <= LINES else sorted(alerts, key=lambda alert: not alert.late)[:LINES]
    left = len(alerts) - len(shown)
    rest: tuple[Element, ...] = (Text((words.say_many("list.more", left, locale),), Tone.SUBTLE),) if left else ()
    return Card(
        title=title,
        spoken=title,
        body=(*addressed, *(_row(alert, locale) for alert in shown), *rest),
        buttons=_lists(late, locale) if left else (),
        more=words.say("button.more", locale),
        locale=locale,
    )


def _lists(late: Sequence[Alert], locale: str) -> tuple[Button, ...]:
    """Everything that is overdue, team by team: also what this message has no room for."""
    label = words.say("button.list_breached", locale)
    teams = {alert.view.team.key: alert.view.team for alert in late}
    if len(teams) == 1:
        return tuple(Button(label, "report.breached", key) for key in teams)
    return tuple(
        Button(f"{label}: {team.name}", "report.breached", key, place=Place.FIRST if at < IN_SIGHT else Place.MORE)
        for at, (key, team) in enumerate(teams.items())
    )


def _everybody(alerts: Sequence[Alert]) -> tuple[Inline, ...]:
    """Whoever has one of them, and the agents where nobody has: each once, so that nobody is called twice."""
    late = [alert for alert in alerts if alert.late]
    owners = {alert.view.assignee.id: alert.view.assignee for alert in late if alert.view.assignee}
    agents = {person.id: person for alert in late if not alert.view.assignee for person in alert.agents}
    found: list[Inline] = []
    for person in list((owners | agents).values())[:ADDRESSED]:
        found += [" ", _mention(person)] if found else [_mention(person)]
    return tuple(found)


def _row(alert: Alert, locale: str) -> Row:
    """How far it went, who is on it or has it, and the same buttons as on an alert of its own, as long as it is late."""
    ticket, view = alert.view.ticket, alert.view
    owner = view.assignee.name if view.assignee else words.say("who.nobody", locale)
    held = _held(alert, locale)
    spelt = words.say("button.open", locale)
    far = (" · ", words.say("card.level", locale, level=alert.level)) if alert.late else ()
    return Row(
        title=(f"{ticket.key} · {ticket.summary}",),
        detail=(_line(alert, locale), *far, " · ", owner, *((" · ", *held) if held else ())),
        button=Button(spelt, "ticket.open", ticket.key, ticket.version, accessible=f"{spelt} {ticket.key}"),
        acts=tuple(_plain(button) for button in _buttons(alert, locale)) if alert.late else (),
        more=f"{words.say('button.more', locale)} {ticket.key}",
    )


def _plain(button: Button) -> Button:
    """One line of many is not more important than the others; whoever hears only the button hears which ticket it is about."""
    return replace(button, style=Style.DEFAULT, accessible=f"{button.label} {button.ref}")


def _line(alert: Alert, locale: str) -> str:
    """What is late, or that nothing is any more."""
    ticket = alert.view.ticket
    if not alert.late:
        answered = ticket.is_open
        return words.say("card.alert.answered" if answered else f"card.alert.{ticket.status}", locale)
    kinds = {str(clock.kind) for clock in alert.late}
    return words.say("card.late.both" if len(kinds) > 1 else f"card.late.{kinds.pop()}", locale)


def _addressed(alert: Alert, locale: str) -> tuple[Inline, ...]:
    if alert.view.assignee:
        return (_mention(alert.view.assignee),)
    if not alert.agents:
        return (words.say("who.nobody", locale),)
    found: list[Inline] = [f"{words.say('who.nobody', locale)}: "]
    for place, person in enumerate(alert.agents[:MENTIONED]):
        found += [" ", _mention(person)] if place else [_mention(person)]
    return tuple(found)


def _facts(alert: Alert, locale: str) -> tuple[tuple[str, Inline], ...]:
    view = alert.view
    since: list[tuple[str, Inline]] = []
    if alert.since:
        since.append((words.say("label.overdue_since", locale), moment(alert.since, locale, view.zone)))
    return (
        *since,
        (words.say("label.level", locale), str(alert.level)),
        (words.say("label.priority", locale), words.say(f"priority.{view.ticket.priority}", locale)),
        (words.say("label.status", locale), words.say(f"status.{view.ticket.status}", locale)),
        (words.say("label.requester", locale), view.requester.name),
        (words.say("label.assignee", locale), view.assignee.name if view.assignee else words.say("who.nobody", locale)),
    )


def _held(alert: Alert, locale: str) -> tuple[Inline, ...]:
    until = alert.held_until
    if alert.holder is None or until is None:
        return ()
    return sentence("card.held", locale, name=alert.holder.name, until=moment(until, locale, alert.view.zone))


def _buttons(alert: Alert, locale: str) -> tuple[Button, ...]:
    ticket = alert.view.ticket

    def button(key: str, verb: str, **more: object) -> Button:
        return Button(words.say(key, locale), verb, ticket.key, ticket.version, **more)  # type: ignore[arg-type]

    return (
        button("button.on_it", "sla.acknowledge", style=Style.PRIMARY),
        button("button.snooze_alert", "sla.snooze", opens_form=True),
        button("button.reassign", "ticket.assign", opens_form=True),
    )


def _mention(person: Person) -> Mention:
    return Mention(person.name, tuple(str(identity) for identity in person.identities))
