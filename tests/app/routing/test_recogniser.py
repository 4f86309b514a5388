"""A request becomes a ticket; "hi", "thanks", "👍" and "धन्यवाद" never do."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.routing.recogniser import Recognition, is_acknowledgement, recognise
from tests.app.routing.sentences import TABLE

KINDS = {"request", "greeting", "thanks", "emoji", "command", "empty", "chatter"}
SCRAPS = [
    "thanks",
    "for",
    "के लिए",
    "धन्यवाद",
    "नहीं",
    "but",
    "?",
    "!",
    ":",
    "👍",
    ":+1:",
    "<@U1>",
    "vpn",
    "ok",
    "\n",
    "https://x",
    "\u200d",
    "\u0301",
]


@pytest.mark.parametrize(("kind", "sentence"), TABLE, ids=[sentence for _, sentence in TABLE])
def test_what_a_sentence_is(kind, sentence):
    found = recognise(sentence)
    assert found.kind == kind, found.reasons


def test_the_table_is_large_and_in_both_languages():
    hindi = [s for _, s in TABLE if any("\u0900" <= c <= "\u097f" for c in s)]
    assert len(TABLE) >= 500
    assert len(hindi) >= 80
    assert len({s for _, s in TABLE}) == len(TABLE)


@pytest.mark.parametrize(("kind", "sentence"), TABLE, ids=[sentence for _, sentence in TABLE])
def test_letter_case_space_and_a_final_dot_do_not_change_what_a_sentence_is(kind, sentence):
    if kind != "empty":
        assert recognise(f"  {sentence.upper()}\n").kind == kind
    if kind not in ("empty", "emoji") and sentence[-1].isalpha():
        assert recognise(sentence + ".").kind == kind


@pytest.mark.parametrize("sentence", [s for kind, s in TABLE if kind == "request"])
def test_a_request_stays_one_with_a_greeting_before_and_thanks_after_it(sentence):
    assert recognise(f"Good morning team. {sentence}").kind == "request"
    assert recognise(f"नमस्ते, {sentence}\nधन्यवाद").kind == "request"


@pytest.mark.parametrize(
    "text", ["thanks", "ok", "👍", "ok great", "got it", "धन्यवाद", "ठीक है", "theek hai", "it works now, thank you 🙏"]
)
def test_acknowledgements_never_reopen_a_ticket(text):
    assert is_acknowledgement(text)


@pytest.mark.parametrize("text", ["hi", "yes", "😢", "", "thanks, but it still fails", "ठीक नहीं है", "ok?? still down", "help"])
def test_these_are_no_acknowledgements(text):
    assert not is_acknowledgement(text)


def test_the_reasons_say_by_which_signs():
    assert recognise("hi, my vpn is down") == Recognition("request", ("problem", "topic"))
    assert recognise("how do I get one") == Recognition("request", ("question",))
    assert recognise("hello, thanks") == Recognition("thanks", ("greeting", "thanks"))


@pytest.mark.parametrize("text", ["new laptop", "help", "search printer", "नया लैपटॉप", "मदद"])
def test_in_a_channel_a_command_word_is_a_word_like_any_other(text):
    assert recognise(text).kind == "command"
    assert recognise(text, commands=False).kind == "request"


def test_the_time_of_day_is_no_emoji():
    assert recognise("train at 10:30:45 from gate 4 to the north campus").kind == "request"


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(SCRAPS), max_size=60).map(" ".join)
    | st.lists(st.sampled_from(SCRAPS)).map("".join)
)
def test_any_text_is_something(text):
    found = recognise(text)
    assert found.kind in KINDS
    assert found == recognise(text)
    assert is_acknowledgement(text) == (found.kind == "thanks")


@pytest.mark.parametrize(
    "scrap",
    ["a", " ", "\n", "thanks for ", "?", ":a", "<@", "https://", "👍", "क्", "के लिए धन्यवाद ", "1", "'", "/ticket ", "\ud83d"],
)
def test_a_mebibyte_is_read_no_further_than_its_beginning(scrap):
    """Work is counted in lines run, not in seconds: ten times the text costs the same."""
    small, large = scrap * (2**17 // len(scrap)), scrap * (2**20 // len(scrap))
    assert _lines_run(large) <= _lines_run(small) * 1.2 + 50


def _lines_run(text: str) -> int:
    count = 0

    def trace(_frame, _event, _arg):
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        recognise(text)
    finally:
        sys.settrace(before)
    return count
