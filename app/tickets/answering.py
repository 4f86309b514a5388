"""Whoever asked says more: an answer, a thank you, or that it is not solved after all."""

from __future__ import annotations

from datetime import timedelta

from app import words
from app.cards import Button, Card, Style, Text
from app.errors import Conflict
from app.people.permissions import Action
from app.replies import Answer, Reply, ShowCard
from app.routing.objection import goes_on, objects
from app.routing.recogniser import Recognition, recognise
from app.tickets import commands
from app.tickets.closing import closes_at
from app.tickets.intake import JOINING, join
from app.tickets.model import Status, Ticket
from app.tickets.resting import rules_for
from app.turn import Turn, Verb

ACKNOWLEDGES = frozenset({"thanks", "emoji", "greeting"})
_OF_ITS_OWN = frozenset({"topic", "ask", "script"})
"""Signs of a request that stands by itself: it names a thing, or asks for something."""

UNTIL = timedelta(days=3)
"""So long after it was resolved an answer in the 1:1 chat is still about it, where nothing closes by itself."""


def answer(turn: Turn, ticket: Ticket) -> Reply:
    """Kept on the ticket. A thank you changes nothing; after the end an objection reopens it, all else asks whether to."""
    text = turn.interaction.text
    acknowledges = recognise(text, commands=False).kind in ACKNOWLEDGES and not objects(text)
    asked = _asked_lately(turn, ticket)
    join(turn, ticket, text, answers=not acknowledges)
    if acknowledges:
        return turn.notice("notice.thanks")
    if ticket.is_open:
        return turn.notice("notice.comment_added", ticket=ticket.key)
    if objects(text):
        commands.reopen(turn.tx, ticket, turn.person, turn.at)
        return turn.notice("notice.open_again", ticket=ticket.key)
    return turn.notice("notice.comment_added", ticket=ticket.key) if asked else Answer(reopen_card(ticket, turn.locale))


def belongs(turn: Turn, ticket: Ticket, heard: Recognition) -> bool:
    """Whether what was said in the 1:1 chat is about `ticket`, of which an agent spoke there last."""
    if heard.kind == "empty" or (heard.kind == "greeting" and not objects(turn.interaction.text)):
        return False
    if ticket.is_open:
        return True
    if not _still_fresh(turn, ticket):
        return False
    text = turn.interaction.text
    alone = heard.kind == "request" and bool(_OF_ITS_OWN.intersection(heard.reasons))
    return not alone or goes_on(text)


def reopen_card(ticket: Ticket, locale: str) -> Card:
    """Asks whoever answered after the end whether it goes on."""
    question = words.say("notice.reopen_question", locale, ticket=ticket.key, summary=ticket.summary)
    yes = Button(words.say("button.reopen", locale), "answer.reopen", ticket.key, ticket.version, style=Style.PRIMARY)
    no = Button(words.say("button.stays_solved", locale), "answer.leave", ticket.key, ticket.version)
    return Card(title="", spoken=question, body=(Text((question,)),), buttons=(yes, no), ref=ticket.key, locale=locale)


def reopen(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.REOPEN)
    commands.reopen(turn.tx, ticket, turn.person, turn.at, turn.seen)
    return ShowCard(turn.card("notice.open_again", ticket=ticket.key))


def leave(turn: Turn) -> Reply:
    """It is solved: said of a resolved ticket, that confirms it."""
    ticket, _ = turn.ticket(Action.CONFIRM)
    if ticket.is_open:
        raise Conflict("refusal.already_open", ticket=ticket.key)
    if ticket.status is Status.RESOLVED:
        commands.confirm(turn.tx, ticket, turn.person, turn.at, turn.seen)
    return ShowCard(turn.card("notice.stays_solved", ticket=ticket.key))


def _asked_lately(turn: Turn, ticket: Ticket) -> bool:
    """Whether they have just answered after the end already: one question is enough for what is said in one breath."""
    ended = ticket.closed_at or ticket.resolved_at
    if ended is None:
        return False
    said = turn.tx.comments.of(turn.org.id, ticket.number, internal=False)
    lately = [comment for comment in said if comment.author_id == turn.person.id and comment.at > ended]
    return any(
        turn.at - comment.at < JOINING and recognise(comment.text, commands=False).kind not in ACKNOWLEDGES for comment in lately
    )


def _still_fresh(turn: Turn, ticket: Ticket) -> bool:
    """Resolved, and not so long ago that it would have closed."""
    if ticket.status is not Status.RESOLVED or ticket.resolved_at is None:
        return False
    until = closes_at(ticket, *rules_for(turn.tx, ticket)) or ticket.resolved_at + UNTIL
    return turn.at <= until


VERBS: dict[str, Verb] = {"answer.reopen": reopen, "answer.leave": leave}
