"""What the platform's own answer cannot carry becomes a delivery of the same transaction: said once, whatever falls over."""

from __future__ import annotations

from app.cards import Card, said
from app.interaction import Can
from app.people.model import Platform
from app.posts.model import DeliveryKind, Destination, Kind, MessageRef, NewDelivery
from app.posts.packing import pack
from app.posts.planning import card_delivery, home_delivery
from app.posts.standing import SUBJECT, fading, instead, plan_fading_at
from app.replies import Answer, Fading, FixForm, Nothing, Notice, OpenForm, Reply, Say, Settled, ShowCard
from app.turn import Turn

WHISPERS = frozenset({Platform.SLACK})
"""Platforms that show something in a channel to one person alone. Teams has that in its newest manifest schema alone, and what
fails there has to go to the 1:1 chat all the same (learn.microsoft.com, "Targeted messages").
"""


def carried(turn: Turn, reply: Reply) -> Reply:
    """The reply as this platform's answer can carry it; the rest is planned."""
    can = turn.interaction.can
    match reply:
        case Settled():
            _settle(turn, reply)
            return carried(turn, reply.reply)
        case ShowCard():
            return _shown(turn, reply)
        case FixForm() if Can.FIX not in can:
            return carried(turn, Notice("\n".join(dict.fromkeys([reply.text, *reply.problems.values()]))))
        case OpenForm() if Can.FORM not in can:
            return carried(turn, turn.notice("problem.form_expired"))
        case Say() if Can.ANSWER not in can:
            _plan(turn, _visible(turn), reply.card)
        case Answer(question=True) if Can.ASK in can:
            return reply
        case Answer() if Can.ANSWER not in can:
            _plan(turn, private(turn), reply.card, reply.fades)
            if reply.elsewhere and turn.interaction.platform not in WHISPERS:
                _plan(turn, _visible(turn), reply.elsewhere, says=reply.says)
        case Notice() if Can.ANSWER not in can:
            _plan(turn, private(turn), said(reply.text, turn.locale))
        case Say():
            return Answer(reply.card)
        case _:
            return reply
    return Nothing()


def private(turn: Turn) -> Destination:
    """Seen by this person alone, in the channel they act in where the platform can; in the thread they act in, if in one."""
    interaction, where = turn.interaction, turn.interaction.where
    channel, thread = turn.acts_in
    direct = where.direct or not channel or turn.kept.get("chat_direct") == "1"
    kind = Kind.DIRECT if direct else Kind.PRIVATE
    return Destination(interaction.platform, interaction.workspace, kind, channel=channel, thread=thread, user=interaction.actor)


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
    shown, answers = ShowCard(reply.card), bool(interaction.can & {Can.ANSWER, Can.CARD})
    post = turn.tx.posts.at(turn.org.id, interaction.platform, interaction.workspace, where.channel, where.message)
    if post is not None:
        if Can.CARD not in interaction.can:
            turn.tx.deliveries.plan(turn.org.id, card_delivery(post), turn.at)
    elif Can.REPLACE in interaction.can:
        if reply.fades and interaction.address:
            plan_fading_at(turn.tx, turn.org.id, private(turn), interaction.address, reply.fades, turn.locale)
        return shown
    elif where.direct and where.message and Can.FIX not in interaction.can:
        # Nobody else sees that chat, so what stands there for good may be drawn for them.
        turn.tx.deliveries.plan(turn.org.id, instead(private(turn), where.message, reply.card, reply.fades, anew=True), turn.at)
    elif not answers:
        # Pressed on something only they can see, which nobody can redraw: they get it anew.
        _plan(turn, private(turn), reply.card, reply.fades)
    return shown if answers else Nothing()


def forget_choice(turn: Turn) -> None:
    """What has the menu is drawn anew, also where nothing has changed: the menu would go on showing what they chose."""
    interaction, where = turn.interaction, turn.interaction.where
    post = turn.tx.posts.at(turn.org.id, interaction.platform, interaction.workspace, where.channel, where.message)
    if post is not None:
        turn.tx.deliveries.plan(turn.org.id, card_delivery(post), turn.at)
    elif not where.message and Can.ANSWER not in interaction.can:
        place = Destination(interaction.platform, interaction.workspace, Kind.HOME, user=interaction.actor)
        turn.tx.deliveries.plan(turn.org.id, home_delivery(place, turn.person, turn.locale), turn.at)


def _settle(turn: Turn, reply: Settled) -> None:
    """What was pressed, or what the form was opened from, is a message without a post of its own."""
    interaction, (channel, thread), message = turn.interaction, turn.acts_in, turn.pressed
    if not channel or not message:
        return
    if turn.tx.posts.at(turn.org.id, interaction.platform, interaction.workspace, channel, message) is not None:
        return
    where = Destination(interaction.platform, interaction.workspace, Kind.CHANNEL, channel=channel, thread=thread)
    ref = MessageRef(interaction.platform, interaction.workspace, channel, message, thread)
    turn.tx.questions.answered(turn.org.id, ref)
    if reply.says:
        turn.tx.questions.stands(turn.org.id, reply.says, ref, "", turn.at)
    turn.tx.deliveries.plan(turn.org.id, instead(where, message, reply.card), turn.at)


def _plan(turn: Turn, where: Destination, card: Card, fades: Fading | None = None, says: str = "") -> None:
    payload = {"card": pack(card), **fading(fades), **({SUBJECT: says} if says else {})}
    delivery = NewDelivery(DeliveryKind.SAY, where, locale=turn.locale, payload=payload)
    turn.tx.deliveries.plan(turn.org.id, delivery, turn.at)
