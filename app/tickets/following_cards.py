"""What followers see: the public part of a ticket, and how to hear of it no more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app import words
from app.cards import ALONE, Button, Card, Element, Facts, Inline, Text, Tone
from app.tickets.cards import TicketView, moment, plain_status
from app.tickets.model import Status, Ticket
from app.tickets.owning import owner_row
from app.tickets.quoting import quoted

NEWS = {"in": "news"}
"""On a button that stands in a message which is no card of the ticket: its answer is a sentence."""


def onlooker_card(view: TicketView, locale: str, *, follows: bool) -> Card:
    """For whoever neither asked nor works on it: how it stands and the last public word; nothing to decide."""
    ticket = view.ticket

    def say(key: str, **facts: Any) -> str:
        return words.say(key, locale, **facts)

    waits = ticket.status is Status.WAITING
    discreet = replace(view, linked=view.linked.discreet())
    stands = say("plain.waits_for", name=view.requester.name) if waits else plain_status(discreet, locale)
    rows: tuple[tuple[str, Inline], ...] = (
        (say("label.requester"), view.requester.name),
        (say("label.status"), say(f"status.{ticket.status}")),
        (say("label.priority"), say(f"priority.{ticket.priority}")),
        *owner_row(ticket, view.assignee, view.helped, locale),
        (say("label.opened"), moment(ticket.created_at, locale, view.zone)),
    )
    body: list[Element] = [Text((stands,)), Facts(rows)]
    if view.latest:
        body.append(Text((f"{say('label.latest_reply')} · {view.latest_author}",), Tone.STRONG))
        body.append(quoted(view.latest.text, view.latest.body, 300))
    return Card(
        title=f"{ticket.key} · {ticket.summary}",
        spoken=say("card.spoken_requester", ticket=ticket.key, summary=ticket.summary, status=say(f"status.{ticket.status}")),
        body=tuple(body),
        buttons=(follow_button(ticket, locale, follows=follows), history_button(ticket, locale)),
        ref=ticket.key,
        version=ticket.version,
        locale=locale,
    )


def follow_button(ticket: Ticket, locale: str, *, follows: bool) -> Button:
    verb = "unfollow" if follows else "follow"
    return Button(words.say(f"button.{verb}", locale), f"ticket.{verb}", ticket.key, ticket.version)


def history_button(ticket: Ticket, locale: str) -> Button:
    return Button(words.say("button.history", locale), "ticket.history", ticket.key, ticket.version, opens_form=True)


def followed_card(line: str, ticket: str, locale: str, *, follows: bool) -> Card:
    """Said to somebody who follows it now, or no more: each can be taken back."""
    verb = "unfollow" if follows else "follow"
    button = Button(words.say(f"button.{verb}", locale), f"ticket.{verb}", ticket, values=ALONE)
    return Card(title="", spoken=line, body=(Text((line,)),), buttons=(button,), locale=locale)


def news_card(line: str, ticket: str, locale: str, quote: str = "") -> Card:
    """Something public has happened to a ticket that they follow."""
    said = Text((line,))
    body: tuple[Element, ...] = (said, Text((quote,), Tone.QUOTE)) if quote else (said,)
    return Card(
        title="", spoken=f"{line} {quote}".strip(), body=body, buttons=news_buttons(ticket, locale), ref=ticket, locale=locale
    )


def news_buttons(ticket: str, locale: str) -> tuple[Button, ...]:
    opened = words.say("button.open", locale)
    return (
        Button(opened, "ticket.open", ticket, opens_form=True, accessible=f"{opened} {ticket}"),
        Button(words.say("button.unfollow", locale), "ticket.unfollow", ticket, values=NEWS),
    )
