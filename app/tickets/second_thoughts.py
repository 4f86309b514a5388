"""Replies that an agent may regret: kept as a note until they say that it shall go, and taken back for a minute afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from app.errors import Conflict
from app.events import TicketCommented, TicketUnsent
from app.people.model import Person
from app.ports import HistoryLine, Tx
from app.tickets import commands
from app.tickets.comment import Comment, Visibility
from app.tickets.held import Held
from app.tickets.model import Ticket
from app.tickets.spoken import Spoken

A_MINUTE = timedelta(minutes=1)
"""How long a reply can be taken back."""

A_DAY = timedelta(days=1)
"""How long a reply that was held can still be sent as it was written."""


def hold(tx: Tx, ticket: Ticket, said: Spoken, by: Person, at: datetime) -> Comment:
    """Nothing is lost and nothing leaks: it is a note, and can become a reply once."""
    note = commands.note(tx, ticket, said, by, at)
    tx.held.put(note, Held.ASKED)
    return note


def send(tx: Tx, ticket: Ticket, note: Comment, by: Person, at: datetime) -> None:
    """The note becomes a reply, once. Refuses where it is one already, was kept or removed, has waited too long, or is
    somebody else's to send.
    """
    tx.tickets.save(ticket)  # nobody else changes it before this is committed
    _must_be_theirs(tx, note, by)
    _must_be_of_now(tx, ticket, note, at)
    if note.removed or not tx.held.turn(note, Held.ASKED, Held.SENT):
        raise Conflict("refusal.decided_already", ticket=ticket.key)
    tx.comments.save(replace(note, visibility=Visibility.PUBLIC))
    ticket.happened(TicketCommented(ticket=ticket.number, at=at, by=by.id, comment=note.id, from_agent=True, held=True))
    tx.tickets.save(ticket)
    tx.comments.find_anew(ticket)


def may_send(tx: Tx, ticket: Ticket, note: Comment, by: Person, at: datetime) -> bool:
    """Whether they still have to decide. Refuses, as `send` does, what is not theirs and what has waited too long."""
    _must_be_theirs(tx, note, by)
    _must_be_of_now(tx, ticket, note, at)
    return not note.removed and tx.held.of(note.org_id, note.id) is Held.ASKED


def keep(tx: Tx, ticket: Ticket, note: Comment, by: Person) -> None:
    """It stays the note it is; keeping it twice changes nothing."""
    _must_be_theirs(tx, note, by)
    if not tx.held.turn(note, Held.ASKED, Held.KEPT) and tx.held.of(note.org_id, note.id) is not Held.KEPT:
        raise Conflict("refusal.decided_already", ticket=ticket.key)


def unsend(tx: Tx, ticket: Ticket, reply: Comment, by: Person, at: datetime) -> None:
    """The reply is a note from now on, wherever it stood. Refuses what somebody else has sent, and what was sent too long ago."""
    tx.tickets.save(ticket)  # nobody else changes it before this is committed
    sent = _sent(tx, reply)
    if sent is None or sent.by_id != by.id:
        raise Conflict("refusal.not_your_reply", ticket=ticket.key)
    if reply.visibility is not Visibility.PUBLIC:
        raise Conflict("refusal.unsent_already", ticket=ticket.key)
    if at - sent.at > A_MINUTE:
        raise Conflict("refusal.too_late_to_unsend", ticket=ticket.key)
    tx.comments.save(replace(reply, visibility=Visibility.INTERNAL))
    tx.held.put(reply, Held.TAKEN_BACK)
    ticket.happened(TicketUnsent(ticket=ticket.number, at=at, by=by.id, comment=reply.id))
    tx.tickets.save(ticket)
    tx.comments.find_anew(ticket)


def moved_since(tx: Tx, note: Comment) -> bool:
    """Whether another team has the ticket since the note was written."""
    lines = tx.tickets.history(note.org_id, note.ticket)
    written = next((line.seq for line in lines if line.event == "ticket.noted" and line.changes.get("comment") == note.id), 0)
    return any(line.event == "ticket.moved" and line.seq > written for line in lines)


def _must_be_theirs(tx: Tx, note: Comment, by: Person) -> None:
    if note.author_id != by.id:
        author = tx.people.get(note.org_id, note.author_id) if note.author_id else None
        raise Conflict("refusal.not_your_note", name=author.name if author else "Sahayak")


def _must_be_of_now(tx: Tx, ticket: Ticket, note: Comment, at: datetime) -> None:
    """What was meant for a talk that is over, or for yesterday, is not to be sent with one press."""
    if tx.held.of(note.org_id, note.id) is Held.ASKED and (at - note.at > A_DAY or not ticket.is_open):
        raise Conflict("refusal.held_expired" if ticket.is_open else "refusal.held_finished", ticket=ticket.key)


def _sent(tx: Tx, reply: Comment) -> HistoryLine | None:
    """When it went, and by whom."""
    lines = tx.tickets.history(reply.org_id, reply.ticket)
    return next((line for line in reversed(lines) if _sends(line, reply.id)), None)


def _sends(line: HistoryLine, comment: int) -> bool:
    return line.event == "ticket.commented" and line.changes.get("comment") == comment and line.changes.get("from_agent") is True
