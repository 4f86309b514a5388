"""What the ladder wants is done once, whether the watch or a person's command finds what was passed; and the command wins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.sla.acknowledging import acknowledge
from app.sla.keeping import keep
from app.tickets import commands
from app.tickets.model import Priority, Status
from storage.engine import connect
from storage.unit_of_work import Store
from tests.app.sla.room import ANSWER, HOUR, MINUTE, MONDAY, POLICY, SOLUTION, Room

LADDER = (
    POLICY
    + """
escalation:
  it:
    - {at: breach, channel: true, raise_priority: true}
    - {after: 1h, channel: true, move_to: ops}
"""
)


@pytest.fixture
def room(database_url: str) -> Iterator[Room]:
    store = Store(connect(database_url), keeping=keep)
    room = Room(store)
    room.apply(LADDER)
    room.opens()
    yield room
    store.close()


def state(room: Room) -> tuple[str, str, bool, str]:
    """Team, priority, whether somebody has it, status."""
    with room.store.open() as tx:
        ticket = room.ticket(tx)
        return tx.teams.get(1, ticket.team_id).key, str(ticket.priority), ticket.assignee_id is not None, str(ticket.status)


def levels(room: Room) -> list[tuple[str, int]]:
    return [(changes["kind"], changes["level"]) for event, changes in room.told() if event == "sla.escalated"]


def test_a_note_that_finds_a_breach_does_what_the_watch_would_have_done(room: Room) -> None:
    room.do(commands.note, "Hm", after=2 * HOUR + MINUTE)
    assert state(room) == ("it", "high", False, "new")
    assert levels(room) == [("first_response", 1)]
    for _ in range(2):
        room.watch(after=MINUTE)
    assert state(room) == ("it", "high", False, "new")
    assert room.clock(SOLUTION).due_at == MONDAY + 4 * HOUR


def test_every_step_that_was_reached_is_found_by_one_command(room: Room) -> None:
    room.do(commands.note, "Hm", after=3 * HOUR + MINUTE)
    assert state(room) == ("ops", "high", False, "new")
    assert levels(room) == [("first_response", 1), ("first_response", 2)]
    room.watch(after=MINUTE)
    assert levels(room) == [("first_response", 1), ("first_response", 2)]


WINS: list[tuple[Callable[..., Any], tuple[Any, ...], tuple[str, str, bool, str]]] = [
    (commands.claim, (), ("it", "high", True, "in_progress")),
    (commands.wait, (), ("it", "high", False, "waiting")),
    (commands.prioritise, (Priority.LOW,), ("it", "low", False, "new")),
    (commands.resolve, ("Done",), ("it", "normal", False, "resolved")),
    (commands.withdraw, (), ("it", "normal", False, "closed")),
    (commands.reply, ("Here",), ("it", "normal", False, "new")),
]


@pytest.mark.parametrize(("command", "about", "after"), WINS, ids=lambda one: getattr(one, "__name__", None))
def test_what_somebody_does_in_the_same_moment_wins(
    room: Room, command: Callable[..., Any], about: tuple[Any, ...], after: tuple[str, str, bool, str]
) -> None:
    """Both levels were reached and nobody had looked; what is settled wakes nobody, and nothing is made up for later."""
    room.do(command, *about, after=3 * HOUR + MINUTE)
    assert state(room) == after
    assert ("sla.breached", {"kind": "first_response"}) in room.told()
    room.watch(after=MINUTE)
    assert state(room) == after


def test_a_person_who_moves_it_decides_where_it_goes(room: Room) -> None:
    room.move("hr", after=3 * HOUR + MINUTE)
    assert state(room)[0] == "hr"
    room.watch(after=MINUTE)
    assert state(room)[0] == "hr"


def test_whoever_says_that_they_are_on_it_keeps_it(room: Room) -> None:
    room.watch(after=2 * HOUR + MINUTE)
    room.do(lambda tx, ticket, by, at: acknowledge(tx, ticket, by, at), after=HOUR)
    assert state(room)[0] == "it"
    assert levels(room) == [("first_response", 1), ("first_response", 2)]


def test_an_answer_and_a_priority_that_was_never_promised_one(room: Room) -> None:
    """The ladder raises the priority for the solution, in the moment of the first answer: no other answer is owed."""
    room.apply(LADDER.replace("normal: {first_response: 2h, resolution: 8h}", "normal: {resolution: 1h}"))
    room.opens()
    room.reply(after=2 * HOUR)
    assert state(room) == ("it", "high", False, Status.NEW)
    assert {kind for kind, clock in room.clocks().items() if clock.counts} == {SOLUTION}
    assert ANSWER not in room.clocks()
