"""Does somebody object to "it is solved"? A question, a no, or that it goes on: in English, Hindi and Hindi in Latin letters.

"Still not working", "नहीं हुआ", "why?" object; "no problem, thanks", "not needed any more", "अब कोई दिक्कत नहीं" do not: they say no
to the trouble, or to the need of help. In doubt nobody objects: then the person is asked.
"""

from __future__ import annotations

from itertools import pairwise

import regex

from app.routing import vocabulary as v
from app.routing.recogniser import recognise
from app.routing.spelling import fold, phrases, words

_READ = 2_000
_NEAR = 4
"""Words between a no and what it is said to."""

_PIECE = regex.compile(
    r"(?P<word>[\p{L}\p{M}\p{N}]{1,60}(?:['’‘\u200c\u200d]+[\p{L}\p{M}]{1,20})*)|(?P<stop>[.,;:!?…।॥\n—–]|-(?=\s))",
    regex.IGNORECASE,
)
_DISAPPROVING = frozenset("👎 ❌ ✖ 😡 😠 😤 🚫".split())  # noqa: SIM905
_DISAPPROVING_CODES = (":-1:", ":thumbsdown:", ":x:", ":no_entry_sign:", ":no_entry:", ":rage:", ":angry:")

_NO = words("""
not cannot never nothing neither nor unable without can't cant won't wont doesn't doesnt don't dont didn't didnt isn't
isnt aren't arent wasn't wasnt weren't hasn't hasnt haven't havent hadn't couldn't couldnt wouldn't shouldn't ain't
nahi nahin nhi nai नहीं नही मत
""")
_BARE_NO = words("no nope nah nahi nahin nhi nai na नहीं नही ना")
"""Alone between two stops these are an answer; "no" before a thing is said to that thing."""

_TAKEN = words("longer luck success change difference effect access sound signal reply response answer progress improvement use")
_HINDI_NO = words("nahi nahin nhi nai नहीं नही मत")
_TROUBLE = words("""
problem problems issue issues error errors trouble troubles worry worries question questions complaint complaints
concern concerns hurry rush urgent delay delays need needs needed needing require required requires requirement
necessary want wanted bother bug bugs happening happen happens happened occurring occur occurs occurred appear appears
appearing failing fail fails crashing crash crashes freezing freeze freezes showing stuck broken down slow hanging
hang hangs blocked locked wrong else hesitate doubt doubts reason matter action anything further thank complain dikkat
dikat samasya pareshani problem zaroorat zarurat jarurat jaroorat chahiye chaiye chahie shikayat jaldi zaruri jaruri
bachi bacha दिक्कत समस्या परेशानी प्रॉब्लम इश्यू एरर त्रुटि ज़रूरत जरूरत आवश्यकता आवश्यक चाहिए चाहिये शिकायत जल्दी
ज़रूरी जरूरी खराब गड़बड़ बची बचा
""")
"""What one is glad to say no to."""

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
_BAD = v.PROBLEMS - _GOES_ON - _NO - _BARE_NO - words("nobody turant jaldi तुरंत जल्दी")
_REASSURING = phrases("""
why not|no idea why it works|how nice|how great|how kind|how wonderful|how cool|not bad|not a problem|not an issue|nothing else
can't complain|cannot complain|couldn't be better|can't thank you enough|cannot thank you enough|not to worry|don't worry
dont worry|never mind|no matter|why wouldn't it|kya baat hai|kya baat|क्या बात है|क्या बात
""")
_LONGEST = max(len(phrase) for phrase in _REASSURING)

_Clause = tuple[tuple[str, ...], bool]


def objects(text: str) -> bool:
    """Whether an answer to "resolved" contains a question or a no.

    Reads the first 2000 characters, in linear time; never raises.
    """
    heard = recognise(text, commands=False).kind
    if heard == "emoji":
        return any(mark in text for mark in _DISAPPROVING) or any(code in text[:_READ].casefold() for code in _DISAPPROVING_CODES)
    if heard in ("thanks", "greeting", "empty"):
        return False
    clauses = _clauses(text[:_READ])
    if not any(clause for clause, _ in clauses):
        return any(asks for _, asks in clauses)
    told = [clause for clause, _ in clauses if clause and not _bare_no(clause)]
    if not told and any(asks for _, asks in clauses):
        return True
    return any(_objects(clause, asks) for clause, asks in clauses if clause) or (not told)


def goes_on(text: str) -> bool:
    """Whether it speaks of something that was there before: "still", "again", "the same", "अभी भी"."""
    return any(_was_there(clause) for clause, _ in _clauses(text[:_READ]))


def _was_there(clause: tuple[str, ...]) -> bool:
    pairs = any(pair in _EVEN_NOW for pair in pairwise(clause))
    return pairs or any(word in _GOES_ON and word not in _NOW for word in clause)


def _objects(clause: tuple[str, ...], asks: bool) -> bool:
    return _is_question(clause, asks) or _says_no(clause) or _continues(clause)


def _clauses(text: str) -> list[_Clause]:
    """Words up to the next stop, folded, without what only reassures; and whether that stop was a question mark."""
    found: list[_Clause] = []
    heard: list[str] = []
    for piece in _PIECE.finditer(text):
        if piece.lastgroup == "word":
            heard.append(fold(piece[0]))
        elif heard or piece[0] == "?":
            found.append((_left(heard), piece[0] == "?"))
            heard = []
    return [*found, (_left(heard), False)] if heard else found


def _left(heard: list[str]) -> tuple[str, ...]:
    left: list[str] = []
    at = 0
    while at < len(heard):
        longest = min(_LONGEST, len(heard) - at)
        length = next((n for n in range(longest, 1, -1) if tuple(heard[at : at + n]) in _REASSURING), 0)
        if not length:
            left.append(heard[at])
        at += length or 1
    return tuple(left)


def _bare_no(clause: tuple[str, ...]) -> bool:
    return all(word in _BARE_NO for word in clause)


def _is_question(clause: tuple[str, ...], asks: bool) -> bool:
    """ "Can you close it?" asks for nothing that has to be done again."""
    first = clause[0].partition("'")[0]
    if first in _POLITE and any(word in _CLOSING for word in clause):
        return False
    begins = first in _WHY or (first in _WH and len(clause) > 1 and clause[1] in _ASKED_ABOUT)
    return asks or begins or any(word in v.HINDI_QUESTIONS for word in clause)


def _says_no(clause: tuple[str, ...]) -> bool:
    """A no that is not said to the trouble or to the need. English says no before the thing, Hindi after it or before."""
    if _bare_no(clause):
        return False
    return any(_counts(clause, at) for at, word in enumerate(clause) if word in _NO or _is_without(clause, at))


def _is_without(clause: tuple[str, ...], at: int) -> bool:
    """ "No luck", "no longer": the word takes something away, where in "no it works" it only answers."""
    return clause[at] == "no" and any(word in _TAKEN or word in v.TOPICS for word in clause[at + 1 : at + 2])


def _counts(clause: tuple[str, ...], at: int) -> bool:
    near = clause[at + 1 : at + 1 + _NEAR]
    if clause[at] in _HINDI_NO:
        near = clause[max(0, at - _NEAR) : at] + near
        return (any(word in _WORKING for word in near) and not _no_trouble(near)) or not any(word in _TROUBLE for word in near)
    return not any(word in _TROUBLE for word in near) or any(word in _WORKING for word in near[:1])


def _no_trouble(near: tuple[str, ...]) -> bool:
    """ "Koi dikkat nahi ho rahi": the trouble is what does not happen; in "dikkat theek nahi hui" it is what stays."""
    return bool({"koi", "कोई"}.intersection(near))


def _continues(clause: tuple[str, ...]) -> bool:
    """Something goes on, and it is nothing good: "still broken", "it crashed again", "वही समस्या"."""
    if not any(word in _GOES_ON for word in clause):
        return False
    again = any(one in _GOES_ON and two in _THINGS for one, two in pairwise(clause)) or not _UNCHANGED.isdisjoint(clause[-2:])
    bad = any(word in _BAD or word.startswith(v.PROBLEM_STEMS) for word in clause)
    denied = any(word in _NO or word in _BARE_NO for word in clause)
    return (again or bad or any(word in _HELP_IS_NEEDED for word in clause)) and not denied
