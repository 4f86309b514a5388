"""Which kind of request it is, guessed by whole words in any script, and whose team it goes to."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ConfigurationError
from app.people.model import Category, Intake, Platform, RequestChannel, Team
from app.routing.categories import guess, team_for
from app.routing.matching import said_words

VPN = Category(1, 1, "vpn", "VPN", 1, keywords=("vpn", "AnyConnect", "वीपीएन"))
WIFI = Category(1, 2, "wifi", "Wi-Fi", 1, keywords=("wi-fi", "wifi", "access point"))
PASSWORD = Category(1, 3, "password", "Password", 2, keywords=("password", "password reset", "पासवर्ड", "c++"))
ALL = (VPN, WIFI, PASSWORD)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("the VPN is down", VPN),
        ("(vpn)", VPN),
        ("vpn_client", None),
        ("vpns are tunnels", None),
        ("मेरा वीपीएन नहीं चल रहा", VPN),
        ("वीपीएनों", None),
        ("Wi-Fi is slow", WIFI),
        ("the access\npoint blinks", WIFI),
        ("wifi and vpn", WIFI),
        ("vpn password reset", PASSWORD),
        ("पासवर्ड भूल गया", PASSWORD),
        ("does c++ compile", PASSWORD),
        ("c+ or c", None),
        ("STRASSE", None),
        ("", None),
    ],
)
def test_a_category_is_guessed_by_whole_words(text: str, category: Category | None) -> None:
    assert guess(text, ALL) == category


def test_of_two_that_are_even_the_earlier_one_is_taken() -> None:
    lan = Category(1, 4, "lan", "LAN", 1, keywords=("lan",))
    assert guess("vpn or lan", (VPN, lan)) == VPN
    assert guess("vpn or lan", (lan, VPN)) == lan


def test_a_keyword_said_often_or_listed_twice_counts_once() -> None:
    twice = Category(1, 4, "lan", "LAN", 1, keywords=("lan", "LAN"))
    assert guess("lan lan lan vpn x", (VPN, twice)) == VPN


def test_letters_are_compared_whatever_their_case_and_composition() -> None:
    assert said_words(unicodedata.normalize("NFD", "CAFÉ"), ["café"]) == ["café"]
    assert said_words("große STRASSE", ["straße"]) == ["straße"]
    assert said_words("क\u200dष क्\u200dषमा ज़रूरी", [unicodedata.normalize("NFD", "ज़रूरी")])


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_is_looked_through_without_harm(text: str, word: str) -> None:
    assert said_words(text, [f"w{word}"]) in ([], [f"w{word}"])
    assert said_words(f"{text} w1 {text}", ["w1"]) == ["w1"]


def test_the_team_is_the_categorys_then_the_channels_then_the_default() -> None:
    teams = {number: Team(1, number, key, key.upper()) for number, key in ((1, "it"), (2, "hr"), (3, "desk"))}
    channel = RequestChannel(1, Platform.SLACK, "C1", 1, Intake.NUDGE)
    assert team_for(PASSWORD, channel, "desk", teams).key == "hr"
    assert team_for(None, channel, "desk", teams).key == "it"
    assert team_for(None, None, "desk", teams).key == "desk"


def test_a_team_that_is_gone_is_passed_over() -> None:
    teams = {3: Team(1, 3, "desk", "Desk")}
    assert team_for(VPN, None, "desk", teams).key == "desk"
    with pytest.raises(ConfigurationError, match="apply a policy"):
        team_for(VPN, None, "it", teams)
