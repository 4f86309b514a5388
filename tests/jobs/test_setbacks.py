"""What follows from a platform's no: one answer per kind, and nothing for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.cards import said
from app.people.model import Platform
from app.ports import ChannelError, Forbidden, Gone, RateLimited, Rejected, Tx, Unauthorized, Unreachable
from app.posts.model import Delivery, DeliveryKind, DeliveryState, Destination, Kind, NewDelivery, PostKind
from app.posts.standing import instead
from jobs.setbacks import KEPT_FOR, LONGEST, MOST_FAILURES, Setback, after, failed
from storage.unit_of_work import Store
from tests import builders
from tests.builders import NOW

LATER = NOW + timedelta(minutes=1)
TRIAGE = Destination(Platform.SLACK, "T1", Kind.CHANNEL, channel="C1")


def delivery(**about: object) -> Delivery:
    return replace(Delivery(1, 7, DeliveryKind.CARD, TRIAGE, NOW, NOW), **about)  # type: ignore[arg-type]


@pytest.mark.parametrize("seconds", [1, 30, 3600])
def test_a_rate_limit_is_waited_out_as_told_by_the_whole_lane(seconds: float) -> None:
    setback = after(RateLimited("ratelimited", seconds), delivery(attempts=9), updating=False)
    assert (setback.wait, setback.whole_lane, setback.tell) == (timedelta(seconds=seconds), True, "")


@pytest.mark.parametrize("told", [0, -5, 0.01])
def test_a_rate_limit_of_no_time_is_still_a_pause(told: float) -> None:
    assert after(RateLimited("ratelimited", told), delivery(), updating=False).wait == timedelta(seconds=1)


def test_a_platform_that_is_away_is_asked_less_and_less_often_but_never_given_up_quickly() -> None:
    waits = [after(Unreachable("no_connection"), delivery(attempts=n), updating=False).wait for n in range(2000)]
    assert waits[:4] == [timedelta(seconds=s) for s in (1, 2, 4, 8)]
    assert waits == sorted(waits, key=lambda wait: wait or timedelta(0))
    assert waits[-1] == LONGEST


@pytest.mark.parametrize(("arrived", "updating", "uncertain"), [(True, False, True), (False, False, False), (True, True, False)])
def test_only_a_post_that_may_have_arrived_is_uncertain(arrived: bool, updating: bool, uncertain: bool) -> None:
    assert after(Unreachable("http_500", maybe_arrived=arrived), delivery(), updating=updating).uncertain is uncertain


def test_a_dead_token_holds_the_lane_and_is_one_finding_for_the_platform() -> None:
    setback = after(Unauthorized("token_revoked"), delivery(attempts=3), updating=True)
    assert (setback.wait, setback.whole_lane, setback.tell) == (timedelta(minutes=1), True, "slack.token")


def test_a_place_that_shuts_us_out_is_a_finding_and_tried_again() -> None:
    setback = after(Forbidden("not_in_channel"), delivery(), updating=False)
    assert (setback.wait, setback.tell) == (timedelta(minutes=1), "slack.channel.C1")


@pytest.mark.parametrize("attempts", [0, 1, 5])
def test_a_card_that_is_gone_is_posted_again_whatever_happened_before(attempts: int) -> None:
    setback = after(Gone("message_not_found"), delivery(attempts=attempts), updating=True)
    assert (setback.wait, setback.post_again) == (timedelta(0), True)


def test_a_place_that_is_gone_is_looked_for_some_minutes_then_given_up_and_told() -> None:
    waits = [after(Gone("ConversationNotFound"), delivery(attempts=tries), updating=False) for tries in range(4)]
    assert [setback.wait for setback in waits] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4), None]
    assert [setback.tell for setback in waits] == ["", "", "", "slack.channel.C1"]


def test_what_is_refused_is_tried_once_as_a_sentence() -> None:
    first = after(Rejected("invalid_blocks"), delivery(), updating=False)
    assert (first.wait, first.error) == (timedelta(0), "rejected:invalid_blocks")
    second = after(Rejected("invalid_blocks"), delivery(error=first.error), updating=False)
    assert (second.wait, second.tell) == (None, "slack.rejected")


def test_our_own_failures_are_tried_a_few_times() -> None:
    waits = [failed(delivery(attempts=n)).wait for n in range(MOST_FAILURES + 1)]
    assert waits[0] == timedelta(seconds=1)
    assert waits[-1] is None
    assert failed(delivery(attempts=MOST_FAILURES)).tell == "slack.failed"


def planned(tx: Tx, **about: object) -> Delivery:
    """A real delivery of a real post, taken by a worker."""
    ticket = builders.ticket(tx)
    post = tx.posts.add(ticket.org_id, ticket.number, PostKind.TRIAGE, TRIAGE, "en", None)
    new = NewDelivery(DeliveryKind.CARD, TRIAGE, ticket=ticket.number, post_id=post.id)
    tx.deliveries.plan(ticket.org_id, new, NOW)
    taken = tx.deliveries.take(ticket.org_id, TRIAGE.lane, "w1", NOW, NOW + timedelta(seconds=90))
    assert taken is not None
    return replace(taken, **about)  # type: ignore[arg-type]


def booked(tx: Tx, setback: Setback, taken: Delivery, at=NOW) -> Delivery:
    assert taken.post_id is not None
    setback.book(tx, taken, tx.posts.get(taken.org_id, taken.post_id), at)
    found = tx.deliveries.get(taken.org_id, taken.id)
    assert found is not None
    return found


def test_once_uncertain_always_uncertain_until_it_is_done(store: Store) -> None:
    with store.open() as tx:
        taken = planned(tx, uncertain=True)
        assert booked(tx, Setback("http_503", timedelta(seconds=1)), taken).uncertain


def test_what_could_not_be_delivered_for_a_week_is_dead_with_its_reason(store: Store) -> None:
    with store.open() as tx:
        taken = planned(tx)
        late = NOW + KEPT_FOR + timedelta(seconds=1)
        found = booked(tx, Setback("not_in_channel", timedelta(minutes=1)), taken, late)
        assert (found.state, found.error) == (DeliveryState.DEAD, "not_in_channel")
        assert tx.posts.get(taken.org_id, taken.post_id or 0).gone  # type: ignore[union-attr]


ERRORS: list[ChannelError] = [
    RateLimited("ratelimited", 3), Gone("gone"), Forbidden("no"), Unauthorized("no"), Rejected("bad"), Unreachable("away"),
]  # fmt: skip


@pytest.mark.parametrize("updating", [True, False])
@pytest.mark.parametrize("error", ERRORS, ids=lambda e: type(e).__name__)
def test_every_no_ends_in_waiting_or_dead_with_a_reason(store: Store, error: ChannelError, updating: bool) -> None:
    with store.open() as tx:
        taken = planned(tx)
        found = booked(tx, after(error, taken, updating), taken)
        assert found.state in (DeliveryState.WAITING, DeliveryState.DEAD)
        assert found.error
        assert found.lease_until is None


def test_an_admin_is_told_once_until_it_is_mended(store: Store) -> None:
    with store.open() as tx:
        admin = builders.person(tx, "Adi")
        tx.people.save(replace(admin, admin=True), NOW)
        taken = planned(tx)
        for _ in range(3):
            Setback("not_in_channel", timedelta(minutes=1), tell="slack.channel.C1").book(tx, taken, None, NOW)
        lanes = [lane for _, lane in tx.deliveries.lanes_due(NOW + timedelta(hours=1), 9) if "@" in lane]
        assert len(lanes) == 1
        org_id = taken.org_id
        told = tx.deliveries.take(org_id, lanes[0], "w2", LATER, LATER + timedelta(seconds=90))
        assert told is not None
        assert "not_in_channel" in str(told.payload)
        tx.deliveries.done(told, LATER, 0)
        tx.deliveries.free_lane(org_id, lanes[0], LATER)
        assert tx.deliveries.take(org_id, lanes[0], "w2", LATER, LATER + timedelta(seconds=90)) is None


@pytest.mark.parametrize("error", [Gone("message_not_found"), Rejected("cant_update_message"), Forbidden("no")])
@pytest.mark.parametrize("waits", [True, False])
def test_what_somebody_waits_for_is_said_beside_what_is_gone_once(store: Store, error: ChannelError, waits: bool) -> None:
    with store.open() as tx:
        ticket = builders.ticket(tx)
        place = replace(TRIAGE, kind=Kind.DIRECT, channel="D1", user="U1")
        tx.deliveries.plan(ticket.org_id, instead(place, "900.1", said("Added to T-1."), anew=waits), NOW)
        taken = tx.deliveries.take(ticket.org_id, place.lane, "w1", NOW, NOW + timedelta(seconds=90))
        assert taken is not None
        setback = after(error, taken, updating=True)
        for _ in range(2):
            setback.book(tx, taken, None, NOW)
        tx.deliveries.free_lane(ticket.org_id, place.lane, NOW)
        new = tx.deliveries.take(ticket.org_id, place.lane, "w1", NOW, NOW + timedelta(seconds=90))
        assert (new is not None) is waits
        assert new is None or (set(new.payload), new.destination) == ({"card"}, place)
        assert new is None or tx.deliveries.take(ticket.org_id, place.lane, "w1", NOW, NOW + timedelta(seconds=90)) is None
