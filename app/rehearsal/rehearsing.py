"""History once more under another policy. Reads in one transaction, page by page, and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.policy.document import Document
from app.ports import Tx
from app.rehearsal.comparing import Compared
from app.rehearsal.happened import pasts
from app.rehearsal.living import live
from app.rehearsal.trial import Trial
from app.sla.audit import policies_of

AT_ONCE = 200
"""Tickets that are in memory at a time."""


def rehearse(tx: Tx, org_id: int, document: Document, at: datetime, days: int) -> Iterator[Compared]:
    """Every ticket that was opened or open in the `days` before `at`, by number, from its opening on."""
    trial, policies = Trial(org_id, document), policies_of(tx, org_id)
    for numbers in _pages(tx, org_id, at - timedelta(days=days)):
        tickets = [ticket for number in numbers if (ticket := tx.tickets.get(org_id, number)) is not None]
        people = tx.people.many(org_id, [ticket.requester_id for ticket in tickets])
        histories, clocks = tx.tickets.histories(org_id, numbers), tx.clocks.of_many(org_id, numbers)
        known = pasts(histories, clocks, list(tx.clocks.milestones(org_id, numbers)), policies)
        for ticket in tickets:
            past = known.get(ticket.number)
            if past is not None:
                then = live(trial, ticket, past.history[0], past.deeds(), people[ticket.requester_id], at)
                yield Compared(ticket.number, past.lived(at), then)


def of_team(one: Compared, team: str) -> bool:
    """Whether it was the team's, or would have been, in the beginning or in the end."""
    return team in {one.now.opened.team, one.now.team, one.then.opened.team, one.then.team}


def _pages(tx: Tx, org_id: int, since: datetime) -> Iterator[list[int]]:
    after = 0
    while numbers := list(tx.reports.lived(org_id, since, after, AT_ONCE)):
        yield numbers
        after = numbers[-1]
