"""Where a request goes when it comes in: its category, its team and its priority, each by the rules of the policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.people.model import Category, Person, RequestChannel, Team
from app.policy.document import Document
from app.routing import categories, priority
from app.tickets.model import Priority


@dataclass(frozen=True)
class WayIn:
    """`reason` is why the priority is what it is: see `app.routing.priority.decide`."""

    category: Category | None
    team: Team
    priority: Priority
    reason: str


def way_in(
    document: Document,
    text: str,
    requester: Person,
    *,
    category: Category | None,
    channel: RequestChannel | None,
    teams: Mapping[int, Team],
    chosen: Priority | None,
) -> WayIn:
    """`category` is what was chosen or guessed, `channel` where it was said; `teams` are the active ones by id."""
    team = categories.team_for(category, channel, document.default_team, teams)
    known_as = [*(str(identity) for identity in requester.identities), requester.email]
    level, reason = priority.decide(document, category.key if category else None, text, known_as, chosen)
    return WayIn(category, team, level, reason)
