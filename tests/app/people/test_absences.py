"""What becomes of absences when something new is said, and whom a name means."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.people.absences import joined, present
from app.people.away import Absence
from app.people.model import Identity, Person, Platform, Role
from app.people.naming import called, named
from tests.builders import NOW

Days = tuple[int, int | None]


def away(number: int, span: Days) -> Absence:
    since, until = span
    return Absence(1, 7, NOW + timedelta(days=since), None if until is None else NOW + timedelta(days=until), number=number)


@pytest.mark.parametrize(
    ("standing", "new", "kept", "gone"),
    [
        ([], (0, 4), (0, 4), []),
        ([(-1, 4)], (0, 2), (0, 2), [1]),
        ([(-1, None)], (0, 2), (0, 2), [1]),
        ([(0, 3)], (2, 5), (0, 5), [1]),
        ([(9, 12)], (0, 4), (0, 4), []),
        ([(9, 12)], (0, 9), (0, 12), [1]),
        ([(9, 30)], (10, 12), (9, 30), [1]),
        ([(5, 8), (10, 12)], (7, 11), (5, 12), [1, 2]),
        ([(5, 8), (12, 14)], (7, 9), (5, 9), [1]),
        ([(9, 12)], (0, None), (0, None), []),
        ([(0, None)], (9, 12), (9, 12), []),
        ([(0, 3)], (9, None), (9, None), []),
    ],
)
def test_what_is_said_of_the_present_counts_anew_and_what_overlaps_becomes_one(
    standing: list[Days], new: Days, kept: Days, gone: list[int]
) -> None:
    before = [away(number, span) for number, span in enumerate(standing, 1)]
    result, ended = joined(before, away(0, new), NOW)
    expected = away(0, kept)
    assert (result.since, result.until) == (expected.since, expected.until)
    assert sorted(one.number for one in ended) == gone


def test_of_several_that_cover_a_moment_the_longest_counts() -> None:
    some = [away(1, (-3, 2)), away(2, (-1, 5)), away(3, (6, 9))]
    assert present(some, NOW) == some[1]
    assert present([*some, away(4, (0, None))], NOW) == away(4, (0, None))
    assert present(some, NOW - timedelta(days=9)) is None


def agent(number: int, name: str, slack: str = "") -> Person:
    known = (Identity(1, number, Platform.SLACK, "T1", f"U{number}", slack),) if slack else ()
    return Person(1, number, name, roles={1: Role.AGENT}, identities=known)


TEAM = [agent(1, "Ravi Kumar", "ravi.kumar"), agent(2, "Ravi Rao"), agent(3, "Mina"), agent(4, "रवि")]


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("ravi", [1, 2]), ("Ravi Kumar", [1]), ("ravi.kumar", [1]), ("U1", [1]), ("MINA", [3]), ("रवि", [4]),
        ("Rao", []), ("", []),
    ],
)  # fmt: skip
def test_a_name_means_whoever_is_called_so(name: str, who: list[int]) -> None:
    assert [person.id for person in called(name, TEAM)] == who


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("", "", ""), ("until friday", "", "until friday"), ("bananas", "", "bananas"), ("Mina", "Mina", ""),
        ("@Mina until friday", "Mina", "until friday"), ("Ravi Rao until friday", "Ravi Rao", "until friday"),
        ("Mina from monday to friday", "Mina", "from monday to friday"), ("@Otto until friday", "Otto", "until friday"),
        ("Otto until friday", "Otto", "until friday"), ("@Mina bananas", "Mina", "bananas"), ("@Otto", "Otto", ""),
        ("@मीना को शुक्रवार तक", "मीना", "शुक्रवार तक"), ("@रवि को सोमवार से शुक्रवार तक", "रवि", "सोमवार से शुक्रवार तक"),
        ("रवि तक", "", "रवि तक"), ("रवि", "", "रवि"), ("@रवि", "रवि", ""),
    ],
)  # fmt: skip
def test_a_text_names_somebody_with_an_at_or_before_a_time(text: str, name: str, rest: str) -> None:
    found = named(text, TEAM)
    assert (found.name, found.rest) == (name, rest)
