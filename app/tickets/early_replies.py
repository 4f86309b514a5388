"""What is said in the thread of a request may be heard before the request: it waits, and is heard again when that is there.

Words are kept where every message may be a request, below a first message that is new and not heard of yet, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from app import rich_text
from app.attachments.remembering import packed, unpacked
from app.events import TicketOpened
from app.interaction import HEAD, RECENT, Interaction, Where
from app.people.model import Intake, Kind, Platform, Profile
from app.ports import Tx
from app.text import DETAILS, clean_text
from app.tickets.model import Source

FORGOTTEN = timedelta(hours=1)
"""A request that has not come by then does not come any more, or was none."""


def waits(tx: Tx, org_id: int, interaction: Interaction) -> bool:
    """Whether it was said in the thread of what may be a request, which will be heard of any moment."""
    where, told = interaction.where, interaction.values or {}
    if interaction.verb != "chat.channel" or told.get(RECENT) != "1" or not told.get(HEAD):
        return False
    place = tx.request_channels.find(org_id, interaction.platform, where.channel)
    if place is None or place.intake is not Intake.EVERY_MESSAGE or tx.inbox.seen(org_id, told[HEAD]):
        return False
    spot = interaction.platform, interaction.workspace, where.channel, where.thread
    return tx.tickets.by_thread(org_id, *spot) is None


def keep(tx: Tx, org_id: int, interaction: Interaction, at: datetime) -> None:
    """No person and no key: it has not been heard yet."""
    tx.early_replies.keep(org_id, _spot(interaction), _pack(interaction), at)


def of_opened(tx: Tx) -> Sequence[Interaction]:
    """What waited for the requests that this transaction has made tickets of."""
    opened = [ticket for ticket, event in tx.recorded if isinstance(event, TicketOpened) and ticket.source.message]
    there = [ticket for ticket in opened if not ticket.source.direct]
    return [_unpack(said) for ticket in there for said in tx.early_replies.below(ticket.org_id, ticket.source)]


def late(tx: Tx, org_id: int, most: int) -> Sequence[Interaction]:
    """What was kept while another process was just hearing of the request."""
    return [_unpack(said) for said in tx.early_replies.late(org_id, most)]


def heard(tx: Tx, org_id: int, interaction: Interaction) -> None:
    """It is kept no more."""
    tx.early_replies.let_go(org_id, _spot(interaction))


def _spot(interaction: Interaction) -> Source:
    where = interaction.where
    return Source(interaction.platform, interaction.workspace, where.channel, where.message, where.thread)


def _pack(interaction: Interaction) -> Mapping[str, Any]:
    where, profile = interaction.where, interaction.profile
    return {
        "key": interaction.key, "also": list(interaction.also), "platform": interaction.platform,
        "workspace": interaction.workspace, "actor": interaction.actor, "verb": interaction.verb, "where": asdict(where),
        "text": clean_text(interaction.text, DETAILS), "stamp": interaction.stamp, "locale": interaction.locale_hint,
        "profile": asdict(profile) if profile else None, "files": packed(interaction.files),
        "rich": rich_text.pack(interaction.rich) if interaction.rich else None,
    }  # fmt: skip


def _unpack(said: Mapping[str, Any]) -> Interaction:
    profile = Profile(**said["profile"]) if said["profile"] else None
    return Interaction(
        key=said["key"], also=tuple(said["also"]), platform=Platform(said["platform"]), workspace=said["workspace"],
        actor=said["actor"], verb=said["verb"], where=Where(**said["where"]), text=said["text"], stamp=said["stamp"],
        locale_hint=said["locale"], profile=replace(profile, kind=Kind(profile.kind)) if profile else None,
        files=unpacked(said["files"]), rich=rich_text.unpack(said["rich"]) if said["rich"] is not None else None,
    )  # fmt: skip
