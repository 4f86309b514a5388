"""A piece of a job that goes wrong says so, and is all that goes wrong."""

from __future__ import annotations

from typing import Any

from structlog.testing import capture_logs

from app.errors import Stale
from jobs.apart import apart


class Reception:
    """Gives every piece of work a transaction that nothing happens in."""

    async def within(self, work: Any) -> Any:
        return work(None)


def fails(_: object) -> int:
    raise RuntimeError("out of luck")


def is_late(_: object) -> int:
    raise Stale("another transaction was faster")


async def test_what_is_found_is_given_back() -> None:
    assert await apart(Reception(), "digests", lambda _: 7) == 7  # type: ignore[arg-type]


async def test_a_failure_is_told_with_the_piece_it_was_and_ends_there() -> None:
    with capture_logs() as told:
        assert await apart(Reception(), "digests", fails, team="it") is None  # type: ignore[arg-type]
    assert [(one["event"], one["log_level"], one["team"]) for one in told] == [("digests.failed", "error", "it")]


async def test_what_may_quote_people_is_not_logged() -> None:
    with capture_logs() as told:
        assert await apart(Reception(), "late_changes", fails, of_words=True, org=1) is None  # type: ignore[arg-type]
    assert [(one["event"], one["error"]) for one in told] == [("late_changes.failed", "RuntimeError")]
    assert "out of luck" not in str(told)


async def test_somebody_who_was_faster_is_no_failure() -> None:
    with capture_logs() as told:
        assert await apart(Reception(), "assign", is_late, team=3) is None  # type: ignore[arg-type]
    assert [(one["event"], one["log_level"]) for one in told] == [("assign.changed_meanwhile", "info")]
