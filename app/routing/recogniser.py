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
from app.routing.typos import as_meant

Kind = Literal["request", "greeting", "thanks", "emoji", "command", "empty", "chatter"]

_READ = 2_000
_FEW_WORDS = 6
_LONG_WORDS = 6
_LONGEST_PHRASE = 6

_PIECE = regex.compile(
    r"(?P<link>https?://\S{1,500}|<(?:https?|mailto):[^>\n]{1,500}>)"
    r"|(?P<name><[@!\#][^>\n]{1,80}>|(?<![\w.])@[\p{L}][\p{L}\p{M}\p{N}._-]{0,40})"
    r"|(?P<code>(?<![\p{L}\p{N}]):[+a-z0-9_'-]{1,60}:)"
    r"|(?P<smiley>(?<!\w)[:;=8]['’]?-?[)(DPpOo/|3*]+(?!\w)|<3|\^_*\^)"
    r"|(?P<word>\+?[\p{L}\p{M}\p{N}]{1,60}(?:['’\u200c\u200d]++[\p{L}\p{M}]{1,20}+)*)"
    r"|(?P<emoji>(?:\p{Extended_Pictographic}|\p{Regional_Indicator})\ufe0f?)"
    r"|(?P<stop>[.,;:!?…।॥\n—–]|-(?=\s))",
    regex.IGNORECASE,
)
_OTHER_SCRIPT = regex.compile(r"(?:(?![\p{Latin}\p{Devanagari}])\p{L}){4}")
"""A language that we do not know: somebody wants something, and a person has to read what."""


@dataclass(frozen=True)
class Recognition:
    """What a text is, and by which signs. `thanks` also stands for "ok", "got it" and other acknowledgements."""

    kind: Kind
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clause:
    """Words up to the next punctuation mark, folded; `asks` when that was a question mark."""

    words: tuple[str, ...]
    asks: bool


def recognise(text: str, *, commands: bool = True) -> Recognition:
    """Tell a request from what is none. Reads the first 2000 characters, in linear time; never raises.

    `commands=False` where nobody speaks to the desk itself: "new laptop" in a channel is a request like any other.
    """
    pieces = _pieces(text)
    kinds = {kind for kind, _ in pieces}
    if commands and parse_chat(text).phrase:
        return Recognition("command", ("command",))
    if "word" not in kinds:
        return _wordless(pieces)
    found: set[str] = set()
    left = [clause for clause in (without_small_talk(clause, found) for clause in _clauses(pieces)) if clause.words]
    if not left:
        return _small_talk(found)
    if tells_a_solution(left):
        return Recognition("thanks", ("solved",))
    signs = tuple(_signs(left))
    if signs == ("topic",) and _goes_on(left):
        return Recognition("chatter", ("goes_on",))
    if signs:
        return Recognition("request", signs)
    return _small_talk(found) if found and sum(len(c.words) for c in left) < 4 else Recognition("chatter", ("no_sign",))


def is_acknowledgement(text: str) -> bool:
    """Thanks, "ok", "👍": never opens a ticket, never reopens one."""
    return recognise(text).kind == "thanks"


def clauses(text: str) -> list[Clause]:
    """The first 2000 characters, divided at every stop and emoji."""
    return list(_clauses(_pieces(text)))


def signs_alone(text: str) -> frozenset[str]:
    """The stops and emoji of the first 2000 characters; a question mark within a link is none."""
    return frozenset(piece.rstrip("\ufe0f") for kind, piece in _pieces(text) if kind in ("stop", "emoji", "code"))


def _pieces(text: str) -> list[tuple[str, str]]:
    return [(piece.lastgroup or "", piece[0]) for piece in _PIECE.finditer(text[:_READ])]


def _wordless(pieces: list[tuple[str, str]]) -> Recognition:
    """Emoji, links, names or nothing."""
    drawn = [(kind, piece) for kind, piece in pieces if kind in ("emoji", "code", "smiley")]
    if not drawn:
        other = next((kind for kind, _ in pieces if kind in ("link", "name")), "")
        return Recognition("chatter", (other,)) if other else Recognition("empty")
    approving = any(piece[0] in v.APPROVING or fold(piece.strip(":")) in v.APPROVING_CODES for _, piece in drawn)
    return Recognition("thanks" if approving else "emoji", ("emoji",))


def _clauses(pieces: list[tuple[str, str]]) -> Iterator[Clause]:
    words: list[str] = []
    for kind, piece in pieces:
        if kind == "word":
            words.append(as_meant(fold(piece)))
        elif words and kind in ("stop", "emoji", "code"):
            yield Clause(tuple(words), piece == "?")
            words = []
    if words:
        yield Clause(tuple(words), False)


def without_small_talk(clause: Clause, found: set[str]) -> Clause:
    """What is left of a clause without small talk, which is noted in `found`.

    Greetings and thanks are taken away wherever they stand, the rest only at the beginning or when nothing else is left:
    "no" and "working" alone are small talk, in "no sound" and "not working" they are not.
    """
    parts = list(talk(clause))
    only_talk = all(kind for kind, _ in parts) and not _is_taken_back(parts)
    left: list[str] = []
    for kind, words in parts:
        if kind and (only_talk or kind in ("thanks", "greeting", "swallowed") or (not left and kind in _LEADING)):
            found.add(kind)
        else:
            left.extend(words)
    return Clause(tuple(left), clause.asks)


def _is_taken_back(parts: list[tuple[str, tuple[str, ...]]]) -> bool:
    """ "ठीक नहीं है": an acknowledgement and a no beside it."""
    kinds = {kind for kind, _ in parts}
    return not kinds.isdisjoint(("acknowledgement", "solved")) and any(len(words) == 1 and words[0] in v.NO for _, words in parts)


def talk(clause: Clause) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The clause as phrases of small talk by kind, and single words of kind '' between them."""
    words, at = clause.words, 0
    before = next((i for i in range(len(words)) if _thanks_for_all_before(words, i)), 0)
    while at < len(words):
        kind, length = _phrase_at(words, at)
        end = at + (length or 1)
        if at < before:
            kind, end = "swallowed", before
        elif kind == "swallow" and not clause.asks:
            kind, end = ("thanks" if words[at] in v.THANKFUL else "swallowed"), _turn(words, end)
        elif kind == "swallow":
            kind, end = "", at + 1
        yield kind, words[at:end]
        at = end


def _thanks_for_all_before(words: tuple[str, ...], at: int) -> bool:
    """Hindi thanks at the end: "पासवर्ड ठीक करने के लिए धन्यवाद"."""
    return words[at - 2 : at] in v.SWALLOW_BEFORE and _phrase_at(words, at)[0] == "thanks"


_LEADING = ("acknowledgement", "solved", "addressee")
_KIND_OF: dict[tuple[str, ...], str] = {
    phrase: kind
    for kind, listed in (
        ("addressee", v.ADDRESSEES),
        ("chatter", v.CHATTER),
        ("acknowledgement", v.ACKNOWLEDGEMENTS),
        ("solved", v.SOLVED),
        ("greeting", v.GREETINGS),
        ("thanks", v.THANKS),
        ("swallow", v.SWALLOW),
    )
    for phrase in listed
}


def _phrase_at(words: tuple[str, ...], at: int) -> tuple[str, int]:
    """The longest phrase of small talk that begins here, and how many words it has."""
    for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
        kind = _KIND_OF.get(words[at : at + length])
        if kind:
            return kind, length
    return "", 0


def _turn(words: tuple[str, ...], at: int) -> int:
    """Where a swallowed clause ends: at "but", "can", "please", or with the clause."""
    return next((i for i in range(at, len(words)) if words[i] in v.TURNS), len(words))


def _small_talk(found: set[str]) -> Recognition:
    reasons = tuple(sorted(found - {"addressee", "swallowed"})) or ("chatter",)
    if found & {"thanks", "acknowledgement", "solved"}:
        return Recognition("thanks", reasons)
    return Recognition("greeting" if "greeting" in found else "chatter", reasons)


def _signs(left: list[Clause]) -> Iterator[str]:
    """The signs of a request, in the order in which they convince."""
    words = [word for clause in left for word in clause.words]
    if any(_is_question(clause) for clause in left):
        yield "question"
    if any(word in v.PROBLEMS or word.startswith(v.PROBLEM_STEMS) for word in words):
        yield "problem"
    if any(word in v.ASKS for word in words) or any(clause.words[0] in v.ORDERS for clause in left):
        yield "ask"
    if any(word in v.TOPICS for word in words):
        yield "topic"
    if len(words) >= _LONG_WORDS:
        yield "length"
    if any(_OTHER_SCRIPT.search(word) for word in words):
        yield "script"


def _goes_on(left: list[Clause]) -> bool:
    """ "In the Pune office", "also on wifi": a few words about a place or time, which only add to what was said before."""
    return len(left) == 1 and len(left[0].words) <= _FEW_WORDS and left[0].words[0] in v.ADDING


def _is_question(clause: Clause) -> bool:
    first = clause.words[0].partition("'")[0]
    return clause.asks or first in v.QUESTIONS or any(word in v.HINDI_QUESTIONS for word in clause.words)


def tells_a_solution(left: list[Clause]) -> bool:
    """ "It is working fine now": only calm words, one of them telling that it works, and nothing asked."""
    words = [word for clause in left for word in clause.words]
    calm = all(word in v.CALM or word in v.FIXED for word in words) and not any(_is_question(clause) for clause in left)
    return calm and any(word in v.FIXED for word in words) and words[-1] not in ("kar", "कर")
