"""An agent edits a reply that is out, and is asked where the new words look internal."""

from __future__ import annotations

from app.cards import said as said_card
from app.errors import Conflict, NotFound
from app.replies import Answer, Nothing, Reply, ShowCard
from app.tickets.comment import Comment, Visibility
from app.tickets.edit_guard import objection, unmarked
from app.tickets.edit_guard_cards import edit_guard_card
from app.tickets.held import Held
from app.tickets.model import Ticket
from app.tickets.revision import Revision
from app.tickets.rewording import reword
from app.tickets.second_thoughts_chat import asked_elsewhere, line_meant
from app.turn import Turn, Verb


def question(turn: Turn, ticket: Ticket, said: Comment, edit: Revision) -> Reply:
    """Whoever asked reads the old words so far."""
    looks = objection(turn.tx, ticket, edit)
    if looks is None:
        return Nothing()
    requester = turn.tx.people.get(turn.org.id, ticket.requester_id)
    asked = edit_guard_card(ticket, said, unmarked(edit), requester.name, looks, turn.locale)
    return Answer(asked, question=True, elsewhere=asked_elsewhere(turn))


def change_anyway(turn: Turn) -> Reply:
    """They have read it again, and it shall stand."""
    ticket, reply, stamp = _theirs(turn)
    turn.tx.tickets.save(ticket)  # nobody else changes it before this is committed
    if reply.visibility is not Visibility.PUBLIC:
        raise Conflict("refusal.unsent_already", ticket=ticket.key)
    if reply.stamp > stamp:
        raise Conflict("refusal.edit_overtaken", ticket=ticket.key)
    _decide(turn, ticket, reply, stamp, Held.SENT)
    reword(turn.tx, ticket, reply.id, (), turn.person.id, turn.at)
    return _done(turn, ticket, "notice.reply_changed")


def leave_reply(turn: Turn) -> Reply:
    """They have read it again, and nobody else shall."""
    ticket, reply, stamp = _theirs(turn)
    _decide(turn, ticket, reply, stamp, Held.KEPT)
    return _done(turn, ticket, "notice.reply_left")


def _done(turn: Turn, ticket: Ticket, key: str) -> Reply:
    requester = turn.tx.people.get(turn.org.id, ticket.requester_id)
    return ShowCard(said_card(turn.say(key, ticket=ticket.key, name=requester.name), turn.locale))


def _decide(turn: Turn, ticket: Ticket, reply: Comment, stamp: int, how: Held) -> None:
    if not turn.tx.held_edits.turn(reply, stamp, how):
        raise Conflict("refusal.edit_decided", ticket=ticket.key)


def _theirs(turn: Turn) -> tuple[Ticket, Comment, int]:
    """The reply that the button is about, and which edit of it."""
    ticket, reply = line_meant(turn)
    stamp = (turn.interaction.values or {}).get("edit", "")
    known = stamp.isascii() and stamp.isdigit() and len(stamp) < 19
    if not known or int(stamp) not in turn.tx.held_edits.of(turn.org.id, reply.id):
        raise NotFound("refusal.no_such_line", ticket=ticket.key)
    if reply.author_id != turn.person.id:
        raise Conflict("refusal.not_your_edit", ticket=ticket.key)
    return ticket, reply, int(stamp)


VERBS: dict[str, Verb] = {"ticket.change_anyway": change_anyway, "ticket.leave_reply": leave_reply}
