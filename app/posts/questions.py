"""Questions that can be answered elsewhere too: by another message of ours, on the other platform, or by what happens meanwhile.

Where each stands is kept, so that all of them step back when one is answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app import events, words
from app.cards import Card, said
from app.ports import Tx
from app.ports.links import Known
from app.posts.model import Delivery, Destination, Kind, MessageRef
from app.posts.planning import Plan
from app.posts.standing import INSTEAD, SUBJECT, away, instead
from app.tickets import waiting_words
from app.tickets.held import Held
from app.tickets.waiting_words import AGAIN, PLACES

SIMILAR, KNOWN, LINKED, HELD = "similar", "known", "linked", "held"


def subject(kind: str, ticket: int) -> str:
    """What is asked: whether it is one of the similar ones, or whether everybody is to know of it; LINKED, that it was said to be
    one, which can be taken back; HELD, that somebody is asked whether a line shall go, which is then given instead of a ticket.
    """
    return f"{kind}:{ticket}"


def is_asked(tx: Tx, delivery: Delivery) -> bool:
    """Whether what it asks has no answer yet; true of what asks nothing."""
    kind, _, of = str(delivery.payload.get(SUBJECT, "")).partition(":")
    org, number = delivery.org_id, delivery.ticket or 0
    if kind == SIMILAR:
        return tx.duplicates.find(org, number) is None
    if kind == KNOWN:
        issue = tx.known_issues.find(org, number)
        return issue is not None and issue.state is Known.ASKED
    if kind == HELD:
        return tx.held.of(org, int(of)) is Held.ASKED
    return PLACES not in delivery.payload or waiting_words.question(tx, delivery) is not None


def places(tx: Tx, delivery: Delivery) -> Card | None:
    """Where words of a 1:1 chat belong, asked as things stand now."""
    return waiting_words.question(tx, delivery)


def stands(tx: Tx, delivery: Delivery, ref: MessageRef, shown: Card | None, at: datetime) -> None:
    """It was posted as `shown`. Answered while it was on its way, it goes; where it should read otherwise by now, it does."""
    if SUBJECT not in delivery.payload or INSTEAD in delivery.payload or not ref.message:
        return
    org, user = delivery.org_id, delivery.destination.user
    if not is_asked(tx, delivery):
        tx.deliveries.plan(org, away(place_of(ref, user), ref.message, delivery.locale), at)
        return
    tx.questions.stands(org, str(delivery.payload[SUBJECT]), ref, user, at)
    if AGAIN in delivery.payload:
        waiting_words.asked_again(tx, delivery, ref.message, at)
    if PLACES in delivery.payload and (now := waiting_words.question(tx, delivery)) is not None and now != shown:
        tx.deliveries.plan(org, instead(place_of(ref, user), ref.message, now), at)


def linked(plan: Plan, event: events.TicketMerged) -> None:
    """It is a duplicate now, however that was said."""
    _links(plan, "card.linked", into=f"T-{event.into}")


def apart(plan: Plan, event: events.TicketUnmerged | events.TicketReopened) -> None:
    """It is none any more: what says that it is would be untrue below an open ticket."""
    _links(plan, "card.unlinked")


def _links(plan: Plan, key: str, **facts: str) -> None:
    """Where it was asked, and where it was said since, stands how that is now; each of them may have to change again."""
    org, number, locale = plan.org.id, plan.ticket.number, words.negotiate(plan.org.locale)
    card = said(words.say(key, locale, ticket=plan.ticket.key, **facts), locale)
    for kind in (SIMILAR, LINKED) if key == "card.linked" else (LINKED,):
        for ref, user in _answered(plan, kind, card):
            plan.tx.questions.stands(org, subject(LINKED, number), ref, user, plan.at)


def known(plan: Plan, event: events.TicketKnownIssue | events.KnownIssuePutOff) -> None:
    """Everybody knows of it, or shall not yet, however that was said."""
    locale = words.negotiate(plan.org.locale)
    key = "notice.known_issue" if isinstance(event, events.TicketKnownIssue) else "notice.known_issue_put_off"
    _answered(plan, KNOWN, said(words.say(key, locale, ticket=plan.ticket.key), locale))


def _answered(plan: Plan, kind: str, card: Card) -> Sequence[tuple[MessageRef, str]]:
    """Wherever else it is asked, `card` stands in its place; these places."""
    asked = subject(kind, plan.ticket.number)
    places = plan.tx.questions.of(plan.org.id, asked)
    for ref, user in places:
        plan.tx.deliveries.plan(plan.org.id, instead(place_of(ref, user), ref.message, card), plan.at)
    plan.tx.questions.over(plan.org.id, asked)
    return places


def place_of(ref: MessageRef, user: str) -> Destination:
    """Where a message of ours stands; `user` where one person alone sees it."""
    kind = Kind.DIRECT if user else Kind.CHANNEL
    return Destination(ref.platform, ref.workspace, kind, channel=ref.channel, thread=ref.thread, user=user)
