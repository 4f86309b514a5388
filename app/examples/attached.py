"""Attached files: the list on the cards, and the message in which one reaches another place, whatever became of it."""

from __future__ import annotations

from app.attachments.cards import Shown, file_card
from app.attachments.model import STATE_FOR, Attachment, Origin, Reason, State
from app.cards import Card
from app.examples.cast import NOW, ZONE, Cast
from app.tickets.cards import TicketView, requester_card, triage_card


def attached_examples(cast: Cast, locale: str) -> dict[str, Card]:
    ticket, files = cast.ticket(), _files(cast)
    view = TicketView(
        ticket=ticket, requester=cast.requester, assignee=None, team=cast.team, category=cast.category, zone=ZONE, files=files
    )
    told = {
        f"attached.{shown.attachment.reason or shown.attachment.state}": file_card(
            shown.attachment, cast.told.requester, ticket.key, locale, shown.link, "20MB"
        )
        for shown in files
        if shown.attachment.state is not State.WAITING
    }
    return {"attached.triage": triage_card(view, locale), "attached.requester": requester_card(view, locale), **told}


def _files(cast: Cast) -> list[Shown]:
    """One in each state; the first two names are as long as names get."""
    long = f"{cast.told.summary} " * 40
    names = [f"{long[:250]}.png", long[:255], "invoice.pdf", "setup.exe", "movie.mp4", "backup.zip", "gone.txt"]
    reasons = [Reason.NONE, Reason.NONE, *STATE_FOR]
    return [_file(cast, place, name, reason) for place, (name, reason) in enumerate(zip(names, reasons, strict=True))]


def _file(cast: Cast, place: int, name: str, reason: Reason) -> Shown:
    state = STATE_FOR[reason] if reason else (State.WAITING if place else State.KEPT)
    origin = Origin(cast.platform, "T1", link=cast.source.link)
    file = Attachment(
        1, f"{place:022d}", 42, 0, place, name, "image/png", 250_000 * place * place, origin, NOW, state, reason
    )  # fmt: skip
    return Shown(file, "" if place == 1 else origin.link)
