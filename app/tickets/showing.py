"""Which card of a ticket somebody is shown."""

from __future__ import annotations

from dataclasses import replace

from app.people.permissions import Action, may
from app.replies import ShowCard
from app.sla.alert_reading import alert_standing
from app.tickets.cards import requester_card, triage_card
from app.tickets.following import follows
from app.tickets.following_cards import history_button, onlooker_card
from app.tickets.model import Ticket
from app.tickets.reading import view_of
from app.turn import Turn


def agents_card(turn: Turn, ticket: Ticket) -> ShowCard:
    return ShowCard(triage_card(view_of(turn.tx, ticket, turn.zone, turn.reader), turn.locale))


def asker_card(turn: Turn, ticket: Ticket) -> ShowCard:
    return ShowCard(requester_card(view_of(turn.tx, ticket, turn.zone, turn.reader), turn.locale))


def card_for(turn: Turn, ticket: Ticket) -> ShowCard:
    """The agents' card for those who may work on it, the requester's for whoever asked, and one to look at for everybody else."""
    if may(turn.person, Action.SEE_NOTES, ticket.team_id, ticket.requester_id):
        return _with_history(agents_card(turn, ticket), ticket, turn.locale)
    if turn.person.id == ticket.requester_id:
        return _with_history(asker_card(turn, ticket), ticket, turn.locale)
    listens = follows(turn.tx, ticket, turn.person)
    return ShowCard(onlooker_card(view_of(turn.tx, ticket, turn.zone, turn.reader), turn.locale, follows=listens))


def _with_history(shown: ShowCard, ticket: Ticket, locale: str) -> ShowCard:
    """Where a finished ticket stands it only offers what can still be done; whoever asks for it may read how it came to that."""
    card = shown.card
    if any(button.verb == "ticket.history" for button in card.buttons):
        return shown
    return replace(shown, card=replace(card, buttons=(*card.buttons, history_button(ticket, locale))))


def pressed_card(turn: Turn, ticket: Ticket) -> ShowCard:
    """The card that was pressed, as it stands now; where that post is not known, the one that fits the person."""
    where = turn.interaction.where
    post = turn.tx.posts.at(turn.org.id, turn.interaction.platform, turn.interaction.workspace, where.channel, where.message)
    if post is None or post.ticket != ticket.number or post.kind == "line":
        return card_for(turn, ticket)
    if post.kind == "alert":
        return ShowCard(alert_standing(turn.tx, post, turn.locale, turn.zone))
    return asker_card(turn, ticket) if post.kind == "requester" else agents_card(turn, ticket)
