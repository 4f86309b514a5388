"""Words of small talk as they are typed in haste: "thankssss", "thnaks", "okayyyy", "coool"."""

from __future__ import annotations

import regex

from app.routing import vocabulary as v

_DRAWN_OUT = regex.compile(r"(\p{L})\1{2,}")
_OFTEN_MISTYPED = tuple("thanks thank thankyou dhanyavad dhanyavaad dhanyawad shukriya great perfect working".split())  # noqa: SIM905
_KNOWN = frozenset(
    word
    for listed in (v.GREETINGS, v.THANKS, v.ACKNOWLEDGEMENTS, v.SOLVED, v.CHATTER, v.ADDRESSEES)
    for phrase in listed
    for word in phrase
)


def as_meant(word: str) -> str:
    """A folded word, or the word of small talk that it is but for letters drawn out, swapped, missing or too many.

    A letter in place of another one is no slip here: "thinks" is not "thanks".
    """
    if word in _KNOWN:
        return word
    if _DRAWN_OUT.search(word):
        shorter = (_DRAWN_OUT.sub(r"\1", word), _DRAWN_OUT.sub(r"\1\1", word))
        return next((one for one in shorter if one in _KNOWN), word)
    return next((known for known in _OFTEN_MISTYPED if _slipped(word, known)), word)


def _slipped(word: str, known: str) -> bool:
    if abs(len(word) - len(known)) > 1 or word[0] != known[0]:
        return False
    if len(word) == len(known):
        return _swapped(word, known)
    short, long = sorted((word, known), key=len)
    return word[:2] == known[:2] and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _swapped(word: str, known: str) -> bool:
    """Two neighbours have changed places, nothing else."""
    at = next((at for at, letter in enumerate(known[:-1]) if word[at] != letter), 0)
    return word == known[:at] + known[at + 1] + known[at] + known[at + 2 :]
