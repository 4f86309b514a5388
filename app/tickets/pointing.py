"""A message that was only pointed at, by an emoji, a mention in its thread or a nudge: its text has to be fetched."""

from __future__ import annotations

from app.interaction import Where
from app.people.model import Platform
from app.ports import Tx
from app.posts.model import DeliveryKind, Destination, Kind, NewDelivery
from app.replies import Nothing, Reply
from app.tickets.allowance import spend
from app.tickets.model import Via
from app.turn import Turn


def ask_for_message(turn: Turn, where: Where, via: Via, known: str = "", files: str = "") -> Reply:
    """The text of a message that was only pointed at is fetched as work of its own; `known` and `files` (packed) are what there
    is without.
    """
    interaction = turn.interaction
    there = turn.tx.tickets.by_source(turn.org.id, interaction.platform, interaction.workspace, where.channel, where.message)
    if there is not None:
        return turn.notice("notice.exists", ticket=there.key)
    spend(turn, "pointing")
    place = Destination(interaction.platform, interaction.workspace, Kind.CHANNEL, channel=where.channel)
    payload = {
        "what": "message",
        "channel": where.channel,
        "message": where.message,
        "link": where.link,
        "via": str(via),
        "actor": interaction.actor,
        "known": known,
        "files": files,
        "locale": interaction.locale_hint,
    }
    await_changes(turn, where)
    turn.tx.deliveries.plan(
        turn.org.id,
        NewDelivery(DeliveryKind.READ, place, payload=payload, unique=f"read:{where.channel}:{where.message}"),
        turn.at,
    )
    return Nothing()


def await_changes(turn: Turn, where: Where) -> None:
    """That message may become a ticket: what is done to it until then counts."""
    turn.tx.inbox.first_time(turn.org.id, _awaited(turn.interaction.platform, where), turn.at)


def is_awaited(tx: Tx, org_id: int, platform: Platform, where: Where) -> bool:
    """Whether somebody has pointed at it, or was asked about it: what is done to it while it is being fetched counts."""
    return tx.inbox.seen(org_id, _awaited(platform, where))


def _awaited(platform: Platform, where: Where) -> str:
    return f"awaited:{platform}:{where.channel}:{where.message}"
