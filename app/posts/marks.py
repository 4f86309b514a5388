"""How things stand, as one emoji of the desk's own on the message that asked. Kept true like a card, and never more than one."""

from __future__ import annotations

from dataclasses import dataclass

from app import events, words
from app.people.model import Platform
from app.ports import Tx
from app.posts.model import Delivery, Destination, Kind, Post, PostKind
from app.posts.planning import Plan, card_delivery
from app.tickets.merging import NO_HELP, below, root_of
from app.tickets.model import Status, Ticket

MARKING = frozenset({Platform.SLACK})
"""Where the desk puts an emoji on a person's message. On Teams the card says how things stand."""

EMOJI: dict[Status, str] = {
    Status.NEW: "",
    Status.IN_PROGRESS: "eyes",
    Status.WAITING: "hourglass_flowing_sand",
    Status.RESOLVED: "white_check_mark",
    Status.CLOSED: "white_check_mark",
}
_MOVES = (
    events.TicketClaimed, events.TicketAssigned, events.TicketMoved, events.TicketWaiting, events.TicketResumed,
    events.TicketResolved, events.TicketClosed, events.TicketWithdrawn, events.TicketReopened, events.TicketMerged,
    events.TicketUnmerged,
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """`stands` is what shall be there in the end ('' nothing): `take` comes off first, then `put` is put on ('' nothing)."""

    stands: str
    take: tuple[str, ...]
    put: str


def keep_mark(plan: Plan) -> None:
    """Plan it where the status may be another one; a duplicate stands as its original does. A request that was never touched has
    none, and no row either.
    """
    if not any(isinstance(event, _MOVES) for event in plan.happened):
        return
    _keep(plan)
    for there in below(plan.tx, plan.org.id, plan.ticket.number):
        if (ticket := plan.tx.tickets.get(plan.org.id, there.ticket)) is not None:
            _keep(Plan(plan.tx, ticket, plan.happened))


def _keep(plan: Plan) -> None:
    source = plan.ticket.source
    if source.platform not in MARKING or not source.message:
        return
    there = next((post for post in plan.tx.posts.of_ticket(plan.org.id, plan.ticket.number) if post.kind is PostKind.MARK), None)
    if there is not None:
        plan.tx.deliveries.plan(plan.org.id, card_delivery(there), plan.at)
    elif emoji_of(plan.tx, plan.ticket):
        place = Destination(source.platform, source.workspace, Kind.CHANNEL, channel=source.channel, thread=source.message)
        plan.add_post(PostKind.MARK, place, words.negotiate(plan.org.locale), None)


def emoji_of(tx: Tx, ticket: Ticket) -> str:
    """What shows how it stands; '' where nothing does: nobody has begun, or it is over and nobody was helped."""
    root = root_of(tx, ticket)
    return "" if root.closed_how in NO_HELP else EMOJI[root.status]


def mark_of(tx: Tx, post: Post, ticket: Ticket, delivery: Delivery) -> Mark:
    """What has to be done. After a try of which nobody knows how it ended, any of them may stand there."""
    wanted, there = emoji_of(tx, ticket), post.message
    if delivery.uncertain:
        return Mark(wanted, tuple(sorted({*EMOJI.values()} - {wanted, ""})), wanted)
    return Mark(wanted, (there,) if there and there != wanted else (), wanted if wanted != there else "")
