"""Somebody edited or deleted in a chat what they had said there."""

from __future__ import annotations

from app.interaction import Interaction
from app.policy.teams import ThreadDefault
from app.ports import Tx
from app.replies import Nothing, Reply
from app.text import clean_text
from app.tickets import rewording
from app.tickets.comment import Comment, Visibility
from app.tickets.intake import LONGEST, source_of, spoken_of
from app.tickets.marking import marked
from app.tickets.model import Source, Ticket
from app.tickets.revision import Revision
from app.turn import Turn, Verb

EDITED, REMOVED = "chat.edited", "chat.removed"

ADDRESSED = "addressed"
"""Set in an interaction's values where the message names the desk."""


def edited(turn: Turn) -> Reply:
    """Their words are others now."""
    said = spoken_of(turn, turn.interaction.text)
    return _change(turn, Revision(_stamp(turn), said.text, said.body))


def removed(turn: Turn) -> Reply:
    """Their words are gone."""
    return _change(turn, Revision(_stamp(turn), removed=True))


def concerns(tx: Tx, org_id: int, interaction: Interaction) -> bool:
    """Whether it was done to a message of ours, or to one that may still come and be ours: events come in any order."""
    where = interaction.where
    if not where.message:
        return False
    platform, workspace = interaction.platform, interaction.workspace
    if where.direct or (interaction.values or {}).get(ADDRESSED) == "1":
        return True
    if rewording.find(tx, org_id, Source(platform, workspace, where.channel, where.message)) is not None:
        return True
    if where.thread:
        return tx.tickets.by_thread(org_id, platform, workspace, where.channel, where.thread) is not None
    return tx.request_channels.find(org_id, platform, where.channel) is not None


def _change(turn: Turn, revision: Revision) -> Reply:
    where = source_of(turn, turn.interaction.where)
    found = rewording.find(turn.tx, turn.org.id, where)
    if found is None:
        turn.tx.utterances.too_early(turn.org.id, where, revision, turn.at)
        return Nothing()
    ticket, comment = found
    rewording.reword(turn.tx, ticket, comment, [revision], turn.person.id, turn.at)
    said = turn.tx.comments.get(turn.org.id, comment) if comment else None
    return _stays_what_it_is(turn, ticket, said) if said and said.stamp == revision.stamp else Nothing()


def _stays_what_it_is(turn: Turn, ticket: Ticket, said: Comment) -> Reply:
    """An edit makes no reply of a note, and no note of a reply: whoever tries it reads what does."""
    where = turn.tx.utterances.source_of(turn.org.id, said.id)
    if said.removed or not rewording.below_agents_card(turn.tx, turn.org.id, where):
        return Nothing()
    wanted, is_note = marked(clean_text(turn.interaction.text, LONGEST)).kind, said.visibility is Visibility.INTERNAL
    if wanted is (ThreadDefault.REPLY if is_note else ThreadDefault.NOTE):
        requester = turn.tx.people.get(turn.org.id, ticket.requester_id)
        key = "notice.stays_note" if is_note else "notice.stays_reply"
        return turn.notice(key, ticket=ticket.key, name=requester.name)
    return Nothing()


def _stamp(turn: Turn) -> int:
    """The platform's own; of a change of which it tells no time, ours."""
    return turn.interaction.stamp or int(turn.at.timestamp() * 1_000_000)


VERBS: dict[str, Verb] = {EDITED: edited, REMOVED: removed}
