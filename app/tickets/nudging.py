"""A request in a channel that wants to be asked first: "Shall I open a ticket for this?", once, and quiet for hours."""

from __future__ import annotations

from datetime import timedelta

from app.attachments.intake import attach
from app.attachments.remembering import packed, unpacked
from app.interaction import Where
from app.replies import Answer, Nothing, Reply, ShowCard
from app.text import clean_text
from app.tickets.intake import LONGEST, Request, open_request, source_of
from app.tickets.model import Via
from app.tickets.pointing import ask_for_message, await_changes
from app.tickets.sentences import created_card, nudge_card
from app.turn import Turn, Verb

YES = "nudge.yes"

CARRIED = 1700
"""Characters of what a button remembers; Slack has room for 2,000 with everything else."""

QUIET = timedelta(hours=8)
"""After a nudge the desk is quiet towards that person in that channel for so long."""


def nudge(turn: Turn) -> Reply:
    """Ask once whether this should be a ticket; quiet for hours after."""
    interaction, where = turn.interaction, turn.interaction.where
    slot = int(turn.at.timestamp() // QUIET.total_seconds())
    if not turn.tx.inbox.first_time(
        turn.org.id, f"nudge:{interaction.platform}:{where.channel}:{turn.person.id}:{slot}", turn.at
    ):
        return Nothing()
    await_changes(turn, where)
    return Answer(nudge_card({"kept": _remembered(turn)}, turn.locale))


def _remembered(turn: Turn) -> str:
    """What was said and where, sealed; as much of it as a button carries."""
    where, text = turn.interaction.where, clean_text(turn.interaction.text, LONGEST)
    place = {"channel": where.channel, "message": where.message, "link": where.link}
    files = packed(turn.interaction.files)
    kept = turn.keep(YES, **place, text=text, files=files)
    while len(kept) > CARRIED:
        text, files = (text[: len(text) // 2], files) if text else ("", packed(turn.interaction.files, len(files) // 2))
        kept = turn.keep(YES, **place, text=text, files=files, cut="1")
    return kept


def nudged(turn: Turn) -> Reply:
    """Yes to the nudge: the message it was about becomes a ticket. One too long for a button is read again where that can be."""
    kept = turn.kept
    where = Where(kept.get("channel", ""), kept.get("message", ""), link=kept.get("link", ""))
    if not where.message:
        return turn.notice("problem.form_expired")
    if kept.get("cut"):
        reply = ask_for_message(turn, where, Via.MESSAGE, kept["text"], kept.get("files", ""))
        return turn.notice("notice.done") if isinstance(reply, Nothing) else reply
    ticket = open_request(turn, Request(kept["text"], source_of(turn, where), Via.MESSAGE, turn.person))
    attach(turn, ticket, 0, unpacked(kept.get("files", "")), where.link)
    return ShowCard(created_card(ticket, turn.locale))


def not_now(turn: Turn) -> Reply:
    """The nudge is declined: nothing is opened."""
    return turn.notice("notice.nudge_declined")


VERBS: dict[str, Verb] = {YES: nudged, "nudge.no": not_now}
