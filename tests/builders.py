"""Small builders: each names only what matters to the test that uses it. All write through the transaction they are given."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from app.people.model import Category, Identity, Organisation, Person, Platform, Profile, Role, Team, Workspace
from app.ports import Tx
from app.tickets.model import Priority, Source, Status, Ticket, Via

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)

_numbers = itertools.count(1)


def organisation(tx: Tx) -> Organisation:
    """The installation's only one."""
    return tx.organisations.first()


def workspace(tx: Tx, platform: Platform = Platform.SLACK, external_id: str = "T1", **about: Any) -> Workspace:
    org = organisation(tx)
    return tx.workspaces.save(Workspace(org_id=org.id, id=0, platform=platform, external_id=external_id, **about))


def team(tx: Tx, key: str = "it", *, name: str = "", position: int = 0, **about: Any) -> Team:
    org = organisation(tx)
    known = tx.teams.by_key(org.id, key)
    return known or tx.teams.save(Team(org_id=org.id, id=0, key=key, name=name or key.upper(), **about), position)


def category(tx: Tx, key: str = "vpn", *, of: Team | None = None, **about: Any) -> Category:
    of = of or team(tx)
    return tx.categories.save(Category(org_id=of.org_id, id=0, key=key, name=key.upper(), team_id=of.id, **about), 0)


def person(
    tx: Tx,
    name: str = "Asha",
    *,
    platform: Platform = Platform.SLACK,
    workspace: str = "T1",
    user: str = "",
    at: datetime = NOW,
    **profile: Any,
) -> Person:
    """Somebody with one identity; `profile` is what the platform says of them."""
    org = organisation(tx)
    added = tx.people.add(org.id, name, Profile(name=name, **profile), at)
    tx.people.add_identity(Identity(org.id, added.id, platform, workspace, user or f"U{next(_numbers):09d}", name))
    return tx.people.get(org.id, added.id)


def agent(tx: Tx, name: str = "Ravi", *, of: Team | None = None, role: Role = Role.AGENT, **about: Any) -> Person:
    """Somebody who works in a team (IT if none is named)."""
    of = of or team(tx)
    who = person(tx, name, **about)
    listed = [(one.id, held, f"test:{one.id}") for one, held in tx.teams.members(of.org_id, of.id)]
    tx.teams.set_members(of.org_id, of.id, [*listed, (who.id, role, f"test:{who.id}")])
    return tx.people.get(of.org_id, who.id)


def ticket(
    tx: Tx,
    summary: str = "VPN is down",
    *,
    of: Team | None = None,
    requester: Person | None = None,
    source: Source | None = None,
    priority: Priority = Priority.NORMAL,
    details: str = "",
    via: Via = Via.MESSAGE,
    category_id: int | None = None,
    at: datetime = NOW,
) -> Ticket:
    """A ticket with the first line of its history, saved."""
    of = of or team(tx)
    requester = requester or person(tx)
    source = source or Source(Platform.SLACK, "T1", "C1", f"1700000000.{next(_numbers):06d}")
    fresh = Ticket(
        org_id=of.org_id, number=0, summary=summary, details=details, status=Status.NEW, priority=priority,
        priority_reason="default",
        team_id=of.id, category_id=category_id, requester_id=requester.id, assignee_id=None, source=source, via=via,
        created_at=at,
        updated_at=at,
    )  # fmt: skip
    opened = tx.tickets.open(fresh)
    opened.opened(of.key, None, at)
    tx.tickets.save(opened)
    return opened
