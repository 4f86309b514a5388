"""What whoever asked reads in their 1:1 chat about where their message went, or is asked where it belongs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app import words
from app.cards import Button, Card, Row, Style, Text
from app.tickets.comment import Comment
from app.tickets.model import Ticket
from app.tickets.quoting import quoted

PLACE, PLACE_NEW, SEPARATE_LINE = "answer.place", "answer.place_new", "answer.separate"

_QUOTED = 300


def joined_card(line: str, ticket: Ticket, comment: Comment, locale: str) -> Card:
    """It was added, and can become a ticket of its own."""
    return Card(title="", spoken=line, body=(Text((line,)),), buttons=(separate_button(ticket, comment, locale),), locale=locale)


def separate_button(ticket: Ticket, comment: Comment, locale: str) -> Button:
    about = {"ticket": ticket.key, "comment": str(comment.id)}
    return Button(words.say("button.separate", locale), SEPARATE_LINE, values=about)


def which_card(
    message: str, text: str, body: Any, tickets: Sequence[Ticket], locale: str, *, again: bool = False
) -> Card:  # fmt: skip
    """It could belong to one of these, or to none; `message` is the platform's id of what they said. `again`: they have not
    answered so far.
    """
    asked = "notice.which_one" if len(tickets) > 1 else "notice.this_one"
    question = words.say(asked, locale, ticket=tickets[0].key)
    lines = (words.say("notice.place_again", locale), question) if again else (question,)
    rows = tuple(_row(ticket, message, locale) for ticket in tickets)
    said = (quoted(text, body, _QUOTED),) if text else ()
    new = Button(words.say("button.new", locale), PLACE_NEW, style=Style.PRIMARY, values={"message": message})
    keys = ", ".join(ticket.key for ticket in tickets)
    spoken = " ".join((*lines, keys))
    return Card(title="", spoken=spoken, body=(*(Text((line,)) for line in lines), *said, *rows), buttons=(new,), locale=locale)


def _row(ticket: Ticket, message: str, locale: str) -> Row:
    label = words.say("button.add_to", locale, ticket=ticket.key)
    add = Button(label, PLACE, values={"message": message, "ticket": ticket.key})
    return Row(title=(f"{ticket.key} · {ticket.summary}",), button=add)
