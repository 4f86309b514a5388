"""Texts are kept as written, and lines for a list hide nothing."""

from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from app.text import clean_text, one_line

ANYTHING = st.text(st.characters())


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("one\r\ntwo\rthree\n\tfour", "one\ntwo\nthree\n\tfour"),
        ("\ud83d alone", "\ufffd alone"),
        ("cafe\u0301  caf\xe9 ", "cafe\u0301  caf\xe9 "),
        ("right \u202eto left", "right \u202eto left"),
        ("", ""),
    ],
)
def test_a_text_is_kept_as_it_was_written(written: str, kept: str) -> None:
    assert clean_text(written, 100) == kept


@pytest.mark.parametrize(
    ("written", "limit", "kept"),
    [
        ("abcdef", 3, "abc"),
        ("ab👩‍💻cd", 4, "ab"),
        ("ab👩‍💻cd", 5, "ab👩‍💻"),
        ("नमस्ते", 3, "नम"),
        ("cafe\u0301", 4, "caf"),
        ("🇮🇳🇮🇳", 3, "🇮🇳"),
        ("e" + "\u0301" * 500, 10, "e" + "\u0301" * 9),
    ],
)
def test_a_long_text_is_cut_between_two_graphemes(written: str, limit: int, kept: str) -> None:
    assert clean_text(written, limit) == kept


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("  two\n\n words\t\u2003here ", "two words here"),
        ("CEO\u202e gnp.exe", "CEO gnp.exe"),
        ("\u2066isolated\u2069 \u200fmark", "isolated mark"),
        ("zero\u200bwidth\ufeff\u2060\xad", "zerowidth"),
        ("pay\u200dpal\u200c", "paypal"),
        ("क्\u200dष न\u200cम", "क्\u200dष न\u200cम"),
        ("👩\u200d💻 👩🏽\u200d💻 ❤️\u200d🔥", "👩\u200d💻 👩🏽\u200d💻 ❤️\u200d🔥"),
        ("\u200dstart end\u200d", "start end"),
        ("hidden\U000e0041\U000e0042", "hidden"),
        (
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        ),
        ("\u3164\u115f", ""),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\ud800x", "\ufffdx"),
    ],
)
def test_a_line_shows_everything_it_holds(written: str, line: str) -> None:
    assert one_line(written, 100) == line


def test_a_cut_line_ends_without_a_space() -> None:
    assert one_line("ab cd", 3) == "ab"


@given(ANYTHING, st.integers(1, 80))
def test_any_text_can_be_stored_and_fits(text: str, limit: int) -> None:
    kept = clean_text(text, limit)
    assert len(kept) <= limit
    kept.encode()
    assert not regex.search(r"[\x00-\x08\x0b-\x1f\x7f]", kept)
    assert clean_text(kept, limit) == kept


@given(ANYTHING, st.integers(1, 80))
def test_any_text_becomes_one_line(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    line.encode()
    assert line == line.strip()
    assert len(line.splitlines()) <= 1
    assert "  " not in line
    assert not [
        sign
        for sign in line
        if unicodedata.bidirectional(sign) in {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"}
    ]
    assert one_line(line, limit) == line


@given(st.text(st.characters(categories=["L", "N", "P"]), max_size=60))
def test_ordinary_text_is_not_touched(text: str) -> None:
    assert clean_text(text, 100) == text
    assert one_line(text, 100) == text.replace("\u115f", "").replace("\u1160", "").replace("\u3164", "").replace("\uffa0", "")
