"""Tickets: numbered once, changed by one at a time, with a history that has no gap."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import events
from app.errors import Conflict, Stale
from app.people.model import Organisation, Platform
from app.posts.model import Destination, Kind, MessageRef, PostKind
from app.tickets.comment import Visibility
from app.tickets.model import Priority, Source, Status, Ticket, Via
from app.tickets.spoken import Spoken
from storage.unit_of_work import Store, Transaction
from tests import builders
from tests.builders import NOW

HOUR = timedelta(hours=1)


def test_a_ticket_comes_back_as_it_was_saved(store: Store) -> None:
    source = Source(
        Platform.TEAMS, "TENANT", "19:abc@thread.tacv2", "1700000000001", "1700000000000", True, "https://teams.example/1"
    )
    with store.open() as tx:
        opened = builders.ticket(
            tx, "वीपीएन नहीं चल रहा 🙏", source=source, details="a\nb\t\u202ec", priority=Priority.HIGH, via=Via.DIRECT
        )
    with store.open() as tx:
        found = tx.tickets.get(opened.org_id, opened.number)
        assert found == opened
        assert found.version == 1
        assert tx.tickets.get(opened.org_id, 999) is None
        assert tx.tickets.get(opened.org_id + 1, opened.number) is None


def open_and_fail(store: Store) -> None:
    with store.open() as tx:
        builders.ticket(tx)
        raise RuntimeError


def test_numbers_count_up_in_each_organisation_for_itself(store: Store) -> None:
    with store.open() as tx:
        first = [builders.ticket(tx).number for _ in range(3)]
        tx.organisations.save(Organisation(2, "Other"))
        assert first == [1, 2, 3]
    with pytest.raises(RuntimeError):
        open_and_fail(store)
    with store.open() as tx:
        assert builders.ticket(tx).number == 4


def test_the_history_tells_what_happened_and_who_did_it(store: Store) -> None:
    with store.open() as tx:
        ravi = builders.agent(tx)
        ticket = builders.ticket(tx)
        ticket.claim(ravi, NOW + HOUR)
        ticket.prioritise(Priority.URGENT, ravi, NOW + HOUR)
        tx.tickets.save(ticket)
        lines = tx.tickets.history(ticket.org_id, ticket.number)
    assert [(line.seq, line.event, line.by_id) for line in lines] == [
        (1, "ticket.opened", ticket.requester_id),
        (2, "ticket.claimed", ravi.id),
        (3, "ticket.prioritised", ravi.id),
    ]
    assert lines[2].changes == {"before": "normal", "after": "urgent", "reason": "person"}
    assert lines[2].at == NOW + HOUR
    assert not any(line.internal for line in lines)


def test_saving_twice_writes_no_event_twice(store: Store) -> None:
    with store.open() as tx:
        ravi = builders.agent(tx)
        ticket = builders.ticket(tx)
        ticket.claim(ravi, NOW)
        tx.tickets.save(ticket)
        tx.tickets.save(ticket)
        ticket.wait(ravi, NOW)
        tx.tickets.save(ticket)
        assert [line.seq for line in tx.tickets.history(ticket.org_id, ticket.number)] == [1, 2, 3]
        assert [event.name for _, event in tx.recorded] == ["ticket.opened", "ticket.claimed", "ticket.waiting"]
        assert ticket.version == 3


def test_the_slower_of_two_changes_is_stale_and_changes_nothing(store: Store) -> None:
    with store.open() as tx:
        ravi = builders.agent(tx)
        number = builders.ticket(tx).number
    with store.open() as tx:
        old = tx.tickets.get(ravi.org_id, number)
    with store.open() as tx:
        fast = tx.tickets.get(ravi.org_id, number)
        assert fast is not None
        fast.prioritise(Priority.HIGH, ravi, NOW)
        tx.tickets.save(fast)
    assert old is not None
    old.claim(ravi, NOW)
    with pytest.raises(Stale), store.open() as tx:
        tx.tickets.save(old)
    with store.open() as tx:
        now = tx.tickets.get(ravi.org_id, number)
        assert now is not None
        assert now.assignee_id is None
        assert now.version == 2
        assert len(tx.tickets.history(ravi.org_id, number)) == 2


ACTS: dict[str, Callable[[Ticket, Transaction], None]] = {
    "claim": lambda t, tx: t.claim(builders.agent(tx), t.updated_at + HOUR),
    "wait": lambda t, tx: t.wait(builders.agent(tx), t.updated_at + HOUR),
    "resume": lambda t, tx: t.resume(None, t.updated_at + HOUR),
    "urgent": lambda t, tx: t.prioritise(Priority.URGENT, builders.agent(tx), t.updated_at + HOUR),
    "resolve": lambda t, tx: t.resolve("restarted", builders.agent(tx), t.updated_at + HOUR),
    "reopen": lambda t, tx: t.reopen(builders.agent(tx), t.updated_at + HOUR),
    "save": lambda t, tx: tx.tickets.save(t),
    "note": lambda t, tx: t.note(tx.comments.add(t, t.requester_id, Visibility.INTERNAL, Spoken("hm"), t.updated_at)),
}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(sorted(ACTS)), max_size=12))
def test_the_history_never_has_a_gap(store: Store, acts: list[str]) -> None:
    with store.open() as tx:
        ticket = builders.ticket(tx)
        for act in acts:
            try:
                ACTS[act](ticket, tx)
            except Conflict:
                continue
        tx.tickets.save(ticket)
    with store.open() as tx:
        lines = tx.tickets.history(ticket.org_id, ticket.number)
        assert [line.seq for line in lines] == list(range(1, ticket.version + 1))
        assert tx.tickets.get(ticket.org_id, ticket.number) == ticket


def test_one_message_is_one_ticket(store: Store) -> None:
    said = Source(Platform.SLACK, "T1", "C1", "1.1")
    with store.open() as tx:
        first = builders.ticket(tx, source=said)
        builders.ticket(tx, source=Source(Platform.SLACK, "T1"))
        builders.ticket(tx, source=Source(Platform.SLACK, "T1"))
    with pytest.raises(Stale), store.open() as tx:
        builders.ticket(tx, source=said)
    with store.open() as tx:
        assert tx.tickets.by_source(first.org_id, Platform.SLACK, "T1", "C1", "1.1") == first
        assert tx.tickets.by_source(first.org_id, Platform.SLACK, "T1", "C1", "") is None
        assert tx.tickets.by_source(first.org_id, Platform.SLACK, "T2", "C1", "1.1") is None


def test_a_thread_belongs_to_the_ticket_that_heads_it(store: Store) -> None:
    with store.open() as tx:
        source = builders.ticket(tx, source=Source(Platform.SLACK, "T1", "C1", "1.1"))
        inside = builders.ticket(tx, source=Source(Platform.SLACK, "T1", "C9", "5.2", thread="5.1"))
        org = source.org_id
        post = tx.posts.add(
            org, inside.number, PostKind.TRIAGE, Destination(Platform.SLACK, "T1", Kind.CHANNEL, "C2"), "en", None
        )
        tx.posts.placed(post, MessageRef(Platform.SLACK, "T1", "C2", "7.7"))

        def found(channel: str, thread: str) -> int | None:
            ticket = tx.tickets.by_thread(org, Platform.SLACK, "T1", channel, thread)
            return ticket.number if ticket else None

        assert found("C1", "1.1") == source.number
        assert found("C2", "7.7") == inside.number
        assert found("C9", "5.1") == inside.number
        assert found("C1", "9.9") is None
        assert found("C1", "") is None


def test_my_tickets_show_the_open_ones_first(store: Store) -> None:
    with store.open() as tx:
        asha, ravi = builders.person(tx), builders.agent(tx)
        mine = [builders.ticket(tx, requester=asha) for _ in range(4)]
        mine[3].reject(ravi, NOW)
        tx.tickets.save(mine[3])
        builders.ticket(tx)
        assert [t.number for t in tx.tickets.of_requester(asha.org_id, asha.id)] == [3, 2, 1, 4]
        assert [t.number for t in tx.tickets.of_requester(asha.org_id, asha.id, limit=2)] == [3, 2]


def test_the_queue_shows_the_most_urgent_first_then_the_oldest(store: Store) -> None:
    with store.open() as tx:
        it, hr = builders.team(tx, "it"), builders.team(tx, "hr")
        ravi = builders.agent(tx, of=it)
        levels = [Priority.LOW, Priority.URGENT, Priority.NORMAL, Priority.URGENT]
        tickets = [builders.ticket(tx, of=it, priority=level) for level in levels]
        builders.ticket(tx, of=hr, priority=Priority.HIGH)
        tickets[1].resolve("done", ravi, NOW)
        tx.tickets.save(tickets[1])
        assert [t.number for t in tx.tickets.queue(it.org_id, [it.id])] == [4, 3, 1]
        assert [t.number for t in tx.tickets.queue(it.org_id, [it.id, hr.id])] == [4, 5, 3, 1]
        assert tx.tickets.queue(it.org_id, []) == []
        assert tx.tickets.count_open(it.org_id) == 4
        assert [t.number for t in tx.tickets.find(it.org_id, status=Status.RESOLVED)] == [2]
        assert [t.number for t in tx.tickets.find(it.org_id, team_id=hr.id)] == [5]


def test_the_last_request_of_a_person_in_a_channel_is_found_for_two_minutes(store: Store) -> None:
    with store.open() as tx:
        asha = builders.person(tx)
        builders.ticket(tx, requester=asha, source=Source(Platform.SLACK, "T1", "C1", "1"), at=NOW - HOUR)
        newest = builders.ticket(tx, requester=asha, source=Source(Platform.SLACK, "T1", "C1", "2"))
        builders.ticket(tx, requester=asha, source=Source(Platform.SLACK, "T1", "C2", "3"))
        org = asha.org_id
        assert tx.tickets.latest_of(org, asha.id, NOW - timedelta(minutes=2), Platform.SLACK, "C1") == newest
        assert tx.tickets.latest_of(org, asha.id, NOW + HOUR, Platform.SLACK, "C1") is None


def test_notes_are_kept_apart_from_comments(store: Store) -> None:
    with store.open() as tx:
        ticket = builders.ticket(tx)
        spoken = Spoken("hello", source=Source(Platform.SLACK, "T1", "C1", "1"))
        said = tx.comments.add(ticket, None, Visibility.PUBLIC, spoken, NOW)
        note = tx.comments.add(ticket, ticket.requester_id, Visibility.INTERNAL, Spoken("hm"), NOW)
        ticket.note(note)
        tx.tickets.save(ticket)
        assert tx.comments.of(ticket.org_id, ticket.number, internal=False) == [said]
        assert tx.comments.of(ticket.org_id, ticket.number, internal=True) == [said, note]
        assert [line.internal for line in tx.tickets.history(ticket.org_id, ticket.number)] == [False, True]


def test_every_event_can_be_remembered(store: Store) -> None:
    assert set(events.EVENTS) >= {"ticket.opened", "ticket.closed"}
    with store.open() as tx:
        ticket = builders.ticket(tx)
        ticket.changed.append(events.TicketMoved(ticket=ticket.number, at=NOW, by=None, before="it", after="hr"))
        tx.tickets.save(ticket)
        assert tx.tickets.history(ticket.org_id, ticket.number)[-1].by_id is None
