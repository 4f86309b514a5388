"""Following a ticket, and hearing of it no more; and agents who want somebody else to hear of it."""

from __future__ import annotations

from app.errors import Conflict, Invalid, NotFound
from app.people.model import Person
from app.people.permissions import Action
from app.replies import Answer, Notice, Reply, ShowCard
from app.tickets import following, forms
from app.tickets.following_cards import NEWS, followed_card
from app.tickets.letting_in import may_on
from app.tickets.model import Ticket
from app.tickets.naming_people import chosen
from app.tickets.showing import pressed_card
from app.turn import Turn, Verb


def follow(turn: Turn) -> Reply:
    """They hear of its public part, in their 1:1 chat."""
    ticket, _ = turn.ticket(Action.FOLLOW, _asked(turn))
    if following.follows(turn.tx, ticket, turn.person):
        return _told(turn, ticket, "notice.follows_already", follows=True)
    following.follow(turn.tx, ticket, turn.person, turn.person, turn.at)
    return _told(turn, ticket, "notice.follows_now", follows=True)


def unfollow(turn: Turn) -> Reply:
    """Whoever follows may stop, whatever else they may."""
    asked = _asked(turn)
    ticket = turn.known_ticket(asked)
    if ticket is None or not following.unfollow(turn.tx, ticket, turn.person, turn.at):
        ticket, _ = turn.ticket(Action.SEE, asked)
        if ticket.requester_id == turn.person.id:
            raise Conflict("refusal.follows_anyway", ticket=ticket.key)
        return _told(turn, ticket, "notice.does_not_follow", follows=False)
    return _told(turn, ticket, "notice.follows_no_more", follows=False)


def add(turn: Turn) -> Reply:
    """Whom an agent wants to hear of it."""
    ticket, _ = turn.ticket(Action.ADD_FOLLOWER)
    return turn.open(forms.follower_form(ticket, turn.locale))


def add_save(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.ADD_FOLLOWER)
    person = chosen(turn, "follower")
    _let_in(turn, ticket, person)
    return turn.notice("notice.follower_added", ticket=ticket.key)


def _let_in(turn: Turn, ticket: Ticket, person: Person) -> None:
    """What speaks against them stands at the field."""
    try:
        following.follow(turn.tx, ticket, person, turn.person, turn.at)
    except Conflict as refusal:
        raise Invalid(fields={"follower": refusal.key}, **{"name": person.name, **refusal.facts}) from refusal


def _told(turn: Turn, ticket: Ticket, key: str, *, follows: bool) -> Reply:
    """On a card of the ticket the card shows it; whoever typed gets the way back as a button, unless they see it no more."""
    line = turn.say(key, ticket=ticket.key)
    sees = may_on(turn.tx, turn.person, Action.SEE, ticket)
    if not turn.interaction.ref and sees:
        return Answer(followed_card(line, ticket.key, turn.locale, follows=follows))
    in_news = (turn.interaction.values or {}).get("in") == NEWS["in"]
    return Notice(line) if in_news or not sees else ShowCard(pressed_card(turn, ticket).card, note=line)


def _asked(turn: Turn) -> str:
    asked = turn.interaction.ref or turn.interaction.text
    if not asked.strip():
        raise NotFound("refusal.needs_ticket")
    return asked


VERBS: dict[str, Verb] = {
    "ticket.follow": follow,
    "ticket.unfollow": unfollow,
    "ticket.add_follower": add,
    "ticket.add_follower.save": add_save,
}
