"""What somebody may do to a ticket, those counted whom an agent has added to its followers."""

from __future__ import annotations

from app.errors import NotAllowed
from app.interaction import Interaction
from app.people.model import Kind, Person
from app.people.permissions import Action, may
from app.ports import Tx
from app.posts.model import PostKind
from app.tickets.model import Ticket


def let_in(tx: Tx, person: Person, ticket: Ticket) -> bool:
    """Whether they see it because an agent wants them to. Asked only of those who could not see it otherwise."""
    if may(person, Action.SEE, ticket.team_id, ticket.requester_id):
        return False
    follower = tx.followers.find(ticket.org_id, ticket.number, person.id)
    return follower is not None and follower.invited


def may_on(tx: Tx, person: Person, action: Action, ticket: Ticket) -> bool:
    """The policy function for one ticket."""
    return may(person, action, ticket.team_id, ticket.requester_id, follows=let_in(tx, person, ticket))


def say_whose(tx: Tx, person: Person, ticket: Ticket, interaction: Interaction, team: str) -> None:
    """Raises NotAllowed where they may not see a ticket that they know of all the same: its card stands in the channel they act
    in, or they have reported it too. "I can't find it" would be absurd there; what it says inside stays unsaid.
    """
    member = person.active and person.kind is not Kind.EXTERNAL
    if member and not may_on(tx, person, Action.SEE, ticket) and _knows(tx, person, ticket, interaction):
        raise NotAllowed("refusal.only_theirs", ticket=ticket.key, team=team, person_id=ticket.requester_id)


def _knows(tx: Tx, person: Person, ticket: Ticket, interaction: Interaction) -> bool:
    where = interaction.where
    post = tx.posts.at(ticket.org_id, interaction.platform, interaction.workspace, where.channel, where.message)
    stands = post is not None and post.ticket == ticket.number and post.viewer_id is None
    shown = stands and post is not None and post.kind in (PostKind.REQUESTER, PostKind.BANNER)
    shown = shown or _stands_in(tx, ticket, interaction)
    return shown or tx.reporters.find(ticket.org_id, ticket.number, person.id) is not None


def _stands_in(tx: Tx, ticket: Ticket, interaction: Interaction) -> bool:
    """Whether everybody in the channel where they type reads its card there."""
    platform, channel = interaction.platform, interaction.where.channel
    if not channel or interaction.where.direct:
        return False
    return any(
        post.kind in (PostKind.REQUESTER, PostKind.BANNER) and post.viewer_id is None and bool(post.message)
        and (post.destination.platform, post.destination.channel) == (platform, channel)
        for post in tx.posts.of_ticket(ticket.org_id, ticket.number)
    )  # fmt: skip
