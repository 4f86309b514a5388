"""Pages of long lists: whatever a button carries, there is a page."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from app.tickets.pages import PAGE, Turning, page, part_of, place, turners

EVERY = list(range(PAGE * 2 + 1))


def asked(begin: str | None) -> Any:
    """A turn whose button carried this."""
    return SimpleNamespace(interaction=SimpleNamespace(values=None if begin is None else {"from": begin}))


def test_pages_follow_each_other_without_gap_or_overlap() -> None:
    seen: list[int] = []
    begin = "0"
    for _ in range(3):
        shown = page(asked(begin), part_of(EVERY))
        seen += shown.items
        begin = str(shown.first + PAGE)
    assert seen == EVERY
    assert not shown.more


@pytest.mark.parametrize("begin", [None, "", "-10", "1e3", "१०", "9" * 7, "x", "99999"])
def test_what_makes_no_sense_or_lies_behind_the_end_shows_the_first_page(begin: str | None) -> None:
    assert page(asked(begin), part_of(EVERY)).items == EVERY[:PAGE]


def test_buttons_lead_where_there_is_something_and_keep_what_the_list_needs() -> None:
    turning = Turning("report.new", "it", {"since": "1"})
    first, middle, last = (page(asked(str(at)), part_of(EVERY)) for at in (0, PAGE, 2 * PAGE))
    found = [[(one.label, one.values["from"]) for one in turners(shown, turning, "en")] for shown in (first, middle, last)]
    assert found == [[("Next", "10")], [("Earlier", "0"), ("Next", "20")], [("Earlier", "10")]]
    assert {one.values["since"] for one in turners(middle, turning, "en")} == {"1"}
    assert [place(shown, "en") for shown in (first, middle, last)] == ["1 to 10", "11 to 20", "21 to 21"]
    assert place(page(asked(None), part_of(EVERY[:PAGE])), "en") == ""
    assert turners(page(asked(None), part_of(EVERY[:PAGE])), turning, "en") == ()
