"""The figures of interleaved rounds: medians and how far they lie apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

T = TypeVar("T")


def turns(sides: Sequence[T], rounds: int) -> Iterator[tuple[int, T]]:
    """(round, side): every side once in each round, in turn from the front and from the back, so that none is always first."""
    for number in range(rounds):
        for side in sides if number % 2 == 0 else reversed(sides):
            yield number, side


@dataclass(frozen=True)
class Spread:
    """The middle one of several figures, with the smallest and the largest."""

    middle: float
    least: float
    most: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> Spread:
        return cls(median(figures), min(figures), max(figures))


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """Round by round, so that what disturbed the machine in one round disturbed both."""
    return Spread.of([mine / other for mine, other in zip(ours, theirs, strict=True)])
