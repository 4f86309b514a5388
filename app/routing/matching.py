"""Whether a text says a word: whole words, whatever the letter case, in any script."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import regex

_JOINERS = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff"))
"""Invisible; Devanagari is typed with and without them."""


def folded(text: str) -> str:
    """The form in which texts are compared: NFC, case folded, without joiners."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text.translate(_JOINERS)).casefold())


def said_words(text: str, words: Iterable[str]) -> list[str]:
    """Those of `words` that `text` says; a phrase may be spread over any white space."""
    here = folded(text)
    return [word for word in words if _pattern(word).search(here)]


@lru_cache(maxsize=4096)
def _pattern(word: str) -> regex.Pattern[str]:
    # Why not the standard library's \b: it takes the vowel signs of Devanagari for the end of a word.
    parts = r"\s+".join(regex.escape(part) for part in folded(word).split())
    return regex.compile(rf"(?<!\w){parts}(?!\w)")
