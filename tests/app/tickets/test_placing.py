"""Where something said in the 1:1 chat belongs: a table of sentences, in English, Hindi and Hindi in Latin letters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from app.routing.bearing import bearing
from app.routing.recogniser import recognise
from app.tickets.placing import Placing, Talk

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LAPTOP, VPN, CHAIR = 37, 42, 44
SAYS = {
    LAPTOP: "My laptop does not start, please help",
    VPN: "VPN is down since this morning",
    CHAIR: "मेरी कुर्सी टूट गई है",
}


def _ticket(number: int, *, is_open: bool = True) -> Any:
    status = "new" if is_open else "resolved"
    made = NOW - timedelta(days=2) + timedelta(minutes=number)
    return SimpleNamespace(number=number, key=f"T-{number}", is_open=is_open, status=status, created_at=made)


def _talk(number: int, asked: int | None = None, said: int | None = None, *, here: bool = True, is_open: bool = True) -> Talk:
    """`asked`, `said`: so many minutes ago an agent spoke, or they did."""
    when = [NOW - timedelta(minutes=minutes) if minutes is not None else None for minutes in (asked, said)]
    return Talk(_ticket(number, is_open=is_open), here, *when)


def _placed(text: str, talks: list[Talk], just: int = 0) -> str:
    """ "new", "talk", "T-37", or "T-37? T-42?" where they are asked."""
    raised = next((talk.ticket for talk in talks if talk.ticket.number == just), None)
    found = Placing(talks, NOW, lambda ticket: SAYS[ticket.number], lambda: raised).place(bearing(text, recognise(text)))
    names = [ticket.key for ticket in found.tickets]
    return names[0] if found.how == "join" else " ".join(f"{name}?" for name in names) if names else str(found.how)


REQUESTS = [
    "My outlook calendar is empty since Friday, can you help?",
    "My office chair is broken, please help",
    "The coffee machine on floor 2 is broken, please help",
    "I need a new keyboard",
    "This printer is jammed, please send somebody",
    "मेरा प्रिंटर नहीं चल रहा, कृपया मदद करें",
    "मुझे नया मॉनिटर चाहिए",
    "mera outlook khali hai, madad karo",
    "meri salary slip nahi mili, please bhej do",
]
ANSWERS = [
    "It is the Dell one",
    "the Dell one",
    "yes",
    "No, only on wifi",
    "12345",
    "Third floor",
    "since yesterday",
    "It says gateway not reachable",
    "Can you come today?",
    "Windows 11",
    "I will be in the Pune office tomorrow",
    "any update?",
    "still not working",
    "हाँ, डेल वाला",
    "इसका नंबर 4711 है",
    "कल से",
    "haan",
    "ye dell wala hai",
    "kal se band hai",
    "abhi bhi nahi chal raha",
]


@pytest.mark.parametrize("text", [text for text in REQUESTS if "coffee" not in text])
def test_a_request_by_itself_is_a_ticket_of_its_own_whatever_an_agent_asked(text: str) -> None:
    assert _placed(text, [_talk(LAPTOP, asked=10)]) == "new"


@pytest.mark.parametrize("text", REQUESTS)
def test_so_it_is_where_nobody_asked(text: str) -> None:
    assert _placed(text, [_talk(LAPTOP)]) == _placed(text, [_talk(LAPTOP), _talk(VPN)]) == _placed(text, []) == "new"
    assert _placed(text, [_talk(LAPTOP)], just=LAPTOP) == "new"


@pytest.mark.parametrize("text", ANSWERS)
def test_an_answer_goes_to_what_an_agent_spoke_of_last(text: str) -> None:
    assert _placed(text, [_talk(LAPTOP, asked=10)]) == "T-37"
    assert _placed(text, [_talk(LAPTOP, asked=10), _talk(CHAIR)]) == "T-37"
    assert _placed(text, [_talk(LAPTOP, asked=60 * 24), _talk(CHAIR, asked=60 * 30)]) == "T-37"


@pytest.mark.parametrize("text", ["It is the Dell one", "since yesterday", "12345", "डेल वाला है", "dell wala hai", "any update?"])
def test_an_addition_is_never_lost(text: str) -> None:
    assert _placed(text, [_talk(LAPTOP)]) == "T-37"
    assert _placed(text, [_talk(VPN), _talk(CHAIR)]) == "T-44? T-42?"
    assert _placed(text, [_talk(VPN), _talk(CHAIR)], just=VPN) == "T-42"
    assert _placed(text, [_talk(LAPTOP, here=False)]) == "T-37?"
    assert _placed(text, []) == "talk"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("laptop is the Dell one", "T-37"),
        ("लैपटॉप डेल का है", "T-37"),
        ("My laptop is slow, please help", "new"),
        ("Can you come today?", "T-44? T-42? T-37?"),
        ("the vpn is still not working", "T-42"),
    ],
)
def test_what_it_names_tells_which(text: str, where: str) -> None:
    assert _placed(text, [_talk(LAPTOP), _talk(VPN), _talk(CHAIR)]) == where


@pytest.mark.parametrize("text", ["the wifi is slow", "the door is jammed, please help", "I need it for the projector"])
def test_where_it_could_be_an_answer_or_a_request_they_are_asked(text: str) -> None:
    assert _placed(text, [_talk(LAPTOP, asked=10)]) == "T-37?"


@pytest.mark.parametrize("text", ["lol", "bye", "welcome", "haha", "अलविदा"])
def test_small_talk_joins_nothing_by_itself(text: str) -> None:
    assert _placed(text, [_talk(LAPTOP)]) == "talk"
    assert _placed(text, [_talk(LAPTOP), _talk(VPN)]) == "talk"


def test_what_they_said_last_comes_before_what_an_agent_said_earlier() -> None:
    assert _placed("the one near the window", [_talk(LAPTOP, asked=60 * 24 * 3), _talk(VPN, said=1)]) == "T-42"
    assert _placed("the one near the window", [_talk(LAPTOP, asked=1), _talk(VPN, said=2)]) == "T-37"


def test_after_it_was_resolved_an_answer_belongs_to_it_unless_something_else_is_open() -> None:
    resolved = _talk(LAPTOP, asked=60 * 5, is_open=False)
    assert _placed("It is the Dell one", [resolved]) == "T-37"
    assert _placed("no", [resolved]) == "T-37"
    assert _placed("It is the Dell one", [resolved, _talk(VPN)]) == "T-37? T-42?"
    assert _placed("It is the Dell one", [_talk(LAPTOP, asked=5, is_open=False), _talk(VPN)]) == "T-37"


def test_no_more_than_a_few_are_offered() -> None:
    talks = [_talk(number) for number in (VPN, CHAIR, LAPTOP)] * 3
    assert len(_placed("since yesterday", talks).split()) == 4
