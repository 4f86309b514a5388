"""Marking a ticket as a duplicate of another one, and taking that back."""

from __future__ import annotations

from dataclasses import replace

from app.cards import ALONE, Card
from app.errors import Invalid, NotFound, Refusal
from app.people.permissions import Action, may
from app.posts.questions import LINKED, subject
from app.replies import Answer, Reply, Settled
from app.routing.commands import ticket_number
from app.tickets import forms, merging
from app.tickets.linked_cards import merged_card
from app.tickets.model import Ticket
from app.tickets.showing import agents_card
from app.turn import Turn, Verb

_AT_THE_FIELD = ("refusal.duplicate_itself", "refusal.duplicate_circle", "refusal.original_is_over", "refusal.not_found")


def duplicate(turn: Turn) -> Reply:
    ticket, _ = turn.ticket(Action.MERGE)
    return turn.open(forms.duplicate_form(ticket, turn.locale))


def duplicate_save(turn: Turn) -> Reply:
    """What speaks against the original stands at its field."""
    ticket, _ = turn.ticket(Action.MERGE)
    named = turn.value("original", 200)
    if not ticket_number(named):
        raise Invalid(fields={"original": "refusal.needs_original"})
    try:
        return _merge(turn, ticket, named)
    except Refusal as refusal:
        if refusal.key not in _AT_THE_FIELD:
            raise
        raise Invalid(fields={"original": refusal.key}, **refusal.facts) from refusal


def link(turn: Turn) -> Reply:
    """One of the similar ones is the one."""
    ticket, _ = turn.ticket(Action.MERGE)
    named = (turn.interaction.values or {}).get("original", "")
    if not ticket_number(named):
        raise NotFound("refusal.not_found", ticket=named[:40])
    if (there := turn.tx.duplicates.find(turn.org.id, ticket.number)) is not None:
        into = f"T-{there.original}"
        refused = turn.notice("refusal.is_duplicate", ticket=ticket.key, into=into)
        return Settled(_linked(turn, ticket, into), refused, says=subject(LINKED, ticket.number))
    merged = _merge(turn, ticket, named)
    return Settled(_linked(turn, ticket, named), merged, says=subject(LINKED, ticket.number))


def not_duplicate(turn: Turn) -> Reply:
    """Within a day the ticket is what it was before."""
    ticket, _ = turn.ticket(Action.MERGE)
    merging.undo(turn.tx, ticket, turn.person, turn.at)
    if (turn.interaction.values or {}).get("in") == ALONE["in"]:
        return turn.notice("notice.unmerged", ticket=ticket.key)
    return replace(agents_card(turn, ticket), note=turn.say("notice.unmerged", ticket=ticket.key))


def _linked(turn: Turn, ticket: Ticket, into: str) -> Card:
    """What the suggestion says from now on, to all agents."""
    return turn.public("card.linked", ticket=ticket.key, into=into)


def _merge(turn: Turn, ticket: Ticket, named: str) -> Reply:
    original, _ = turn.ticket(Action.SEE, named)
    root = merging.merge(turn.tx, ticket, original, turn.person, turn.at)
    requester = turn.tx.people.get(turn.org.id, ticket.requester_id)
    seen = may(turn.person, Action.SEE, root.team_id, root.requester_id)
    summary = root.summary if seen else ""
    return Answer(merged_card(ticket, original.key, root.key, summary, requester.name, turn.locale))


VERBS: dict[str, Verb] = {
    "ticket.duplicate": duplicate,
    "ticket.duplicate.save": duplicate_save,
    "ticket.link": link,
    "ticket.not_duplicate": not_duplicate,
}
