"""Teams that give tickets to somebody begin to, or do so otherwise, with the policy that says so."""

from __future__ import annotations

from datetime import datetime

from app.policy.document import Document
from app.policy.teams import Assign
from app.ports import Tx


def take_up(tx: Tx, org_id: int, before: Document, after: Document, at: datetime) -> None:
    """Another policy is in force: its teams look again for somebody, and for what nobody had when they began to."""
    for team in tx.teams.all(org_id):
        rules, earlier = after.teams.get(team.key), before.teams.get(team.key)
        if rules is None or rules.assign is Assign.NONE:
            continue
        if earlier is None or earlier.assign is Assign.NONE:
            tx.assignments.look_for_all(org_id, team.id, at)
        tx.assignments.vacant(org_id, [team.id], f"policy:{at.isoformat()}")
