"""Why a ticket is what it is and its clocks say what they say: for whoever may see it, and changing nothing."""

from __future__ import annotations

from collections.abc import Sequence

from app import words
from app.cards import Card, Element, Heading, Text
from app.people.permissions import Action
from app.replies import Answer, Reply
from app.sla.standing import explained
from app.sla.telling import Explained, Reader, sentences
from app.tickets.cards import TicketView, plain_status, priority_reason
from app.tickets.naming_ticket import named_ticket
from app.tickets.reading import view_of
from app.turn import Turn


def why(turn: Turn) -> Reply:
    """How it came to its priority and its team, and how each of its clocks came to what it shows."""
    ticket, _ = turn.ticket(Action.SEE, named_ticket(turn, "ticket.why"))
    told = explained(turn.tx, ticket, turn.at, turn.locale)
    reader = Reader(turn.locale, turn.zone, turn.at, own=turn.person.id == ticket.requester_id)
    return Answer(why_card(view_of(turn.tx, ticket, turn.zone), told, reader))


def why_card(view: TicketView, told: Sequence[Explained], reader: Reader) -> Card:
    """In plain sentences."""
    ticket, locale = view.ticket, reader.locale
    level = words.say(f"priority.{ticket.priority}", locale)
    lines = [
        words.say("why.priority", locale, priority=level, reason=priority_reason(view, locale)),
        words.say("why.team", locale, team=view.team.name),
        plain_status(view, locale),
    ]
    if not told:
        lines.append(words.say("why.no_clock", locale))
    body: list[Element] = [Text((line,)) for line in lines]
    spoken = list(lines)
    for one in told:
        said = sentences(one, reader)
        body += [Heading(words.say(f"label.clock.{one.clock.kind}", locale)), Text(("\n".join(said),))]
        spoken.append(f"{words.say(f'label.clock.{one.clock.kind}', locale)}: {said[-1]}")
    title = f"{ticket.key} · {ticket.summary}"
    return Card(title=title, spoken=" ".join(spoken), body=tuple(body), locale=locale)
