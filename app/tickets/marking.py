"""Lines in the agents' thread: what is a private note and what a reply, as its first words say."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from app.policy.teams import ThreadDefault
from app.rich_text import RichText, plain, without_prefix

_NOTHING = r"[\s\p{Cf}]*"
"""What nobody sees: it may stand before and within a mark."""

_COLON = rf"{_NOTHING}[:：﹕︰ः]"
"""Also the full-width one, and the visarga that looks like one and is nearer to hand on a Hindi keyboard."""

_NOTE = r"(?:(?:private|internal)\s+)?note|internal|निजी\s+नोट|आंतरिक\s+नोट|नोट|आंतरिक"
_REPLY = r"reply|जवाब|उत्तर"
_SIGNS = r"\p{Cf}>•*_~`'\"“”‘’«»‹›–—\-"
"""What people put before a line: it makes nothing of a reply, but a note stays a note behind it, which is the safe reading."""

_MARKS: dict[ThreadDefault, str] = {
    ThreadDefault.NOTE: rf"[\s{_SIGNS}]*(?:[🔒🔏🔐]\uFE0F?|:(?:closed_)?lock(?:_with_(?:key|ink_pen))?:"
    rf"|[\[(【]{_NOTHING}(?:{_NOTE})(?:{_COLON})?{_NOTHING}[\])】](?:{_COLON})?|(?:{_NOTE}){_COLON})",
    ThreadDefault.REPLY: rf"{_NOTHING}(?:[↩⤴]\uFE0F?|:leftwards_arrow_with_hook:|(?:{_REPLY}){_COLON})",
}
_MARK = {kind: regex.compile(rf"{pattern}[^\S\n]*", regex.IGNORECASE) for kind, pattern in _MARKS.items()}


@dataclass(frozen=True)
class Marked:
    """What a line is by its own words (`kind` None: they say nothing), and how many of its first characters say so."""

    kind: ThreadDefault | None
    length: int = 0


def marked(text: str) -> Marked:
    """🔒 or `note:` at the start makes a note, ↩ or `reply:` a reply, in any letter case and in Hindi."""
    for kind, mark in _MARK.items():
        found = mark.match(text)
        if found:
            return Marked(kind, found.end())
    return Marked(None)


def without_mark(rich: RichText) -> RichText:
    """Such a line with its formatting, without what says what it is: measured on its own reading, where 🔒 is not `:lock:`."""
    return without_prefix(rich, marked(plain(rich)).length)
