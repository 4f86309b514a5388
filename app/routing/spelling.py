"""How typed words are compared: no letter case, no invisible joiners, one spelling where Hindi has two."""

from __future__ import annotations

import unicodedata

_ONE_SPELLING = str.maketrans({"\u200c": None, "\u200d": None, "\u093c": None, "ँ": "ं", "’": "'", "‘": "'"})
_LONGEST = 120


def fold(word: str) -> str:
    """A word as it is compared: "Don’t" is "don't", "ख़राब" is "खराब", "हाँ" is "हां". What is too long for a word stays."""
    if len(word) > _LONGEST:
        return word
    return unicodedata.normalize("NFC", word.casefold()).translate(_ONE_SPELLING)


def words(listed: str) -> frozenset[str]:
    """A set of folded words out of a list divided by spaces."""
    return frozenset(fold(word) for word in listed.split())


def phrases(listed: str) -> frozenset[tuple[str, ...]]:
    """A set of folded phrases out of a list divided by `|` and line ends."""
    return frozenset(
        tuple(fold(word) for word in phrase.split())
        for line in listed.splitlines()
        for phrase in line.split("|")
        if phrase.strip()
    )
