"""Questions and offers that one person has before them alone: once dealt with, what was done stands in their place."""

from __future__ import annotations

from app.cards import ALONE, said
from app.replies import Notice, Reply, ShowCard
from app.turn import Turn

ALWAYS = frozenset(
    {
        "answer.leave", "answer.reopen", "nudge.no", "nudge.yes", "ticket.change_anyway", "ticket.keep_note",
        "ticket.leave_reply", "ticket.send_anyway", "ticket.unsend",
    }
)  # fmt: skip
"""What such a question offers and nothing else does."""


def settles(turn: Turn) -> bool:
    """Whether what they pressed has nothing left to offer, whatever they are told now."""
    asked = turn.interaction
    return asked.verb in ALWAYS or (asked.values or {}).get("in") == ALONE["in"]


def settled(turn: Turn, reply: Reply) -> Reply:
    """A sentence takes the place of the question; with a card the verb has said itself what does."""
    return ShowCard(said(reply.text, turn.locale)) if isinstance(reply, Notice) and settles(turn) else reply
