"""A command about a ticket with a misspelt word is asked about; every other sentence stays what it is."""

from __future__ import annotations

import pytest

from app.routing.misspelt import distance, misspelt


@pytest.mark.parametrize(
    ("text", "word", "number"),
    [
        ("histroy T-41", "history", 41),
        ("/ticket histroy 41", "history", 41),
        ("Hsitory #41", "history", 41),
        ("statsu T-2.", "status", 2),
        ("follw t-7", "follow", 7),
        ("unfolow T-7", "unfollow", 7),
        ("whyy T-3", "why", 3),
        ("T-41 इतिहस", "इतिहास", 41),
        ("स्थती T-41", "स्थिति", 41),
        ("फालो T-4", "फ़ॉलो", 4),
    ],
)
def test_what_was_meant(text: str, word: str, number: int) -> None:
    found = misspelt(text, chat=True)
    assert found is not None
    assert (found.word, found.number) == (word, number)


@pytest.mark.parametrize(
    "text",
    [
        "history T-41", "printer T-41", "close T-41", "hello T-41", "histroy", "T-41", "histroy T-41 please", "the T-41", "",
        "histroy banana", "फोन T-41", "x" * 5000 + " T-4", "41 42",
    ],
)  # fmt: skip
def test_what_is_something_else(text: str) -> None:
    assert misspelt(text, chat=True) is None


def test_in_a_chat_a_bare_number_is_no_ticket() -> None:
    assert misspelt("histroy 41", chat=False) is not None
    assert misspelt("histroy 41", chat=True) is None
    assert misspelt("/ticket histroy 41", chat=True) is not None


def test_letters_swapped_are_one_step() -> None:
    assert [distance(one, "status") for one in ("status", "statsu", "stats", "satsu", "")] == [0, 1, 1, 2, 6]
