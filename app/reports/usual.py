"""How long a first answer usually takes: worked out now and then for a team and for each of its categories.

What counts:
- The tickets opened in the last ninety days that are the team's now, the latest two thousand of them; not those that were
  withdrawn or were no request.
- The working time until the first answer: as in reports, what the clock says and, where nothing was promised, that of the
  team's calendar.
- The median of them. A request that still waits and has waited longer than that counts among those that took longer; one
  that has waited less says nothing yet.
- Fewer than twenty say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from app.people.model import Team
from app.policy.changes import current
from app.policy.document import Document
from app.policy.working_time import calendar_of
from app.ports import Tx
from app.ports.usual_answers import WHOLE_TEAM, Request, Usual
from app.reports.figures import nearest_rank
from app.reports.reading import answered, worked
from app.sla.calendar import Calendar

PAST = timedelta(days=90)
MOST = 2_000
ENOUGH = 20

Taken = tuple[timedelta, bool]
"""The working time of a request, and whether it was answered by then."""


def work_out(tx: Tx, team: Team, at: datetime) -> bool:
    """Keep what is usual now; False where nothing has changed."""
    requests = tx.usual_answers.requests(team.org_id, team.id, at - PAST, MOST)
    taken = _taken(tx, current(tx, team.org_id), team, requests, at)
    parts: dict[int, list[Taken]] = {WHOLE_TEAM: [taken[one.ticket] for one in requests if one.ticket in taken]}
    for one in requests:
        if one.category_id is not None and one.ticket in taken:
            parts.setdefault(one.category_id, []).append(taken[one.ticket])
    found = {part: usual for part, times in parts.items() if (usual := usual_of(times)) is not None}
    return tx.usual_answers.keep(team.org_id, team.id, found)


def usual_of(taken: Iterable[Taken]) -> Usual | None:
    """None: too few, or too many wait to say."""
    told = list(taken)
    times = sorted(time for time, done in told if done)
    if not times:
        return None
    half = nearest_rank(times, 50)
    longer = sum(time > half for time, done in told if not done)
    median = nearest_rank([*times, *[None] * longer], 50)
    enough = len(times) + longer >= ENOUGH
    return Usual(len(times) + longer, median) if enough and median is not None else None


def _taken(tx: Tx, policy: Document, team: Team, requests: Sequence[Request], at: datetime) -> dict[int, Taken]:
    hours = calendar_of(policy, team.key)
    when = answered(tx, policy, team, [one.ticket for one in requests if not one.answered])
    found: dict[int, Taken] = {}
    for one in requests:
        if one.answered:
            found[one.ticket] = worked(one.used, one.created_at, at, hours), True
        elif one.ticket in when:
            found[one.ticket] = worked(None, one.created_at, when[one.ticket], hours), True
        elif one.is_open:
            found[one.ticket] = _waited(one, at, hours), False
    return found


def _waited(one: Request, at: datetime, hours: Calendar) -> timedelta:
    if one.used is None or one.since is None:
        return worked(one.used, one.created_at, at, hours)
    return one.used + hours.elapsed(one.since, max(at, one.since))
