"""Deliveries leave in lanes: each lane has one worker at a time, nothing is lost, and what may have arrived is marked."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.people.model import Platform
from app.ports import Tx
from app.posts.model import Delivery, DeliveryKind, DeliveryState, Destination, Kind, NewDelivery
from storage.engine import connect
from storage.unit_of_work import Store
from tests import builders
from tests.builders import NOW

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
ORG = 1
C1 = Destination(Platform.SLACK, "T1", Kind.CHANNEL, "C1")
C2 = Destination(Platform.SLACK, "T1", Kind.CHANNEL, "C2")
TEAMS = Destination(Platform.TEAMS, "TENANT", Kind.DIRECT, user="AAD")
HOME = Destination(Platform.SLACK, "T1", Kind.HOME, user="U1")


def say(text: str = "hello", to: Destination = C1, **more: Any) -> NewDelivery:
    return replace(NewDelivery(DeliveryKind.SAY, to, payload={"text": text, "facts": {}}), **more)


def card(post: int = 1, to: Destination = C1, **more: Any) -> NewDelivery:
    return replace(NewDelivery(DeliveryKind.CARD, to, ticket=1, post_id=post), **more)


def take(tx: Tx, to: Destination = C1, at: timedelta = timedelta(), holder: str = "w1") -> Delivery | None:
    return tx.deliveries.take(ORG, to.lane, holder, NOW + at, NOW + at + MINUTE)


def taken(tx: Tx, to: Destination = C1, at: timedelta = timedelta()) -> Delivery:
    delivery = take(tx, to, at)
    assert delivery is not None
    return delivery


def finish(tx: Tx, delivery: Delivery, at: timedelta = timedelta()) -> None:
    """What a worker does when it arrived."""
    tx.deliveries.done(delivery, NOW + at, delivery.wanted)
    tx.deliveries.free_lane(ORG, delivery.destination.lane, NOW + at)


def test_a_delivery_is_taken_sent_and_done(store: Store) -> None:
    with store.open() as tx:
        tx.deliveries.plan(ORG, say(locale="hi", viewer_id=7), NOW)
        assert tx.deliveries.lanes_due(NOW, 10) == [(ORG, C1.lane)]
        assert tx.deliveries.next_due() == NOW
        delivery = taken(tx)
        assert (delivery.state, delivery.destination, delivery.payload) == (
            DeliveryState.SENDING,
            C1,
            {"text": "hello", "facts": {}},
        )
        assert (delivery.locale, delivery.viewer_id, delivery.uncertain) == ("hi", 7, False)
        assert tx.deliveries.lanes_due(NOW, 10) == []
        finish(tx, delivery)
        done = tx.deliveries.get(ORG, delivery.id)
        assert done is not None
        assert done.state is DeliveryState.DONE
        assert tx.deliveries.next_due() is None
        assert take(tx) is None
        assert tx.deliveries.counts() == {"waiting": 0, "sending": 0, "done": 1, "dead": 0}


def test_a_lane_is_worked_by_one_at_a_time(store: Store) -> None:
    with store.open() as tx:
        for text in "ab":
            tx.deliveries.plan(ORG, say(text), NOW)
        tx.deliveries.plan(ORG, say("c", C2), NOW)
        first = taken(tx)
        assert take(tx, holder="w2") is None
        assert tx.deliveries.lanes_due(NOW, 10) == [(ORG, C2.lane)]
        finish(tx, first)
        assert taken(tx).payload["text"] == "b"


def test_who_has_a_lane_goes_on_with_its_next_one(store: Store) -> None:
    with store.open() as tx:
        for text in "abc":
            tx.deliveries.plan(ORG, say(text), NOW)
        for text in "ab":
            delivery = taken(tx)
            assert delivery.payload["text"] == text
            tx.deliveries.give_up(delivery, "not drawn", NOW)
            assert take(tx, holder="w2") is None
        tx.deliveries.done(taken(tx), NOW, 0)
        assert take(tx) is None
        tx.deliveries.plan(ORG, say("d"), NOW)
        assert take(tx, holder="w2") is not None


def test_urgent_ones_overtake_and_the_rest_keep_their_order(store: Store) -> None:
    order = []
    with store.open() as tx:
        tx.deliveries.plan(ORG, say("1"), NOW)
        tx.deliveries.plan(ORG, say("2"), NOW)
        tx.deliveries.plan(ORG, say("urgent", urgent=True), NOW + SECOND)
        tx.deliveries.plan(ORG, say("other", C2), NOW)
        assert tx.deliveries.lanes_due(NOW + SECOND, 10) == [(ORG, C1.lane), (ORG, C2.lane)]
        assert tx.deliveries.lanes_due(NOW + SECOND, 1) == [(ORG, C1.lane)]
        while (delivery := take(tx, at=SECOND)) is not None:
            order.append(delivery.payload["text"])
            finish(tx, delivery, SECOND)
    assert order == ["urgent", "1", "2"]


def test_a_card_is_asked_for_again_not_twice(store: Store) -> None:
    with store.open() as tx:
        for _ in range(3):
            tx.deliveries.plan(ORG, card(), NOW)
        delivery = taken(tx)
        assert delivery.wanted == 1
        assert tx.deliveries.counts()["sending"] == 1
        assert tx.deliveries.counts()["waiting"] == 0


def test_a_card_that_changed_while_it_was_sent_is_sent_again(store: Store) -> None:
    with store.open() as tx:
        tx.deliveries.plan(ORG, card(), NOW)
        delivery = taken(tx)
        tx.deliveries.plan(ORG, card(), NOW)
        assert take(tx, holder="w2") is None
        finish(tx, delivery, SECOND)
        again = taken(tx, at=SECOND)
        assert (again.id, again.wanted, again.sent) == (delivery.id, 2, 1)
        finish(tx, again, SECOND)
        assert take(tx, at=MINUTE) is None


def test_a_card_that_was_given_up_is_tried_again_when_it_is_wanted_again(store: Store) -> None:
    with store.open() as tx:
        tx.deliveries.plan(ORG, card(), NOW)
        tx.deliveries.give_up(taken(tx), "channel_not_found", NOW)
        tx.deliveries.free_lane(ORG, C1.lane, NOW)
        assert tx.deliveries.counts()["dead"] == 1
        tx.deliveries.plan(ORG, card(urgent=True), NOW + SECOND)
        again = taken(tx, at=SECOND)
        assert (again.attempts, again.urgent) == (0, True)
        assert again.created_at == NOW + SECOND  # it is given up after a week of its own


def test_the_same_thing_is_planned_once_while_it_waits(store: Store) -> None:
    home = NewDelivery(DeliveryKind.HOME, HOME, viewer_id=7)
    with store.open() as tx:
        for _ in range(3):
            tx.deliveries.plan(ORG, home, NOW)
            tx.deliveries.plan(ORG, say(unique="asked:1"), NOW)
        assert tx.deliveries.counts()["waiting"] == 2


def test_what_is_planned_again_while_it_is_sent_is_sent_once_more(store: Store) -> None:
    home = NewDelivery(DeliveryKind.HOME, HOME, viewer_id=7)
    with store.open() as tx:
        tx.deliveries.plan(ORG, home, NOW)
        delivery = taken(tx, HOME)
        for _ in range(2):
            tx.deliveries.plan(ORG, home, NOW)
        finish(tx, delivery)
        finish(tx, taken(tx, HOME))
        assert take(tx, HOME, MINUTE) is None
        tx.deliveries.plan(ORG, home, NOW + MINUTE)
        finish(tx, taken(tx, HOME, MINUTE), MINUTE)
        assert tx.deliveries.counts()["done"] == 2


def test_what_was_put_off_waits_for_its_time_and_remembers_why(store: Store) -> None:
    with store.open() as tx:
        tx.deliveries.plan(ORG, say(), NOW)
        delivery = taken(tx)
        tx.deliveries.put_off(delivery, NOW + MINUTE, "timeout", uncertain=True)
        tx.deliveries.free_lane(ORG, C1.lane, NOW + 2 * MINUTE)
        assert tx.deliveries.next_due() == NOW + 2 * MINUTE
        assert tx.deliveries.lanes_due(NOW + MINUTE, 10) == []
        assert take(tx, at=MINUTE) is None
        again = taken(tx, at=2 * MINUTE)
        assert (again.attempts, again.error, again.uncertain) == (1, "timeout", True)


def test_what_a_dead_worker_was_sending_is_taken_again_as_uncertain(store: Store) -> None:
    with store.open() as tx:
        tx.deliveries.plan(ORG, say("1"), NOW)
        tx.deliveries.plan(ORG, say("2"), NOW)
        lost = taken(tx)
        assert tx.deliveries.lanes_due(NOW + MINUTE - SECOND, 10) == []
        assert tx.deliveries.next_due() == NOW + MINUTE
        assert tx.deliveries.lanes_due(NOW + MINUTE, 10) == [(ORG, C1.lane)]
        again = taken(tx, at=MINUTE)
        assert (again.id, again.uncertain) == (lost.id, True)


def test_a_worker_that_wakes_too_late_changes_nothing(store: Store) -> None:
    with store.open() as tx:
        tx.deliveries.plan(ORG, say(), NOW)
        late = taken(tx)
        tx.deliveries.take(ORG, C1.lane, "w2", NOW + MINUTE, NOW + 2 * MINUTE)
        tx.deliveries.done(late, NOW + MINUTE, 0)
        tx.deliveries.put_off(late, NOW, "x", uncertain=False)
        tx.deliveries.give_up(late, "x", NOW)
        tx.deliveries.free_lane(ORG, C1.lane, NOW, "w1")
        now = tx.deliveries.get(ORG, late.id)
        assert now is not None
        assert (now.state, now.lease_until) == (DeliveryState.SENDING, NOW + 2 * MINUTE)
        assert take(tx, at=MINUTE, holder="w3") is None


def test_a_platform_that_takes_us_again_gets_what_was_put_off(store: Store) -> None:
    with store.open() as tx:
        for to in (C1, C2, TEAMS):
            tx.deliveries.plan(ORG, say(to=to), NOW)
            tx.deliveries.put_off(taken(tx, to), NOW + 10 * MINUTE, "token_revoked", uncertain=False)
            tx.deliveries.free_lane(ORG, to.lane, NOW + 10 * MINUTE)
        assert tx.deliveries.lanes_due(NOW + MINUTE, 10) == []
        assert tx.deliveries.resume(ORG, Platform.SLACK, NOW + MINUTE) == 2
        assert [lane for _, lane in tx.deliveries.lanes_due(NOW + MINUTE, 10)] == [C1.lane, C2.lane]
        assert taken(tx, C1, MINUTE).attempts == 0
        assert tx.deliveries.resume(ORG, Platform.SLACK, NOW + MINUTE) == 0


def test_two_workers_never_take_one_lane_twice(database_url: str) -> None:
    stores = [Store(connect(database_url)) for _ in range(2)]
    lanes = [Destination(Platform.SLACK, "T1", Kind.CHANNEL, f"C{n}") for n in range(5)]
    with stores[0].open() as tx:
        for round_ in range(4):
            for to in lanes:
                tx.deliveries.plan(ORG, say(str(round_), to), NOW)
    held: set[str] = set()
    twice: list[str] = []
    sent: list[tuple[str, str]] = []
    guard = threading.Lock()

    def work(place: int) -> None:
        store, holder = stores[place % 2], f"w{place}"
        while True:
            with store.open() as tx:
                due = tx.deliveries.lanes_due(NOW, 10)
            if not due and len(sent) == 20:
                return
            for org, lane in due:
                with store.open() as tx:
                    delivery = tx.deliveries.take(org, lane, holder, NOW, NOW + MINUTE)
                if delivery is None:
                    continue
                with guard:
                    twice.extend([lane] if lane in held else [])
                    held.add(lane)
                    sent.append((lane, delivery.payload["text"]))
                with guard:
                    held.remove(lane)
                with store.open() as tx:
                    tx.deliveries.done(delivery, NOW, 0)
                    tx.deliveries.free_lane(org, lane, NOW, holder)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.close()
    assert twice == []
    assert len(sent) == 20
    for to in lanes:
        assert [text for lane, text in sent if lane == to.lane] == ["0", "1", "2", "3"]


def plan_and_fail(store: Store) -> None:
    with store.open() as tx:
        tx.deliveries.plan(ORG, say(), NOW)
        raise RuntimeError


def test_planning_wakes_a_worker_only_after_the_commit(store: Store) -> None:
    woken: list[int] = []

    def wake() -> None:
        with store.open() as tx:
            woken.append(tx.deliveries.counts()["waiting"])

    store.after_commit(wake)
    with store.open() as tx:
        builders.organisation(tx)
    assert woken == []
    with pytest.raises(RuntimeError):
        plan_and_fail(store)
    assert woken == []
    with store.open() as tx:
        tx.deliveries.plan(ORG, say(), NOW)
    assert woken == [1]
