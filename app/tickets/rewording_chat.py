"""Somebody edited or deleted in a chat what they had said there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.attachments.hanging import hanging
from app.interaction import ADDRESSED, OF, RECENT, Interaction
from app.people.model import Intake
from app.people.permissions import Action, may
from app.policy.teams import ThreadDefault
from app.ports import Tx
from app.replies import Nothing, Reply
from app.text import clean_text
from app.tickets import rewording, waiting_words
from app.tickets.allowance import A_DAY, EDITS_OF_ONE, MESSAGES, spend
from app.tickets.comment import Comment, Visibility
from app.tickets.edit_guard import below_agents_card
from app.tickets.edit_guard_chat import question
from app.tickets.intake import LONGEST, spoken_of
from app.tickets.letting_in import may_on
from app.tickets.marking import marked
from app.tickets.model import Source, Ticket
from app.tickets.pointing import is_awaited
from app.tickets.revision import Revision
from app.tickets.second_thoughts_chat import exposed
from app.tickets.still_saying import may_still_say
from app.turn import Turn, Verb

EDITED, REMOVED = "chat.edited", "chat.removed"


def edited(turn: Turn) -> Reply:
    """Their words are others now. One message can be changed for ever, and each change is redrawn wherever it stands."""
    where = turn.interaction.where
    spend(turn, "edits", MESSAGES)
    spend(turn, f"edits:{where.channel}:{where.message}", EDITS_OF_ONE, within=A_DAY)
    said = spoken_of(turn, turn.interaction.text)
    files = hanging(turn.interaction.files, turn.interaction.where.link, turn.chance)
    edit = Revision(_stamp(turn.interaction, turn.at), said.text, said.body, files=files)
    return _change(turn, edit)


def removed(turn: Turn) -> Reply:
    """Their words are gone."""
    return _change(turn, _removal(turn.interaction, turn.at))


def concerns(tx: Tx, org_id: int, interaction: Interaction) -> bool:
    """Whether it was done to a message of ours, or to one that may still come and be ours: events come in any order.

    One that was heard and is none of ours will be none. Of a deletion there is nothing to keep but that it happened; the words
    of an edit are kept where people speak to the desk.
    """
    where, platform = interaction.where, interaction.platform
    if not where.message:
        return False
    if rewording.find(tx, org_id, _spot(interaction)) is not None or is_awaited(tx, org_id, platform, where):
        return True
    return _may_still_come(tx, org_id, interaction) and (interaction.verb == REMOVED or _speaks_to_us(tx, org_id, interaction))


def _may_still_come(tx: Tx, org_id: int, interaction: Interaction) -> bool:
    values = interaction.values or {}
    return values.get(RECENT) == "1" and not (values.get(OF) and tx.inbox.seen(org_id, values[OF]))


def _speaks_to_us(tx: Tx, org_id: int, interaction: Interaction) -> bool:
    where, platform = interaction.where, interaction.platform
    if where.direct or (interaction.values or {}).get(ADDRESSED) == "1":
        return True
    if where.thread and tx.tickets.by_thread(org_id, platform, interaction.workspace, where.channel, where.thread) is not None:
        return True
    place = tx.request_channels.find(org_id, platform, where.channel)
    return place is not None and place.intake is not Intake.ON_REQUEST


def by_nobody(tx: Tx, org_id: int, interaction: Interaction) -> bool:
    """Whether it is taken without asking who did it: where that is not told, or the message is no concern of ours so far."""
    if interaction.verb != REMOVED:
        return False
    return not interaction.actor or rewording.find(tx, org_id, _spot(interaction)) is None


def gone(tx: Tx, org_id: int, interaction: Interaction, at: datetime) -> None:
    """A message is not there any more, by whomever."""
    _take(tx, org_id, interaction, _removal(interaction, at), None, at)


def _change(turn: Turn, revision: Revision) -> Reply:
    found = _take(turn.tx, turn.org.id, turn.interaction, revision, turn.person.id, turn.at)
    if found is None:
        return Nothing()
    ticket, comment, asked = found
    said = turn.tx.comments.get(turn.org.id, comment) if comment else None
    if said is None and not revision.removed and not _is_read_on(ticket, turn.person.id):
        sees = may_on(turn.tx, turn.person, Action.SEE, ticket)
        return turn.notice("notice.edit_kept", ticket=ticket.key) if sees else Nothing()
    if not revision.removed and not may_still_say(turn.tx, ticket, said, turn.person.id):
        return turn.notice("notice.edit_unread", ticket=ticket.key)
    if said is not None and asked:
        return question(turn, ticket, said, asked[-1])
    if said is None or said.removed or said.stamp != revision.stamp:
        return Nothing()
    return _looks_internal_now(turn, ticket, said) or _stays_what_it_is(turn, ticket, said)


def _is_read_on(ticket: Ticket, by: int) -> bool:
    """Whether the request goes on saying what its message says: that is of whoever asked, and nobody typed something else."""
    return ticket.source.verbatim and ticket.source.own and ticket.requester_id == by


def _looks_internal_now(turn: Turn, ticket: Ticket, said: Comment) -> Reply | None:
    """A reply that was edited where whoever asked reads along is read at once: its author hears where it looks as if it were
    meant for colleagues. What stands elsewhere waits for their word (`app.tickets.edit_guard`).
    """
    theirs = said.author_id in (None, ticket.requester_id) or not may(
        turn.person, Action.REPLY, ticket.team_id, ticket.requester_id
    )
    if theirs or said.visibility is not Visibility.PUBLIC:
        return None
    where = turn.tx.utterances.source_of(turn.org.id, said.id)
    if below_agents_card(turn.tx, turn.org.id, where) or turn.interaction.where.direct:
        return None
    warning = exposed(turn, ticket)
    return None if isinstance(warning, Nothing) else warning


def _take(
    tx: Tx, org_id: int, interaction: Interaction, revision: Revision, by: int | None, at: datetime
) -> tuple[Ticket, int, Sequence[Revision]] | None:
    """What it changed, a ticket's comment, and of which changes its author has to be asked; None where its message has not been
    heard of, and the change is kept for it.
    """
    where = _spot(interaction)
    found = rewording.find(tx, org_id, where)
    if found is None:
        tx.utterances.too_early(org_id, where, revision, at)
        waiting_words.changed(tx, org_id, where, at)
        return None
    return *found, rewording.reword(tx, *found, [revision], by, at)


def _stays_what_it_is(turn: Turn, ticket: Ticket, said: Comment) -> Reply:
    """An edit makes no reply of a note, and no note of a reply: whoever tries it reads what does."""
    where = turn.tx.utterances.source_of(turn.org.id, said.id)
    if not below_agents_card(turn.tx, turn.org.id, where):
        return Nothing()
    wanted, is_note = marked(clean_text(turn.interaction.text, LONGEST)).kind, said.visibility is Visibility.INTERNAL
    if wanted is (ThreadDefault.REPLY if is_note else ThreadDefault.NOTE):
        requester = turn.tx.people.get(turn.org.id, ticket.requester_id)
        key = "notice.stays_note" if is_note else "notice.stays_reply"
        return turn.notice(key, ticket=ticket.key, name=requester.name)
    return Nothing()


def _spot(interaction: Interaction) -> Source:
    where = interaction.where
    return Source(interaction.platform, interaction.workspace, where.channel, where.message, where.thread)


def _stamp(interaction: Interaction, at: datetime) -> int:
    """The platform's own; of a change of which it tells no time, ours."""
    return interaction.stamp or int(at.timestamp() * 1_000_000)


def _removal(interaction: Interaction, at: datetime) -> Revision:
    """A moment later than it says: an edit of the same instant came before, and what it did to the files stays known."""
    return Revision(_stamp(interaction, at) + 1, removed=True)


VERBS: dict[str, Verb] = {EDITED: edited, REMOVED: removed}
