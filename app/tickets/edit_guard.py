"""Edits of replies that look internal: everybody goes on reading the old words until the author says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from app.people.places import is_of_agents
from app.policy.teams import ThreadDefault
from app.ports import Tx
from app.posts.model import PostKind
from app.rich_text import pack, plain, unpack
from app.tickets.audience_guard import Looks
from app.tickets.comment import Comment, Visibility
from app.tickets.held import Held
from app.tickets.looking_internal import looks
from app.tickets.marking import marked, without_mark
from app.tickets.model import Source, Ticket
from app.tickets.revision import Revision


def below_agents_card(tx: Tx, org_id: int, where: Source | None) -> bool:
    """Whether it was said below a card or an alert of the agents, in a channel of theirs, or below a message of others that
    became a request: there the first words of a line say what it is.
    """
    if where is None or not where.thread:
        return False
    spot = org_id, where.platform, where.workspace, where.channel, where.thread
    head = tx.posts.at(*spot)
    if head is not None:
        return head.kind in (PostKind.TRIAGE, PostKind.ALERT)
    ticket = tx.tickets.by_thread(*spot)
    return is_of_agents(tx, org_id, where.platform, where.channel) or (ticket is not None and not ticket.source.answered)


def withhold(
    tx: Tx, ticket: Ticket, said: Comment | None, every: Sequence[Revision], told: Sequence[Revision], at: datetime
) -> list[Revision]:
    """Those of `told` about which the author has to be asked now. Which ones wait depends on the set of all alone."""
    if said is None or not _is_carried(tx, ticket, said):
        return []
    stamps = {edit.stamp for edit in told}
    asked = []
    for edit in (one for one in every[1:] if one.stamp in stamps):
        as_before = unmarked(edit).text == every[0].text
        if edit.removed or (as_before and not _is_note(edit)) or objection(tx, ticket, edit) is None:
            tx.held_edits.let_go(said, edit.stamp)
        elif tx.held_edits.ask(said, edit.stamp, at):
            asked.append(edit)
    return asked


def without_held(tx: Tx, org_id: int, comment: int, every: Sequence[Revision]) -> Sequence[Revision]:
    """What may be read of all that it has said."""
    held = tx.held_edits.of(org_id, comment) if comment else {}
    return [edit for edit in every if edit.removed or held.get(edit.stamp, Held.SENT) is Held.SENT]


def shut_out(tx: Tx, said: Comment, edit: Revision, at: datetime) -> None:
    """Nobody reads it, and nobody is asked about it: whoever wrote it has no say any more."""
    tx.held_edits.ask(said, edit.stamp, at)
    tx.held_edits.turn(said, edit.stamp, Held.KEPT)


def objection(tx: Tx, ticket: Ticket, edit: Revision) -> Looks | None:
    """Why it looks internal, as it was typed: a mark of a note is a reason of its own."""
    text = "\n".join([edit.text, *([plain(unpack(edit.body))] if edit.body is not None else [])])
    return looks(tx, ticket, text) or (Looks.WORDS if _is_note(edit) else None)


def unmarked(revision: Revision) -> Revision:
    """Without the 🔒 or `reply:` it begins with."""
    length = marked(revision.text).length
    body = pack(without_mark(unpack(revision.body))) if revision.body is not None else None
    return replace(revision, text=revision.text[length:].strip(), body=body) if length else revision


def _is_note(edit: Revision) -> bool:
    return marked(edit.text).kind is ThreadDefault.NOTE


def _is_carried(tx: Tx, ticket: Ticket, said: Comment) -> bool:
    """Whether it is a reply that stands elsewhere for whoever asked: what was said before their eyes has been read by now."""
    where = tx.utterances.source_of(said.org_id, said.id)
    if said.visibility is not Visibility.PUBLIC or where is None:
        return False
    if below_agents_card(tx, said.org_id, where):
        return True
    if said.author_id in (None, ticket.requester_id):
        return False
    author = tx.people.get(said.org_id, said.author_id or 0)
    return any(identity.conversation == where.channel for identity in author.identities)
