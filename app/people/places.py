"""Which channels belong to whom."""

from __future__ import annotations

from app.people.model import Platform
from app.ports import Tx


def is_of_agents(tx: Tx, org_id: int, platform: Platform, channel: str) -> bool:
    """Whether it is a channel in which a team works: whoever asked is not meant to read there, even where they could."""
    return any(channel in (team.triage.get(platform), team.escalation.get(platform)) for team in tx.teams.all(org_id))


def everybody_reads(tx: Tx, org_id: int, platform: Platform, workspace: str, channel: str) -> bool:
    """Whether it is a request channel in which everybody of the workspace may read: one that is private, or of which the platform
    has not told yet, is of a few.
    """
    if tx.request_channels.find(org_id, platform, channel) is None:
        return False
    return tx.audiences.known(org_id, platform, workspace, channel) is True
