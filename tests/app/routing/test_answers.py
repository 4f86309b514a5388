"""Who objects to "it is solved" is helped again at once; who thanks is left alone; who tells something is asked."""

from __future__ import annotations

import pytest

from app.routing.answers import Answer, hear
from tests.app.routing.said_of_tickets import TABLE


@pytest.mark.parametrize(("kind", "said"), TABLE, ids=[said for _, said in TABLE])
def test_what_an_answer_does(kind: str, said: str) -> None:
    assert hear(said) is Answer[kind.upper()]


@pytest.mark.parametrize(("kind", "said"), [one for one in TABLE if one[1].isascii()], ids=[s for _, s in TABLE if s.isascii()])
def test_letter_case_space_and_a_final_dot_change_nothing(kind: str, said: str) -> None:
    assert hear(f"  {said.upper()}\n") is Answer[kind.upper()]
    if said[-1].isalpha():
        assert hear(said + ".") is Answer[kind.upper()]


def test_the_table_is_large_and_in_both_languages() -> None:
    assert len({said for _, said in TABLE}) == len(TABLE) >= 300
    assert sum(any("\u0900" <= letter <= "\u097f" for letter in said) for _, said in TABLE) >= 60
