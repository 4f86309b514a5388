"""Works out how long a first answer usually takes, a team at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from app.people.model import Team
from app.ports import Clock, Reception, Tx
from app.reports import usual
from jobs.apart import apart

EVERY = timedelta(hours=1)


async def work_out(reception: Reception, clock: Clock, holder: str) -> int:
    """For how many teams something is otherwise than it was. Run twice, late or by two workers it finds the same."""
    changed, at = 0, clock()
    for team in await reception.within(lambda tx: _teams(tx, at, holder)):
        work = partial(usual.work_out, team=team, at=at)
        changed += await apart(reception, "usual_answers", work, team=team.key) or 0
    return changed


def _teams(tx: Tx, at: datetime, holder: str) -> list[Team]:
    if not tx.operations.lease("usual_answers", holder, at, at + EVERY):
        return []
    return [team for org in tx.organisations.all() for team in tx.teams.all(org.id)]
