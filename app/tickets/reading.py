"""Reads what the cards and lists show, a few statements each."""

from __future__ import annotations

from collections.abc import Sequence

from app.attachments.links import FileReader
from app.attachments.reading import shown
from app.people.model import Person
from app.ports import Tx
from app.sla.standing import clocks_of
from app.tickets import closing
from app.tickets.cards import TicketView
from app.tickets.comment import Comment
from app.tickets.last_word import last_word
from app.tickets.linked import linked_of
from app.tickets.model import Status, Ticket, Via
from app.tickets.off_hours import back_at
from app.tickets.owning import Helped, deeds_of
from app.tickets.resting import rules_for
from app.tickets.usually import usually

_FOR_OTHERS = frozenset({Via.FORM, Via.SHORTCUT, Via.REACTION})
"""The ways in by which somebody may ask for somebody else."""


def view_of(tx: Tx, ticket: Ticket, zone: str, reader: FileReader | None = None) -> TicketView:
    """Everything a card says about a ticket. Notes are never read: no card shows one. Files are listed for a `reader`."""
    org = ticket.org_id
    said = tx.comments.of(org, ticket.number, internal=False) if ticket.version > 1 else ()
    latest = last_word(said)
    deeds = deeds_of(tx, ticket, said)
    opener = tx.trail.opener(org, ticket.number) if ticket.via in _FOR_OTHERS else None
    wanted = {ticket.requester_id, ticket.assignee_id, latest.author_id if latest else None, opener}
    wanted = (wanted | {deeds.finisher, deeds.solver, deeds.answerer}) - {None}
    people = tx.people.many(org, [person for person in wanted if person is not None])
    policy, hours = rules_for(tx, ticket)
    team = tx.teams.get(org, ticket.team_id)
    clocks = clocks_of(tx, ticket)
    joined = next((one for one in reversed(said) if one.may_be_split), None) if ticket.is_open else None
    return TicketView(
        ticket=ticket,
        requester=people[ticket.requester_id],
        assignee=people.get(ticket.assignee_id) if ticket.assignee_id else None,
        team=team,
        category=tx.categories.get(org, ticket.category_id) if ticket.category_id else None,
        link=ticket.source.link,
        latest=latest,
        latest_author=_name(people, latest.author_id) if latest else "",
        finished_by=_name(people, deeds.finisher),
        helped=Helped(_name(people, deeds.solver), _name(people, deeds.answerer), deeds.again),
        opened_by=_name(people, opener) if opener != ticket.requester_id else "",
        zone=zone,
        closes_at=closing.closes_at(ticket, policy, hours),
        back_at=back_at(policy, team, ticket.updated_at) if ticket.status is Status.NEW else None,
        clocks=clocks,
        usually=usually(tx, ticket, clocks, said, hours),
        joined=joined,
        offers_split=joined is not None and _stands_last(ticket, joined),
        files=shown(tx, ticket, said, reader) if reader else (),
        linked=linked_of(tx, ticket),
    )


def _stands_last(ticket: Ticket, joined: Comment) -> bool:
    """Nothing has happened since, and it was said in the channel of the request: in the 1:1 chat a line says where it went."""
    return ticket.updated_at <= joined.at and not ticket.source.direct and joined.channel == ticket.source.channel


def names(tx: Tx, tickets: Sequence[Ticket]) -> dict[int, Person]:
    """Everybody named in a list: it says who has each ticket."""
    ids = {ticket.assignee_id for ticket in tickets if ticket.assignee_id}
    return tx.people.many(tickets[0].org_id, ids) if ids else {}


def _name(people: dict[int, Person], person_id: int | None) -> str:
    return people[person_id].name if person_id in people else ""
