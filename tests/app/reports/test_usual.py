"""What is usual, held against a naive count of the same requests."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from app.ports.usual_answers import Usual
from app.reports.usual import ENOUGH, Taken, usual_of

MINUTE = timedelta(minutes=1)


def done(*minutes: int) -> list[Taken]:
    return [(one * MINUTE, True) for one in minutes]


def waiting(*minutes: int) -> list[Taken]:
    return [(one * MINUTE, False) for one in minutes]


def test_nineteen_say_nothing_and_twenty_say_the_tenth() -> None:
    assert usual_of(done(*range(1, 20))) is None
    assert usual_of(done(*range(1, 21))) == Usual(20, 10 * MINUTE)


@pytest.mark.parametrize("taken", [[], waiting(*range(30))])
def test_without_an_answer_nothing_is_usual(taken: list[Taken]) -> None:
    assert usual_of(taken) is None


def test_those_that_have_waited_less_say_nothing_yet() -> None:
    answered = done(*[10] * 20)
    assert usual_of([*answered, *waiting(*[10] * 50)]) == Usual(20, 10 * MINUTE)
    assert usual_of([*answered, *waiting(*[11] * 20)]) == Usual(40, 10 * MINUTE)
    assert usual_of([*answered, *waiting(*[11] * 21)]) is None


def test_it_is_never_less_than_what_half_have_really_waited() -> None:
    chance = random.Random(7)
    for _ in range(500):
        taken = [(chance.randrange(60) * MINUTE, chance.random() < 0.8) for _ in range(chance.randrange(60))]
        chance.shuffle(taken)
        found = usual_of(taken)
        if found is None:
            continue
        within = sum(time <= found.time for time, answered in taken if answered)
        assert 2 * within >= found.requests >= ENOUGH
        assert found.time in [time for time, answered in taken if answered]
