"""What is said on a ticket, carried to where its other people are: each line is a post, so it changes when what was said does."""

from __future__ import annotations

from dataclasses import replace

from app import events, words
from app.cards import Card
from app.people.model import Person
from app.ports import Tx
from app.posts.audience import Listener, audience
from app.posts.followers import hears
from app.posts.line_cards import agents_line, line_card, wrote
from app.posts.model import Destination, Kind, Post
from app.posts.planning import Plan, card_delivery
from app.posts.privately import with_remark
from app.posts.queues import is_in_queue, queue_cards
from app.text import unended
from app.tickets.comment import Comment, Visibility
from app.tickets.following_cards import news_buttons
from app.tickets.held import Held
from app.tickets.left_behind import changed_since
from app.tickets.model import Source, Ticket
from app.tickets.quoting import shortened
from app.tickets.sentences import mention_of
from app.tickets.still_saying import spoke_as_agent
from app.turn import locale_of

_SUBJECT = 80
"""Characters of a summary, for those who hear of many tickets in one chat."""


def cross(plan: Plan, event: events.TicketCommented | events.TicketNoted) -> None:
    """To the agents' threads, and what is public to whoever hears it; never back to where it was said, nor to who said it."""
    comment = plan.tx.comments.get(plan.org.id, event.comment)
    if comment is None:
        return
    said_in = plan.tx.utterances.source_of(plan.org.id, comment.id)
    stands = _redrawn(plan, comment) if getattr(event, "held", None) else frozenset()
    for post in queue_cards(plan.tx, plan.ticket):
        if post.id not in stands and not _below(said_in, post):
            plan.add_line(comment, post.destination, words.negotiate(plan.org.locale), None, under=post)
    if comment.visibility is Visibility.PUBLIC:
        hearing = (one for one in audience(plan) if one.person.id != comment.author_id and not _there(said_in, one.place))
        plan.add_lines(comment, [_line(plan, listener) for listener in hearing])


def redraw(tx: Tx, org_id: int, comment: int, plan: Plan) -> None:
    """It reads otherwise now: so does every line of it."""
    for post in tx.posts.lines_of(org_id, comment):
        tx.deliveries.plan(org_id, card_delivery(post), plan.at)


def _redrawn(plan: Plan, comment: Comment) -> frozenset[int | None]:
    """Below which cards it stands already: it was a note, and its lines say now that it is a reply."""
    redraw(plan.tx, plan.org.id, comment.id, plan)
    return frozenset(post.under for post in plan.tx.posts.lines_of(plan.org.id, comment.id))


def reworded(plan: Plan, event: events.TicketReworded | events.TicketSeparated | events.TicketUnsent) -> None:
    redraw(plan.tx, plan.org.id, event.comment, plan)


def line_of(tx: Tx, post: Post, ticket: Ticket) -> Card | None:
    """The line as it must read now; None where it may not stand any more."""
    comment = tx.comments.get(post.org_id, post.comment or 0)
    if comment is None or (post.under is None and comment.visibility is not Visibility.PUBLIC):
        return None
    org = tx.organisations.get(post.org_id)
    people = tx.people.many(post.org_id, {ticket.requester_id, *([comment.author_id] if comment.author_id else [])})
    author = people[comment.author_id].name if comment.author_id in people else "Sahayak"
    viewer = tx.people.get(post.org_id, post.viewer_id) if post.viewer_id else None
    locale = locale_of(viewer, org) if viewer else post.locale
    requester = people[ticket.requester_id]
    helps = comment.visibility is Visibility.PUBLIC and comment.author_id != requester.id and spoke_as_agent(tx, comment)
    if post.under is not None:
        if not comment.removed and _left_behind(tx, post, ticket, comment):
            return None
        taken_back = comment.visibility is Visibility.INTERNAL and tx.held.of(comment.org_id, comment.id) is Held.TAKEN_BACK
        stands = taken_back and tx.held.still_stands(comment.org_id, comment.id)
        return agents_line(
            ticket, comment, author, requester, locale, taken_back=taken_back, still_stands=stands, from_agent=helps
        )
    follows = viewer is not None and viewer.id != requester.id
    named = f"{ticket.key} · {shortened(unended(ticket.summary), _SUBJECT)}" if follows else ticket.key
    label = words.say(wrote(comment, requester.id, from_agent=helps), locale, ticket=named, name=author)
    if viewer is not None and follows:
        return _followers_line(tx, ticket, comment, label, viewer, locale)
    return line_card(label, comment, locale, None if viewer else mention_of(requester))


def _left_behind(tx: Tx, post: Post, ticket: Ticket, comment: Comment) -> bool:
    """It stands with a team that gave the ticket away, and says what they have never read."""
    place = post.destination
    if is_in_queue(tx, ticket, place):
        return False
    return changed_since(tx, ticket, comment, place.platform, place.channel)


def _followers_line(tx: Tx, ticket: Ticket, comment: Comment, label: str, viewer: Person, locale: str) -> Card | None:
    """With the way to hear no more. Whoever has stopped to follow meanwhile gets no word of it, but hears what was removed."""
    if not comment.removed and not hears(tx, ticket, viewer):
        return None
    line = line_card(label, comment, locale)
    return with_remark(replace(line, buttons=news_buttons(ticket.key, locale)))


def _line(plan: Plan, listener: Listener) -> tuple[Destination, str, int | None]:
    viewer = listener.person.id if listener.alone else None
    return listener.place, plan.reader_locale(viewer), viewer


def _below(said_in: Source | None, post: Post) -> bool:
    """Whether it was said in the very thread of this card."""
    ref = post.ref
    return bool(ref.message) and said_in is not None and _spot(said_in) == (ref.platform, ref.workspace, ref.channel, ref.message)


def _there(said_in: Source | None, place: Destination) -> bool:
    """Whether it was said in the very place where they would hear it."""
    if said_in is None or place.kind is not Kind.CHANNEL:
        return False
    return _spot(said_in) == (place.platform, place.workspace, place.channel, place.thread)


def _spot(said_in: Source) -> tuple[str, str, str, str]:
    return said_in.platform, said_in.workspace, said_in.channel, said_in.thread
