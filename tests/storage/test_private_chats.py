"""What the desk knows of 1:1 chats: who spoke last on which ticket, and messages that wait to be placed, each once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.people.model import Platform
from app.ports.private_chats import Spoken as SpokenAt
from app.ports.private_chats import Unplaced
from app.tickets.comment import Visibility
from app.tickets.model import Source
from app.tickets.spoken import Spoken
from jobs.schedule import KEEP_UNPLACED, forget_old_keys
from storage.unit_of_work import Store
from tests import builders
from tests.builders import NOW

MINUTE = timedelta(minutes=1)


def test_who_spoke_last_on_a_ticket_and_when(store: Store) -> None:
    with store.open() as tx:
        asha, ravi, mina = builders.person(tx), builders.agent(tx), builders.person(tx)
        org = asha.org_id
        old, new, over = (builders.ticket(tx, requester=asha) for _ in range(3))
        over.resolve("done", ravi, NOW + 9 * MINUTE)
        tx.tickets.save(over)
        assert [ticket.number for ticket in tx.private_chats.live(org, asha.id, 10)] == [over.number, new.number, old.number]
        assert [ticket.number for ticket in tx.private_chats.live(org, asha.id, 1)] == [over.number]
        over.confirm(asha, NOW + 10 * MINUTE)
        tx.tickets.save(over)
        assert [ticket.number for ticket in tx.private_chats.live(org, asha.id, 10)] == [new.number, old.number]
        assert list(tx.private_chats.live(org, mina.id, 10)) == []
        for minute, (who, from_agent) in enumerate([(ravi, True), (asha, False), (mina, False)], 1):
            at = NOW + minute * MINUTE
            comment = tx.comments.add(old, who.id, Visibility.PUBLIC, Spoken("well"), at)
            old.say(comment, from_agent=from_agent)
            tx.tickets.save(old)
        spoken = tx.private_chats.spoken(org, asha.id, [old.number, new.number])
        assert spoken == {old.number: SpokenAt(NOW + MINUTE, NOW + 2 * MINUTE), new.number: SpokenAt()}


def test_a_message_waits_and_is_placed_once(store: Store) -> None:
    with store.open() as tx:
        asha = builders.person(tx)
        org = asha.org_id
        ticket = builders.ticket(tx, requester=asha)
        source = Source(Platform.SLACK, "T1", "D1", "100.1", "", True, "https://slack.test/1")
        said = Unplaced(org, asha.id, source, "it is the Dell one", {"blocks": []}, "[]", 7, NOW)
        later = replace(said, source=replace(source, message="100.2"), text="and old", body=None, at=NOW + MINUTE)
        for message in (later, said, replace(said, text="brought again")):
            tx.private_chats.keep(message)
        assert list(tx.private_chats.waiting(org, asha.id, Platform.SLACK, "D1")) == [said, later]
        assert list(tx.private_chats.waiting(org, asha.id, Platform.TEAMS, "D1")) == []
        assert tx.private_chats.place(said, ticket.number)
        assert not tx.private_chats.place(said, ticket.number)
        assert list(tx.private_chats.waiting(org, asha.id, Platform.SLACK, "D1")) == [later]
        found = tx.private_chats.find(org, Platform.SLACK, "T1", "D1", "100.1")
        assert found == replace(said, text="", body=None, files="", ticket=ticket.number)
        assert tx.private_chats.find(org, Platform.SLACK, "T2", "D1", "100.1") is None


def test_what_nobody_places_is_forgotten_after_a_month(store: Store) -> None:
    with store.open() as tx:
        asha = builders.person(tx)
        source = Source(Platform.SLACK, "T1", "D1", "100.1", "", True, "")
        said = Unplaced(asha.org_id, asha.id, source, "it is the Dell one", None, "[]", 7, NOW)
        later = replace(said, source=replace(source, message="100.2"), at=NOW + MINUTE)
        for message in (said, later):
            tx.private_chats.keep(message)
        forget_old_keys(tx, lambda: NOW + KEEP_UNPLACED + MINUTE / 2, "w1")
        assert list(tx.private_chats.waiting(asha.org_id, asha.id, Platform.SLACK, "D1")) == [later]
