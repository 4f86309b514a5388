"""Open tickets that seem to ask what a new one asks: of the same team and the last days, by our own full text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.policy.changes import current
from app.ports import Tx
from app.tickets.alike import ALIKE, beginnings, likeness, telling
from app.tickets.model import Ticket

MOST = 3


@dataclass(frozen=True)
class Similar:
    """The most similar first, but those of `known` issues before all."""

    tickets: Sequence[Ticket] = ()
    known: Sequence[int] = ()


def similar(tx: Tx, ticket: Ticket, at: datetime) -> Similar:
    """At most three; none where nothing rare is shared."""
    told = telling(_text(ticket))
    span = current(tx, ticket.org_id).similar.span
    if not told or not span:
        return Similar()
    scored = [(likeness(told, telling(_text(one))), one) for one in tx.duplicates.candidates(ticket, beginnings(told), at - span)]
    alike = [(-score, -one.number, one) for score, one in scored if score >= ALIKE]
    if not alike:
        return Similar()
    known = tx.known_issues.open_ones(ticket.org_id, ticket.team_id)
    alike.sort(key=lambda found: (found[2].number not in known, *found[:2]))
    return Similar([one for *_, one in alike[:MOST]], known)


def _text(ticket: Ticket) -> str:
    """All that was asked, the summary once."""
    if ticket.removed:
        return ticket.summary
    return ticket.details if ticket.details.startswith(ticket.summary) else f"{ticket.summary}\n{ticket.details}"
