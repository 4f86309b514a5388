"""The figures of a report, held against a naive count of the same facts."""

from __future__ import annotations

import math
import random
from datetime import timedelta

import pytest

from app.reports.figures import Facts, Opened, Share, Solved, by_agent, by_category, figures, nearest_rank, spread

HOUR = timedelta(hours=1)


def naive_rank(values: list[int], percent: int) -> int:
    """The smallest value that at least so many percent of all values do not exceed."""
    return min(v for v in values if sum(w <= v for w in values) * 100 >= percent * len(values))


@pytest.mark.parametrize("percent", [1, 10, 50, 90, 99, 100])
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(percent: int) -> None:
    chance = random.Random(percent)
    for _ in range(300):
        values = [chance.randrange(8) for _ in range(chance.randrange(1, 30))]
        assert nearest_rank(sorted(values), percent) == naive_rank(values, percent)


def test_nothing_has_no_median() -> None:
    assert spread([]).median is None
    assert Share(0, 0).percent is None


@pytest.mark.parametrize(("part", "whole", "percent"), [(0, 3, 0), (1, 3, 33), (2, 3, 67), (1, 8, 13), (3, 3, 100), (1, 200, 1)])
def test_a_share_is_rounded_half_up(part: int, whole: int, percent: int) -> None:
    assert Share(part, whole).percent == percent


def random_facts(chance: random.Random) -> Facts:
    numbers = range(chance.randrange(25))
    opened = [Opened(n, chance.choice([None, 1, 2])) for n in numbers if chance.random() < 0.7]
    solved = [
        Solved(
            n,
            HOUR * chance.randrange(9),
            HOUR * chance.randrange(99),
            chance.choice([None, True, False]),
            chance.choice([None, 1, 2]),
            chance.choice([None, 7, 8]),
        )
        for n in numbers
        if chance.random() < 0.6
    ]
    return Facts(opened, solved, frozenset(n for n in numbers if chance.random() < 0.2))


def test_every_figure_is_what_a_naive_count_says() -> None:
    chance = random.Random(7)
    for _ in range(500):
        facts = random_facts(chance)
        found = figures(facts)
        assert (found.new, found.solved) == (len(facts.opened), len(facts.solved))
        hours = sorted(one.resolution // HOUR for one in facts.solved)
        if hours:
            assert found.resolution.median == HOUR * hours[math.ceil(len(hours) * 0.5) - 1]
            assert found.resolution.ninetieth == HOUR * naive_rank(hours, 90)
        promised = [one.late for one in facts.solved if one.late is not None]
        assert (found.broken.part, found.broken.whole) == (promised.count(True), len(promised))
        touched = {one.ticket for one in facts.solved} | set(facts.reopened)
        assert (found.reopened.part, found.reopened.whole) == (len(facts.reopened), len(touched))


def test_the_parts_add_up_to_the_whole() -> None:
    chance = random.Random(8)
    for _ in range(200):
        facts = random_facts(chance)
        whole, categories, agents = figures(facts), by_category(facts), by_agent(facts)
        assert sum(part.new for part in categories.values()) == whole.new
        for parts in (categories, agents):
            assert sum(part.solved for part in parts.values()) == whole.solved
            assert sum(part.broken.part for part in parts.values()) == whole.broken.part
