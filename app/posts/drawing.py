"""Draws what a delivery shows, from the state as it is when it leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app import words
from app.attachments.links import COLLEAGUES, EVERYBODY, NO_LINKS, FileLinks, FileReader
from app.cards import Card
from app.people.model import Organisation, Person
from app.people.permissions import Action, may
from app.ports import Tx
from app.posts.model import Delivery, Post, PostKind
from app.posts.overtaken import is_overtaken, stepped_back
from app.posts.packing import unpack
from app.sla.alert_reading import alert_standing
from app.tickets.cards import requester_card, triage_card
from app.tickets.due import Reader, due_lines
from app.tickets.followed import Following, followed_by
from app.tickets.left_behind import as_left
from app.tickets.lists import AT_HOME, home_card
from app.tickets.merging import root_of
from app.tickets.model import Ticket
from app.tickets.reading import names, view_of
from app.tickets.reporting_cards import banner_card
from app.turn import locale_of


def card_of(tx: Tx, post: Post, ticket: Ticket, at: datetime, links: FileLinks = NO_LINKS) -> Card:
    """The card of a post as it must look at `at`, which is now."""
    org = tx.organisations.get(post.org_id)
    viewer = tx.people.get(post.org_id, post.viewer_id) if post.viewer_id else None
    reader = COLLEAGUES if post.kind is PostKind.TRIAGE else post.viewer_id or EVERYBODY
    view = view_of(tx, ticket, _zone(viewer, org), FileReader(links, reader, at))
    locale = locale_of(viewer, org)
    if post.kind is PostKind.ALERT:
        return alert_standing(tx, post, locale, org.timezone)
    if post.kind is PostKind.BANNER:
        issue = tx.known_issues.find(post.org_id, ticket.number)
        return banner_card(ticket, root_of(tx, ticket), issue.text if issue else ticket.summary, locale)
    if post.kind is PostKind.REQUESTER:
        card = requester_card(view, locale)
        return stepped_back(card) if is_overtaken(tx, post) else card
    place = post.destination
    here = place.channel in view.team.triage.values()
    return triage_card(view if here else as_left(tx, view, place.platform, place.channel), locale, here=here)


def home_of(tx: Tx, delivery: Delivery) -> Card:
    """The App Home of a person: my requests, and for agents the queue of their teams."""
    org = tx.organisations.get(delivery.org_id)
    person = tx.people.get(delivery.org_id, delivery.viewer_id or 0)
    mine = tx.tickets.of_requester(org.id, person.id)
    queue = tx.tickets.queue(org.id, list(person.roles)) if person.is_agent and may(person, Action.SEE_QUEUE) else None
    followed = followed_by(tx, person, AT_HOME, opened=True)
    people = {**names(tx, mine), **names(tx, queue or []), **names(tx, followed)}
    first = bool(delivery.payload.get("first"))
    reader = Reader(person, locale_of(person, org), _zone(person, org))
    due, due_mine = due_lines(tx, queue or [], reader), due_lines(tx, mine, reader, own=True)
    return home_card(
        person, mine, queue, people, reader.locale, reader.zone, first, due, due_mine,
        followed, Following.of(tx, person), tx.choices.of(org.id, person.id),
    )  # fmt: skip


def said_of(delivery: Delivery) -> Card:
    """What was packed; several cards become one, each on its own lines, with every button and remark once.

    Where they are about several tickets each button says which one it means.
    """
    if "cards" not in delivery.payload:
        card: Card = unpack(delivery.payload["card"])
        return card
    cards: list[Card] = [unpack(packed) for packed in delivery.payload["cards"]]
    buttons = {(button.verb, button.ref, button.label): button for card in cards for button in card.buttons}
    several = len({button.ref for button in buttons.values()}) > 1
    named = [replace(one, label=f"{one.label} {one.ref}") if several and one.ref else one for one in buttons.values()]
    return replace(
        cards[-1],
        spoken="\n".join(card.spoken for card in cards),
        body=tuple(element for card in cards for element in card.body),
        buttons=tuple(named),
        more=words.say("button.more", cards[-1].locale),
        ref="" if several else cards[-1].ref,
        context=tuple(dict.fromkeys(remark for card in cards for remark in card.context)),
    )


def _zone(viewer: Person | None, org: Organisation) -> str:
    return viewer.timezone or org.timezone if viewer else org.timezone
