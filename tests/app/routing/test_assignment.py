"""Whom the desk chooses, and what speaks against somebody."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.people.away import Absence
from app.people.model import Kind, Person, Role
from app.policy.teams import Assign
from app.routing.assignment import Candidate, Unavailable, Why, against, choose

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TEAM = 3


def agent(number: int, **about: object) -> Person:
    return replace(Person(1, number, f"Agent {number}", roles={TEAM: Role.AGENT}), **about)  # type: ignore[arg-type]


def test_round_robin_goes_to_who_waited_longest() -> None:
    turns = {1: 0, 2: 0, 3: 0}
    had = []
    for turn in range(1, 10):
        chosen = choose(Assign.ROUND_ROBIN, [Candidate(agent(n), open=9 - n, turn=turns[n]) for n in turns])
        assert chosen is not None
        turns[chosen.person.id] = turn
        had.append(chosen.person.id)
    assert had == [1, 2, 3] * 3


def test_who_comes_back_gets_one_turn_and_not_all_that_were_missed() -> None:
    turns = {1: 50, 2: 51, 3: 4}
    had = []
    for turn in range(52, 61):
        chosen = choose(Assign.ROUND_ROBIN, [Candidate(agent(n), turn=turns[n]) for n in turns])
        assert chosen is not None
        turns[chosen.person.id] = turn
        had.append(chosen.person.id)
    assert had[0] == 3
    assert Counter(had) == {1: 3, 2: 3, 3: 3}


def test_least_busy_counts_open_tickets_and_then_who_waited_longest() -> None:
    some = [Candidate(agent(1), open=2, turn=1), Candidate(agent(2), open=1, turn=9), Candidate(agent(3), open=1, turn=5)]
    chosen = choose(Assign.LEAST_BUSY, some)
    assert chosen is not None
    assert chosen.person.id == 3


def test_nobody_is_chosen_from_nobody() -> None:
    assert choose(Assign.LEAST_BUSY, []) is None


@pytest.mark.parametrize(
    ("candidate", "why"),
    [
        (Candidate(agent(1)), None),
        (Candidate(agent(1), open=4), None),
        (Candidate(agent(1), open=5), Why.FULL),
        (Candidate(agent(1), open=6), Why.FULL),
        (Candidate(agent(1, active=False)), Why.LEFT),
        (Candidate(agent(1, kind=Kind.GUEST)), Why.GUEST),
        (Candidate(agent(1, kind=Kind.EXTERNAL)), Why.GUEST),
        (Candidate(agent(1), absence=Absence(1, 1, NOW)), Why.AWAY),
        (Candidate(agent(1), absence=Absence(1, 1, NOW - timedelta(days=2), NOW)), None),
        (Candidate(agent(1), absence=Absence(1, 1, NOW + timedelta(days=2))), None),
    ],
)
def test_what_speaks_against_somebody(candidate: Candidate, why: Why | None) -> None:
    found = against(candidate, TEAM, 5, NOW)
    assert (found.why if found else None) == why


def test_without_a_capacity_nobody_is_full() -> None:
    assert against(Candidate(agent(1), open=5000), TEAM, None, NOW) is None


def test_a_reason_is_kept_as_facts() -> None:
    assert Unavailable(7, Why.FULL, open=5, capacity=5).told == {"person": 7, "why": "full", "open": 5, "capacity": 5}
    assert Unavailable(7, Why.AWAY, until=NOW).told == {"person": 7, "why": "away", "until": "2026-11-23T10:00:00+00:00"}
    assert Unavailable(7, Why.AWAY).told == {"person": 7, "why": "away"}
