"""A message that joined the request before it becomes a request of its own, once."""

from __future__ import annotations

from dataclasses import replace

from app import events
from app.errors import Conflict, Stale
from app.people.permissions import Action
from app.ports import Tx
from app.replies import Reply, ShowCard
from app.tickets.comment import Comment, Visibility
from app.tickets.intake import Request, open_request
from app.tickets.model import Source, Ticket, Via
from app.tickets.placing_cards import SEPARATE_LINE
from app.tickets.showing import pressed_card
from app.turn import Turn, Verb

SEPARATE = "ticket.separate"


def separate(turn: Turn) -> Reply:
    """The message becomes a ticket of whoever wrote it, where they wrote it; the first ticket keeps a trace of it."""
    ticket, _ = turn.ticket(Action.SEPARATE)
    opened = split(turn, ticket, _meant(turn, ticket))
    return replace(pressed_card(turn, ticket), note=turn.say("notice.separated", ticket=ticket.key, into=opened.key))


def separate_line(turn: Turn) -> Reply:
    """The same, pressed below the line that says where the message went: there stands what became of it."""
    ticket, _ = turn.ticket(Action.SEPARATE, (turn.interaction.values or {}).get("ticket", ""))
    opened = split(turn, ticket, _meant(turn, ticket))
    return ShowCard(turn.card("notice.separated", ticket=ticket.key, into=opened.key))


def split(turn: Turn, ticket: Ticket, comment: Comment) -> Ticket:
    tx, org = turn.tx, turn.org.id
    heard = tx.utterances.source_of(org, comment.id)
    if heard is None:
        raise Conflict("refusal.nothing_to_separate", ticket=ticket.key)
    source = _in_full(heard, ticket.source)
    requester = tx.people.get(org, ticket.requester_id)
    opened = open_request(turn, Request(comment.text, source, Via.DIRECT if source.direct else Via.MESSAGE, requester))
    opened.body, opened.stamp, opened.edited = comment.body, comment.stamp, comment.edited
    tx.tickets.save(opened)
    if not tx.comments.becomes(comment, opened.number):
        raise Stale("the message became a ticket of its own meanwhile")
    tx.attachments.move(org, (ticket.number, comment.id), opened.number)
    ticket.happened(
        events.TicketSeparated(ticket=ticket.number, at=turn.at, by=turn.person.id, comment=comment.id, into=opened.number)
    )
    tx.tickets.save(ticket)
    return opened


def latest_joined(tx: Tx, ticket: Ticket) -> Comment | None:
    """The last of what joined it and could still be a request of its own."""
    said = tx.comments.of(ticket.org_id, ticket.number, internal=False)
    return next((comment for comment in reversed(said) if comment.may_be_split), None)


def _meant(turn: Turn, ticket: Ticket) -> Comment:
    """The message that the button names; from the list of actions, the last one that joined."""
    chosen = (turn.interaction.values or {}).get("comment", "")
    if not chosen:
        comment = latest_joined(turn.tx, ticket)
    else:
        comment = turn.tx.comments.get(turn.org.id, int(chosen)) if chosen.isascii() and chosen.isdigit() else None
    if comment is None or comment.ticket != ticket.number or comment.visibility is not Visibility.PUBLIC:
        raise Conflict("refusal.nothing_to_separate", ticket=ticket.key)
    if comment.became is not None:
        raise Conflict("refusal.already_separate", ticket=f"T-{comment.became}")
    if not comment.may_be_split:
        raise Conflict("refusal.nothing_to_separate", ticket=ticket.key)
    return comment


def _in_full(heard: Source, first: Source) -> Source:
    """The message as a request is kept: it was said in the same place as the first one, whose address tells its own."""
    return replace(heard, direct=first.direct, link=address_beside(first, heard.message))


def address_beside(first: Source, message: str) -> str:
    """The address of another message of the same place, by that of the first; '' where it cannot be told. Slack writes
    1795367778.000100 into its addresses as p1795367778000100 (docs.slack.dev/reference/methods/chat.getPermalink).
    """
    if not first.message or not message:
        return ""
    spelt = ((f"/p{first.message.replace('.', '')}", f"/p{message.replace('.', '')}"), (first.message, message))
    return next((first.link.replace(one, other) for one, other in spelt if one in first.link), "")


VERBS: dict[str, Verb] = {SEPARATE: separate, SEPARATE_LINE: separate_line}
