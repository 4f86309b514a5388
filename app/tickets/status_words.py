"""How a ticket stands, in one word or two: the same on every card, in every list and on the App Home."""

from __future__ import annotations

from app import words
from app.tickets.model import Status, Ticket


def status_word(ticket: Ticket, locale: str, *, own: bool = False) -> str:
    """The status itself; `own`: whoever reads it asked, and what waits for them says so. Who has answered stands in the sentence
    beside it (`plain.answered`), so an answer makes no second word for one status.
    """
    waits = own and ticket.status is Status.WAITING
    return words.say("status.waiting_for_you" if waits else f"status.{ticket.status}", locale)
