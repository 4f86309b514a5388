"""Sending a reply, being asked first where it looks internal, and taking it back."""

from __future__ import annotations

from app import words
from app.cards import Card
from app.cards import said as said_card
from app.errors import NotFound
from app.people.permissions import Action
from app.posts.model import PostKind
from app.replies import Answer, Fading, Nothing, Reply, ShowCard
from app.rich_text import plain
from app.tickets import commands, looking_internal, second_thoughts
from app.tickets.audience_guard import Looks
from app.tickets.comment import Comment
from app.tickets.model import Ticket
from app.tickets.second_thoughts_cards import exposed_card, guard_card, sent_card
from app.tickets.sentences import mention_of, told_card
from app.tickets.spoken import Spoken
from app.turn import Turn, Verb


def send_reply(turn: Turn, ticket: Ticket, said: Spoken) -> Reply:
    """An agent answers whoever asked. What looks internal is a note until they say that it shall go."""
    requester = turn.tx.people.get(turn.org.id, ticket.requester_id)
    if looks := _looks(turn, ticket, said.text):
        note = second_thoughts.hold(turn.tx, ticket, said, turn.person, turn.at)
        asked = guard_card(ticket, note, requester.name, looks, turn.locale, turn.interaction.where.link)
        return Answer(asked, question=True, elsewhere=asked_elsewhere(turn))
    reply = commands.reply(turn.tx, ticket, said, turn.person, turn.at)
    return Answer(sent_card(ticket, reply, requester.name, turn.locale), fades=_fading(turn, ticket, reply))


def send_anyway(turn: Turn) -> Reply:
    """They have read it again, and it shall go."""
    ticket, note = line_meant(turn)
    if second_thoughts.moved_since(turn.tx, note):
        turn.ticket(Action.NOTE, ticket.key)
    second_thoughts.send(turn.tx, ticket, note, turn.person, turn.at)
    requester = turn.tx.people.get(turn.org.id, ticket.requester_id)
    return ShowCard(sent_card(ticket, note, requester.name, turn.locale), fades=_fading(turn, ticket, note))


def keep_note(turn: Turn) -> Reply:
    """They have read it again, and it shall not go."""
    ticket, note = line_meant(turn)
    second_thoughts.keep(turn.tx, ticket, note, turn.person)
    return ShowCard(said_card(turn.say("notice.kept_note", ticket=ticket.key), turn.locale))


def unsend(turn: Turn) -> Reply:
    """They take back what has gone."""
    ticket, reply = line_meant(turn)
    second_thoughts.unsend(turn.tx, ticket, reply, turn.person, turn.at)
    requester = turn.tx.people.get(turn.org.id, ticket.requester_id)
    return ShowCard(said_card(turn.say("notice.unsent", ticket=ticket.key, name=requester.name), turn.locale))


def exposed(turn: Turn, ticket: Ticket) -> Reply:
    """What an agent has just written, or edited, where whoever asked reads it: it cannot be held back, but they are told that it
    looks internal.

    That it speaks to colleagues alone is said once for each ticket: there people see whom they speak in front of.
    """
    requester = turn.tx.people.get(turn.org.id, ticket.requester_id)
    looks = _looks(turn, ticket, turn.interaction.text)
    once = f"exposed:{ticket.number}:{turn.person.id}"
    if looks is None or (looks is Looks.COLLEAGUES and not turn.tx.inbox.first_time(turn.org.id, once, turn.at)):
        return Nothing()
    return Answer(exposed_card(ticket, requester.name, looks, turn.interaction.where.link, turn.locale))


def _fading(turn: Turn, ticket: Ticket, reply: Comment) -> Fading:
    """After a minute it says that the reply was sent, and offers nothing any more."""
    requester = turn.tx.people.get(turn.org.id, ticket.requester_id)
    line = turn.say("notice.reply_sent", ticket=ticket.key, name=requester.name)
    return Fading(said_card(line, turn.locale), turn.at + second_thoughts.A_MINUTE, reply.id)


def _looks(turn: Turn, ticket: Ticket, said: str) -> Looks | None:
    """As it was typed, and as it reads with its formatting: Teams marks mentions there alone."""
    rich = turn.interaction.rich
    return looking_internal.looks(turn.tx, ticket, "\n".join(filter(None, (said, plain(rich) if rich else ""))))


def asked_elsewhere(turn: Turn) -> Card | None:
    """To whoever wrote it below the agents' card, among agents: it has not gone, and there is a question to answer."""
    asked, where = turn.interaction, turn.interaction.where
    head = turn.tx.posts.at(turn.org.id, asked.platform, asked.workspace, where.channel, where.thread)
    if head is None or head.kind is not PostKind.TRIAGE:
        return None
    locale = words.negotiate(turn.org.locale)
    return told_card(words.say("notice.asked_in_chat", locale), locale, to=mention_of(turn.person))


def line_meant(turn: Turn) -> tuple[Ticket, Comment]:
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
