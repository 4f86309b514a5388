"""The guard asks about what looks internal, and about nothing else."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tickets.audience_guard import Looks, looks_internal

TEAM = ("Ravi Kumar", "Mina Das", "लेना राव")
ASHA = "Asha Rao"

INTERNAL = [
    ("The new password is Tr0ub4dor&3", Looks.PASSWORD),
    ("password: summer2024", Looks.PASSWORD),
    ("pw: hunter2hunter2", Looks.PASSWORD),
    ("Password for the VPN: X9kd82hs", Looks.PASSWORD),
    ("login asha, pass = Welcome@123", Looks.PASSWORD),
    ("your temporary password **Welcome@123** works now", Looks.PASSWORD),
    ("आपका पासवर्ड है Abcd@1234", Looks.PASSWORD),
    ("पासवर्ड: Abcd1234", Looks.PASSWORD),
    ("aapka naya password hai Abcd@1234", Looks.PASSWORD),
    ("passwd=Qwertz12", Looks.PASSWORD),
    ("-----BEGIN RSA PRIVATE KEY-----\nMIIE", Looks.SECRET),
    ("-----BEGIN PRIVATE KEY-----", Looks.SECRET),
    ("use AKIAIOSFODNN7EXAMPLE for the bucket", Looks.SECRET),
    ("the bot is xoxb-123456789012-abcdefghijkl", Looks.SECRET),
    ("ghp_0123456789abcdefghij0123456789abcdef", Looks.SECRET),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", Looks.SECRET),
    ("Let us close it 🔒 she is leaving anyway", Looks.LOCK),
    ("close it :lock: she is leaving", Looks.LOCK),
    ("Internal: the vendor has messed this up", Looks.WORDS),
    ("this is internal", Looks.WORDS),
    ("(intern) bitte nicht weitergeben", Looks.WORDS),
    ("यह आंतरिक है", Looks.WORDS),
    ("Do not share: the vendor goes bankrupt", Looks.WORDS),
    ("don't share this with her yet", Looks.WORDS),
    ("Not for the customer: we forgot it", Looks.WORDS),
    ("not for customers", Looks.WORDS),
    ("ग्राहक को मत बताना", Looks.WORDS),
    ("int\u200bernal, the vendor has messed this up", Looks.WORDS),
    ("NB (note): she always says so", Looks.WORDS),
    ("team: note: she always says so", Looks.WORDS),
    ("Hello all, a note: she always says so", Looks.WORDS),
    ("टीम के लिए टिप्पणी: वह हमेशा यही कहती हैं", Looks.WORDS),
    ("ध्यान दें, नोट (टीम): वह हमेशा यही कहती हैं", Looks.WORDS),
    ("the pass\u200bword: summer2024", Looks.PASSWORD),
    ("secret: 9f8e7d6c5b4a", Looks.PASSWORD),
    ("API token: tok9f8e7d6c", Looks.PASSWORD),
    ("ｐａｓｓｗｏｒｄ： summer2024", Looks.PASSWORD),
    ("टोकन: abcd12345", Looks.PASSWORD),
    ("@Mina can you look at the gateway?", Looks.COLLEAGUES),
    ("@Mina Das @Ravi Kumar who has the key?", Looks.COLLEAGUES),
    ("@लेना राव इसे देखिए", Looks.COLLEAGUES),
]

INNOCENT = [
    "I have reset your password, please try again.",
    "Your password has expired. Choose a new one at https://id.example.com/reset?step=2",
    "The password is case-sensitive.",
    "The password must have at least 12 characters, one digit and one capital letter.",
    "Password: please use the link in the mail we sent to asha.rao1@example.com",
    "Password reset link: https://id.example.com/r/Ab12Cd34Ef",
    "Your password expires on 2026-12-01.",
    "The password is at https://vault.example.com/Ab12Cd34",
    "Open Settings > Accounts > Password & Security",
    "Please do not share your password with anybody.",
    "Never share your OTP or PIN.",
    "Don't share the code with anyone, not even us.",
    "You will get a one-time passcode by SMS, it is valid for 10 minutes.",
    "Pass on my thanks to 4711Helpdesk!",
    "Your boarding pass is in the mail.",
    "It says 500 internal server error? Then clear the cache.",
    "Please use the internal microphone for now.",
    "The internal network was down from 9 to 10.",
    "Our new intern will bring the laptop to your desk.",
    "The intern starts on Monday, welcome!",
    "We can order that internationally.",
    "Try the internet cable on the other port.",
    "Which city are you in, and does it work on another network?",
    "@Asha could you restart it once more?",
    "@Asha Rao, @Mina will call you at 3.",
    "Mina Das will call you.",
    "Mail ravi.kumar@example.com if it happens again.",
    "Your ticket is INC0012345, order ABCD-1234-EFGH.",
    "Version 10.0.22631.4460 fixes it; see KB5034441.",
    "Run `ipconfig /flushdns` and then `gpupdate /force`.",
    "The lock on the door was replaced.",
    "Is the session for customers or for employees?",
    "कृपया अपना पासवर्ड किसी को न बताएँ।",
    "अपना पासवर्ड साझा न करें।",
    "मैंने आपका पासवर्ड रीसेट कर दिया है, फिर से कोशिश कीजिए।",
    "पासवर्ड में कम से कम 8 अक्षर होने चाहिए।",
    "आपका पासवर्ड 1 दिसंबर को समाप्त होगा।",
    "आंतरिक सर्वर त्रुटि आई थी, अब ठीक है।",
    "अंतरराष्ट्रीय रोमिंग चालू कर दी गई है।",
    "Password reset kar diya hai, ek baar login karke dekho.",
    "Aapka password 90 din mein expire hota hai.",
    "Password kisi ke saath share mat karna please.",
    "OTP aaya kya? Woh daal do aur password badal lo.",
    "Kal subah 10 baje Mina aapko call karegi.",
    "VPN ka naya version 5.1.2 install kar lo.",
    "Please note: the office is closed on Monday.",
    "Kindly note: the form has to be signed.",
    "Here are the release notes: https://example.com/notes",
    "I have taken note of it and call you: at 3 or at 4?",
    "The meeting starts at ten, the room is on floor two. One more note: bring your badge.",
    "Your secret is safe with us.",
    "The token expires at 10:30, ask for another one.",
    "आंतरिक फ़ोन अब ठीक है।",
    "कृपया नोट: कार्यालय सोमवार को बंद रहेगा।",
    "ठीक है, धन्यवाद!",
    "👍",
    "",
]


@pytest.mark.parametrize(("line", "why"), INTERNAL)
def test_what_looks_internal_is_asked_about(line: str, why: Looks) -> None:
    assert looks_internal(line, TEAM, ASHA) is why


@pytest.mark.parametrize("line", INNOCENT)
def test_an_innocent_answer_is_not_stopped(line: str) -> None:
    assert looks_internal(line, TEAM, ASHA) is None


@given(
    st.sampled_from(["password: ", "Password is ", "pw = ", "पासवर्ड: ", "pass: ", "password hai "]),
    st.text(string.ascii_lowercase, min_size=3, max_size=9),
    st.text(string.digits, min_size=2, max_size=5),
    st.text(string.ascii_uppercase, min_size=3, max_size=9),
    st.sampled_from(["", "Hi Asha,\n", "here you go: "]),
)
def test_a_password_is_seen_wherever_it_stands(name: str, small: str, digits: str, large: str, before: str) -> None:
    assert looks_internal(f"{before}{name}{small}{digits}{large} ok?", TEAM, ASHA) is Looks.PASSWORD


@given(
    st.lists(
        st.sampled_from(["please", "restart", "your", "laptop", "and", "tell", "me", "what", "कृपया", "फिर", "से"]), max_size=30
    )
)
def test_plain_words_are_never_stopped(words: list[str]) -> None:
    assert looks_internal(" ".join(words), TEAM, ASHA) is None


@given(st.text(max_size=200), st.lists(st.text(max_size=10), max_size=4), st.text(max_size=10))
def test_any_text_gets_an_answer(text: str, names: list[str], requester: str) -> None:
    assert looks_internal(text, names, requester) in (None, *Looks)


@pytest.mark.parametrize(
    "text", ["password " * 4000, "pw: " * 9000, "@" * 40_000, "not for the " * 3000, "a" * 40_000, "password a b c " * 2600]
)
def test_a_huge_text_does_not_hold_up_the_desk(text: str) -> None:
    assert looks_internal(text, TEAM, ASHA) is None
