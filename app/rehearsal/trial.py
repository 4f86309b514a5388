"""A policy as it would be after it was applied, in memory: what the desk's own code asks of the set-up, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from app.people.model import Person, Team
from app.policy.document import Document
from app.policy.rows import category_of, channel_of, stored, team_of
from app.routing import categories
from app.routing.way_in import WayIn, way_in
from app.sla.audit import BEGINNING
from app.tickets.model import Priority, Ticket, Via

T = TypeVar("T")
VERSION = 1
ASKED_BY_FORM = frozenset({Via.FORM, Via.SHORTCUT})
"""There a person saw the category and said what it is."""


class TrialPolicies:
    """The policy is the only one there ever was. It is read as the desk reads what is stored."""

    def __init__(self, document: Document) -> None:
        self._stored = stored(document)
        self._read: dict[Any, Any] = {}

    def understood(self, _org_id: int, read: Callable[[int, Mapping[str, Any]], T]) -> T:
        if read not in self._read:
            self._read[read] = read(VERSION, self._stored)
        found: T = self._read[read]
        return found

    def understood_then(self, org_id: int, _version: int, read: Callable[[int, Mapping[str, Any]], T]) -> T:
        return self.understood(org_id, read)

    def since(self, _org_id: int, version: int) -> Sequence[tuple[int, datetime]]:
        return [(VERSION, BEGINNING)] if version < VERSION else []


class TrialTeams:
    """Those of the policy, and every other one that somebody moves a ticket to: it is then a team the policy has forgotten."""

    def __init__(self, org_id: int, document: Document) -> None:
        self._org_id = org_id
        named = enumerate(document.teams.items(), start=1)
        self._by_key = {key: team_of(org_id, number, key, policy) for number, (key, policy) in named}
        self._by_id = {team.id: team for team in self._by_key.values()}
        self.active: Mapping[int, Team] = dict(self._by_id)

    def get(self, _org_id: int, team_id: int) -> Team:
        return self._by_id[team_id]

    def by_key(self, _org_id: int, key: str) -> Team | None:
        return self._by_key.get(key)

    def named(self, key: str) -> Team:
        if key not in self._by_key:
            team = Team(self._org_id, len(self._by_id) + 1, key, key, active=False)
            self._by_key[key] = self._by_id[team.id] = team
        return self._by_key[key]


class Trial:
    """A policy that is tried out."""

    def __init__(self, org_id: int, document: Document) -> None:
        self.org_id, self.document = org_id, document
        self.policies = TrialPolicies(document)
        self.teams = TrialTeams(org_id, document)
        named = enumerate(document.categories.items(), start=1)
        self._categories = [category_of(org_id, n, key, policy, self._team(policy.team)) for n, (key, policy) in named]
        self._channels = {one.place: channel_of(org_id, one, self._team(one.team)) for one in document.channels}

    def way_in(self, ticket: Ticket, requester: Person, category: str | None, chosen: Priority | None) -> WayIn:
        """Where it would go: by its words, by who asked and where. `category` and `chosen` are what a person said in a form."""
        form = ticket.via in ASKED_BY_FORM
        text = f"{ticket.summary}\n{ticket.details}" if form or not ticket.details else f"\n{ticket.details}"
        named = next((one for one in self._categories if one.key == category), None)
        return way_in(
            self.document, text, requester, category=named if form else categories.guess(text, self._categories),
            channel=self._channels.get((ticket.source.platform, ticket.source.channel)), teams=self.teams.active, chosen=chosen,
        )  # fmt: skip

    def _team(self, key: str | None) -> int:
        return self.teams.named(key or self.document.default_team).id
