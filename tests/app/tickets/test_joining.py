"""What was said within two minutes of a request follows it: by when both were said, where the platform tells."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from app.tickets import intake

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def _stamp(seconds: int) -> int:
    return int((NOW + timedelta(seconds=seconds)).timestamp() * 1_000_000)


@pytest.mark.parametrize(
    ("asked", "said", "follows"),
    [(0, 120, True), (0, 121, False), (0, 0, True), (60, 0, False)],
)
def test_by_the_platforms_own_times(asked: int, said: int, follows: bool) -> None:
    ticket: Any = SimpleNamespace(stamp=_stamp(asked), created_at=NOW + timedelta(hours=1))
    assert intake._just_before(ticket, NOW + timedelta(seconds=said)) is follows


def test_without_them_by_when_it_came_here() -> None:
    ticket: Any = SimpleNamespace(stamp=0, created_at=NOW)
    assert intake._just_before(ticket, NOW - timedelta(seconds=1))
    assert not intake._just_before(ticket, NOW + timedelta(seconds=121))


def test_a_stamp_is_microseconds() -> None:
    assert intake.said_at(_stamp(5)) == NOW + timedelta(seconds=5)
    assert intake.said_at(0) is None
