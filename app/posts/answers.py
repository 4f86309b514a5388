"""What the platform's own answer cannot carry becomes a delivery of the same transaction: said once, whatever falls over."""

from __future__ import annotations

from app.cards import Card, said
from app.interaction import Can
from app.posts.model import DeliveryKind, Destination, Kind, NewDelivery
from app.posts.packing import pack
from app.posts.planning import card_delivery
from app.replies import Answer, FixForm, Nothing, Notice, OpenForm, Reply, Say, ShowCard
from app.turn import Turn


def carried(turn: Turn, reply: Reply) -> Reply:
    """The reply as this platform's answer can carry it; the rest is planned."""
    can = turn.interaction.can
    match reply:
        case ShowCard():
            return _shown(turn, reply)
        case FixForm() if Can.FIX not in can:
            return carried(turn, Notice("\n".join(dict.fromkeys([reply.text, *reply.problems.values()]))))
        case OpenForm() if Can.FORM not in can:
            return carried(turn, turn.notice("problem.form_expired"))
        case Say() if Can.ANSWER not in can:
            _plan(turn, _visible(turn), reply.card)
        case Answer() if Can.ANSWER not in can:
            _plan(turn, private(turn), reply.card)
        case Notice() if Can.ANSWER not in can:
            _plan(turn, private(turn), said(reply.text, turn.locale))
        case Say():
            return Answer(reply.card)
        case _:
            return reply
    return Nothing()


def private(turn: Turn) -> Destination:
    """Seen by this person alone, in the channel they act in where the platform can."""
    interaction, where = turn.interaction, turn.interaction.where
    channel = where.channel or turn.kept.get("chat", "")
    direct = where.direct or not channel or turn.kept.get("chat_direct") == "1"
    kind = Kind.DIRECT if direct else Kind.PRIVATE
    return Destination(
        interaction.platform, interaction.workspace, kind, channel=channel, thread=where.thread, user=interaction.actor
    )


def _visible(turn: Turn) -> Destination:
    """Where they spoke: the 1:1 chat, or the thread of what they said."""
    interaction, where = turn.interaction, turn.interaction.where
    if where.direct or not where.channel:
        return private(turn)
    thread = where.thread or where.message
    return Destination(interaction.platform, interaction.workspace, Kind.CHANNEL, channel=where.channel, thread=thread)


def _shown(turn: Turn, reply: ShowCard) -> Reply:
    """The pressed card is made true, in the answer or by a delivery. A sentence for the presser goes to them alone.

    That sentence never stands in the card: a moment later the card is drawn anew for everybody, and it would be gone.
    """
    interaction, where = turn.interaction, turn.interaction.where
    if reply.note:
        _plan(turn, private(turn), said(reply.note, turn.locale))
    shown = ShowCard(reply.card)
    if Can.CARD in interaction.can:
        return shown
    post = turn.tx.posts.at(turn.org.id, interaction.platform, interaction.workspace, where.channel, where.message)
    if post is not None:
        turn.tx.deliveries.plan(turn.org.id, card_delivery(post), turn.at)
    elif Can.ANSWER not in interaction.can:
        # Pressed on something only they can see, which nobody can redraw: they get it anew.
        _plan(turn, private(turn), reply.card)
    return shown if Can.ANSWER in interaction.can else Nothing()


def _plan(turn: Turn, where: Destination, card: Card) -> None:
    delivery = NewDelivery(DeliveryKind.SAY, where, locale=turn.locale, payload={"card": pack(card)})
    turn.tx.deliveries.plan(turn.org.id, delivery, turn.at)
