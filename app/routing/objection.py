"""Does a piece of an answer object to "it is solved"? A question, a no, or that it goes on: in English, Hindi and Hinglish.

"Still not working", "नहीं हुआ", "why?" object; "no problem", "not needed any more", "अब कोई दिक्कत नहीं" do not: they say no to the
trouble, or to the need of help. What is read here are folded words without small talk, as `app.routing.answers` divides them.
"""

from __future__ import annotations

from itertools import pairwise

from app.routing import vocabulary as v
from app.routing.recogniser import clauses
from app.routing.spelling import phrases, words

_NEAR = 4
"""Words between a no and what it is said to."""

_NO = words("""
not cannot never nothing neither nor unable without can't cant won't wont doesn't doesnt don't dont didn't didnt isn't
isnt aren't arent wasn't wasnt weren't hasn't hasnt haven't havent hadn't couldn't couldnt wouldn't shouldn't ain't
nahi nahin nhi nai नहीं नही मत
""")
_BARE_NO = words("no nope nah nahi nahin nhi nai na नहीं नही ना")
"""Alone between two stops these are an answer; "no" before a thing is said to that thing."""

_TAKEN = words(
    "longer luck success change difference effect access sound signal reply response answer progress improvement use good"
)
_HINDI_NO = words("nahi nahin nhi nai नहीं नही मत")
_TROUBLE = words("""
problem problems issue issues error errors trouble troubles worry worries question questions complaint complaints
concern concerns hurry rush urgent delay delays need needs needed needing require required requires requirement
necessary want wanted bother bug bugs happening happen happens happened occurring occur occurs occurred appear appears
appearing failing fail fails crashing crash crashes freezing freeze freezes showing stuck broken down slow hanging
hang hangs blocked locked wrong else hesitate doubt doubts reason matter action anything further thank complain dikkat
dikat samasya pareshani problem zaroorat zarurat jarurat jaroorat chahiye chaiye chahie shikayat jaldi zaruri jaruri
bachi bacha दिक्कत समस्या परेशानी प्रॉब्लम इश्यू एरर त्रुटि ज़रूरत जरूरत आवश्यकता आवश्यक चाहिए चाहिये शिकायत जल्दी
ज़रूरी जरूरी खराब गड़बड़ बची बचा धीमा धीमी dheema dheemi dhima dhimi
""")
"""What one is glad to say no to."""

_WANT = words("want wanted")
"""But what somebody does not want may be the solution."""

_WORKING = words("""
work works working worked fixed fix resolved resolve solved solve sorted help helps helped helping done gone better
open opening opens load loading loads connect connecting connected able chal chala chali chalta chalti hua hui hue
kaam theek thik hal ho khul khula khuli aaya aayi aya mila mili चल चला चली चलता चलती चले हुआ हुई हुए काम ठीक हल हो खुल
खुला खुली आया आई मिला मिली सुलझा सुलझी
""")
"""What one is sorry to say no to."""

_GOES_ON = words(
    "still again same persists persist persisting continues remains abhi phir fir dobara wahi vahi अभी फिर दोबारा दुबारा वही"
)
_NOW = words("abhi अभी")
_EVEN_NOW = phrases("abhi bhi|अभी भी|ab bhi|अब भी|abhi tak|अभी तक")
_UNCHANGED = words("same persists persist wahi vahi वही")
_HELP_IS_NEEDED = words("need needs needed require required want help chahiye madad zaroorat zarurat चाहिए मदद ज़रूरत जरूरत")
_THINGS = words(
    "problem issue error thing trouble message result dikkat samasya problem samassya समस्या दिक्कत परेशानी एरर त्रुटि बात चीज़"
)
_WHY = words("why how")
_ASKED_ABOUT = words(
    "about is are was do does did should shall can could would will now happened happens if next else to exactly"
)
_WH = words("what where when who which whose")
_POLITE = words("can could may would will you please pls kindly ok okay so")
_CLOSING = words("close closed closing")
_CAN = words("can could would should shall will is are am was does")
_WHO = words("you i we it they he she this that the my there someone somebody anyone anybody")
_DOES = words("do did have has may")
_YOU = words("you they we he she i")
_ANY = words("any koi कोई")
_NEWS = words("update updates news progress luck idea eta word khabar अपडेट ख़बर")
_SAID_TO = words("sir madam maam ma'am bhai bhaiya yaar ji team जी सर भाई मैडम")
_REOPEN = words("reopen reopened reopening")
_HAPPENED = words("happened happens changed changes")
_LEADS_TO = words("ab now it's its it is all that's abhi sab अब सब")
_FINE = words("theek thik sahi fine good ok okay working works well ठीक सही")
_EASY = (v.CALM | v.TOPICS | v.FIXED) - words("again") | words("""
a an koi कोई i'm we you me us have had do did does been will be any more anymore longer from side at right there very really with
so aur mujhe hamein isko iski iska मुझे हमें इसकी इसका और
""")
"""What stands beside such a no without telling anything else."""
_BAD = v.PROBLEMS - _GOES_ON - _NO - _BARE_NO - words("nobody turant jaldi तुरंत जल्दी")
_REASSURING = phrases("""
why not|no idea why it works|how nice|how great|how kind|how wonderful|how cool|not bad|not a problem|not an issue|nothing else
nothing more|can't complain|cannot complain|couldn't be better|can't thank you enough|cannot thank you enough|not to worry
don't worry|dont worry|don't worry about it|dont worry about it|never mind|no matter
why wouldn't it|kya baat hai|kya baat|क्या बात है|क्या बात
""")
_LONGEST = max(len(phrase) for phrase in _REASSURING)

_Words = tuple[str, ...]


def goes_on(text: str) -> bool:
    """Whether it speaks of something that was there before: "still", "again", "the same", "अभी भी"."""
    return any(_was_there(clause.words) for clause in clauses(text))


def _was_there(clause: _Words) -> bool:
    pairs = any(pair in _EVEN_NOW for pair in pairwise(clause))
    return pairs or any(word in _GOES_ON and word not in _NOW for word in clause)


def without_reassurance(clause: _Words) -> _Words:
    """Without what only sounds like a question or a no: "why not", "not bad", "क्या बात है"."""
    left: list[str] = []
    at = 0
    while at < len(clause):
        longest = min(_LONGEST, len(clause) - at)
        length = next((n for n in range(longest, 1, -1) if clause[at : at + n] in _REASSURING), 0)
        if not length:
            left.append(clause[at])
        at += length or 1
    return tuple(left)


def without_answer(clause: _Words) -> _Words:
    """Without the no that only answers: "no it's fine now", "नहीं अब ठीक है"."""
    rest = () if _is_without(clause, 0) else clause[1:]
    while rest and rest[0] in _LEADS_TO:
        rest = rest[1:]
    return clause[1:] if clause and clause[0] in _BARE_NO and rest and rest[0] in _FINE else clause


def is_bare_no(clause: _Words) -> bool:
    """Nothing but "no", "no sir": by itself it objects, before something else it only answers."""
    return bool(clause) and clause[0] in _BARE_NO and all(word in _BARE_NO or word in _SAID_TO for word in clause)


def asks_to_close(clause: _Words) -> bool:
    """ "Can you close it?" asks for nothing that has to be done again."""
    return bool(clause) and clause[0] in _POLITE and any(word in _CLOSING for word in clause) and not _says_no(clause)


def is_question(clause: _Words, asks: bool) -> bool:
    """`asks`: a question mark ends it."""
    if asks or not clause:
        return asks
    first, second = clause[0].partition("'")[0], clause[1] if len(clause) > 1 else ""
    begins = first in _WHY or (first in _WH and second in _ASKED_ABOUT)
    turned = (first in _CAN and second in _WHO) or (first in _DOES and second in _YOU) or (first in _ANY and second in _NEWS)
    return begins or turned or any(word in v.HINDI_QUESTIONS for word in clause)


def denies(clause: _Words) -> bool:
    """A no that is not said to the trouble, or something bad that goes on."""
    return _says_no(clause) or _continues(clause)


def is_well(clause: _Words) -> bool:
    """A no to the trouble or to the need, and nothing else: "no errors now", "not urgent any more", "अब ज़रूरत नहीं है"."""
    denied = any(word in _NO or word in _BARE_NO for word in clause) and any(word in _TROUBLE for word in clause)
    denied = denied and _WANT.isdisjoint(clause)
    easy = _EASY | _TROUBLE | _NO | _BARE_NO
    return denied and not _says_no(clause) and all(word in easy for word in clause)


def is_fine(clause: _Words) -> bool:
    """Calm words alone, one of which says that it is good: "it is fine now", "अब ठीक है"."""
    return all(word in v.CALM or word in v.FIXED for word in clause) and any(word in _FINE or word in v.FIXED for word in clause)


def _says_no(clause: _Words) -> bool:
    """A no that is not said to the trouble or to the need. English says no before the thing, Hindi after it or before."""
    if not clause or is_bare_no(clause):
        return False
    if clause[-1] in _BARE_NO and clause[-1] not in _NO:  # "unfortunately no"
        return True
    return any(_counts(clause, at) for at, word in enumerate(clause) if word in _NO or _is_without(clause, at))


def _is_without(clause: tuple[str, ...], at: int) -> bool:
    """ "No luck", "no longer": the word takes something away, where in "no it works" it only answers."""
    return clause[at : at + 1] == ("no",) and any(word in _TAKEN or word in v.TOPICS for word in clause[at + 1 : at + 2])


def _counts(clause: tuple[str, ...], at: int) -> bool:
    near = clause[at + 1 : at + 1 + _NEAR]
    if clause[at] in _HINDI_NO:
        near = clause[max(0, at - _NEAR) : at] + near
        return (any(word in _WORKING for word in near) and not _no_trouble(near)) or not any(word in _TROUBLE for word in near)
    if clause[at] == "nothing" and not _HAPPENED.isdisjoint(near[:1]):
        return True
    return not any(word in _TROUBLE for word in near) or any(word in _WORKING or word in _WH for word in near[:1])


def _no_trouble(near: _Words) -> bool:
    """ "Koi dikkat nahi ho rahi": the trouble is what does not happen; in "dikkat theek nahi hui" it is what stays."""
    return bool({"koi", "कोई"}.intersection(near))


def _continues(clause: _Words) -> bool:
    """Something goes on, and it is nothing good: "still broken", "it crashed again", "वही समस्या"."""
    if not _REOPEN.isdisjoint(clause):
        return not any(word in _NO or word in _BARE_NO for word in clause)
    if not any(word in _GOES_ON for word in clause) and not _was_there(clause):
        return False
    again = any(one in _GOES_ON and two in _THINGS for one, two in pairwise(clause)) or not _UNCHANGED.isdisjoint(clause[-2:])
    bad = any(word in _BAD or word.startswith(v.PROBLEM_STEMS) for word in clause)
    denied = any(word in _NO or word in _BARE_NO for word in clause)
    return (again or bad or any(word in _HELP_IS_NEEDED for word in clause)) and not denied
