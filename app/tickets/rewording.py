"""What was said in a chat reads otherwise now. The last word counts, in whatever order and however often we hear of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.attachments.settling import forget
from app.events import TicketReworded
from app.policy.changes import current
from app.policy.conversation import OnDelete
from app.ports import Tx
from app.posts.model import PostKind
from app.rich_text import pack, unpack
from app.text import SUMMARY, one_line
from app.tickets.comment import Comment
from app.tickets.marking import marked, without_mark
from app.tickets.model import Source, Ticket, Via
from app.tickets.revision import Revision

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
        reword(tx, ticket, comment, early, by, at)


def reword(tx: Tx, ticket: Ticket, comment: int, changes: Sequence[Revision], by: int | None, at: datetime) -> bool:
    """The message reads as the latest of everything it has said; False where that shows nobody anything new. May raise Stale."""
    tx.tickets.save(ticket)  # nobody else changes what it says before this is committed
    said = tx.comments.get(ticket.org_id, comment) if comment else None
    before = _reading(said or ticket)
    for change in changes:
        _keep(tx, ticket, comment, before, change, at)
    _erase(tx, ticket, comment, at)
    now = Reading.of(_all_of(tx, ticket, comment))
    if said is None:
        _tell_details(ticket, now)
    else:
        values = {"text": now.text, "body": now.body, "stamp": now.stamp, "edited": now.edited, "removed": now.removed}
        tx.comments.save(replace(said, **values))
    new = not now.shows(before)
    if new:
        ticket.happened(TicketReworded(ticket=ticket.number, at=at, by=by, comment=comment, removed=now.removed))
    tx.tickets.save(ticket)
    if new:
        tx.comments.find_anew(ticket)
    return new


def below_agents_card(tx: Tx, org_id: int, where: Source | None) -> bool:
    """Whether it was said below a card or an alert of the agents, where the first words of a line say what it is."""
    if where is None or not where.thread:
        return False
    head = tx.posts.at(org_id, where.platform, where.workspace, where.channel, where.thread)
    return head is not None and head.kind in (PostKind.TRIAGE, PostKind.ALERT)


def heading(details: str) -> str:
    """The summary of a request that has no other."""
    return one_line(details, SUMMARY) or NOTHING_LEFT


def _keep(tx: Tx, ticket: Ticket, comment: int, before: Reading, change: Revision, at: datetime) -> None:
    """One more of what it has said; the first time something is done to it, also what it said in the beginning."""
    org, number = ticket.org_id, ticket.number
    if not tx.utterances.revisions(org, number, comment):
        tx.utterances.revise(org, number, comment, Revision(before.stamp, before.text, before.body), at)
    tx.utterances.revise(org, number, comment, change, at)


def _all_of(tx: Tx, ticket: Ticket, comment: int) -> Sequence[Revision]:
    """As it is read. Changes are kept as they were typed, so that of two of one instant the same counts wherever they waited."""
    every = tx.utterances.revisions(ticket.org_id, ticket.number, comment)
    if not comment or not below_agents_card(tx, ticket.org_id, tx.utterances.source_of(ticket.org_id, comment)):
        return every
    return [*every[:1], *(_unmarked(change) for change in every[1:])]


def _unmarked(revision: Revision) -> Revision:
    """Without the 🔒 or `reply:` it begins with."""
    length = marked(revision.text).length
    body = pack(without_mark(unpack(revision.body))) if revision.body is not None else None
    return replace(revision, text=revision.text[length:].strip(), body=body) if length else revision


def _erase(tx: Tx, ticket: Ticket, comment: int, at: datetime) -> None:
    """Where the policy says so, nothing is kept of what was said before it was removed, nor of what hung on it."""
    if current(tx, ticket.org_id).conversation.on_delete is OnDelete.ERASE:
        every = tx.utterances.revisions(ticket.org_id, ticket.number, comment)
        removed = [revision.stamp for revision in every if revision.removed]
        if removed:
            tx.utterances.erase(ticket.org_id, ticket.number, comment, max(removed))
            forget(tx, ticket.org_id, ticket.number, comment, at)


def _reading(said: Comment | Ticket) -> Reading:
    text = said.text if isinstance(said, Comment) else said.details
    return Reading(text, said.body, said.stamp, said.edited, said.removed)


def _tell_details(ticket: Ticket, now: Reading) -> None:
    """The summary follows as long as it only repeats the details: one that a person has written stays."""
    if ticket.summary == heading(ticket.details):
        ticket.summary = heading(now.text)
    ticket.details, ticket.body, ticket.stamp = now.text, now.body, now.stamp
    ticket.edited, ticket.removed = now.edited, now.removed
