"""Is this a request? Decided without guessing and without chance, in English, Hindi and Hindi in Latin letters.

First the small talk is taken away: greetings, thanks, "ok", and whom it is addressed to. What is left is a request when it has
a sign of one (a question, a problem, something asked for, a thing that people need help with) or is simply long. In doubt it
is a request: a false one costs a click, a lost one costs somebody's day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex

from app.routing import vocabulary as v
from app.routing.commands import parse_chat
from app.routing.spelling import fold

Kind = Literal["request", "greeting", "thanks", "emoji", "command", "empty", "chatter"]

_READ = 4_000
_LONG_WORDS = 6
_LONG_UNSPACED = 24
_LONGEST_PHRASE = 6

_PIECE = regex.compile(
    r"(?P<link>https?://\S{1,500}|<(?:https?|mailto):[^>\n]{1,500}>)"
    r"|(?P<name><[@!\#][^>\n]{1,80}>|(?<![\w.])@[\p{L}][\p{L}\p{M}\p{N}._-]{0,40})"
    r"|(?P<code>(?<![\p{L}\p{N}]):[+a-z0-9_'-]{1,60}:)"
    r"|(?P<smiley>(?<!\w)[:;=8]['’]?-?[)(DPpOo/|3*]+(?!\w)|<3|\^_*\^)"
    r"|(?P<word>\+?[\p{L}\p{M}\p{N}]{1,60}(?:['’\u200c\u200d]+[\p{L}\p{M}]{1,20})*)"
    r"|(?P<emoji>\p{Extended_Pictographic}|\p{Regional_Indicator})"
    r"|(?P<stop>[.,;:!?…।॥\n—–]|-(?=\s))",
    regex.IGNORECASE,
)


@dataclass(frozen=True)
class Recognition:
    """What a text is, and by which signs. `thanks` also stands for "ok", "got it" and other acknowledgements."""

    kind: Kind
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Clause:
    """Words up to the next punctuation mark, folded; `asks` when that was a question mark."""

    words: tuple[str, ...]
    asks: bool


def recognise(text: str) -> Recognition:
    """Tell a request from what is none. Reads the first 4000 characters, in linear time; never raises."""
    pieces = [(piece.lastgroup or "", piece[0]) for piece in _PIECE.finditer(text[:_READ])]
    kinds = {kind for kind, _ in pieces}
    if "word" not in kinds:
        return _wordless(pieces)
    if parse_chat(text).phrase:
        return Recognition("command", ("command",))
    found: set[str] = set()
    left = [clause for clause in (_without_small_talk(clause, found) for clause in _clauses(pieces)) if clause.words]
    if not left:
        return _small_talk(found)
    signs = tuple(_signs(left, found))
    if signs:
        return Recognition("request", signs)
    return _small_talk(found) if found and sum(len(c.words) for c in left) < 4 else Recognition("chatter", ("no_sign",))


def is_acknowledgement(text: str) -> bool:
    """Thanks, "ok", "👍": never opens a ticket, never reopens one."""
    return recognise(text).kind == "thanks"


def _wordless(pieces: list[tuple[str, str]]) -> Recognition:
    """Emoji, links, names or nothing."""
    drawn = [(kind, piece) for kind, piece in pieces if kind in ("emoji", "code", "smiley")]
    if not drawn:
        other = next((kind for kind, _ in pieces if kind in ("link", "name")), "")
        return Recognition("chatter", (other,)) if other else Recognition("empty")
    approving = any(piece in v.APPROVING or fold(piece.strip(":")) in v.APPROVING_CODES for _, piece in drawn)
    return Recognition("thanks" if approving else "emoji", ("emoji",))


def _clauses(pieces: list[tuple[str, str]]) -> Iterator[_Clause]:
    words: list[str] = []
    for kind, piece in pieces:
        if kind == "word":
            words.append(fold(piece))
        elif words and kind in ("stop", "emoji", "code"):
            yield _Clause(tuple(words), piece == "?")
            words = []
    if words:
        yield _Clause(tuple(words), False)


def _without_small_talk(clause: _Clause, found: set[str]) -> _Clause:
    """The words that belong to no greeting, thanks or the like; what was taken away is noted in `found`."""
    left: list[str] = []
    at = 0
    while at < len(clause.words):
        kind, length = _phrase_at(clause.words, at)
        if kind == "swallow" and not clause.asks:
            found.add("thanks" if clause.words[at] in v.THANKFUL else "chatter")
            at = _turn(clause.words, at + length)
        elif kind == "swallow_before" and _phrase_at(clause.words, at + length)[0] == "thanks":
            left.clear()
            at += length
        elif length and kind not in ("swallow", "swallow_before"):
            found.add(kind)
            at += length
        else:
            left.append(clause.words[at])
            at += 1
    return _Clause(tuple(left), clause.asks)


_TALK = (
    ("swallow", v.SWALLOW), ("swallow_before", v.SWALLOW_BEFORE), ("thanks", v.THANKS), ("greeting", v.GREETINGS),
    ("acknowledgement", v.ACKNOWLEDGEMENTS), ("chatter", v.CHATTER), ("addressee", v.ADDRESSEES),
)  # fmt: skip


def _phrase_at(words: tuple[str, ...], at: int) -> tuple[str, int]:
    """The longest phrase of small talk that begins here, and how many words it has."""
    for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
        phrase = words[at : at + length]
        for kind, listed in _TALK:
            if phrase in listed:
                return kind, length
    return "", 0


def _turn(words: tuple[str, ...], at: int) -> int:
    """Where a swallowed clause ends: at "but", "can", "please", or with the clause."""
    return next((i for i in range(at, len(words)) if words[i] in v.TURNS), len(words))


def _small_talk(found: set[str]) -> Recognition:
    reasons = tuple(sorted(found - {"addressee"})) or ("chatter",)
    if found & {"thanks", "acknowledgement", "solved"}:
        return Recognition("thanks", reasons)
    return Recognition("greeting" if "greeting" in found else "chatter", reasons)


def _signs(left: list[_Clause], found: set[str]) -> Iterator[str]:
    """The signs of a request, in the order in which they convince."""
    words = [word for clause in left for word in clause.words]
    if _tells_a_solution(left):
        found.add("solved")
        return
    if any(_is_question(clause) for clause in left):
        yield "question"
    if any(word in v.PROBLEMS or word.startswith(v.PROBLEM_STEMS) for word in words):
        yield "problem"
    if any(word in v.ASKS for word in words) or any(clause.words[0] in v.ORDERS for clause in left):
        yield "ask"
    if any(word in v.TOPICS for word in words):
        yield "topic"
    if len(words) >= _LONG_WORDS or max(map(len, words)) >= _LONG_UNSPACED:
        yield "length"


def _is_question(clause: _Clause) -> bool:
    return clause.asks or clause.words[0] in v.QUESTIONS or any(word in v.HINDI_QUESTIONS for word in clause.words)


def _tells_a_solution(left: list[_Clause]) -> bool:
    """ "It is working fine now": only calm words, one of them telling that it works, and nothing asked."""
    words = [word for clause in left for word in clause.words]
    calm = all(word in v.CALM or word in v.FIXED for word in words) and not any(clause.asks for clause in left)
    return calm and any(word in v.FIXED for word in words)
