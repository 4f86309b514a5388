"""Where the agents of a ticket work: the channels of the team that has it now. A team that gave it away hears no more of it."""

from __future__ import annotations

from collections.abc import Sequence

from app.people.places import is_of_agents
from app.ports import Tx
from app.posts.model import Destination, Post, PostKind
from app.tickets.model import Ticket


def is_in_queue(tx: Tx, ticket: Ticket, place: Destination) -> bool:
    """Whether it is a channel of the team that has the ticket now."""
    return tx.teams.get(ticket.org_id, ticket.team_id).triage.get(place.platform) == place.channel


def queue_cards(tx: Tx, ticket: Ticket) -> Sequence[Post]:
    """The agents' cards in the queue it is in now; what is said to the agents of it is said in their threads."""
    posts = tx.posts.of_ticket(ticket.org_id, ticket.number)
    return [post for post in posts if post.kind is PostKind.TRIAGE and is_in_queue(tx, ticket, post.destination)]


def may_begin(tx: Tx, post: Post, ticket: Ticket) -> bool:
    """Whether what is meant for agents may still come to stand there: a channel can be another one's by the time it leaves."""
    if post.kind is PostKind.TRIAGE or post.under is not None:
        return is_in_queue(tx, ticket, post.destination)
    if post.kind is PostKind.ALERT:
        return is_of_agents(tx, post.org_id, post.destination.platform, post.destination.channel)
    return True


def may_be_told(tx: Tx, head: Post, ticket: Ticket) -> bool:
    """Whether something may still be said in the thread of that card."""
    return head.kind is not PostKind.TRIAGE or is_in_queue(tx, ticket, head.destination)
