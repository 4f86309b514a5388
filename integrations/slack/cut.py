"""Texts made fit for Slack: without what no text may contain, and cut between two graphemes where they are too long."""

from __future__ import annotations

import re
from collections.abc import Callable

import regex

ELLIPSIS = "…"

_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_INVISIBLE = regex.compile(r"[\s\p{C}\p{M}\u115F\u1160\u2800\u3164\uFFA0]*")
_GRAPHEME = regex.compile(r"\X")

Weigh = Callable[[str], int]


def clean(text: str) -> str:
    """Without what JSON, databases or readers stumble over: controls, halves of surrogate pairs, marks that turn the direction of
    what follows. Newlines and tabs stay."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def shown(text: str) -> str:
    """The cleaned text, or '' where a reader would see nothing at all (Slack refuses empty text objects)."""
    text = clean(text).strip("\n")
    return "" if _INVISIBLE.fullmatch(text) else text


def units(text: str) -> int:
    """UTF-16 units: the strictest of the ways in which characters are counted."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int, weigh: Weigh = units) -> str:
    """`text` if it weighs at most `limit`, else as many whole graphemes of it as fit before an ellipsis."""
    if len(text) * 2 <= limit and weigh is units:
        return text
    if weigh(text) <= limit:
        return text
    kept = _take(text, limit - weigh(ELLIPSIS), weigh)
    return kept.rstrip() + ELLIPSIS


def _take(text: str, room: int, weigh: Weigh) -> str:
    kept: list[str] = []
    for found in _GRAPHEME.finditer(text):
        grapheme = found.group()
        room -= weigh(grapheme)
        if room < 0:
            break
        kept.append(grapheme)
    return "".join(kept)
