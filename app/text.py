"""What people typed, made safe to keep and to show. The texts themselves are kept as they were written."""

from __future__ import annotations

import regex

SUMMARY = 200
"""Longest summary of a ticket, in characters."""

DETAILS = 40_000
"""Longest details, comment or resolution, in characters: as long as the longest message a platform lets through."""

NAME = 200
"""Longest name of a person, team, category or workspace, in characters."""

_CONTROLS = {code: None for code in range(0x20) if chr(code) not in "\n\t"} | {0x7F: None}
_SURROGATE = regex.compile(r"[\ud800-\udfff]")
_GRAPHEME = regex.compile(r"\X")
_LINE_ENDS = regex.compile(r"\r\n?")
_SPACES = regex.compile(r"[\s\p{Z}]+")
_DIRECTIONS = regex.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Controls, tags and other marks that show nothing. The two joiners and the emoji tags are looked at one by one below.
_UNSEEN = regex.compile(r"[\u0080-\u009f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]")
_JOINED = regex.compile(
    r"(?<=[\p{L}\p{M}\p{Extended_Pictographic}\ufe0f\U0001f3fb-\U0001f3ff])[\u200c\u200d](?=[\p{L}\p{M}\p{Extended_Pictographic}\u2640\u2642\u2695])"
)
_JOINER = regex.compile(r"[\u200c\u200d]")
_LATIN_AROUND = regex.compile(r"(?<=[\p{Latin}\p{N}])[\u200c\u200d]|[\u200c\u200d](?=[\p{Latin}\p{N}])")


def clean_text(value: str, limit: int) -> str:
    """`value` without controls but line breaks and tabs, at most `limit` characters long, cut between two graphemes.

    Lone surrogates become U+FFFD. Nothing else is changed: not the spelling, not the normal form, not the spaces.
    """
    value = _SURROGATE.sub("\ufffd", _LINE_ENDS.sub("\n", value[: limit * 4 + 64]).translate(_CONTROLS))
    return _cut(value, limit)


def one_line(value: str, limit: int) -> str:
    """`value` for a summary or a name: one line, single spaces, nothing invisible, no mark that turns the direction round.

    The joiners stay where they shape what is seen: inside words of scripts that join (Devanagari) and between emoji.
    """
    value = _SURROGATE.sub("\ufffd", value[: limit * 4 + 64])
    value = _SPACES.sub(" ", value).translate(_CONTROLS)
    value = _LATIN_AROUND.sub("", _UNSEEN.sub("", _DIRECTIONS.sub("", value)))
    kept = {match.start() for match in _JOINED.finditer(value)}
    value = "".join(sign for place, sign in enumerate(value) if place in kept or not _JOINER.match(sign))
    return _cut(_SPACES.sub(" ", value).strip(), limit).rstrip()


def _cut(value: str, limit: int) -> str:
    if len(value) <= limit:
        return value
    end = 0
    for grapheme in _GRAPHEME.finditer(value):
        if grapheme.end() > limit:
            break
        end = grapheme.end()
    return value[: end or limit]
