"""Nobody can take a ticket: the team's leads hear of it at once, each in their own language, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app import words
from app.cards import Inline
from app.events import NobodyAvailable
from app.people.duty import away_line
from app.people.model import Person, Role, Team
from app.people.preferences import Notice
from app.posts.planning import Plan
from app.posts.privately import is_there, tell_person
from app.posts.queues import queue_cards
from app.tickets.model import Priority
from app.tickets.sentences import nobody_card
from app.turn import locale_of


def tell_leads(plan: Plan, event: NobodyAvailable) -> None:
    """Privately; a line in the triage thread where the team has no lead who could be told."""
    team = plan.tx.teams.get(plan.org.id, plan.ticket.team_id)
    leads = [lead for lead in plan.tx.teams.holding(plan.org.id, team.id, Role.LEAD) if lead.active]
    people = plan.tx.people.many(plan.org.id, [reason["person"] for reason in event.reasons])
    told = False
    for lead in leads:
        zone = lead.timezone or plan.org.timezone
        card = _card(plan, event, team, people, locale_of(lead, plan.org), zone)
        awake = plan.ticket.priority is Priority.URGENT and is_there(plan, lead)
        told |= tell_person(plan, lead, Notice.ALERTS, card, awake=awake)
    if not told:
        _in_triage(plan, event, team, people)


def _in_triage(plan: Plan, event: NobodyAvailable, team: Team, people: Mapping[int, Person]) -> None:
    card = _card(plan, event, team, people, words.negotiate(plan.org.locale), plan.org.timezone)
    for post in queue_cards(plan.tx, plan.ticket):
        plan.tell(post.destination, card, thread_of=post)


def _card(plan: Plan, event: NobodyAvailable, team: Team, people: Mapping[int, Person], locale: str, zone: str) -> Any:
    ticket = plan.ticket
    line = words.say("notice.nobody_available", locale, team=team.name, ticket=ticket.key, summary=ticket.summary)
    reasons = [reason_line(reason, people[reason["person"]].name, locale, zone) for reason in event.reasons]
    return nobody_card(line, reasons, event.others, ticket.key, locale)


def reason_line(reason: Mapping[str, Any], name: str, locale: str, zone: str) -> Sequence[Inline]:
    """Why one agent cannot take it, as the history keeps it."""
    match reason["why"]:
        case "away":
            until = datetime.fromisoformat(reason["until"]) if "until" in reason else None
            return away_line(name, until, locale, zone)
        case "full":
            return (words.say("duty.full", locale, name=name, open=reason["open"], capacity=reason["capacity"]),)
        case "left":
            return (words.say("duty.left", locale, name=name),)
        case _:
            return (words.say("duty.guest", locale, name=name),)
