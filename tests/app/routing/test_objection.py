"""Who objects to "it is solved" is helped again at once; who thanks, or says no to the trouble, is left alone."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.routing.answers import objects
from app.routing.objection import goes_on

OBJECTIONS = [
    "it is no longer working",
    "no longer works",
    "no luck",
    "no change",
    "No sound",
    "no access to the drive yet",
    "still not working",
    "not working",
    "it does not work",
    "doesn't work",
    "It doesn’t work for me",
    "why?",
    "Why was this closed?",
    "no",
    "No.",
    "nope",
    "no, it is not",
    "No it doesn't work",
    "no, still the same",
    "It's still broken",
    "it crashed again",
    "same problem again",
    "the same error",
    "same issue here",
    "I can't log in",
    "unable to connect",
    "how do I install it?",
    "what should I do now?",
    "can you check again?",
    "it isn't solved",
    "the problem is not solved",
    "that didn't help",
    "thanks, but it is still not working",
    "Thank you but I still cannot print",
    "ok but when will it be done?",
    "never got the email",
    "still having issues",
    "still need help",
    "it worked for an hour and then it failed again",
    "that is not what I asked for",
    "not fixed",
    "Not yet",
    "is it done?",
    "👎",
    ":-1:",
    "नहीं हुआ",
    "नहीं",
    "अभी भी नहीं चल रहा",
    "समस्या हल नहीं हुई",
    "फिर से वही समस्या",
    "क्यों?",
    "यह कब ठीक होगा",
    "ठीक नहीं है",
    "अभी भी समस्या है",
    "वीपीएन नहीं चल रहा",
    "abhi bhi nahi chal raha",
    "nahi hua",
    "nahi",
    "abhi bhi dikkat hai",
    "phir se wahi problem",
    "kyun band kiya?",
    "kaise karna hai",
    "theek nahi hua",
    "kaam nahi kar raha hai",
    "dikkat theek nahi hui",
    "login nahi ho raha",
    "thanks, but it still does not work",
    "ok thanks!! but it failed again",
    "theek hai par nahi chal raha",
    "theek hai kya?",
    "shukriya, lekin abhi bhi wahi problem hai",
    "ठीक है, पर अभी भी नहीं चल रहा",
    "ठीक है लेकिन कब तक?",
    "haan wahi error aa raha hai",
]
NONE = [
    "ok thanks!!",
    "👍🏽",
    "thik hai, shukriya",
    "ठीक है जी",
    "ठीक हो गया, धन्यवाद",
    "chalo theek hai",
    "thank you, it works now",
    "The printer is no longer needed",
    "it is no longer a problem",
    "no longer an issue",
    "thanks",
    "thank you so much",
    "👍",
    "got it",
    "ok",
    "no problem, thanks",
    "No problem",
    "no issues now",
    "no more issues",
    "not needed any more",
    "not needed anymore, thanks",
    "It is not required now",
    "no longer needed",
    "I don't need it any more",
    "no need",
    "no worries",
    "no questions from my side",
    "no thanks",
    "No, thanks",
    "No, all good",
    "no, it is fine now",
    "no it's working now",
    "I have no further questions",
    "don't worry about it",
    "not a problem",
    "nothing else",
    "everything works, no errors",
    "works without any issue",
    "it is not happening any more",
    "it doesn't crash now",
    "not urgent",
    "all good now",
    "it works",
    "working fine now",
    "I restarted and it worked",
    "I will be in the office tomorrow",
    "Room 204, second floor",
    "the cable was loose",
    "can you close the ticket?",
    "please close this",
    "could you close it?",
    "never mind",
    "what a relief",
    "not bad",
    "why not",
    "see you again",
    "thanks again",
    "you can close this again",
    "ठीक है",
    "धन्यवाद",
    "अब कोई दिक्कत नहीं",
    "अब कोई समस्या नहीं है",
    "कोई दिक्कत नहीं हो रही",
    "अब ज़रूरत नहीं है",
    "नहीं चाहिए अब",
    "नहीं, धन्यवाद",
    "नहीं, ठीक है",
    "हो गया",
    "काम हो गया",
    "nahi chahiye ab",
    "ab zaroorat nahi",
    "koi dikkat nahi",
    "koi problem nahi hai ab",
    "ab koi dikkat nahi ho rahi",
    "theek hai",
    "ho gaya",
    "nahi, theek hai",
    "chal gaya, thanks",
    "दूसरी मंज़िल पर है",
]

SCRAPS = [
    "no",
    "not",
    "नहीं",
    "nahi",
    "still",
    "again",
    "problem",
    "working",
    "हुआ",
    "?",
    ",",
    "👎",
    ":x:",
    "\n",
    "\u200d",
    "why",
    "क्यों",
]


@pytest.mark.parametrize("answer", OBJECTIONS)
def test_a_question_or_a_no_objects(answer: str) -> None:
    assert objects(answer)


@pytest.mark.parametrize("answer", NONE)
def test_thanks_and_a_no_to_the_trouble_do_not(answer: str) -> None:
    assert not objects(answer)


@given(st.lists(st.one_of(st.sampled_from(SCRAPS), st.text(max_size=20)), max_size=40).map(" ".join))
def test_any_text_is_an_answer(text: str) -> None:
    assert objects(text) in (True, False)
    assert goes_on(text) in (True, False)


@pytest.mark.parametrize("scrap", SCRAPS)
def test_what_is_read_is_bounded(scrap: str) -> None:
    """A long text costs no more steps for each of its words than a short one."""

    def steps(times: int) -> int:
        count = 0

        def tick(*_: object) -> object:
            nonlocal count
            count += 1
            return tick

        before = sys.gettrace()
        sys.settrace(tick)  # type: ignore[arg-type]
        try:
            objects(f"{scrap} " * times)
        finally:
            sys.settrace(before)
        return count

    few, many = steps(50), steps(200)
    assert many <= 5 * few + 2000
    assert steps(20_000) <= steps(2_100) + 2000


def test_what_goes_on_was_there_before() -> None:
    assert goes_on("my VPN is still down")
    assert goes_on("वीपीएन अभी भी नहीं चल रहा समस्या वही")
    assert not goes_on("my laptop does not start")
