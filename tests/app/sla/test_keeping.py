"""Clocks follow their ticket in the very transaction that changes it, whoever changes it and under whichever policy."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from app import events
from app.errors import Conflict, Stale
from app.people.model import Person
from app.sla.keeping import keep
from app.sla.terms import Phase, Why
from app.sla.watch import look
from app.tickets import commands
from app.tickets.model import Priority, Ticket
from storage.engine import connect
from storage.unit_of_work import Store, Transaction
from tests.app.sla.room import ANSWER, DAY, HOUR, MINUTE, MONDAY, POLICY, SOLUTION, Room, both


@pytest.fixture
def room(database_url: str) -> Iterator[Room]:
    store = Store(connect(database_url), keeping=keep)
    room = Room(store)
    room.apply()
    yield room
    store.close()


def test_opening_starts_a_clock_for_everything_that_is_promised(room: Room) -> None:
    room.opens()
    assert (room.clock(ANSWER).due_at, room.clock(SOLUTION).due_at) == (MONDAY + 2 * HOUR, MONDAY + 8 * HOUR)
    assert room.told() == []


def test_a_priority_without_a_target_and_a_team_without_promises_have_no_clock(room: Room) -> None:
    room.opens(Priority.LOW)
    assert room.clocks() == {}
    room.opens(Priority.URGENT, team="hr")
    assert room.clocks() == {}
    room.do(commands.resolve, "Done", after=HOUR)
    assert room.told() == []


def test_an_answer_meets_the_first_promise_once(room: Room) -> None:
    room.opens()
    room.reply(after=HOUR)
    room.reply(after=HOUR)
    assert room.clock(ANSWER).met_at == MONDAY + HOUR
    assert room.phases() == ["met", "running"]
    assert room.told() == [("sla.met", {"kind": "first_response"})]


def test_notes_claiming_and_the_requesters_own_words_are_no_answer(room: Room) -> None:
    room.opens()
    room.do(commands.note, "Hm", after=MINUTE)
    room.answer(after=MINUTE)
    room.do(commands.reply, "Anybody?", after=MINUTE, by=room.asha)
    room.do(commands.claim, after=MINUTE)
    assert room.phases() == ["running", "running"]
    assert room.told() == []


def test_claiming_is_an_answer_where_the_policy_says_so(room: Room) -> None:
    room.apply(POLICY.replace("  standard:\n", "  standard:\n    first_response_by: claim\n"))
    room.opens()
    room.do(commands.claim, after=HOUR)
    assert room.told() == [("sla.met", {"kind": "first_response"})]
    room.do(commands.resolve, "Done", after=HOUR)
    assert room.told() == both("sla.met")


def test_resolving_meets_both(room: Room) -> None:
    room.opens()
    room.do(commands.resolve, "Done", after=HOUR)
    assert room.phases() == ["met", "met"]
    assert room.told() == both("sla.met")


@pytest.mark.parametrize("end", [commands.withdraw, commands.reject])
def test_nothing_is_owed_for_what_was_withdrawn_or_no_request(room: Room, end: Callable[..., None]) -> None:
    room.opens()
    room.do(end, after=HOUR)
    assert room.phases() == ["void", "void"]
    room.watch(after=9 * DAY)
    assert room.told() == []
    room.do(commands.reopen)
    assert room.told() == both("sla.resumed")
    assert room.clock(SOLUTION).used == HOUR


def test_waiting_pauses_and_an_answer_resumes(room: Room) -> None:
    room.opens()
    room.do(commands.wait, after=HOUR)
    room.answer(after=3 * HOUR)
    assert room.told() == both("sla.paused") + both("sla.resumed")
    assert room.clock(ANSWER).due_at == MONDAY + 5 * HOUR


def test_moving_a_ticket_that_waits_lets_its_clocks_run_again(room: Room) -> None:
    room.opens()
    room.do(commands.wait, after=HOUR)
    room.move("ops", after=10 * HOUR)
    assert room.told() == both("sla.paused") + both("sla.resumed")
    assert room.clock(SOLUTION).due_at == MONDAY + 11 * HOUR + 7 * HOUR


def test_the_promise_of_a_solution_goes_on_after_reopening_and_that_of_an_answer_does_not(room: Room) -> None:
    room.opens()
    room.do(commands.resolve, "Done", after=HOUR)
    room.do(commands.reopen, after=4 * HOUR)
    assert room.phases() == ["met", "running"]
    assert room.clock(SOLUTION).due_at == MONDAY + DAY + 4 * HOUR
    assert room.told() == [*both("sla.met"), ("sla.resumed", {"kind": "resolution"})]


def resolve_and_fail(tx: Transaction, ticket: Ticket, by: Person, at: datetime) -> None:
    commands.resolve(tx, ticket, "Done", by, at)
    raise RuntimeError


def test_a_ticket_that_was_refused_or_rolled_back_has_the_clocks_it_had(room: Room) -> None:
    room.opens()
    before = room.clocks()
    with pytest.raises(Conflict):
        room.do(commands.reopen)
    with pytest.raises(RuntimeError):
        room.do(resolve_and_fail, after=HOUR)
    assert room.clocks() == before
    with room.store.open() as tx:
        assert [len(lines) for lines in tx.clocks.changes(1, room.number).values()] == [1, 1]


def test_a_priority_with_a_target_starts_what_had_none_and_nothing_is_used_before(room: Room) -> None:
    room.opens(Priority.LOW)
    room.do(commands.prioritise, Priority.HIGH, after=3 * HOUR)
    assert (room.clock(ANSWER).due_at, room.clock(SOLUTION).due_at) == (MONDAY + 4 * HOUR, MONDAY + 7 * HOUR)
    with room.store.open() as tx:
        assert tx.clocks.changes(1, room.number)[ANSWER][0].why is Why.PRIORITY


def test_a_promise_that_was_taken_back_goes_on_when_it_is_given_again(room: Room) -> None:
    room.opens(Priority.HIGH)
    room.do(commands.prioritise, Priority.LOW, after=HOUR // 2)
    assert room.phases() == ["void", "void"]
    room.do(commands.prioritise, Priority.HIGH, after=2 * HOUR)
    assert room.phases() == ["running", "running"]
    assert room.clock(ANSWER).due_at == MONDAY + 3 * HOUR


@pytest.mark.parametrize("first", [Priority.LOW, Priority.HIGH])
def test_who_was_answered_while_nothing_was_promised_is_promised_no_answer_later(room: Room, first: Priority) -> None:
    room.opens(first)
    room.do(commands.prioritise, Priority.LOW)
    room.reply(after=MINUTE)
    room.do(commands.prioritise, Priority.URGENT, after=MINUTE)
    assert {kind: clock.phase for kind, clock in room.clocks().items() if clock.counts} == {SOLUTION: Phase.RUNNING}


def test_a_ticket_that_waits_gets_its_new_clock_paused(room: Room) -> None:
    room.opens(Priority.LOW)
    room.do(commands.wait)
    room.do(commands.prioritise, Priority.HIGH, after=HOUR)
    assert room.phases() == ["paused", "paused"]


def test_a_late_answer_breaks_the_promise_even_if_no_watch_looked(room: Room) -> None:
    """The breach is a fact of its own time; nobody need be woken for what is done by now."""
    room.opens()
    room.reply(after=3 * HOUR)
    clock = room.clock(ANSWER)
    assert (clock.state, clock.breached_at, clock.met_at) == ("breached", MONDAY + 2 * HOUR, MONDAY + 3 * HOUR)
    assert room.told() == [("sla.breached", {"kind": "first_response"})]
    room.watch(after=MINUTE)
    assert room.told() == [("sla.breached", {"kind": "first_response"})]


def test_an_answer_in_the_last_instant_is_in_time(room: Room) -> None:
    room.opens()
    room.reply(after=2 * HOUR)
    assert room.told() == [("sla.met", {"kind": "first_response"})]


def test_a_breach_that_nobody_saw_is_not_forgotten_in_a_pause(room: Room) -> None:
    """Waiting set between the deadline and the next look: still open, so people hear of it."""
    room.opens()
    room.do(commands.wait, after=2 * HOUR + MINUTE)
    broken = [("sla.breached", {"kind": "first_response"}), ("sla.escalated", {"kind": "first_response", "level": 1})]
    assert sorted(room.told()[:4], key=str) == sorted([*broken, *both("sla.paused")], key=str)
    assert room.clock(ANSWER).state == "breached"
    room.answer(after=HOUR)
    room.watch(after=MINUTE)
    room.reply(after=MINUTE)
    assert [event for event, _ in room.told()].count("sla.breached") == 1
    assert not [event for event, _ in room.told() if event == "sla.met"]


def test_a_breach_that_nobody_saw_stays_when_the_priority_is_raised(room: Room) -> None:
    room.opens()
    room.do(commands.prioritise, Priority.HIGH, after=2 * HOUR + MINUTE)
    assert room.clock(ANSWER).breached_at == MONDAY + 2 * HOUR
    room.watch(after=MINUTE)
    assert [event for event, _ in room.told()].count("sla.breached") == 1


def test_of_two_agents_who_answer_at_once_one_meets_the_promise(postgresql_url: str) -> None:
    store = Store(connect(postgresql_url, connections=4), keeping=keep)
    room = Room(store)
    room.apply()
    room.opens()
    start = threading.Barrier(4)
    failed: list[BaseException] = []

    def answer(place: int) -> None:
        start.wait()
        for _ in range(20):
            try:
                with store.open() as tx:
                    commands.reply(tx, room.ticket(tx), f"Try {place}", room.ravi, MONDAY + HOUR)
                return
            except Stale:
                continue
            except BaseException as error:
                failed.append(error)
                raise

    threads = [threading.Thread(target=answer, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert room.told() == [("sla.met", {"kind": "first_response"})]
    with store.open() as tx:
        assert [line.event for line in tx.tickets.history(1, room.number)].count("ticket.commented") == 4
    store.close()


def test_an_agent_and_two_watches_at_once_tell_of_one_breach(postgresql_url: str) -> None:
    store = Store(connect(postgresql_url, connections=4), keeping=keep)
    room = Room(store)
    room.apply()
    room.opens()
    at, start = MONDAY + 2 * HOUR + MINUTE, threading.Barrier(3)

    def work(deed: Callable[[Transaction], object]) -> None:
        start.wait()
        for _ in range(20):
            try:
                with store.open() as tx:
                    deed(tx)
                return
            except Stale:
                continue

    deeds: list[Callable[[Transaction], object]] = [
        lambda tx: commands.reply(tx, room.ticket(tx), "Here", room.ravi, at),
        *[lambda tx: look(tx, 1, at)] * 2,
    ]
    threads = [threading.Thread(target=work, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = [event for event, _ in room.told()]
    assert told.count(events.SlaBreached.name) == 1
    assert room.clock(ANSWER).phase is Phase.MET
    assert room.clock(SOLUTION).phase is Phase.RUNNING
    store.close()
