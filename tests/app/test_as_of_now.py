"""What waits to be said leaves as things stand by then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.cards import Card
from app.people.model import Platform
from app.ports.links import Reporter
from app.posts.as_of_now import Holds, as_of_now, pack_with
from app.posts.drawing import said_of
from app.posts.model import Delivery, DeliveryKind, Destination, Kind
from app.tickets.comment import Visibility
from app.tickets.following_cards import news_card
from app.tickets.sentences import told_card
from app.tickets.spoken import Spoken
from storage.engine import connect
from storage.unit_of_work import Store
from tests import builders
from tests.builders import NOW
from tests.databases import fresh_sqlite

CHAT = Destination(Platform.SLACK, "T1", Kind.DIRECT, user="U1")
SECRET = "My VPN canary7f3a is down, can you help?"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    engine = connect(fresh_sqlite(tmp_path))
    yield Store(engine)
    engine.dispose()


def waiting(org_id: int, card: Card, holds: Holds) -> Delivery:
    payload = {"cards": [pack_with(card, holds)]}
    return Delivery(org_id, 1, DeliveryKind.SAY, CHAT, NOW, NOW, payload=payload)


def spoken(delivery: Delivery | None) -> str:
    assert delivery is not None
    card = said_of(delivery)
    return f"{card.spoken}\n{card.body}\n{card.buttons}"


def test_a_summary_reads_as_the_ticket_does(store: Store) -> None:
    with store.open() as tx:
        ticket = builders.ticket(tx, SECRET)
        card = news_card(f"Ravi added you to T-1 ({SECRET[:-1]}).", ticket.key, "en")
        waits = waiting(ticket.org_id, card, Holds((ticket,)))
        assert "canary7f3a" in spoken(as_of_now(tx, waits))
        ticket.summary = "VPN"
        tx.tickets.save(ticket)
        now = spoken(as_of_now(tx, waits))
        assert "canary7f3a" not in now
        assert "Ravi added you to T-1 (VPN)." in now


def test_no_part_of_a_longer_word_and_no_button_is_changed(store: Store) -> None:
    with store.open() as tx:
        ticket = builders.ticket(tx, "it")
        card = news_card("it: waits with its item", "T-1", "en")
        waits = waiting(ticket.org_id, card, Holds((ticket,)))
        ticket.summary = "…"
        tx.tickets.save(ticket)
        now = as_of_now(tx, waits)
        assert now is not None
        assert said_of(now).spoken.startswith("…: waits with its item")
        assert [(one.verb, one.ref) for one in said_of(now).buttons] == [(one.verb, one.ref) for one in card.buttons]


@pytest.mark.parametrize("how", ["removed", "unsent"])
def test_a_quote_that_nobody_may_read_any_more_is_none(store: Store, how: str) -> None:
    with store.open() as tx:
        ticket = builders.ticket(tx)
        said = tx.comments.add(ticket, None, Visibility.PUBLIC, Spoken("Which floor? canary7f3a"), NOW)
        waits = waiting(ticket.org_id, told_card("Ravi waits.", "en", quote=said.text), Holds(quoted=said))
        assert "canary7f3a" in spoken(as_of_now(tx, waits))
        gone = replace(said, removed=True) if how == "removed" else replace(said, visibility=Visibility.INTERNAL)
        tx.comments.save(gone)
        assert "canary7f3a" not in spoken(as_of_now(tx, waits))


def test_who_stopped_to_report_it_hears_no_more_of_that_ticket_alone(store: Store) -> None:
    with store.open() as tx:
        ticket, person = builders.ticket(tx), builders.person(tx, "Bela")
        tx.reporters.add(ticket.org_id, ticket.number, Reporter(person.id, NOW))
        solved = pack_with(told_card("T-1 is solved.", "en"), Holds((ticket,), reports=ticket, person=person))
        other = pack_with(told_card("T-2 is yours.", "en"), Holds())
        waits = replace(waiting(ticket.org_id, told_card("x", "en"), Holds()), payload={"cards": [solved, other]})
        assert "T-1 is solved." in spoken(as_of_now(tx, waits))
        tx.reporters.remove(ticket.org_id, ticket.number, person.id)
        left = spoken(as_of_now(tx, waits))
        assert "T-1" not in left
        assert "T-2 is yours." in left
        assert as_of_now(tx, replace(waits, payload={"cards": [solved]})) is None
