"""Sending a reply, being asked first where it looks internal, and taking it back."""

from __future__ import annotations

from app import words
from app.cards import Card, Inline
from app.cards import said as said_card
from app.errors import NotFound
from app.people.permissions import Action
from app.posts.answers import WHISPERS
from app.posts.fates import tell_fate
from app.posts.held_back import held_line
from app.posts.model import PostKind
from app.posts.planning import Plan
from app.posts.questions import HELD, subject
from app.replies import Answer, Fading, Nothing, Reply, ShowCard
from app.rich_text import plain
from app.tickets import commands, looking_internal, second_thoughts
from app.tickets.audience_guard import Looks
from app.tickets.comment import Comment
from app.tickets.model import Ticket
from app.tickets.second_thoughts_cards import exposed_card, guard_card, reread_card, sent_card
from app.tickets.sentences import mention_of, told_card
from app.tickets.spoken import Spoken
from app.turn import Turn, Verb


def send_reply(turn: Turn, ticket: Ticket, said: Spoken) -> Reply:
    """An agent answers whoever asked. What looks internal is a note until they say that it shall go."""
    requester = turn.tx.people.get(turn.org.id, ticket.requester_id)
    if looks := _looks(turn, ticket, said.text):
        note = second_thoughts.hold(turn.tx, ticket, said, turn.person, turn.at)
        asked = guard_card(ticket, note, requester.name, looks, turn.locale, turn.interaction.where.link)
        return Answer(asked, question=True, elsewhere=asked_elsewhere(turn), says=subject(HELD, note.id))
    reply = commands.reply(turn.tx, ticket, said, turn.person, turn.at)
    return Answer(_sent(turn, ticket, reply, requester.name), fades=_fading(turn, ticket, reply))


def send_anyway(turn: Turn) -> Reply:
    """They have read it again, and it shall go."""
    ticket, note = line_meant(turn)
    if second_thoughts.moved_since(turn.tx, note):
        turn.ticket(Action.NOTE, ticket.key)
    requester = turn.tx.people.get(turn.org.id, ticket.requester_id)
    if _reads_otherwise(turn, note) and second_thoughts.may_send(turn.tx, ticket, note, turn.person, turn.at):
        return ShowCard(reread_card(ticket, note, requester.name, turn.locale))
    second_thoughts.send(turn.tx, ticket, note, turn.person, turn.at)
    return ShowCard(_sent(turn, ticket, note, requester.name), fades=_fading(turn, ticket, note))


def _reads_otherwise(turn: Turn, note: Comment) -> bool:
    """Whether the card they pressed shows other words; one of before says nothing of its words."""
    shown = (turn.interaction.values or {}).get("stamp")
    return note.edited if shown is None else shown != str(note.stamp)


def keep_note(turn: Turn) -> Reply:
    """They have read it again, and it shall not go."""
    ticket, note = line_meant(turn)
    second_thoughts.keep(turn.tx, ticket, note, turn.person)
    tell_fate(turn.tx, turn.org, ticket, note, "kept", turn.at)
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


def _sent(turn: Turn, ticket: Ticket, reply: Comment, name: str) -> Card:
    held = _held_back(turn, ticket)
    return sent_card(ticket, reply, name, turn.locale, link=_written_at(turn), quotes=_far_away(turn), held=held)


def _held_back(turn: Turn, ticket: Ticket) -> tuple[Inline, ...]:
    plan = Plan(turn.tx, ticket, [event for changed, event in turn.tx.recorded if changed is ticket])
    _, viewer = plan.requester_place(plan.person(ticket.requester_id))
    return held_line(turn.tx, ticket, turn.at, turn.locale, turn.zone) if viewer else ()


def _far_away(turn: Turn) -> bool:
    """Where nothing is shown to one person alone, it stands in their 1:1 chat, among those of other tickets."""
    return turn.interaction.platform not in WHISPERS


def _written_at(turn: Turn) -> str:
    return turn.interaction.where.link if turn.interaction.text else ""


def _fading(turn: Turn, ticket: Ticket, reply: Comment) -> Fading:
    """After a minute it says whether the reply is there, and offers nothing any more."""
    requester = turn.tx.people.get(turn.org.id, ticket.requester_id)
    line = turn.say("notice.reply_sent", ticket=ticket.key, name=requester.name)
    return Fading(said_card(line, turn.locale), turn.at + second_thoughts.A_MINUTE, reply.id, _written_at(turn), _far_away(turn))


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
