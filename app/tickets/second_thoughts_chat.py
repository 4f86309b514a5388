"""Sending a reply, being asked first where it looks internal, and taking it back."""

from __future__ import annotations

from app.cards import said as said_card
from app.errors import NotFound
from app.people.permissions import Action
from app.replies import Answer, Reply, ShowCard
from app.rich_text import plain
from app.tickets import commands, second_thoughts
from app.tickets.audience_guard import Looks, looks_internal
from app.tickets.comment import Comment
from app.tickets.model import Ticket
from app.tickets.second_thoughts_cards import guard_card, sent_card
from app.tickets.spoken import Spoken
from app.turn import Turn, Verb


def send_reply(turn: Turn, ticket: Ticket, said: Spoken) -> Reply:
    """An agent answers whoever asked. What looks internal is a note until they say that it shall go."""
    requester = turn.tx.people.get(turn.org.id, ticket.requester_id)
    if looks := _looks(turn, ticket, said, requester.name):
        note = second_thoughts.hold(turn.tx, ticket, said, turn.person, turn.at)
        return Answer(guard_card(ticket, note, requester.name, looks, turn.locale))
    reply = commands.reply(turn.tx, ticket, said, turn.person, turn.at)
    return Answer(sent_card(ticket, reply, requester.name, turn.locale))


def send_anyway(turn: Turn) -> Reply:
    """They have read it again, and it shall go."""
    ticket, note = _theirs(turn)
    if second_thoughts.moved_since(turn.tx, note):
        turn.ticket(Action.NOTE, ticket.key)
    second_thoughts.send(turn.tx, ticket, note, turn.person, turn.at)
    requester = turn.tx.people.get(turn.org.id, ticket.requester_id)
    return ShowCard(sent_card(ticket, note, requester.name, turn.locale))


def keep_note(turn: Turn) -> Reply:
    """They have read it again, and it shall not go."""
    ticket, note = _theirs(turn)
    second_thoughts.keep(turn.tx, ticket, note, turn.person)
    return ShowCard(said_card(turn.say("notice.kept_note", ticket=ticket.key), turn.locale))


def unsend(turn: Turn) -> Reply:
    """They take back what has gone."""
    ticket, reply = _theirs(turn)
    second_thoughts.unsend(turn.tx, ticket, reply, turn.person, turn.at)
    requester = turn.tx.people.get(turn.org.id, ticket.requester_id)
    return ShowCard(said_card(turn.say("notice.unsent", ticket=ticket.key, name=requester.name), turn.locale))


def _looks(turn: Turn, ticket: Ticket, said: Spoken, requester: str) -> Looks | None:
    """As it was typed, and as it reads with its formatting: Teams marks mentions there alone."""
    rich = turn.interaction.rich
    text = "\n".join(filter(None, (said.text, plain(rich) if rich else "")))
    members = [person for person, _ in turn.tx.teams.members(turn.org.id, ticket.team_id)]
    return looks_internal(text, [person.name for person in members if person.id != ticket.requester_id], requester)


def _theirs(turn: Turn) -> tuple[Ticket, Comment]:
    """The ticket and the comment the button is about; one of another ticket is not there."""
    values = turn.interaction.values or {}
    ticket, _ = turn.ticket(Action.REPLY, values.get("ticket", ""))
    number = values.get("comment", "")
    known = number.isascii() and number.isdigit() and len(number) < 19
    comment = turn.tx.comments.get(turn.org.id, int(number)) if known else None
    if comment is None or comment.ticket != ticket.number:
        raise NotFound("refusal.no_such_line", ticket=ticket.key)
    return ticket, comment


VERBS: dict[str, Verb] = {"ticket.send_anyway": send_anyway, "ticket.keep_note": keep_note, "ticket.unsend": unsend}
