"""What is taken for the same request, and what is not, in the languages that people write here."""

from __future__ import annotations

import pytest

from app.tickets.alike import ALIKE, Telling, alikeness, beginnings, likeness, names, telling

SAME = [
    ("My VPN is down, please help", "VPN is not working since this morning, can you help?"),
    ("Printer on the second floor is broken", "2nd floor printer not working"),
    ("Printer on the second floor is broken", "The printers on our floor don't print"),
    ("Cannot login to the HR portal", "HR portal login fails for me"),
    ("SAP is throwing error 809 when I post an invoice", "error 809 in SAP while posting invoices"),
    ("Wifi in meeting room Kaveri is very slow", "Slow wifi in Kaveri meeting room again"),
    ("Outlook keeps crashing", "outlook crashes every time I open it"),
    ("Need access to the Tableau dashboard", "Please give me access to Tableau dashboards"),
    ("VPN nahi chal raha, please help", "mera VPN kaam nahi kar raha hai"),
    ("Printer kharab hai second floor pe", "second floor ka printer band hai"),
    ("Salary slip nahi mili", "salary slip abhi tak nahi aayi"),
    ("laptop bahut slow chal raha hai", "Laptop is very slow today"),
    ("वीपीएन नहीं चल रहा", "मेरा वीपीएन काम नहीं कर रहा है"),
    ("दूसरी मंज़िल का प्रिंटर ख़राब है", "मंज़िल का प्रिंटर फिर ख़राब हो गया"),
    ("पासवर्ड रीसेट करना है", "मेरा पासवर्ड रीसेट कर दीजिए"),
    ("वीपीएन नहीं चल रहा", "VPN is not working"),
    ("प्रिंटर ख़राब है", "printer kharab hai"),
]
OTHERS = [
    ("help please", "please help"),
    ("Please help, this is urgent", "urgent help needed please"),
    ("मदद कीजिए", "कृपया मदद करें"),
    ("madad chahiye", "mujhe madad chahiye please"),
    ("It is not working", "this does not work any more"),
    ("नहीं चल रहा", "काम नहीं कर रहा है"),
    ("Laptop is slow", "My laptop was stolen"),
    ("Laptop is slow", "New laptop for a colleague who starts on Monday"),
    ("VPN password reset", "VPN is down"),
    ("Reset my password", "Reset my phone"),
    ("Printer on the second floor is broken", "Coffee machine on the second floor is broken"),
    ("Wifi in meeting room Kaveri is slow", "Book meeting room Ganga for Friday"),
    ("SAP error 809", "SAP access for my colleague"),
    ("Salary slip nahi mili", "salary account badalna hai"),
    ("Monitor is broken", "Keyboard is broken"),
    ("पासवर्ड रीसेट करना है", "छुट्टी का आवेदन नहीं खुल रहा"),
    ("प्रिंटर ख़राब है", "मॉनिटर ख़राब है"),
    ("Outlook keeps crashing", "Outlook signature needs our new address and logo"),
    ("", "VPN is down"),
    ("👍", "👍"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_said_otherwise_is_alike(one: str, other: str) -> None:
    assert likeness(telling(one), telling(other)) >= ALIKE


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_what_shares_only_what_everybody_says_is_not(one: str, other: str) -> None:
    assert likeness(telling(one), telling(other)) < ALIKE


def test_the_score_is_the_same_both_ways_and_never_more_than_one() -> None:
    for one, other in SAME + OTHERS:
        there, back = likeness(telling(one), telling(other)), likeness(telling(other), telling(one))
        assert there == back
        assert 0 <= there <= 1


def test_words_are_looked_for_in_both_scripts() -> None:
    assert "वीपीएन" in beginnings(telling("VPN is down"))
    assert "vpn" in beginnings(telling("वीपीएन नहीं चल रहा"))


PRIYA, TARA = names(["Priya Nair"]), names(["Tara Iyer", "रवि कुमार"])
DETAILS = "It began on Monday.\nI am in the Pune office with a Dell laptop.\nRestarting did not help.\nhttps://wiki.example.com/vpn/setup/steps"
TWINS = [
    (
        "My VPN drops every ten minutes, can you help?",
        DETAILS,
        "The VPN drops here every ten minutes as well, can somebody help?",
        "",
    ),
    (
        "वीपीएन हर दस मिनट में कट जाता है",
        "सोमवार से ऐसा है।\nपुणे ऑफिस, डेल लैपटॉप।\nhttps://wiki.example.com/vpn",
        "VPN हर दस मिनट में कट रहा है",
        "प्रिया नायर",
    ),
    (
        "Badge reader at gate 2 is dead, Tara",
        "See https://a.example/x/y/z",
        "gate 2 badge reader dead",
        "Priya Nair, ext. 4411, seat 7F",
    ),
]
STRANGERS = [
    ("Laptop", "I need one for a colleague who starts on Monday", "Laptop", "Mine was stolen from my car yesterday"),
    ("Please look", "https://wiki.example.com/vpn/setup", "Have a look", "https://wiki.example.com/vpn/setup"),
    ("Question for Tara Iyer", "", "Invoice for Tara Iyer", ""),
    ("रवि कुमार के लिए सवाल", "", "रवि कुमार का मॉनिटर", ""),
    ("Printer on floor 3", "mail me at priya.nair@example.com", "Chair is wobbly", "mail me at priya.nair@example.com"),
]


def _told(title: str, details: str) -> Telling:
    named = PRIYA | TARA
    return Telling(telling(title, named), telling(f"{title}\n{details}", named))


@pytest.mark.parametrize(("one", "more", "other", "else_"), TWINS)
def test_twins_are_known_by_their_titles_whatever_else_they_tell(one: str, more: str, other: str, else_: str) -> None:
    assert alikeness(_told(one, more), _told(other, else_)) >= ALIKE


@pytest.mark.parametrize(("one", "more", "other", "else_"), STRANGERS)
def test_an_address_a_name_or_one_word_makes_no_twins(one: str, more: str, other: str, else_: str) -> None:
    assert alikeness(_told(one, more), _told(other, else_)) < ALIKE
