"""What has happened to a ticket, for whoever may see it: agents of the team read all of it, everybody else the public part."""

from __future__ import annotations

from app.errors import NotFound
from app.people.permissions import Action, may
from app.replies import Answer, Reply
from app.tickets.pages import FROM, PAGE, Page, asked_from
from app.tickets.trail import Names, Teller, trail_card
from app.turn import Turn, Verb


def history(turn: Turn) -> Reply:
    """The newest page, or the one they turn to."""
    asked = turn.interaction.ref or turn.interaction.text
    if not asked.strip():
        raise NotFound("refusal.needs_ticket")
    ticket, _ = turn.ticket(Action.SEE, asked)
    internal = may(turn.person, Action.SEE_NOTES, ticket.team_id, ticket.requester_id)
    many = turn.tx.trail.count(turn.org.id, ticket.number, internal=internal)
    newest = max(many - 1, 0) // PAGE * PAGE
    first = min(asked_from(turn), newest) if FROM in (turn.interaction.values or {}) else newest
    lines = turn.tx.trail.lines(turn.org.id, ticket.number, internal=internal, most=PAGE, skip=first)
    page = Page(lines, first, first + len(lines) < many)
    return Answer(trail_card(ticket, page, Teller(Names.of(turn.tx, ticket, lines), turn.locale, turn.zone)))


VERBS: dict[str, Verb] = {"ticket.history": history}
