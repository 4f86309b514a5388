"""Words as a reader sees them: without what nobody sees, and with look-alikes of letters and colons as what they look like.

For reading what a line says of itself, never for keeping it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import regex

_UNSEEN = regex.compile(r"[\p{Cf}\u034f\u115f\u1160\u3164\uffa0\ufe00-\ufe0f]")
"""Signs without a shape of their own, and those that choose between two shapes of the one before."""

_COLONS = dict.fromkeys(map(ord, "︰∶ː꞉։׃"), ":")
"""What looks like a colon and is none in any normal form."""


@dataclass(frozen=True)
class Seen:
    """`begins[n]` is where the sign begins that is read as `text[n]`; one more says where what was read ends."""

    text: str
    begins: tuple[int, ...]


def as_seen(text: str) -> Seen:
    """Sign by sign (Unicode's form NFKC), with where each begins."""
    signs: list[tuple[str, int]] = []
    for place, sign in enumerate(text):
        if not _UNSEEN.match(sign):
            signs += [(part, place) for part in plainly_seen(sign)]
    return Seen("".join(sign for sign, _ in signs), (*(place for _, place in signs), len(text)))


def plainly_seen(text: str) -> str:
    """The same of a whole text, where nobody asks what stood where."""
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text).translate(_COLONS))
