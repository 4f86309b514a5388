"""What binds a message in the 1:1 chat to the ticket that is talked about: a table of sentences, in English, Hindi and Hindi in
Latin letters.

Asha has asked about a recovery key; an agent has answered, and she has said more since, or is still asked something.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from app.routing.bearing import bearing
from app.routing.recogniser import recognise
from app.tickets.placing import Placing, Talk

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SAYS = """My laptop asks for a recovery key
Which key does it show? Please unplug the charger, then hold the power button.
It stays dark"""
OTHER, ASKED, MINE = "something else, or asked about", "asked about", "on the ticket"

SENTENCES = {
    # asks for something that the ticket does not name
    "My docking station shows this, please help": OTHER,
    "I need access to the finance folder, please help": OTHER,
    "I need access to the finance folder": OTHER,
    "Can I get access to the finance folder?": OTHER,
    "can i get a second badge": OTHER,
    "Could I have a standing table?": OTHER,
    "May I have a parking spot?": OTHER,
    "Please book the big meeting room for Friday": OTHER,
    "Please add Bela to the design list": OTHER,
    "Where is the cafeteria?": OTHER,
    "How do I submit my timesheet?": OTHER,
    "Who do I ask about the canteen menu?": OTHER,
    "I want to join the cricket club": OTHER,
    "I would like a window seat": OTHER,
    "Also I need access to the finance folder please": OTHER,
    "Also, can I get a new monitor?": OTHER,
    "And please order a whiteboard": OTHER,
    "We need paper cups on floor 3": OTHER,
    "please help, my webcam is black": OTHER,
    "My badge does not open the gate, please help": OTHER,
    "I still need access to the finance folder": OTHER,
    "I need a second laptop bag": OTHER,
    "Somebody please fix the blinds": OTHER,
    "The water cooler is leaking": OTHER,
    "The window is stuck": OTHER,
    "This is my docking station, please help": OTHER,
    "मुझे फाइनेंस फोल्डर का एक्सेस चाहिए": OTHER,
    "मेरा डॉकिंग स्टेशन यह दिखा रहा है, कृपया मदद करें": OTHER,
    "मुझे दूसरा बैज चाहिए": OTHER,
    "कैंटीन कब खुलती है?": OTHER,
    "कृपया मीटिंग रूम बुक कर दीजिए": OTHER,
    "मुझे एक नई कुर्सी चाहिए": OTHER,
    "और मुझे व्हाइटबोर्ड भी चाहिए": OTHER,
    "पंखा खराब है": OTHER,
    "मुझे बेला को सूची में जोड़ना है, मदद करें": OTHER,
    "mujhe finance folder ka access chahiye": OTHER,
    "mera docking station ye dikha raha hai, please help": OTHER,
    "kya mujhe ek parking spot mil sakta hai?": OTHER,
    "meeting room book kar dijiye": OTHER,
    "mujhe timesheet bharne mein madad chahiye": OTHER,
    "canteen kab khulti hai?": OTHER,
    "mujhe ek naya whiteboard chahiye": OTHER,
    "pankha kharab hai": OTHER,
    # holds on to what was said
    "It stays dark": MINE,
    "Yes, I held the button": MINE,
    "No, it does not start": MINE,
    "It is plugged in": MINE,
    "Can you come today?": MINE,
    "Can you come to my desk?": MINE,
    "Please come to my desk": MINE,
    "Please call me": MINE,
    "Which button do you mean?": MINE,
    "Where do I find the recovery key?": MINE,
    "How long must I hold the power button?": MINE,
    "Please help, the key does not work": MINE,
    "Please send it to my house": MINE,
    "the charger is broken": MINE,
    "any update?": MINE,
    "still not working": MINE,
    "since yesterday": MINE,
    "4711-0815": MINE,
    "My laptop is still dark": MINE,
    "Help me please": MINE,
    "What should I do now?": MINE,
    "Should I restart it?": MINE,
    "Is it the blue one?": MINE,
    "वह अब भी काला है": MINE,
    "हाँ, बटन दबाया": MINE,
    "क्या आप आज आ सकते हैं?": MINE,
    "अब भी नहीं चल रहा": MINE,
    "कृपया मदद करें": MINE,
    "कल से": MINE,
    "haan, button dabaya": MINE,
    "kya aap aaj aa sakte hain?": MINE,
    "abhi bhi nahi chal raha": MINE,
    "please madad karo": MINE,
    "kal se": MINE,
}


def _talk(number: int, asked: int | None, said: int | None) -> Talk:
    ticket: Any = SimpleNamespace(
        number=number, key=f"T-{number}", is_open=True, status="new", created_at=NOW - timedelta(days=1)
    )  # fmt: skip
    when = [NOW - timedelta(minutes=minutes) if minutes is not None else None for minutes in (asked, said)]
    return Talk(ticket, True, *when)


def _placed(text: str, talk: Talk, *, asks: bool = False) -> str:
    placing = Placing([talk], NOW, lambda ticket: SAYS, lambda: None, lambda ticket: asks)
    found = placing.place(bearing(text, recognise(text)))
    return {"join": MINE, "ask": ASKED}.get(found.how, str(found.how))


@pytest.mark.parametrize(("text", "where"), SENTENCES.items())
def test_what_binds_it_to_the_ticket_that_was_talked_about(text: str, where: str) -> None:
    """Ravi replied 24 minutes ago and she answered; or he has just asked her something."""
    answered = _placed(text, _talk(37, asked=24, said=20))
    allowed = {"new", ASKED} if where is OTHER else {MINE}
    assert answered in allowed


@pytest.mark.parametrize("text", [text for text, where in SENTENCES.items() if where is OTHER])
def test_nothing_that_is_asked_for_is_silently_put_there(text: str) -> None:
    assert _placed(text, _talk(37, asked=1, said=None)) != MINE
    assert _placed(text, _talk(37, asked=None, said=None)) != MINE
    assert _placed(text, _talk(37, asked=None, said=1)) != MINE


@pytest.mark.parametrize("text", [text for text, where in SENTENCES.items() if where is MINE])
def test_what_holds_on_is_an_answer_to_what_an_agent_has_asked(text: str) -> None:
    assert _placed(text, _talk(37, asked=1, said=None), asks=True) == MINE


@pytest.mark.parametrize("text", ["The fan is stuck at full speed", "the lamp is broken", "पंखा खराब है"])
def test_a_trouble_is_an_answer_where_an_agent_has_just_asked(text: str) -> None:
    assert _placed(text, _talk(37, asked=2, said=None), asks=True) == MINE
    assert _placed(text, _talk(37, asked=2, said=None)) == ASKED
