"""Whoever asked for somebody else hears when that person turns out to be none whom the desk can serve."""

from __future__ import annotations

from datetime import datetime

from app import words
from app.cards import said
from app.people.model import Kind, Person
from app.ports import Tx
from app.posts.privately import tell_alone
from app.turn import locale_of


def tell_openers(tx: Tx, org_id: int, person: Person, at: datetime) -> None:
    """Of each open ticket, once: a bot, somebody of outside, or who has left, reads nothing that is said there."""
    if person.active and person.kind is not Kind.EXTERNAL:
        return
    org = tx.organisations.get(org_id)
    for ticket in tx.tickets.of_requester(org_id, person.id):
        opener = tx.trail.opener(org_id, ticket.number) if ticket.is_open else None
        if opener in (None, person.id) or not tx.inbox.first_time(org_id, f"unserved:{ticket.number}", at):
            continue
        by = tx.people.get(org_id, opener)
        locale = locale_of(by, org)
        text = words.say("notice.not_served", locale, ticket=ticket.key, name=person.name, summary=ticket.summary)
        tell_alone(tx, org, by, said(text, locale), at, names=[ticket])
