"""Reads what an alert shows."""

from __future__ import annotations

from app.cards import Card
from app.people.model import Role
from app.ports import Tx
from app.posts.model import Post, PostKind
from app.sla.alerts import Alert, alert_card, alerts_card
from app.tickets.model import Ticket
from app.tickets.reading import view_of
from app.turn import Turn


def alert_standing(tx: Tx, post: Post, locale: str, zone: str) -> Card:
    """What an alert shows now: one ticket, or all that broke together."""
    tickets = [tx.tickets.get(post.org_id, number) for number in tx.posts.tickets_of(post)]
    alerts = [alert_of(tx, ticket, zone) for ticket in tickets if ticket is not None]
    return alert_card(alerts[0], locale) if len(alerts) == 1 else alerts_card(alerts, locale)


def alert_pressed(turn: Turn, ticket: Ticket) -> Card:
    """The alert that was pressed, as it stands now with everything else it is about; else the ticket's own."""
    asked, where = turn.interaction, turn.interaction.where
    post = turn.tx.posts.at(turn.org.id, asked.platform, asked.workspace, where.channel, where.message)
    if post is not None and post.kind is PostKind.ALERT and ticket.number in turn.tx.posts.tickets_of(post):
        return alert_standing(turn.tx, post, turn.locale, turn.zone)
    return alert_card(alert_of(turn.tx, ticket, turn.zone), turn.locale)


def alert_of(tx: Tx, ticket: Ticket, zone: str) -> Alert:
    """The ticket with its clocks, the agents of its team where nobody has it, and who is on it."""
    clocks = tx.clocks.of(ticket.org_id, ticket.number)
    members = tx.teams.members(ticket.org_id, ticket.team_id) if ticket.assignee_id is None else ()
    agents = [person for person, role in members if role is Role.AGENT] or [person for person, _ in members]
    held_by = next((clock.held_by for clock in clocks if clock.held_by), None)
    holder = tx.people.get(ticket.org_id, held_by) if held_by else None
    return Alert(view_of(tx, ticket, zone), clocks, agents, holder)
