"""Whoever asked says more: an answer, a thank you, or that it is not solved after all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from app import words
from app.cards import Button, Card, Style, Text
from app.errors import Conflict
from app.people.permissions import Action
from app.replies import Answer, Notice, Reply, Say, ShowCard
from app.routing.answers import Answer as Heard
from app.routing.answers import hear
from app.routing.objection import goes_on
from app.routing.recogniser import Recognition
from app.tickets import commands
from app.tickets.closing import closes_at
from app.tickets.comment import Comment
from app.tickets.intake import JOINING, join
from app.tickets.model import Status, Ticket
from app.tickets.placing_cards import joined_card, separate_button
from app.tickets.resting import rules_for
from app.turn import Turn, Verb

ACKNOWLEDGES = frozenset({"thanks", "emoji", "greeting"})
"""What the recogniser calls small talk."""
_OF_ITS_OWN = frozenset({"topic", "ask", "script"})
"""Signs of a request that stands by itself: it names a thing, or asks for something."""

UNTIL = timedelta(days=3)
"""So long after it was resolved an answer in the 1:1 chat is still about it, where nothing closes by itself."""


def answer(turn: Turn, ticket: Ticket, *, loose: bool = False) -> Reply:
    """Kept on the ticket. A thank you changes nothing, nor does "it works" after the end; while they are waited for, that is what
    was waited for. After the end an objection reopens it, all else asks whether to.

    `loose`: it was said in no thread, so that it may have meant something else; whoever said it can make it a ticket.
    """
    text = turn.interaction.text
    heard = hear(text)
    acknowledges = heard is Heard.COURTESY or (heard is Heard.ALL_WELL and ticket.status is not Status.WAITING)
    asked = _asked_lately(turn, ticket)
    comment = join(turn, ticket, text, answers=not acknowledges, follows=loose and not acknowledges)
    if acknowledges:
        return turn.notice("notice.thanks")
    if not ticket.is_open and heard is Heard.OBJECTS:
        commands.reopen(turn.tx, ticket, turn.person, turn.at)
        team = turn.tx.teams.get(turn.org.id, ticket.team_id).name
        line = turn.say("notice.open_again", ticket=ticket.key, team=team)
        if not loose:
            return Say(_visibly(turn, "notice.open_again", ticket=ticket.key, team=team))
    elif ticket.is_open or asked:
        line = turn.say("notice.comment_added", ticket=ticket.key)
    else:
        return Answer(reopen_card(ticket, turn.locale, comment if loose else None))
    return Answer(joined_card(line, ticket, comment, turn.locale)) if loose else Notice(line)


def fits_after_the_end(turn: Turn, heard: Recognition) -> Callable[[Ticket], bool]:
    """Tells of a resolved ticket whether what was said in the 1:1 chat may be about it."""
    alone = heard.kind == "request" and bool(_OF_ITS_OWN.intersection(heard.reasons))
    may_be = not alone or goes_on(turn.interaction.text)
    return lambda ticket: may_be and _still_fresh(turn, ticket)


def reopen_card(ticket: Ticket, locale: str, loose: Comment | None = None) -> Card:
    """Asks whoever answered after the end whether it goes on; or whether what they said, `loose`, is something new."""
    question = words.say("notice.reopen_question", locale, ticket=ticket.key, summary=ticket.summary)
    yes = Button(words.say("button.reopen", locale), "answer.reopen", ticket.key, ticket.version, style=Style.PRIMARY)
    no = Button(words.say("button.stays_solved", locale), "answer.leave", ticket.key, ticket.version)
    new = (separate_button(ticket, loose, locale),) if loose else ()
    return Card(title="", spoken=question, body=(Text((question,)),), buttons=(yes, no, *new), ref=ticket.key, locale=locale)


def reopen(turn: Turn) -> Reply:
    ticket, team = turn.ticket(Action.REOPEN)
    commands.reopen(turn.tx, ticket, turn.person, turn.at, turn.seen)
    return ShowCard(turn.card("notice.open_again", ticket=ticket.key, team=team.name))


def leave(turn: Turn) -> Reply:
    """It is solved: said of a resolved ticket, that confirms it."""
    ticket, _ = turn.ticket(Action.CONFIRM)
    if ticket.is_open:
        raise Conflict("refusal.already_open", ticket=ticket.key)
    if ticket.status is Status.RESOLVED:
        commands.confirm(turn.tx, ticket, turn.person, turn.at, turn.seen)
    return ShowCard(turn.card("notice.stays_solved", ticket=ticket.key))


def _visibly(turn: Turn, key: str, **facts: str) -> Card:
    """Where they wrote; in a channel others read it too."""
    return turn.card(key, **facts) if turn.interaction.where.direct else turn.public(key, **facts)


def _asked_lately(turn: Turn, ticket: Ticket) -> bool:
    """Whether they have just answered after the end already: one question is enough for what is said in one breath."""
    ended = ticket.closed_at or ticket.resolved_at
    if ended is None:
        return False
    said = turn.tx.comments.of(turn.org.id, ticket.number, internal=False)
    lately = [comment for comment in said if comment.author_id == turn.person.id and comment.at >= ended]
    return any(turn.at - comment.at < JOINING and hear(comment.text) > Heard.ALL_WELL for comment in lately)


def _still_fresh(turn: Turn, ticket: Ticket) -> bool:
    """Resolved, and not so long ago that it would have closed."""
    if ticket.status is not Status.RESOLVED or ticket.resolved_at is None:
        return False
    until = closes_at(ticket, *rules_for(turn.tx, ticket)) or ticket.resolved_at + UNTIL
    return turn.at <= until


VERBS: dict[str, Verb] = {"answer.reopen": reopen, "answer.leave": leave}
