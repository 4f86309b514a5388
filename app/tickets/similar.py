"""Open tickets that seem to ask what a new one asks: of the same team and the last days, by our own full text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.policy.changes import current
from app.ports import Tx
from app.tickets.alike import ALIKE, Telling, alikeness, beginnings, names, telling
from app.tickets.model import Ticket

MOST = 3


@dataclass(frozen=True)
class Similar:
    """The most similar first, but those of `known` issues before all."""

    tickets: Sequence[Ticket] = ()
    known: Sequence[int] = ()


def similar(tx: Tx, ticket: Ticket, at: datetime) -> Similar:
    """At most three; none where nothing rare is shared."""
    told, span = telling(_text(ticket)), current(tx, ticket.org_id).similar.span
    if not told or not span:
        return Similar()
    near = tx.duplicates.candidates(ticket, beginnings(told), at - span)
    scored = _scored(tx, ticket, near)
    alike = [(-score, -one.number, one) for score, one in scored if score >= ALIKE]
    if not alike:
        return Similar()
    known = tx.known_issues.open_ones(ticket.org_id, ticket.team_id)
    alike.sort(key=lambda found: (found[2].number not in known, *found[:2]))
    return Similar([one for *_, one in alike[:MOST]], known)


def _scored(tx: Tx, ticket: Ticket, near: Sequence[Ticket]) -> list[tuple[float, Ticket]]:
    """The names of those who ask tell nothing of what they ask."""
    people = tx.people.many(ticket.org_id, {one.requester_id for one in (ticket, *near)}) if near else {}
    named = names(person.name for person in people.values())

    def tells(one: Ticket) -> Telling:
        return Telling(telling(one.summary, named), telling(_text(one), named))

    told = tells(ticket)
    return [(alikeness(told, tells(one)), one) for one in near]


def _text(ticket: Ticket) -> str:
    """All that was asked, the summary once."""
    if ticket.removed:
        return ticket.summary
    return ticket.details if ticket.details.startswith(ticket.summary) else f"{ticket.summary}\n{ticket.details}"
