"""What a policy becomes when it is applied: the document as it is stored, and its teams, categories and request channels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.people.model import Category, RequestChannel, Team
from app.policy.document import Document
from app.policy.routes import CategoryPolicy, ChannelPolicy
from app.policy.teams import Places, TeamPolicy


def stored(document: Document) -> dict[str, Any]:
    """What is read again whenever the desk asks for its policy."""
    return document.model_dump(mode="json", exclude_unset=True, exclude_none=True)


def team_of(org_id: int, team_id: int, key: str, policy: TeamPolicy) -> Team:
    return Team(
        org_id, team_id, key, policy.name or key, triage=_places(policy.triage), escalation=_places(policy.escalation),
        calendar=policy.calendar or "", sla=policy.sla or "",
    )  # fmt: skip


def category_of(org_id: int, category_id: int, key: str, policy: CategoryPolicy, team_id: int) -> Category:
    return Category(org_id, category_id, key, policy.name or key, team_id, policy.priority or "", tuple(policy.keywords))


def channel_of(org_id: int, policy: ChannelPolicy, team_id: int) -> RequestChannel:
    return RequestChannel(org_id, *policy.place, team_id, policy.intake)


def _places(places: Places | None) -> Mapping[Any, str]:
    return places.by_platform if places else {}
