"""Clocks come back as they were saved, are found when they have something to tell, and tell it once."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from app.errors import Stale
from app.sla.calendar import Calendar
from app.sla.clock import Clock
from app.sla.terms import Change, ClockKind, Milestone, Phase, Promise, Why
from storage.engine import connect
from storage.unit_of_work import Store, Transaction
from tests import builders
from tests.builders import NOW

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ALWAYS = Calendar("UTC", (((0, 1440),),) * 7)
PROMISE = Promise("standard", "always", "4h", 4 * HOUR, 3 * HOUR, ALWAYS, version=3, rungs=(HOUR,))


def clock_of(
    tx: Transaction, kind: ClockKind = ClockKind.RESOLUTION, *, ticket: int = 0, next_in: timedelta | None = None
) -> Clock:
    """A clock of that ticket, or of a new one, started and kept."""
    clock = Clock(1, ticket or builders.ticket(tx).number, kind, Phase.RUNNING)
    clock.start(PROMISE, NOW)
    if next_in is not None:
        clock.next_at = NOW + next_in
    tx.clocks.add(clock)
    return clock


def every_field(clock: Clock) -> Clock:
    """Nothing in it is what it is by default."""
    times = [NOW + timedelta(microseconds=n, days=n) for n in range(1, 9)]
    names = ("since", "due_at", "warn_at", "next_at", "warned_at", "breached_at", "met_at", "held_until")
    return replace(
        clock, phase=Phase.PAUSED, sla="वादा", calendar="office", target="1w 2d", version=7, revision=4, level=3, held_by=9,
        used=timedelta(days=1000, microseconds=1), over=timedelta(microseconds=999_999), **dict(zip(names, times, strict=True)),
    )  # fmt: skip


def test_a_clock_comes_back_with_everything_it_held(store: Store) -> None:
    with store.open() as tx:
        changed = every_field(clock_of(tx))
        tx.clocks.save(changed)
    with store.open() as tx:
        (found,) = tx.clocks.of(1, changed.ticket)
        assert found == changed
        assert (found.kind, found.phase) == (ClockKind.RESOLUTION, Phase.PAUSED)
        plain = Clock(1, 1, ClockKind.RESOLUTION, Phase.RUNNING)
        assert {one.name for one in fields(Clock) if getattr(found, one.name) == getattr(plain, one.name)} <= {
            "org_id", "ticket", "kind", "lines", "changes",
        }  # fmt: skip


def test_a_clock_that_was_only_added_comes_back_too(store: Store) -> None:
    with store.open() as tx:
        added = clock_of(tx)
    with store.open() as tx:
        assert tx.clocks.of(1, added.ticket) == [added]
        assert tx.clocks.of(2, added.ticket) == []


def test_every_change_is_a_line_with_its_reason(store: Store) -> None:
    with store.open() as tx:
        clock = clock_of(tx)
    with store.open() as tx:
        (clock,) = tx.clocks.of(1, clock.ticket)
        clock.pause(ALWAYS, NOW + HOUR)
        clock.resume(PROMISE, NOW + 2 * HOUR)
        tx.clocks.save(clock)
        assert clock.changes == []
    with store.open() as tx:
        lines = tx.clocks.changes(1, clock.ticket)[ClockKind.RESOLUTION]
        about = (PROMISE.sla, PROMISE.calendar, PROMISE.target, PROMISE.version)
        assert lines == [
            Change(1, NOW, Why.OPENED, Phase.RUNNING, *about, timedelta(0), NOW + 4 * HOUR),
            Change(2, NOW + HOUR, Why.PAUSED, Phase.PAUSED, *about, HOUR, None),
            Change(3, NOW + 2 * HOUR, Why.RESUMED, Phase.RUNNING, *about, HOUR, NOW + 5 * HOUR),
        ]


@pytest.mark.parametrize("why", list(Why))
def test_every_reason_and_every_phase_can_be_kept(store: Store, why: Why) -> None:
    phases = list(Phase)
    with store.open() as tx:
        clock = clock_of(tx)
        clock.phase = phases[list(Why).index(why) % len(phases)]
        clock.lines += 1
        clock.changes.append(Change(2, NOW, why, clock.phase, "", "", "", 0, timedelta(0), None))
        tx.clocks.save(clock)
        assert tx.clocks.changes(1, clock.ticket)[clock.kind][-1].why is why


def test_of_two_who_change_a_clock_one_runs_again(store: Store) -> None:
    with store.open() as tx:
        ticket = clock_of(tx).ticket
    with store.open() as tx:
        first, second = (tx.clocks.of(1, ticket)[0] for _ in range(2))
        first.meet(ALWAYS, NOW + HOUR)
        tx.clocks.save(first)
    with pytest.raises(Stale), store.open() as tx:
        tx.clocks.save(second)
    with store.open() as tx:
        assert tx.clocks.of(1, ticket)[0].phase is Phase.MET


def test_first_response_comes_before_resolution(store: Store) -> None:
    with store.open() as tx:
        ticket = clock_of(tx, ClockKind.RESOLUTION).ticket
        clock_of(tx, ClockKind.FIRST_RESPONSE, ticket=ticket)
        assert [clock.kind for clock in tx.clocks.of(1, ticket)] == [ClockKind.FIRST_RESPONSE, ClockKind.RESOLUTION]


def test_the_clocks_of_many_tickets_are_one_question(store: Store) -> None:
    with store.open() as tx:
        one, two, other = (clock_of(tx).ticket for _ in range(3))
        clock_of(tx, ClockKind.FIRST_RESPONSE, ticket=two)
        found = tx.clocks.of_many(1, [two, one, two, 999])
        assert {number: [clock.kind for clock in clocks] for number, clocks in found.items()} == {
            one: [ClockKind.RESOLUTION],
            two: [ClockKind.FIRST_RESPONSE, ClockKind.RESOLUTION],
        }
        assert tx.clocks.of_many(1, []) == {}
        assert tx.clocks.of_many(2, [one, other]) == {}


def test_who_waits_longest_is_looked_at_first(store: Store) -> None:
    with store.open() as tx:
        late, later, latest = (clock_of(tx, next_in=timedelta(hours=wait)).ticket for wait in (3, 1, 2))
        future = clock_of(tx, next_in=5 * HOUR).ticket
        quiet = clock_of(tx)
        quiet.next_at = None
        tx.clocks.save(quiet)
        assert tx.clocks.due(1, NOW + 3 * HOUR, 10) == [later, latest, late]
        assert tx.clocks.due(1, NOW + 3 * HOUR, 2) == [later, latest]
        assert tx.clocks.due(1, NOW + HOUR - MINUTE, 10) == []
        assert tx.clocks.due(1, NOW + 5 * HOUR, 10)[-1] == future
        assert tx.clocks.due(2, NOW + 9 * HOUR, 10) == []


def test_a_ticket_with_two_clocks_is_named_once(store: Store) -> None:
    with store.open() as tx:
        ticket = clock_of(tx, next_in=HOUR).ticket
        clock_of(tx, ClockKind.FIRST_RESPONSE, ticket=ticket, next_in=HOUR)
        assert tx.clocks.due(1, NOW + HOUR, 10) == [ticket]
        assert tx.clocks.behind(1, 4, 10) == [ticket]


def test_clocks_that_go_on_under_an_earlier_policy_are_found(store: Store) -> None:
    with store.open() as tx:
        running, paused, met, void = (clock_of(tx) for _ in range(4))
        paused.pause(ALWAYS, NOW + HOUR)
        met.meet(ALWAYS, NOW + HOUR)
        void.void(ALWAYS, NOW + HOUR)
        for clock in (paused, met, void):
            tx.clocks.save(clock)
        assert tx.clocks.behind(1, 4, 10) == [running.ticket, paused.ticket]
        assert tx.clocks.behind(1, 4, 1) == [running.ticket]
        assert tx.clocks.behind(1, 3, 10) == []
        assert tx.clocks.behind(2, 4, 10) == []


def test_a_milestone_is_passed_once_in_each_revision(store: Store) -> None:
    with store.open() as tx:
        clock = clock_of(tx)
        breach = Milestone(1, NOW + 4 * HOUR)
        assert tx.clocks.passed(clock, breach, NOW + 5 * HOUR)
        assert not tx.clocks.passed(clock, breach, NOW + 6 * HOUR)
        assert not tx.clocks.passed(clock, Milestone(1, NOW + 9 * HOUR), NOW + 9 * HOUR)
        assert tx.clocks.passed(clock, Milestone(2, NOW + 5 * HOUR), NOW + 6 * HOUR)
        assert tx.clocks.passed(replace(clock, kind=ClockKind.FIRST_RESPONSE), breach, NOW + 6 * HOUR)
        assert tx.clocks.passed(clock, replace(breach, revision=2), NOW + 6 * HOUR)
    with store.open() as tx:
        assert not tx.clocks.passed(clock, breach, NOW + 7 * HOUR)


def test_two_workers_get_different_tickets(postgresql_url: str) -> None:
    store = Store(connect(postgresql_url, connections=3))
    with store.open() as tx:
        tickets = [clock_of(tx, next_in=timedelta(minutes=n)).ticket for n in range(4)]
    with store.open() as one, store.open() as other:
        assert one.clocks.due(1, NOW + HOUR, 2) == tickets[:2]
        assert other.clocks.due(1, NOW + HOUR, 3) == tickets[2:]
        assert other.clocks.behind(1, 9, 3) == tickets[2:]
    store.close()


@pytest.mark.parametrize(("question", "index"), [("due", "ix_clocks_next"), ("behind", "ix_clocks_behind")])
def test_what_the_watch_asks_goes_through_an_index(store: Store, question: str, index: str) -> None:
    from storage import clocks

    sqlite = store.engine.dialect.name == "sqlite"
    asked = clocks._due(sqlite) if question == "due" else clocks._behind(sqlite)
    values = {"org": 1, "now": NOW if question == "due" else 3, "most": 100}
    with store.open() as tx:
        compiled = asked.params(values).compile(store.engine, compile_kwargs={"render_postcompile": True})
        if not sqlite:
            tx.connection.exec_driver_sql("SET enable_seqscan = off")
        plan = tx.connection.exec_driver_sql(
            f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{compiled}", _driver_values(compiled, sqlite)
        )
        assert index in str(plan.all())


def _driver_values(compiled: object, sqlite: bool) -> object:
    values = compiled.construct_params()  # type: ignore[attr-defined]
    if sqlite:
        return tuple(str(values[name]) for name in compiled.positiontup)  # type: ignore[attr-defined]
    return values
