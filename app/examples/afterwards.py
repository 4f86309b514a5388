"""What is asked after a request: whether what followed is one of its own, whether it goes on, what was done."""

from __future__ import annotations

from dataclasses import replace

from app.cards import Card
from app.examples.cast import Cast
from app.examples.ticket_cards import view
from app.tickets.answering import reopen_card
from app.tickets.cards import requester_card, triage_card
from app.tickets.emoji_verbs import resolve_card


def afterwards_examples(cast: Cast, locale: str) -> dict[str, Card]:
    joined = replace(view(cast), joined=replace(cast.comment(cast.requester, cast.told.answer), joined=True))
    resolved = view(cast, "resolved").ticket
    return {
        "requester.joined": requester_card(joined, locale),
        "triage.joined": triage_card(joined, locale),
        "ask.reopen": reopen_card(resolved, locale),
        "ask.what_was_done": resolve_card(joined.ticket, locale),
    }
