"""Lines in the agents' thread: what is a private note and what a reply, as its first words say."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from app.policy.teams import ThreadDefault
from app.rich_text import RichText, plain, without_prefix

_MARKS: dict[ThreadDefault, str] = {
    ThreadDefault.NOTE: r"🔒|:lock:|(?:note|internal\s+note|नोट|आंतरिक)\s*:",
    ThreadDefault.REPLY: r"↩️?|⤴️?|:leftwards_arrow_with_hook:|(?:reply|re|जवाब|उत्तर)\s*:",
}
_MARK = {kind: regex.compile(rf"\s*(?:{pattern})[^\S\n]*", regex.IGNORECASE) for kind, pattern in _MARKS.items()}


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
