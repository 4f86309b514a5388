"""Absences: one's own, an agent's as a lead sees them, and what somebody leaves open who has gone away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.cards import Card
from app.examples.cast import NOW, ZONE, Cast
from app.people.absences import MOST
from app.people.absences_card import absences_card
from app.people.away import Absence
from app.posts.absent import leaves_card


def absence_examples(cast: Cast, locale: str) -> dict[str, Card]:
    agent, day = cast.agent, timedelta(days=1)
    now, endless = Absence(1, agent.id, NOW, NOW + 3 * day, number=1), Absence(1, agent.id, NOW, number=2)
    ahead = [Absence(1, agent.id, NOW + n * 9 * day, NOW + (n * 9 + 5) * day, number=n + 2) for n in range(1, MOST)]
    tickets = [cast.ticket(number) for number in range(42, 22, -1)]
    left = replace(agent, active=False)
    return {
        "absences.some": absences_card(agent, [now, *ahead[:2]], NOW, locale, ZONE, own=True),
        "absences.most": absences_card(agent, [*ahead, endless], NOW, locale, ZONE, own=True),
        "absences.none": absences_card(agent, [], NOW, locale, ZONE, own=True),
        "absences.of_agent": absences_card(agent, ahead[:1], NOW, locale, ZONE, own=False),
        "absences.of_agent_none": absences_card(agent, [], NOW, locale, ZONE, own=False),
        "told.leaves_open": leaves_card(agent, now, tickets, locale, ZONE),
        "told.leaves_one": leaves_card(agent, endless, tickets[:1], locale, ZONE),
        "told.left_behind": leaves_card(left, endless, tickets[:3], locale, ZONE),
    }
