"""A message that was only pointed at, by an emoji, a mention in its thread or a nudge: its text has to be fetched."""

from __future__ import annotations

from app.interaction import Where
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
    turn.tx.deliveries.plan(
        turn.org.id,
        NewDelivery(DeliveryKind.READ, place, payload=payload, unique=f"read:{where.channel}:{where.message}"),
        turn.at,
    )
    return Nothing()
