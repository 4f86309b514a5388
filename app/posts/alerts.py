"""Who hears of a clock: the people the ladder names, and the escalation channel, where the alert stands until it is settled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app import events, words
from app.cards import Inline, Moment
from app.people.model import Person, Role, Team
from app.people.preferences import Notice
from app.policy.changes import current
from app.policy.document import Document
from app.policy.promises import Hear, Level
from app.ports import Tx
from app.posts.model import Destination, PostKind
from app.posts.planning import Plan
from app.posts.privately import is_there, tell_person
from app.sla.ladder import WARNING, step
from app.tickets.model import Priority
from app.tickets.sentences import sentence, told_card
from app.turn import locale_of

_ROLES = {Hear.AGENTS: Role.AGENT, Hear.LEADS: Role.LEAD, Hear.MANAGERS: Role.MANAGER}

SlaHappened = events.SlaWarned | events.SlaEscalated


@dataclass(frozen=True)
class Rung:
    """The highest thing that one clock of one ticket has passed: what happened, and what the policy wants then."""

    plan: Plan
    event: SlaHappened
    level: int
    wanted: Level
    team: Team


def plan_alerts(tx: Tx, plans: Sequence[Plan]) -> None:
    """One private message to each person for a ticket, and one message to a channel for all of them together."""
    rungs = [rung for plan in plans for rung in _rungs(tx, plan)]
    for rung in rungs:
        _tell_people(tx, rung)
    by_channel: dict[Destination, list[Plan]] = {}
    for rung in rungs:
        for place in _channels(rung) if rung.wanted.channel and rung.level != WARNING else ():
            standing = by_channel.setdefault(place, [])
            standing += [] if rung.plan in standing else [rung.plan]
    for place, together in by_channel.items():
        _post(tx, place, together)


def _rungs(tx: Tx, plan: Plan) -> Iterable[Rung]:
    """Of several levels at once only the highest is told of: the others are history."""
    document = current(tx, plan.org.id)
    team = tx.teams.get(plan.org.id, plan.ticket.team_id)
    highest: dict[str, SlaHappened] = {}
    for event in plan.happened:
        if isinstance(event, events.SlaWarned | events.SlaEscalated):
            highest[event.kind] = event
    for event in highest.values():
        level = event.level if isinstance(event, events.SlaEscalated) else WARNING
        wanted = step(document, _team_then(plan, team, document), level)
        if wanted is not None and plan.ticket.is_open:
            yield Rung(plan, event, level, wanted, team)


def _team_then(plan: Plan, team: Team, document: Document) -> str:
    """Whose ladder it was: a level may have moved the ticket to another team in the same moment."""
    moved = next((event.before for event in plan.happened if isinstance(event, events.TicketMoved)), team.key)
    return moved if moved in document.teams else team.key


def _channels(rung: Rung) -> list[Destination]:
    """The escalation channels of the team; one that has none hears of it where its cards stand."""
    return rung.plan.places(rung.team.escalation or rung.team.triage)


def _post(tx: Tx, place: Destination, together: Sequence[Plan]) -> None:
    """One post, about one ticket or about many."""
    first, *others = together
    post = first.add_post(PostKind.ALERT, place, words.negotiate(first.org.locale), None)
    if others:
        tx.posts.share(post, [plan.ticket.number for plan in others])
    for plan in others:
        plan.fresh.add(post.id)


def _tell_people(tx: Tx, rung: Rung) -> None:
    for person in _who(tx, rung):
        locale, zone = locale_of(person, rung.plan.org), person.timezone or rung.plan.org.timezone
        card = told_card(_line(tx, rung, locale, zone), locale)
        tell_person(rung.plan, person, Notice.ALERTS, card, awake=_must_know(rung, person))


def _must_know(rung: Rung, person: Person) -> bool:
    """Quiet hours do not keep an urgent matter from whoever has it and is on duty."""
    ticket = rung.plan.ticket
    return ticket.assignee_id == person.id and ticket.priority is Priority.URGENT and is_there(rung.plan, person)


def _who(tx: Tx, rung: Rung) -> list[Person]:
    """Everybody named by the level, once. A warning that would reach nobody reaches the team's agents."""
    ticket, named = rung.plan.ticket, set(rung.wanted.notify)
    members = tx.teams.members(rung.plan.org.id, rung.team.id)
    wanted = {_ROLES[hear] for hear in named if hear in _ROLES}
    found = {person.id: person for person, role in members if role in wanted}
    if Hear.ASSIGNEE in named:
        if ticket.assignee_id:
            found[ticket.assignee_id] = rung.plan.person(ticket.assignee_id)
        elif rung.level == WARNING:
            found |= {person.id: person for person, role in members if role is Role.AGENT}
    return [person for person in found.values() if person.active]


def _line(tx: Tx, rung: Rung, locale: str, zone: str) -> tuple[Inline, ...]:
    ticket, event = rung.plan.ticket, rung.event
    facts = {"ticket": ticket.key, "summary": ticket.summary}
    clock = next((one for one in tx.clocks.of(ticket.org_id, ticket.number) if one.kind == event.kind), None)
    if isinstance(event, events.SlaWarned):
        due = _moment(clock.due_at if clock else None, locale, zone)
        line = sentence(f"notice.warned.{event.kind}", locale, due=due, **facts)
        if event.late is None:
            return line
        return (*line, " ", words.say("notice.late_by", locale, duration=words.duration(event.late, locale)))
    since = _moment(clock.breached_at if clock else None, locale, zone)
    line = sentence(f"notice.overdue.{event.kind}", locale, since=since, **facts)
    return line if rung.level < 2 else (*line, " ", words.say("notice.overdue_level", locale, level=rung.level))


def _moment(at: datetime | None, locale: str, zone: str) -> Inline:
    return Moment(at, words.moment(at, locale, zone)) if at else ""
