"""What stays with a team that gave a ticket away: that it went, and what they knew of it, nothing of what came later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.people.model import Platform
from app.ports import HistoryLine, Tx
from app.tickets.cards import TicketView
from app.tickets.comment import Comment
from app.tickets.model import Ticket


def as_left(tx: Tx, view: TicketView, platform: Platform, channel: str) -> TicketView:
    """The view that the card in that channel shows."""
    ticket, went = replace(view.ticket, resolution=None), _went(tx, view.ticket, platform, channel)
    if _is_later(ticket, went) or any(line.event == "ticket.edited" for line in went[1:]):
        ticket = replace(ticket, summary="…", details="", body=None)
    return replace(view, ticket=ticket, files=(), latest=None, latest_author="", joined=None)


def changed_since(tx: Tx, ticket: Ticket, said: Comment, platform: Platform, channel: str) -> bool:
    """Whether it reads otherwise since the team of that channel gave the ticket away."""
    return said.edited and _is_later(said, _went(tx, ticket, platform, channel))


def _went(tx: Tx, ticket: Ticket, platform: Platform, channel: str) -> Sequence[HistoryLine]:
    """The history from then on, that line first; all of it where the channel is no team's any more."""
    lines = tx.tickets.history(ticket.org_id, ticket.number)
    keys = {team.key for team in tx.teams.all(ticket.org_id) if channel == team.triage.get(platform)}
    moves = [place for place, line in enumerate(lines) if line.event == "ticket.moved" and line.changes.get("before") in keys]
    return lines[moves[-1] if moves else 0 :]


def _is_later(said: Ticket | Comment, went: Sequence[HistoryLine]) -> bool:
    """By when it was edited, whenever that was heard of."""
    return said.edited and said.stamp >= int(went[0].at.timestamp() * 1_000_000)
