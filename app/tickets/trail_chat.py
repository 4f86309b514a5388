"""What has happened to a ticket, for whoever may see it: agents of the team read all of it, everybody else the public part."""

from __future__ import annotations

from app.people.permissions import Action, may
from app.replies import Reply
from app.tickets.naming_ticket import named_ticket
from app.tickets.pages import FROM, PAGE, Page, asked_from, asked_most, turned
from app.tickets.trail import Names, Teller, fates, quotes, trail_card
from app.turn import Turn, Verb


def history(turn: Turn) -> Reply:
    """The newest page, or the one they turn to."""
    ticket, _ = turn.ticket(Action.SEE, named_ticket(turn, "ticket.history"))
    internal = may(turn.person, Action.SEE_NOTES, ticket.team_id, ticket.requester_id)
    many = turn.tx.trail.count(turn.org.id, ticket.number, internal=internal)
    newest = max(many - PAGE, 0)
    first = min(asked_from(turn), newest) if FROM in (turn.interaction.values or {}) else newest
    lines = turn.tx.trail.lines(turn.org.id, ticket.number, internal=internal, most=asked_most(turn, first), skip=first)
    page = Page(lines, first, first + len(lines) < many)
    said = quotes(turn.tx, ticket, lines, internal=internal)
    became = fates(turn.tx, ticket, lines, internal=internal)
    teller = Teller(Names.of(turn.tx, ticket, lines), turn.locale, turn.zone, said, became)
    return turned(turn, trail_card(ticket, page, teller))


VERBS: dict[str, Verb] = {"ticket.history": history}
