"""What is typed in a form reads as people mean it: marks become looks, and everything else stays what it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import rich_typed
from app.rich_text import Code, Items, Paragraph, Quote, Run, is_plain, plain, unpack
from app.tickets.spoken import typed


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("a **new** one", Run("new", bold=True)),
        ("a *new* one", Run("new", bold=True)),
        ("a _new_ one", Run("new", italic=True)),
        ("a ~new~ one", Run("new", struck=True)),
        ("a `new` one", Run("new", code=True)),
        ("(*new*), one", Run("new", bold=True)),
        ("*an _old_ one*", Run("old", bold=True, italic=True)),
        ("`*new*` one", Run("*new*", code=True)),
    ],
)
def test_a_mark_is_a_look(text: str, run: Run) -> None:
    (paragraph,) = rich_typed.read(text).blocks
    assert isinstance(paragraph, Paragraph)
    assert run in paragraph.runs


@pytest.mark.parametrize(
    "text",
    [
        "2*3*4", "2 * 3 * 4", "snake_case_name", "__init__.py", "/tmp/*.log and *.csv", "/var/_tmp_/x", "~/a and ~/b", "***",
        "https://example.com/_a_/*b*", "a `tick", "<@U1> @channel <!here>", "[label](https://example.com)", "```\nnever closed",
        "-5 degrees", "3.5 litres",
    ],
)  # fmt: skip
def test_what_is_no_mark_stays_as_it_was_typed(text: str) -> None:
    spoken = typed(text)
    assert (spoken.text, spoken.body) == (text, None)


def test_lines_are_lists_quotes_and_code() -> None:
    blocks = rich_typed.read("Steps:\n1. *stop*\n2. start\n- one\n  - deep\n> it said\n> no\n```py\nx *= 2\n```\nDone").blocks
    assert [type(block) for block in blocks] == [Paragraph, Items, Items, Items, Quote, Code, Paragraph]
    assert blocks[1] == Items(((Run("stop", bold=True),), (Run("start"),)), ordered=True)
    assert blocks[4:6] == (Quote((Run("it said\nno"),)), Code("x *= 2"))


@given(st.text(st.sampled_from("*_~`> -1.\na "), max_size=60) | st.text(max_size=60))
def test_whatever_is_typed_is_read_and_loses_no_word(text: str) -> None:
    spoken = typed(text)
    letters = [sign for sign in text if sign.isalpha()]
    assert [sign for sign in spoken.text if sign.isalpha()] == letters or "```" in text
    if spoken.body is not None:
        assert plain(unpack(spoken.body)) == spoken.text
        assert not is_plain(unpack(spoken.body))
