"""Whoever has the same problem says so with one press, and hears once when it is solved. When many do, everybody may be told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.errors import Conflict
from app.events import KnownIssuePutOff, TicketKnownIssue, TicketReported, TicketUnreported
from app.people.model import Person
from app.policy.changes import current
from app.ports import Tx
from app.ports.links import Known, KnownIssue, Reporter
from app.tickets.linked import may_be_reported
from app.tickets.model import Ticket

MOST = 200
"""People who are told of one ticket: each is a message."""


def report(tx: Tx, ticket: Ticket, person: Person, at: datetime) -> bool:
    """`person` has it too; False where they have said so. Refuses whoever asked, and what is over or was not asked in public."""
    if person.id == ticket.requester_id:
        raise Conflict("refusal.own_report", ticket=ticket.key)
    if tx.reporters.find(ticket.org_id, ticket.number, person.id) is not None:
        return False
    if not ticket.is_open:
        raise Conflict("refusal.report_over", ticket=ticket.key)
    others = tx.reporters.of(ticket.org_id, ticket.number)
    if not may_be_reported(tx, ticket) or len(others) >= MOST:
        raise Conflict("refusal.no_reports", ticket=ticket.key)
    mine = Reporter(person.id, at)
    tx.reporters.add(ticket.org_id, ticket.number, mine)
    proposes = _proposes(tx, ticket, [*others, mine], at)
    ticket.happened(TicketReported(ticket=ticket.number, at=at, by=person.id, reporter=person.id, proposes=proposes or None))
    tx.tickets.save(ticket)
    return True


def stop(tx: Tx, ticket: Ticket, person: Person, at: datetime) -> bool:
    """They hear of it no more; False where they did not anyway."""
    if not tx.reporters.remove(ticket.org_id, ticket.number, person.id):
        return False
    ticket.happened(TicketUnreported(ticket=ticket.number, at=at, by=person.id, reporter=person.id))
    tx.tickets.save(ticket)
    return True


def make_known(tx: Tx, ticket: Ticket, text: str, by: Person, at: datetime) -> None:
    """Everybody in the request channels is told. Refuses when they are, and what is no open problem."""
    if not ticket.is_open:
        raise Conflict("refusal.finished", ticket=ticket.key)
    _still_asked(tx, ticket)
    tx.known_issues.keep(ticket.org_id, KnownIssue(ticket.number, Known.KNOWN, _count(tx, ticket), at, text))
    ticket.happened(TicketKnownIssue(ticket=ticket.number, at=at, by=by.id))
    tx.tickets.save(ticket)


def put_off(tx: Tx, ticket: Ticket, by: Person, at: datetime) -> None:
    """Not now: the agents are asked again when as many more have it."""
    before = _still_asked(tx, ticket)
    if before is not None and before.state is Known.LATER:
        return
    many = _count(tx, ticket)
    tx.known_issues.keep(ticket.org_id, KnownIssue(ticket.number, Known.LATER, many, at))
    ticket.happened(KnownIssuePutOff(ticket=ticket.number, at=at, by=by.id, reporters=many))
    tx.tickets.save(ticket)


def _proposes(tx: Tx, ticket: Ticket, reporters: Sequence[Reporter], at: datetime) -> bool:
    """Whether the agents are to be asked now, and then it is kept that they are. Whoever asked counts as one."""
    policy, issue = current(tx, ticket.org_id).me_too, tx.known_issues.find(ticket.org_id, ticket.number)
    if issue is None:
        since = at - policy.window
        asks = sum(moment > since for moment in (ticket.created_at, *(one.at for one in reporters))) >= policy.reporters
    else:
        asks = issue.state is Known.LATER and len(reporters) + 1 >= issue.reporters + policy.reporters
    if asks:
        tx.known_issues.keep(ticket.org_id, KnownIssue(ticket.number, Known.ASKED, len(reporters) + 1, at))
    return asks


def _still_asked(tx: Tx, ticket: Ticket) -> KnownIssue | None:
    issue = tx.known_issues.find(ticket.org_id, ticket.number)
    if issue is not None and issue.state is Known.KNOWN:
        raise Conflict("refusal.known_already", ticket=ticket.key)
    return issue


def subject_of(tx: Tx, ticket: Ticket) -> str:
    """What it is about, for those who have it too: what the request channels read, where they do, since not everybody may read
    what was asked.
    """
    issue = tx.known_issues.find(ticket.org_id, ticket.number)
    return issue.text if issue is not None and issue.text else ticket.summary


def _count(tx: Tx, ticket: Ticket) -> int:
    return 1 + len(tx.reporters.of(ticket.org_id, ticket.number))
