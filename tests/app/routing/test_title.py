"""A request is headed as a person would head it: by its first line that says something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.routing.title import heading
from app.text import SUMMARY, one_line

LONG = "Outlook shows an error when I open the calendar of my team, it began after the update of last week"

TITLES = [
    ("My laptop is broken", "My laptop is broken"),
    ("Hi team,\n\nmy laptop does not start.\nI have tried twice.", "my laptop does not start."),
    ("Hi, my VPN is down", "my VPN is down"),
    ("hi team - vpn is down - please check", "vpn is down - please check"),
    ("Good morning Ravi! How do I reset my password?", "How do I reset my password?"),
    ("Dear Sir/Madam,\nKindly approve my leave request\nRegards\nAsha", "Kindly approve my leave request"),
    ("Respected sir,\nmera laptop kharab ho gaya hai", "mera laptop kharab ho gaya hai"),
    ("Dear Ravi please reset my password", "Dear Ravi please reset my password"),
    ("Hello!\nHope you are doing well.\nThanks in advance\n\nPrinter on floor 2 is jammed", "Printer on floor 2 is jammed"),
    ("नमस्ते टीम,\n\nमेरा लैपटॉप चालू नहीं हो रहा है।\nकृपया मदद कीजिए।", "मेरा लैपटॉप चालू नहीं हो रहा है।"),
    ("नमस्कार सर जी\nवीपीएन बंद है", "वीपीएन बंद है"),
    ("आदरणीय महोदय,\nमुझे नया लैपटॉप चाहिए", "मुझे नया लैपटॉप चाहिए"),
    ("नमस्ते, मेरा पासवर्ड काम नहीं कर रहा है", "मेरा पासवर्ड काम नहीं कर रहा है"),
    ("👋\nvpn not working", "vpn not working"),
    ("@Ravi\nplease add me to the sales list", "please add me to the sales list"),
    ("https://wiki.example.test/a\nthis page does not load", "this page does not load"),
    ("----\n• VPN is down\n• again", "VPN is down"),
    ("1. The printer is jammed\n2. The scanner too", "The printer is jammed"),
    ("Subject: VPN not working\n\nHi,\nsee above", "VPN not working"),
    ("विषय: वेतन पर्ची चाहिए\nनमस्ते", "वेतन पर्ची चाहिए"),
    ("I need:\n• a laptop\n• a mouse", "I need: a laptop"),
    ("hey guys! quick question:\nwho handles badges?", "who handles badges?"),
    (f"{LONG} and\nit does so on every computer here.", f"{LONG} and it does so on every computer here."),
    (
        "Two weeks ago I joined, and so far everything has been wonderful with you all. But the wifi fails. Bye.",
        "But the wifi fails.",
    ),
    (f"Hi. {LONG}, e.g. in room 2. It is urgent.", f"{LONG}, e.g. in room 2."),
    ("hello", "hello"),
    ("hi\nthanks", "hi thanks"),
    ("", ""),
    ("\n \n", ""),
]


@pytest.mark.parametrize(("said", "title"), TITLES)
def test_as_a_person_would_head_it(said: str, title: str) -> None:
    assert heading(said) == title


def test_a_long_one_ends_after_a_whole_word() -> None:
    title = heading("printer " * 100)
    assert len(title) <= SUMMARY
    assert title.endswith("printer…")
    assert len(heading("x" * 500)) == SUMMARY


@given(
    st.lists(st.one_of(st.text(max_size=30), st.sampled_from(["Hi team,", "- ", "नमस्ते", ": ", "\n", "1. ", ". ", "…"]))).map(
        "".join
    )
)
def test_any_text_has_one_line_above_it_and_none_is_made_up(text: str) -> None:
    title = heading(text)
    assert title == one_line(title, SUMMARY)
    assert bool(title) == bool(one_line(text, SUMMARY))
    assert title.removesuffix("…") in one_line(text.replace("\n", " "), 10_000) or ": " in title or "\n" in text


@pytest.mark.parametrize("text", ["Hi, " * 10_000, "- " * 20_000, "a. " * 10_000, "dear " * 8_000, "\n" * 40_000, "x" * 40_000])
def test_a_huge_text_does_not_hold_up_the_desk(text: str) -> None:
    assert len(heading(text)) <= SUMMARY
