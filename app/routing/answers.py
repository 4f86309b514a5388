"""What an answer on a ticket is: a courtesy, the news that all is well, something told, or an objection to "it is solved".

It is read piece by piece: small talk is taken away, and what is left asks or says no, says that all is well, or tells
something. What objects counts before what tells, and what tells before the rest. In doubt it tells: then the person is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from app.routing import vocabulary as v
from app.routing.objection import (
    asks_to_close,
    denies,
    is_bare_no,
    is_fine,
    is_question,
    is_well,
    without_answer,
    without_reassurance,
)
from app.routing.recogniser import Clause, clauses, recognise, signs_alone, talk
from app.routing.spelling import phrases
from app.routing.spelling import words as words_of

_TURNS = words_of("but however though although and so because lekin magar aur par लेकिन मगर परंतु और पर")
"""Here something else begins, without a stop."""
_COURTEOUS = frozenset({"thanks", "greeting", "swallowed"})
"""Wherever they stand they are no part of what is told."""
_LEADING = frozenset({"acknowledgement", "solved", "addressee"})
"""So are these where nothing is told before them."""
_YES = words_of("yes yeah yep yup ya yea haan han haanji true exactly indeed हाँ हां")
_SIR = words_of("ji जी")
_CHEER = phrases("""
lol|lmao|rofl|haha|hahaha|hehe|yay|wow|hurray|bravo|wah|waah|sorry|my bad|bye|bye bye|welcome|congrats|congratulations
you are welcome|you're welcome|one sec|one moment|just a minute|just a sec|hang on|brb|omw|on my way|be right back|+1
sorry for the trouble|sorry for the inconvenience|sorry to bother you|take care|see you|ttyl|nice one|good one|ah|oh|aha|hmm
take your time|no hurry|no rush|chalo|bas|चलो|जी|वाह|अरे वाह|बधाई|हाहा|माफ़ कीजिए
""")
_A_NAME = 2
"""So many words beside a thank you may be somebody's name."""
_DISAPPROVING = frozenset("👎 ❌ ✖ 😡 😠 😤 🚫 ❓ ❔ ⁉".split())  # noqa: SIM905
_DISAPPROVING_CODES = frozenset(
    ":-1: :thumbsdown: :x: :no_entry_sign: :no_entry: :rage: :angry: :question: :grey_question:".split()  # noqa: SIM905
)


class Answer(IntEnum):
    """What is greater counts before what is less."""

    COURTESY = 0
    ALL_WELL = 1
    TELLS = 2
    OBJECTS = 3


@dataclass(frozen=True)
class _Piece:
    """`words` are told in it; `talk` are the kinds of small talk that were taken away."""

    words: tuple[str, ...]
    talk: frozenset[str]
    asks: bool


def hear(text: str) -> Answer:
    """Reads the first 2000 characters, in linear time; never raises."""
    pieces = [piece for clause in clauses(text) for piece in _pieces(clause)]
    if not pieces:
        return _without_words(text)
    heard = [_hear(piece) for piece in pieces if piece.asks or not is_bare_no(piece.words)]
    if len(heard) < len(pieces):
        return max(*heard, Answer.ALL_WELL) if heard else Answer.OBJECTS  # before something else "no" only answers
    return Answer.COURTESY if _thanks_by_name(pieces) else max(heard)


def objects(text: str) -> bool:
    """Whether an answer to "resolved" contains a question or a no."""
    return hear(text) is Answer.OBJECTS


def _without_words(text: str) -> Answer:
    signs = signs_alone(text)
    codes = frozenset(sign.casefold() for sign in signs)
    if "?" in signs or signs & _DISAPPROVING or codes & _DISAPPROVING_CODES:
        return Answer.OBJECTS
    return Answer.COURTESY if recognise(text, commands=False).kind in ("thanks", "emoji") else Answer.TELLS


def _hear(piece: _Piece) -> Answer:
    words = without_answer(piece.words)
    if asks_to_close(words):
        return Answer.ALL_WELL
    if is_question(words, piece.asks) or denies(words):
        return Answer.OBJECTS
    if not words:
        return _by_talk(piece)
    if is_well(words) or is_fine(words):
        return Answer.ALL_WELL
    return _by_talk(piece) if piece.talk - {"addressee"} and _is_a_name(piece) else Answer.TELLS


def _by_talk(piece: _Piece) -> Answer:
    return Answer.COURTESY if piece.talk.isdisjoint(("solved", "yes")) else Answer.ALL_WELL


def _thanks_by_name(pieces: list[_Piece]) -> bool:
    """ "Many thanks, Ravi"."""
    *before, last = pieces
    thanks = bool(before) and all(not piece.words and "thanks" in piece.talk for piece in before)
    return thanks and not last.talk and _is_a_name(last)


def _is_a_name(piece: _Piece) -> bool:
    """ "Thanks Ravi": not "ok 4711", and not "ok slow"."""
    if piece.asks or not 0 < len(piece.words) <= _A_NAME:
        return False
    telling = v.TOPICS | v.PROBLEMS | v.ASKS
    return not any(word in telling or any(letter.isdigit() for letter in word) for word in piece.words)


def _pieces(clause: Clause) -> Iterator[_Piece]:
    """A clause up to each "but" or "and", without small talk."""
    told: list[str] = []
    found: set[str] = set()
    heard = without_reassurance(clause.words)
    for kind, said in talk(Clause(heard, clause.asks)):
        if not kind and said[0] in _TURNS:
            if told or found:
                yield _Piece(tuple(told), frozenset(found), False)
            told, found = [], set()
        elif kind in _COURTEOUS or (not told and (kind in _LEADING or said in _CHEER)):
            found.add(kind)
        elif not told and said[-1 if said[0] in _SIR else 0] in _YES:
            found.add("yes")
        else:
            told.extend(said)
    if told or found or len(heard) < len(clause.words):
        yield _Piece(tuple(told), frozenset(found), clause.asks and bool(heard))
