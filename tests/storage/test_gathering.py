"""What is said within seconds becomes one message, and what waits for the end of somebody's night holds nothing else up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.people.model import Platform
from app.posts.model import Delivery, DeliveryKind, Destination, Kind, NewDelivery
from storage.engine import connect
from storage.unit_of_work import Store
from tests import builders
from tests.storage.test_races import in_threads

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
SOON, NIGHT = timedelta(seconds=5), timedelta(hours=8)
HERE = Destination(Platform.SLACK, "T1", Kind.DIRECT, user="U1")


def says(text: str, unique: str = "", not_before: datetime | None = None, *, urgent: bool = False) -> NewDelivery:
    return NewDelivery(DeliveryKind.SAY, HERE, payload={"card": text}, unique=unique, not_before=not_before, urgent=urgent)


def leave(store: Store, org: int, at: datetime) -> list[Any]:
    """What leaves by then, in order."""
    found: list[Any] = []
    with store.open() as tx:
        while (taken := tx.deliveries.take(org, HERE.lane, "worker", at, at + timedelta(minutes=1))) is not None:
            found.append(taken.payload.get("cards", taken.payload.get("card")))
            tx.deliveries.done(taken, at, 0)
    return found


@pytest.fixture
def org(store: Store) -> int:
    with store.open() as tx:
        return builders.organisation(tx).id


def gather(store: Store, org: int, texts: Sequence[str], at: datetime = NOW) -> None:
    for text in texts:
        with store.open() as tx:
            tx.deliveries.gather(org, says(text, "news:1:7", at + SOON), at)


def test_what_comes_within_seconds_is_one_message_in_order(store: Store, org: int) -> None:
    gather(store, org, ["one", "two", "three"])
    assert leave(store, org, NOW + timedelta(seconds=4)) == []
    assert leave(store, org, NOW + SOON) == [["one", "two", "three"]]
    gather(store, org, ["four"], NOW + NIGHT)
    assert leave(store, org, NOW + NIGHT + SOON) == [["four"]]


def test_within_one_transaction_too(store: Store, org: int) -> None:
    with store.open() as tx:
        for text in ("one", "two"):
            tx.deliveries.gather(org, says(text, "news:1:7", NOW + SOON), NOW)
    assert leave(store, org, NOW + SOON) == [["one", "two"]]


def test_a_message_does_not_grow_for_ever_and_nothing_is_lost(store: Store, org: int) -> None:
    texts = [str(number) for number in range(23)]
    gather(store, org, texts)
    left = leave(store, org, NOW + SOON)
    assert [text for cards in left for text in cards] == texts
    assert [len(cards) for cards in left] == [10, 10, 3]


def test_what_may_have_arrived_is_left_as_it_is(store: Store, org: int) -> None:
    gather(store, org, ["one"])
    with store.open() as tx:
        taken = tx.deliveries.take(org, HERE.lane, "worker", NOW + SOON, NOW + NIGHT)
        assert isinstance(taken, Delivery)
        tx.deliveries.gather(org, says("two", "news:1:7", NOW + SOON), NOW)
        tx.deliveries.put_off(taken, NOW + timedelta(minutes=1), "timeout", uncertain=True)
        tx.deliveries.gather(org, says("three", "news:1:7", NOW + SOON), NOW)
    assert leave(store, org, NOW + timedelta(minutes=1)) == [["one"], ["two", "three"]]


def test_what_many_say_to_one_person_at_the_same_moment_is_all_said(postgresql_url: str) -> None:
    """Their tickets are different ones, so nothing else keeps their transactions apart."""
    store = Store(connect(postgresql_url, connections=20))
    with store.open() as tx:
        org = builders.organisation(tx).id
    texts = [str(number) for number in range(16)]
    in_threads(16, lambda number: gather(store, org, [texts[number]]))
    left = leave(store, org, NOW + SOON)
    assert sorted(text for cards in left for text in cards) == sorted(texts)
    assert sorted(len(cards) for cards in left) == [6, 10]
    store.close()


def test_what_waits_for_the_morning_holds_nothing_up(store: Store, org: int) -> None:
    with store.open() as tx:
        tx.deliveries.plan(org, says("at night", not_before=NOW + NIGHT), NOW)
        tx.deliveries.plan(org, says("an alert"), NOW)
        tx.deliveries.plan(org, says("at night again", not_before=NOW + NIGHT), NOW)
    assert leave(store, org, NOW) == ["an alert"]
    assert leave(store, org, NOW + NIGHT) == ["at night", "at night again"]


def test_who_gives_up_their_quiet_hours_hears_what_was_kept_back(store: Store, org: int) -> None:
    with store.open() as tx:
        tx.deliveries.plan(org, says("at night", not_before=NOW + NIGHT), NOW)
        assert tx.deliveries.release(org, [HERE.lane], NOW, NOW) == 1
        assert tx.deliveries.release(org, [HERE.lane], NOW, NOW) == 0
    assert leave(store, org, NOW) == ["at night"]


def test_a_card_that_was_kept_back_is_not_brought_forward_by_what_happens_meanwhile(store: Store, org: int) -> None:
    card = NewDelivery(DeliveryKind.CARD, HERE, post_id=1, payload={"card": "card"}, not_before=NOW + NIGHT)
    with store.open() as tx:
        tx.deliveries.plan(org, card, NOW)
        tx.deliveries.plan(org, NewDelivery(DeliveryKind.CARD, HERE, post_id=1), NOW + SOON)
    assert leave(store, org, NOW + SOON) == []
    assert leave(store, org, NOW + NIGHT) == ["card"]
