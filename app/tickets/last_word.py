"""The last of what was said on a ticket that may be quoted elsewhere: never what was removed, withheld or taken back."""

from __future__ import annotations

from collections.abc import Sequence

from app.ports import Tx
from app.routing.answers import Answer, hear
from app.tickets.comment import Comment, Visibility
from app.tickets.model import Ticket
from app.tickets.still_saying import spoke_as_agent


def may_be_quoted(said: Comment) -> bool:
    """Everybody may read it where it was said, and it still stands there. A reply that was held or unsent is internal."""
    return said.visibility is Visibility.PUBLIC and not said.removed and said.became is None


def last_word(said: Sequence[Comment]) -> Comment | None:
    """The last that is worth showing: "thanks" and "👍" would hide what was said before."""
    return next((one for one in reversed(said) if may_be_quoted(one) and hear(one.text) is not Answer.COURTESY), None)


def last_asked(tx: Tx, ticket: Ticket) -> Comment | None:
    """What whoever helps has said last to whoever asked; followers ask them nothing."""
    for one in reversed(tx.comments.of(ticket.org_id, ticket.number, internal=False)):
        if may_be_quoted(one) and one.author_id != ticket.requester_id and spoke_as_agent(tx, one):
            return one
    return None
