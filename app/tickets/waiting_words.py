"""What somebody said in their 1:1 chat waits until they say where it belongs: it reads as it does now, and goes when they take it
back. The question about it stands for everything said in one breath.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from app import words
from app.cards import Card, said
from app.policy.changes import current
from app.policy.conversation import OnDelete
from app.policy.working_time import calendar_of
from app.ports import Tx
from app.ports.private_chats import Unplaced
from app.posts.model import Delivery, DeliveryKind, Destination, Kind, MessageRef, NewDelivery
from app.posts.planning import quiet_until
from app.posts.standing import INSTEAD, SUBJECT, away, instead
from app.tickets.intake import JOINING
from app.tickets.model import Source, Ticket
from app.tickets.placing_cards import which_card
from app.tickets.revision import Revision
from app.tickets.rewording import Reading
from app.turn import locale_of

PLACES, AGAIN = "places", "again"
"""In the payload of a SAY: the message that it asks about; that they are asked once more."""

REMIND_AFTER = timedelta(hours=4)
"""Working time of the team that would read it: soon enough for the same day, and no nagging in the middle of a talk."""


def subject_of(source: Source) -> str:
    """Ids of chats are long: this is as good a name."""
    name = "\n".join((source.platform, source.workspace, source.channel, source.message))
    return f"place:{hashlib.sha256(name.encode()).hexdigest()}"


def reading(tx: Tx, message: Unplaced) -> Reading:
    """How it reads after everything that was done to it."""
    first = Revision(message.stamp, message.text, message.body)
    return Reading.of([first, *tx.utterances.early(message.org_id, message.source)])


def remind_at(tx: Tx, org_id: int, tickets: Sequence[Ticket], at: datetime) -> datetime:
    """When whoever said it is asked once more, in the hours of the team of the first of these; a day later where it has none."""
    team = tx.teams.get(org_id, tickets[0].team_id)
    return calendar_of(current(tx, org_id), team.key).due(at, REMIND_AFTER) or at + timedelta(days=1)


def breaths(waiting: Sequence[Unplaced]) -> list[list[Unplaced]]:
    """What was said within two minutes each belongs together."""
    together = [list(waiting[:1])] if waiting else []
    for before, one in pairwise(waiting):
        if one.at - before.at > JOINING:
            together.append([])
        together[-1].append(one)
    return together


def question(tx: Tx, delivery: Delivery) -> Card | None:
    """As things stand when it leaves; None where nothing is asked any more."""
    where = delivery.destination
    named = str(delivery.payload[PLACES])
    message = tx.private_chats.find(delivery.org_id, where.platform, where.workspace, where.channel, named)
    if message is None or message.ticket is not None or message.removed:
        return None
    known = (tx.tickets.get(message.org_id, number) for number in message.offered)
    tickets, now = [ticket for ticket in known if ticket], reading(tx, message)
    return which_card(named, now.text, now.body, tickets, delivery.locale, again=AGAIN in delivery.payload)


def ask(tx: Tx, message: Unplaced, at: datetime, *, again: bool = False) -> None:
    """Where it belongs; not a second time while the first question is on its way."""
    org = tx.organisations.get(message.org_id)
    person = tx.people.get(org.id, message.person_id)
    subject = subject_of(message.source)
    payload = {PLACES: message.source.message, SUBJECT: subject, **({AGAIN: True} if again else {})}
    new = NewDelivery(
        DeliveryKind.SAY, _chat(tx, message), locale=locale_of(person, org), payload=payload,
        unique=f"{subject}:again" if again else subject,
        not_before=quiet_until(tx, org, person, at) if again else None,
    )  # fmt: skip
    tx.deliveries.plan(org.id, new, at)


def changed(tx: Tx, org_id: int, where: Source, at: datetime) -> None:
    """Something was done to a message: if it waits here, its question says so, or goes."""
    message = tx.private_chats.find(org_id, where.platform, where.workspace, where.channel, where.message)
    if message is None or message.ticket is not None:
        return
    message = replace(message, removed=reading(tx, message).removed)
    tx.private_chats.reread(_forgotten(tx, message, at) if message.removed else message)
    if message.removed:
        placed(tx, message, at)
    for ref, user in tx.questions.of(org_id, subject_of(message.source)):
        payload = {PLACES: where.message, SUBJECT: subject_of(message.source), INSTEAD: ref.message}
        anew = NewDelivery(DeliveryKind.SAY, _place(ref, user), locale=_locale(tx, message), payload=payload)
        tx.deliveries.plan(org_id, anew, at)
    _ensure_asked(tx, message, at)


def _ensure_asked(tx: Tx, message: Unplaced, at: datetime) -> None:
    """Whatever waits in that chat has a question that stands for it."""
    source = message.source
    for breath in breaths(tx.private_chats.waiting(message.org_id, message.person_id, source.platform, source.channel)):
        if not tx.questions.of(message.org_id, subject_of(breath[0].source)):
            ask(tx, breath[0], at)


def placed(tx: Tx, message: Unplaced, at: datetime) -> None:
    """There is nothing to ask about it any more: what (else) asks goes."""
    subject = subject_of(message.source)
    for ref, user in tx.questions.of(message.org_id, subject):
        tx.deliveries.plan(message.org_id, away(_place(ref, user), ref.message, _locale(tx, message)), at)
    tx.questions.over(message.org_id, subject)


def remind(tx: Tx, message: Unplaced, at: datetime) -> bool:
    """Ask once more, and only here from now on; False where there is nothing to ask, or somebody else does."""
    if not tx.private_chats.reminded(message):
        return False
    source = message.source
    waiting = tx.private_chats.waiting(message.org_id, message.person_id, source.platform, source.channel)
    if not any(breath[0].source == source for breath in breaths(waiting)):
        return False  # another one asks for it too
    ask(tx, message, at, again=True)
    return True


def asked_again(tx: Tx, delivery: Delivery, message: str, at: datetime) -> None:
    """The question stands anew as that message: those above it step back."""
    subject = str(delivery.payload[SUBJECT])
    card = said(words.say("notice.asked_again_below", delivery.locale), delivery.locale)
    for ref, user in tx.questions.of(delivery.org_id, subject):
        if ref.message != message:
            tx.questions.answered(delivery.org_id, ref)
            tx.deliveries.plan(delivery.org_id, instead(_place(ref, user), ref.message, card), at)


def _locale(tx: Tx, message: Unplaced) -> str:
    return locale_of(tx.people.get(message.org_id, message.person_id), tx.organisations.get(message.org_id))


def _place(ref: MessageRef, user: str) -> Destination:
    return Destination(ref.platform, ref.workspace, Kind.DIRECT, channel=ref.channel, thread=ref.thread, user=user)


def _chat(tx: Tx, message: Unplaced) -> Destination:
    source, person = message.source, tx.people.get(message.org_id, message.person_id)
    identity = person.identity_on(source.platform, source.workspace)
    user = identity.user if identity else ""
    return Destination(source.platform, source.workspace, Kind.DIRECT, channel=source.channel, thread=source.thread, user=user)


def _forgotten(tx: Tx, message: Unplaced, at: datetime) -> Unplaced:
    """Where the policy says so, nothing is kept of words that were taken back but that they were: it may be undone."""
    if current(tx, message.org_id).conversation.on_delete is not OnDelete.ERASE:
        return message
    for change in tx.utterances.take_early(message.org_id, message.source):
        if change.removed:
            tx.utterances.too_early(message.org_id, message.source, change, at)
    return replace(message, text="", body=None, files="")
