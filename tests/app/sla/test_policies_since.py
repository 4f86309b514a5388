"""Another policy counts from the moment it came into force, even if nobody looks at a ticket for days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from app.sla.acknowledging import acknowledge
from app.sla.keeping import keep
from app.sla.ladder import BREACH
from app.sla.promises import promises
from app.sla.terms import Phase, Why
from app.sla.watch import look_at
from app.tickets import commands
from app.tickets.model import Priority
from storage.engine import connect
from storage.unit_of_work import Store
from tests.app.sla.room import ANSWER, DAY, HOUR, MINUTE, MONDAY, POLICY, SOLUTION, Room


@pytest.fixture
def room(database_url: str) -> Iterator[Room]:
    store = Store(connect(database_url), keeping=keep)
    room = Room(store)
    room.apply()
    yield room
    store.close()


SHORTER = POLICY.replace("first_response: 2h", "first_response: 90m")


def test_another_policy_counts_from_the_moment_it_came_into_force(room: Room) -> None:
    room.opens()
    room.at += HOUR
    room.apply(POLICY.replace("calendar: office, ", "calendar: always, "))
    room.at += DAY
    clock = room.clocks()[SOLUTION]
    assert (clock.used, clock.due_at, clock.calendar) == (HOUR, MONDAY + 8 * HOUR, "always")


def test_two_policies_in_between_count_each_for_its_time(room: Room) -> None:
    """Nobody looks for days: an hour in the office, three round the clock at night, then the office again."""
    room.opens()
    room.at = MONDAY + 7 * HOUR
    room.apply(POLICY.replace("calendar: office, ", "calendar: always, "))
    room.at = MONDAY + 10 * HOUR
    room.apply(POLICY.replace("resolution: 8h", "resolution: 12h"))
    room.at = MONDAY + 3 * DAY
    clock = room.clocks()[SOLUTION]
    assert (clock.used, clock.due_at, clock.target) == (10 * HOUR, MONDAY + DAY + 2 * HOUR, "12h")
    assert [(line.why, line.at) for line in clock.changes] == [
        (Why.POLICY, MONDAY + 7 * HOUR), (Why.POLICY, MONDAY + 10 * HOUR),
    ]  # fmt: skip
    room.do(commands.note, "Hm")
    assert room.clock(SOLUTION) == room.clocks()[SOLUTION]


def test_a_shorter_promise_is_watched_although_nobody_touches_the_ticket(room: Room) -> None:
    room.opens()
    room.at += HOUR
    room.apply(SHORTER)
    room.watch()
    assert room.clock(ANSWER).due_at == MONDAY + HOUR + HOUR // 2
    room.watch(after=HOUR // 2)
    assert ("sla.breached", {"kind": "first_response"}) in room.told()


def test_another_warning_is_kept_although_no_line_is_written(room: Room) -> None:
    room.opens()
    room.apply(POLICY.replace("  standard:\n", "  standard:\n    warn_at: 25%\n"))
    room.do(commands.note, "Hm", after=MINUTE)
    assert room.clock(SOLUTION).next_at == MONDAY + 2 * HOUR
    assert room.clock(SOLUTION).lines == 1


def test_another_team_with_the_same_promise_and_another_ladder(room: Room) -> None:
    text = POLICY.replace("ops: {name: Operations, calendar: always", "ops: {name: Operations, calendar: office")
    room.apply(text + "escalation:\n  ops:\n    - {at: breach, channel: true}\n    - {after: 1h, channel: true}\n")
    room.opens(Priority.URGENT)
    room.watch(after=45 * MINUTE)
    assert room.clock(ANSWER).next_at is None
    room.move("ops")
    assert room.clock(ANSWER).next_at == MONDAY + 90 * MINUTE


def test_waiting_pauses_no_more_from_the_policy_on_that_says_so(room: Room) -> None:
    room.opens()
    room.do(commands.wait, after=HOUR)
    room.at += HOUR
    room.apply(POLICY.replace("  standard:\n", "  standard:\n    pause_on: []\n"))
    room.at += HOUR
    assert room.clocks()[SOLUTION].due_at == MONDAY + DAY + HOUR
    room.apply()
    room.at += 9 * HOUR
    assert (room.phases(), room.clocks()[SOLUTION].used) == (["paused", "paused"], 2 * HOUR)
    room.answer()
    assert room.clock(SOLUTION).used == 2 * HOUR


def test_a_policy_without_promises_takes_them_back_and_the_next_one_gives_them_again(room: Room) -> None:
    room.opens()
    room.at += HOUR
    room.apply(POLICY.split("sla:\n  standard")[0].replace(", sla: standard", ""))
    room.at += HOUR
    assert room.phases() == ["void", "void"]
    room.apply()
    room.at += HOUR // 2
    assert room.phases() == ["running", "running"]
    assert room.clocks()[SOLUTION].due_at == MONDAY + DAY + HOUR


def test_tickets_that_were_there_before_any_promise_get_theirs_from_the_policy_on(room: Room) -> None:
    room.apply(POLICY.split("sla:\n  standard")[0].replace(", sla: standard", ""))
    room.opens()
    room.at += HOUR
    room.apply()
    room.at += HOUR // 2
    with room.store.open() as tx:
        look_at(tx, room.ticket(tx), promises(tx, 1), room.at)
    assert (room.clock(ANSWER).due_at, room.clock(SOLUTION).due_at) == (MONDAY + 3 * HOUR, MONDAY + DAY + HOUR)


def test_a_policy_of_old_that_cannot_be_read_any_more_locks_no_ticket(room: Room) -> None:
    from storage.tables import policies

    room.opens()
    room.at += HOUR
    room.apply(SHORTER)
    with room.store.open() as tx:
        tx.connection.execute(policies.update().where(policies.c.version == 1).values(document={"version": 1, "gone": True}))
    room.reply(after=MINUTE)
    assert room.clock(ANSWER).phase is Phase.MET


def seen_late(room: Room) -> list[tuple[str, datetime]]:
    """The breaches that are kept."""
    with room.store.open() as tx:
        passed = tx.clocks.milestones(1, [room.number])
    return sorted((str(one.kind), one.due_at) for one in passed if one.level == BREACH)


@pytest.mark.parametrize("looks", ["watch", "note", "on_it"])
def test_a_breach_that_nobody_saw_is_dated_by_the_policy_of_its_time(room: Room, looks: str) -> None:
    """The first answer was late by an hour when a shorter promise came into force; whoever looks finds the same."""
    room.opens()
    room.at += 3 * HOUR
    room.apply(SHORTER)
    room.at += HOUR
    if looks == "watch":
        room.watch()
    elif looks == "note":
        room.do(commands.note, "Hm")
    else:
        room.do(lambda tx, ticket, by, at: acknowledge(tx, ticket, by, at))
    assert seen_late(room) == [("first_response", MONDAY + 2 * HOUR)]
    assert (room.clock(ANSWER).breached_at, room.clock(ANSWER).target) == (MONDAY + 2 * HOUR, "90m")
    assert {"sla.breached", "sla.escalated"} <= {event for event, _ in room.told()}
    room.watch(after=MINUTE)
    assert [event for event, _ in room.told()].count("sla.escalated") == 1


def test_a_breach_that_nobody_saw_stays_history_where_the_next_policy_gives_time_again(room: Room) -> None:
    """Nobody is woken for it: what is promised now is not late."""
    room.opens()
    room.at += 3 * HOUR
    room.apply(POLICY.replace("first_response: 2h", "first_response: 5h"))
    room.watch(after=HOUR)
    assert [event for event, _ in room.told()] == ["sla.breached", "sla.postponed", "sla.warned"]
    assert seen_late(room) == [("first_response", MONDAY + 2 * HOUR)]
    assert (room.clock(ANSWER).breached_at, room.clock(ANSWER).due_at) == (None, MONDAY + 5 * HOUR)
    room.watch(after=2 * HOUR)
    assert seen_late(room) == [("first_response", MONDAY + 2 * HOUR), ("first_response", MONDAY + 5 * HOUR)]
    assert [event for event, _ in room.told()].count("sla.escalated") == 1


def test_what_broke_at_the_very_moment_of_the_policy_counts_by_the_new_one(room: Room) -> None:
    room.opens()
    room.at += 2 * HOUR
    room.apply(POLICY.replace("first_response: 2h", "first_response: 5h"))
    room.watch(after=HOUR)
    assert "sla.breached" not in [event for event, _ in room.told()]


def test_the_steps_above_are_those_of_the_time_in_which_they_were_reached(room: Room) -> None:
    """Two hours late, of which the earlier ladder had a step after one; the step of the later one comes by its own time."""

    def ladder(first: str, second: str) -> str:
        steps = "".join(f"    - {{after: {after}, channel: true}}\n" for after in (first, second))
        return POLICY + "escalation:\n  it:\n    - {at: breach, channel: true}\n" + steps

    room.apply(ladder(first="1h", second="6h"))
    room.opens()
    room.at += 4 * HOUR
    room.apply(ladder(first="30m", second="150m"))
    room.watch(after=MINUTE)
    assert [changes["level"] for event, changes in room.told() if event == "sla.escalated"] == [1, 2]
    room.watch(after=29 * MINUTE)
    assert [changes["level"] for event, changes in room.told() if event == "sla.escalated"] == [1, 2, 3]


def test_a_promise_that_was_given_and_taken_back_while_nobody_looked_was_one(room: Room) -> None:
    nothing = POLICY.split("sla:\n  standard")[0].replace(", sla: standard", "")
    room.apply(nothing)
    room.opens()
    room.at += HOUR
    room.apply()
    room.at += 3 * HOUR
    room.apply(nothing)
    room.at += HOUR
    room.apply()
    room.do(commands.note, "Hm", after=MINUTE)
    assert seen_late(room) == [("first_response", MONDAY + 3 * HOUR)]
    assert room.clock(SOLUTION).used == 3 * HOUR
    assert room.clock(ANSWER).breached_at == MONDAY + 3 * HOUR
