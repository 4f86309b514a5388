"""What to do when a platform says no: wait as told, forget, or tell an admin. One answer per kind of error."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app import words
from app.cards import said
from app.ports import ChannelError, Forbidden, Gone, RateLimited, Rejected, Tx, Unauthorized, Unreachable
from app.posts.doubts import tell_refused
from app.posts.model import Delivery, DeliveryKind, NewDelivery, Post
from app.posts.packing import pack
from app.posts.privately import tell_alone
from app.posts.standing import INSTEAD, said_anew
from app.turn import locale_of

LONGEST = timedelta(minutes=10)
"""However long a platform is away, it is asked again at least so often."""

KEPT_FOR = timedelta(days=7)
"""What could not be delivered for so long is dead, with its reason."""

MISSING_TRIES = 3
"""A conversation that Teams cannot find may be there again some minutes later; so often it is looked for."""

MOST_FAILURES = 6
"""So often something may break on our side before a delivery is given up."""


@dataclass(frozen=True)
class Setback:
    """`wait` None gives up; `whole_lane` holds everything behind it too; `tell` is a finding an admin should hear of once,
    `say` the key of a sentence that whoever waits for it hears once; `anew`: what it had to say is said beside what is gone;
    `refused`: the platform will not have it, so what was to be removed stands there.

    What may have arrived once stays `uncertain`, whatever a later try met.
    """

    error: str
    wait: timedelta | None
    whole_lane: bool = False
    uncertain: bool = False
    tell: str = ""
    post_again: bool = False
    say: str = ""
    anew: bool = False
    refused: bool = False

    def book(self, tx: Tx, delivery: Delivery, post: Post | None, at: datetime) -> datetime:
        """Write it down; from when on the lane is free."""
        if self.tell and tx.operations.report(self.tell, self.error, at):
            tell_admins(tx, delivery, self.error, at)
        if self.say and not delivery.attempts:
            _explain(tx, delivery, self.say, at)
        if self.refused and post is not None:
            tell_refused(tx, post, delivery, self.error.removeprefix("rejected:"), at)
        if self.post_again and post is not None:
            tx.posts.lost(post)
        if self.anew and (new := said_anew(delivery)) is not None:
            tx.deliveries.plan(delivery.org_id, new, at)
        if self.wait is None or at - delivery.created_at > KEPT_FOR:
            tx.deliveries.give_up(delivery, self.error, at)
            if post is not None:
                tx.posts.gone(post)
            return at
        tx.deliveries.put_off(delivery, at + self.wait, self.error, uncertain=self.uncertain or delivery.uncertain)
        return at + self.wait if self.whole_lane else at


def after(error: ChannelError, delivery: Delivery, updating: bool) -> Setback:
    """The setback for an error, by its kind."""
    where = delivery.destination
    place = place_finding(delivery)
    backoff = min(timedelta(seconds=2 ** min(delivery.attempts, 12)), LONGEST)
    match error:
        case RateLimited():
            return Setback("rate_limited", timedelta(seconds=max(error.retry_after, 1)), whole_lane=True)
        case Unreachable():
            return Setback(error.code, backoff, whole_lane=True, uncertain=error.maybe_arrived and not updating)
        case Unauthorized():
            return Setback(error.code, max(backoff, timedelta(minutes=1)), whole_lane=True, tell=token_finding(delivery))
        case Forbidden() | Gone() | Rejected() if INSTEAD in delivery.payload:
            return Setback(error.code, None, anew=True)  # it is no message of ours, or not there any more
        case Forbidden() if error.code == "missing_scope" and "attachment" in delivery.payload:
            return Setback(f"rejected:{error.code}", timedelta(0), tell=file_finding(delivery))
        case Forbidden() if error.code == "missing_scope" and "file" in delivery.payload:
            return Setback(error.code, max(backoff, timedelta(minutes=1)), tell=file_finding(delivery), say="problem.file_scope")
        case Forbidden() if error.code == "missing_scope" and "mark" in delivery.payload:
            return Setback(error.code, max(backoff, timedelta(minutes=1)), tell=mark_finding(delivery))
        case Gone() | Rejected() if "mark" in delivery.payload:
            return Setback(error.code, None)
        case Forbidden():
            return Setback(error.code, max(backoff, timedelta(minutes=1)), tell=place, refused=True)
        case Gone() if updating:
            return Setback(error.code, timedelta(0), post_again=True)
        case Gone() if delivery.attempts < MISSING_TRIES:
            return Setback(error.code, timedelta(minutes=2**delivery.attempts))
        case Gone():
            return Setback(error.code, None, tell=place)
        case Rejected() if not delivery.error.startswith("rejected"):
            return Setback(f"rejected:{error.code}", timedelta(0))
        case _:
            return Setback(f"rejected:{error.code}", None, tell=f"{where.platform}.rejected", refused=True)


def failed(delivery: Delivery) -> Setback:
    """Something broke on our side while it was sent: the moment or the delivery; neither may hold up the lane for ever."""
    last = delivery.attempts >= MOST_FAILURES
    wait = None if last else timedelta(seconds=2**delivery.attempts)
    return Setback("failed", wait, uncertain=True, tell=f"{delivery.destination.platform}.failed" if last else "")


def arrived(tx: Tx, delivery: Delivery) -> None:
    """What an admin was told of this place or this token is true no more."""
    if delivery.attempts:
        with_file = "file" in delivery.payload or "attachment" in delivery.payload
        sent_a_file = [file_finding(delivery)] if with_file and not delivery.error.startswith("rejected") else []
        marked = [mark_finding(delivery)] if "mark" in delivery.payload else []
        for finding in (place_finding(delivery), token_finding(delivery), *sent_a_file, *marked):
            tx.operations.resolved(finding)


def file_finding(delivery: Delivery) -> str:
    return f"{delivery.destination.platform}.files"


def mark_finding(delivery: Delivery) -> str:
    """Only Slack asks for a scope: `slack.reactions`."""
    return f"{delivery.destination.platform}.reactions"


def place_finding(delivery: Delivery) -> str:
    where = delivery.destination
    return f"{where.platform}.channel.{where.channel or where.user}"


def token_finding(delivery: Delivery) -> str:
    return f"{delivery.destination.platform}.token"


def _explain(tx: Tx, delivery: Delivery, key: str, at: datetime) -> None:
    """A sentence for whoever waits for it, in the same place."""
    card = said(words.say(key, delivery.locale), delivery.locale)
    new = NewDelivery(DeliveryKind.SAY, delivery.destination, locale=delivery.locale, payload={"card": pack(card)})
    tx.deliveries.plan(delivery.org_id, new, at)


def tell_admins(tx: Tx, delivery: Delivery, error: str, at: datetime) -> None:
    """One private sentence to every admin the desk can reach, on whichever platform they are."""
    org = tx.organisations.get(delivery.org_id)
    channel = delivery.destination.channel or delivery.destination.user
    for person in tx.people.admins(org.id):
        locale = locale_of(person, org)
        text = words.say("problem.undelivered", locale, channel=channel, reason=error)
        tell_alone(tx, org, person, said(text, locale), at)
