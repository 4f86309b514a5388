"""Lines in the agents' thread: what is a private note and what a reply, as its first words say."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from app.policy.teams import ThreadDefault
from app.rich_text import RichText, plain, without_prefix
from app.tickets.as_seen import Seen, as_seen

FIRST = 300
"""Characters of a line that are looked at: a mark stands at its beginning."""

_COLON = r"\s*[:ः]"
"""Also the visarga that looks like one and is nearer to hand on a Hindi keyboard."""

_CLOSED = r"[*_~`'\"”’»]*"
"""Looks that are typed around the mark alone, as in "*note*: …"."""

_DASH = r"(?:\s+-(?=\s)|\s*[–—])"

_NOTE = r"(?:(?:(?:private|internal|team|side|निजी|आंतरिक|टीम)\s+)?(?:notes?|नोट(?:्स)?|टिप्पणी|टिप्पणियाँ)|internal(?:ly)?|आंतरिक)"
_TO = r"(?:\s+(?:to|for)\s[^:\n]{1,40}|\s+[^:\n]{1,40}?\s(?:के\s+लिए|को))?"
"""To whom: "note to self", "note for Mina", "नोट मीना के लिए"."""

_REPLY = r"reply|जवाब|उत्तर"
_LOCK = r"(?:[🔒🔏🔐]|:(?:closed_)?lock(?:_with_(?:key|ink_pen))?:)"
_BEFORE = (
    r"(?:[\s>•*_~`'\"“”‘’«»‹›–—\-#]|\(?(?:\d{1,3}|[a-z])[.)]|@[\p{L}\p{M}\p{N}._-]+|<[@!#][^>\n]{1,80}>"
    r"|(?![🔒🔏🔐↩⤴])\p{Extended_Pictographic}|\p{Emoji_Modifier}|:(?!(?:closed_)?lock|leftwards_arrow)[+a-z0-9_'-]{1,60}:)*+"
)
"""What people put before a line (signs of a quote, bullets, numbers, a name, an emoji): it makes nothing of a reply, but a note
stays a note behind it, which is the safe reading.
"""

_MARKS: dict[ThreadDefault, str] = {
    ThreadDefault.NOTE: rf"{_BEFORE}(?:{_LOCK}|[\[(【]\s*{_NOTE}{_TO}(?:{_COLON})?\s*[\])】]{_CLOSED}(?:{_COLON}|{_DASH})?"
    rf"|{_NOTE}{_TO}{_CLOSED}(?:{_COLON}|{_DASH}))",
    ThreadDefault.REPLY: rf"\s*(?:[↩⤴]|:leftwards_arrow_with_hook:|(?:{_REPLY}){_COLON})",
}
_MARK = {kind: regex.compile(rf"{pattern}[^\S\n]*", regex.IGNORECASE | regex.V1) for kind, pattern in _MARKS.items()}


@dataclass(frozen=True)
class Marked:
    """What a line is by its own words (`kind` None: they say nothing), and how many of its first characters say so."""

    kind: ThreadDefault | None
    length: int = 0


def marked(text: str) -> Marked:
    """🔒 or `note:` at the start makes a note, ↩ or `reply:` a reply, in any letter case and in Hindi."""
    seen: Seen = as_seen(text[:FIRST])
    for kind, mark in _MARK.items():
        found = mark.match(seen.text)
        if found:
            return Marked(kind, seen.begins[found.end()])
    return Marked(None)


def without_mark(rich: RichText) -> RichText:
    """Such a line with its formatting, without what says what it is: measured on its own reading, where 🔒 is not `:lock:`."""
    return without_prefix(rich, marked(plain(rich)).length)
