"""Which kind of request it is, and whose."""

from __future__ import annotations

from collections.abc import Sequence

from app.people.model import Category, RequestChannel, Team
from app.policy.document import Document
from app.ports import Tx
from app.routing.matching import folded, said_words


def guess(text: str, categories: Sequence[Category]) -> Category | None:
    """The category whose keywords the text says most of, by their letters; the earlier one of two that are even."""
    best, most = None, 0
    for category in categories:
        said = {folded(word) for word in said_words(text, category.keywords)}
        if (weight := sum(map(len, said))) > most:
            best, most = category, weight
    return best


def team_for(tx: Tx, org_id: int, document: Document, category: Category | None, channel: RequestChannel | None = None) -> Team:
    """The category's team, else that of the channel where it was said, else the default team."""
    team_id = category.team_id if category else channel.team_id if channel else 0
    if team_id:
        return tx.teams.get(org_id, team_id)
    key = document.default_team
    # Only the built-in policy has a team before anything was applied.
    return tx.teams.by_key(org_id, key) or tx.teams.save(Team(org_id, 0, key, document.team_name(key)), 0)
