"""Following a ticket, and hearing of it no more; and agents who want somebody else to hear of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from app.cards import ALONE, Card
from app.errors import Conflict, Invalid
from app.people.model import Person
from app.people.permissions import Action
from app.posts.answers import private
from app.posts.lines import line_of
from app.posts.model import PostKind
from app.posts.standing import instead
from app.replies import Answer, Notice, Reply, ShowCard
from app.tickets import following, forms
from app.tickets.elsewhere import name_of, other_platform
from app.tickets.followed import Following, followed_by
from app.tickets.following_cards import NEWS, followed_card
from app.tickets.letting_in import may_on
from app.tickets.lists import list_card
from app.tickets.model import Ticket
from app.tickets.naming_people import chosen
from app.tickets.naming_ticket import named_ticket
from app.tickets.pages import Turning, page, turned
from app.tickets.reading import names
from app.tickets.showing import pressed_card
from app.turn import Turn, Verb


def follow(turn: Turn) -> Reply:
    """They hear of its public part, in their 1:1 chat."""
    ticket, _ = turn.ticket(Action.FOLLOW, named_ticket(turn, "ticket.follow"))
    if following.follows(turn.tx, ticket, turn.person):
        return _told(turn, ticket, "notice.follows_already", follows=True)
    following.follow(turn.tx, ticket, turn.person, turn.person, turn.at)
    return _told(turn, ticket, "notice.follows_now", follows=True)


def unfollow(turn: Turn) -> Reply:
    """Whoever follows may stop, whatever else they may. Without a ticket: what they follow, each with the way to stop."""
    if not (turn.interaction.ref or turn.interaction.text).strip() and followed_by(turn.tx, turn.person, 1):
        return _list(turn)
    asked = named_ticket(turn, "ticket.unfollow")
    ticket = turn.known_ticket(asked)
    shows = _shown_line(turn, ticket) if ticket else None
    if ticket is None or not following.unfollow(turn.tx, ticket, turn.person, turn.at):
        ticket, _ = turn.ticket(Action.SEE, asked)
        if ticket.requester_id == turn.person.id:
            raise Conflict("refusal.follows_anyway", ticket=ticket.key)
        return _told(turn, ticket, "notice.does_not_follow", follows=False)
    if shows:
        _leave_behind(turn, shows, turn.say("notice.follows_no_more", ticket=ticket.key))
    return _told(turn, ticket, "notice.follows_no_more", follows=False)


def _shown_line(turn: Turn, ticket: Ticket) -> Card | None:
    """The line that they have pressed, as it reads to them before they stop; None where it was something else."""
    asked, where = turn.interaction, turn.interaction.where
    post = turn.tx.posts.at(turn.org.id, asked.platform, asked.workspace, where.channel, where.message)
    line = post is not None and post.kind is PostKind.LINE and (post.ticket, post.viewer_id) == (ticket.number, turn.person.id)
    return line_of(turn.tx, post, ticket) if line and post else None


def _leave_behind(turn: Turn, card: Card, line: str) -> None:
    """What they have read stays, and says that they hear no more of it; nothing is offered there any more."""
    stays = replace(card, buttons=(), context=(line,))
    turn.tx.deliveries.plan(turn.org.id, instead(private(turn), turn.interaction.where.message, stays), turn.at)


def _list(turn: Turn) -> Reply:
    shown = page(turn, partial(followed_by, turn.tx, turn.person))
    people, theirs = names(turn.tx, shown.items), Following.of(turn.tx, turn.person)
    again = Turning("ticket.unfollow")
    card = list_card("title.followed", "notice.no_tickets", shown, again, people, turn.locale, turn.zone, follows=theirs)
    return turned(turn, card)


def add(turn: Turn) -> Reply:
    """Whom an agent wants to hear of it."""
    ticket, _ = turn.ticket(Action.ADD_FOLLOWER)
    elsewhere = other_platform(turn.tx, turn.org.id, turn.interaction.platform)
    return turn.open(forms.follower_form(ticket, turn.locale, elsewhere))


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
        field = name_of("follower") if turn.value(name_of("follower")) else "follower"
        raise Invalid(fields={field: refusal.key}, **{"name": person.name, **refusal.facts}) from refusal


def _told(turn: Turn, ticket: Ticket, key: str, *, follows: bool) -> Reply:
    """On a card of the ticket the card shows it; whoever typed gets the way back as a button, unless they see it no more."""
    line = turn.say(key, ticket=ticket.key)
    sees = may_on(turn.tx, turn.person, Action.SEE, ticket)
    stands_in = (turn.interaction.values or {}).get("in")
    if sees and stands_in == ALONE["in"]:
        return ShowCard(followed_card(line, ticket.key, turn.locale, follows=follows))
    if not turn.interaction.ref and sees:
        return Answer(followed_card(line, ticket.key, turn.locale, follows=follows))
    in_news = stands_in in (NEWS["in"], ALONE["in"])
    return Notice(line) if in_news or not sees else ShowCard(pressed_card(turn, ticket).card, note=line)


VERBS: dict[str, Verb] = {
    "ticket.follow": follow,
    "ticket.unfollow": unfollow,
    "ticket.add_follower": add,
    "ticket.add_follower.save": add_save,
}
