"""What was said in a chat reads otherwise now. The last word counts, in whatever order and however often we hear of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.attachments.revising import files_alone, keep_up
from app.attachments.settling import forget
from app.events import TicketReworded
from app.policy.changes import current
from app.policy.conversation import OnDelete
from app.ports import Tx
from app.routing.title import heading
from app.text import SUMMARY, one_line
from app.tickets.comment import Comment
from app.tickets.edit_guard import below_agents_card, shut_out, unmarked, withhold, without_held
from app.tickets.edit_questions import ask
from app.tickets.model import Source, Ticket, Via
from app.tickets.revision import Revision
from app.tickets.still_saying import may_still_say

MOST = 50
"""Revisions of one message that are kept, the first one and the last."""

REQUEST = 0
"""The number of what the request itself says, among those of its comments."""

NOTHING_LEFT = "…"
"""A line or a summary of which nothing is left."""

_TYPED = frozenset({Via.FORM, Via.SHORTCUT, Via.COMMAND})
"""Requests that read as a form says, whatever their message has said before."""


@dataclass(frozen=True)
class Reading:
    """How a message reads after everything that was done to it. What was removed keeps its words, unless they are erased."""

    text: str
    body: Any
    stamp: int
    edited: bool = False
    removed: bool = False

    @classmethod
    def of(cls, every: Sequence[Revision]) -> Reading:
        """Out of all it has said: nothing but the set of them matters."""
        said = [revision for revision in sorted(every, key=lambda one: one.order) if not revision.removed]
        first, last = (said[0], said[-1]) if said else (Revision(0), Revision(0))
        latest = max(every, key=lambda one: one.order)
        edited = any((one.text, one.body) != (first.text, first.body) for one in said)
        text = last.text or ("" if latest.removed else NOTHING_LEFT)
        return cls(text, last.body, latest.stamp, edited, latest.removed)

    def shows(self, other: Reading) -> bool:
        """Whether a reader sees the same."""
        return replace(self, stamp=0) == replace(other, stamp=0)


def find(tx: Tx, org_id: int, where: Source) -> tuple[Ticket, int] | None:
    """The ticket and the comment that this message is; the request itself is comment 0."""
    here = (org_id, where.platform, where.workspace, where.channel, where.message)
    known = tx.utterances.find(*here)
    if known is None:
        ticket = tx.tickets.by_source(*here)
        return (ticket, REQUEST) if ticket else None
    ticket = tx.tickets.get(org_id, known[0])
    return (ticket, known[1]) if ticket else None


def catch_up(tx: Tx, ticket: Ticket, comment: int, where: Source | None, by: int | None, at: datetime) -> None:
    """Its message has just been heard of; what was done to it before that counts too."""
    if where is None or not where.message:
        return
    early = tx.utterances.take_early(ticket.org_id, where)
    if early and not (comment == REQUEST and ticket.via in _TYPED):
        untold = max(early, key=lambda one: one.order).removed  # whoever removed it need not be who wrote it
        for edit in reword(tx, ticket, comment, early, None if untold else by, at):
            ask(tx, ticket, comment, edit, at)


def reword(tx: Tx, ticket: Ticket, comment: int, changes: Sequence[Revision], by: int | None, at: datetime) -> Sequence[Revision]:
    """The message reads as the latest of everything it has said. What waits for its author's word is what they have to be asked
    about now. May raise Stale.
    """
    tx.tickets.save(ticket)  # nobody else changes what it says before this is committed
    said = tx.comments.get(ticket.org_id, comment) if comment else None
    if said is None and not ticket.source.verbatim:
        files_alone(tx, ticket, changes, by, at)
        return []
    before, changes = _reading(said or ticket), _heard(tx, ticket, said, changes, by, at)
    if said is None and not changes:
        return []
    _keep(tx, ticket, comment, before, changes, at)
    _erase(tx, ticket, comment, at)
    typed = _kept(tx, ticket, comment)
    held = withhold(tx, ticket, said, typed, changes, at)
    every = _as_read(tx, ticket, comment, without_held(tx, ticket.org_id, comment, typed))
    now = Reading.of(every)
    if said is None:
        _tell_details(ticket, now)
    else:
        values = {"text": now.text, "body": now.body, "stamp": now.stamp, "edited": now.edited, "removed": now.removed}
        tx.comments.save(replace(said, **values))
    hangs_anew = not (now.removed and _erases(tx, ticket)) and keep_up(tx, ticket, comment, every, at)
    new = (hangs_anew and not now.removed) or not now.shows(before)
    if new:
        ticket.happened(TicketReworded(ticket=ticket.number, at=at, by=by, comment=comment, removed=now.removed))
    tx.tickets.save(ticket)
    if new:
        tx.comments.find_anew(ticket)
    return [edit for edit in held if edit.stamp >= now.stamp]


def _heard(
    tx: Tx, ticket: Ticket, said: Comment | None, changes: Sequence[Revision], by: int | None, at: datetime
) -> Sequence[Revision]:
    """Whoever has no say here any more may take words back, but not say others: those are kept for nobody to read, and of a
    request not at all.
    """
    words = [change for change in changes if not change.removed]
    if not words or may_still_say(tx, ticket, said, by):
        return changes
    if said is None:
        return [change for change in changes if change.removed]
    for change in words:
        shut_out(tx, said, change, at)
    return changes


def _keep(tx: Tx, ticket: Ticket, comment: int, before: Reading, changes: Sequence[Revision], at: datetime) -> None:
    """More of what it has said; the first time something is done to it, also what it said in the beginning."""
    org, number = ticket.org_id, ticket.number
    if changes and not tx.utterances.revisions(org, number, comment):
        tx.utterances.revise(org, number, comment, Revision(before.stamp, before.text, before.body), at)
    for change in changes:
        tx.utterances.revise(org, number, comment, change, at)


def _kept(tx: Tx, ticket: Ticket, comment: int) -> Sequence[Revision]:
    """How it read in the beginning and what it has said last, in the platform's own order; nothing between is kept for ever."""
    every = tx.utterances.revisions(ticket.org_id, ticket.number, comment)
    if len(every) <= MOST:
        return every
    tx.utterances.thin_out(ticket.org_id, ticket.number, comment, every[0].stamp, every[-MOST + 1].stamp)
    return [every[0], *every[-MOST + 1 :]]


def _as_read(tx: Tx, ticket: Ticket, comment: int, every: Sequence[Revision]) -> Sequence[Revision]:
    """As it is read. Changes are kept as they were typed, so that of two of one instant the same counts wherever they waited."""
    if not comment or not below_agents_card(tx, ticket.org_id, tx.utterances.source_of(ticket.org_id, comment)):
        return every
    return [*every[:1], *(unmarked(change) for change in every[1:])]


def _erase(tx: Tx, ticket: Ticket, comment: int, at: datetime) -> None:
    """Where the policy says so, nothing is kept of what was said before it was removed, nor of what hung on it."""
    if _erases(tx, ticket):
        every = tx.utterances.revisions(ticket.org_id, ticket.number, comment)
        removed = [revision.stamp for revision in every if revision.removed]
        if removed:
            tx.utterances.erase(ticket.org_id, ticket.number, comment, max(removed))
            forget(tx, ticket.org_id, ticket.number, comment, at)


def _erases(tx: Tx, ticket: Ticket) -> bool:
    return current(tx, ticket.org_id).conversation.on_delete is OnDelete.ERASE


def _reading(said: Comment | Ticket) -> Reading:
    text = said.text if isinstance(said, Comment) else said.details
    return Reading(text, said.body, said.stamp, said.edited, said.removed)


def _tell_details(ticket: Ticket, now: Reading) -> None:
    """The summary follows as long as it only repeats the details: one that a person has written stays."""
    if ticket.summary in (_title(ticket.details), one_line(ticket.details, SUMMARY) or NOTHING_LEFT):
        ticket.summary = _title(now.text)
    ticket.details, ticket.body, ticket.stamp = now.text, now.body, now.stamp
    ticket.edited, ticket.removed = now.edited, now.removed


def _title(details: str) -> str:
    """The summary of a request that has no other."""
    return heading(details) or NOTHING_LEFT
