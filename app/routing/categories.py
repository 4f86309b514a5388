"""Which kind of request it is, and whose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.errors import ConfigurationError
from app.people.model import Category, RequestChannel, Team
from app.routing.matching import folded, said_words


def guess(text: str, categories: Sequence[Category]) -> Category | None:
    """The category whose keywords the text says most of, by their letters; the earlier one of two that are even."""
    best, most = None, 0
    for category in categories:
        said = {folded(word) for word in said_words(text, category.keywords)}
        if (weight := sum(map(len, said))) > most:
            best, most = category, weight
    return best


def team_for(category: Category | None, channel: RequestChannel | None, default: str, teams: Mapping[int, Team]) -> Team:
    """The category's team, else that of the channel where it was said, else the one with the key `default`.

    `teams` are the active ones by id. Raises ConfigurationError where there is none to take it.
    """
    for route in (category, channel):
        if route and route.team_id in teams:
            return teams[route.team_id]
    for team in teams.values():
        if team.key == default:
            return team
    raise ConfigurationError(f'there is no team "{default}" that could take a request: apply a policy')
