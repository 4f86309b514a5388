"""What people typed, made safe to keep and to show. Texts are kept as they were written; only lines for a list are tidied."""

from __future__ import annotations

import regex

SUMMARY = 200
"""Longest summary of a ticket, in characters."""

DETAILS = 40_000
"""Longest details, comment or resolution, in characters: as long as the longest message a platform lets through."""

NAME = 200
"""Longest name of a person, team, category or workspace, in characters."""

_CONTROLS = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LINE_END = regex.compile(r"\r\n?")
_SURROGATE = regex.compile(r"[\ud800-\udfff]")
_SPACES = regex.compile(r"[\s\p{Z}]+")
_GRAPHEME = regex.compile(r"\X")
# Cc and Cf hold every control, every mark that turns the direction round and every zero-width sign. Three of them shape what
# is seen: the two joiners inside words that join (क्‍ष) and between the parts of an emoji, and the letters of a flag's tag.
_UNSEEN = regex.compile(r"[\p{Cc}\p{Cf}--[\u200c\u200d\U000e0020-\U000e007f]]|[\u034f\u115f\u1160\u3164\uffa0]", regex.V1)
_IDLE_JOINER = regex.compile(
    r"(?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}\p{Extended_Pictographic}])"
    r"|(?<=[\p{Latin}\p{Greek}\p{Cyrillic}])[\u200c\u200d]|[\u200c\u200d](?=[\p{Latin}\p{Greek}\p{Cyrillic}])"
)
_END_MARKS = ".,:;!?…।॥。！？ \u00a0\u202f\n\t"
_IDLE_TAG = regex.compile(r"(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]+")


def clean_text(value: str, limit: int) -> str:
    """`value` without controls but line breaks and tabs, at most `limit` characters long, cut between two graphemes.

    Lone surrogates become U+FFFD and every line end \\n. Nothing else changes: not the spelling, the normal form or the spaces.
    """
    value = _CONTROLS.sub("", _LINE_END.sub("\n", value))
    return _cut(_SURROGATE.sub("\ufffd", value), limit)


def one_line(value: str, limit: int) -> str:
    """`value` for a summary or a name: one line, single spaces, nothing unseen, no mark that turns the direction round."""
    value = _SPACES.sub(" ", _SURROGATE.sub("\ufffd", value))
    value = _IDLE_TAG.sub("", _UNSEEN.sub("", value))
    value = _IDLE_JOINER.sub("", value)
    return _cut(_SPACES.sub(" ", value).strip(), limit).rstrip()


def unended(value: str) -> str:
    """`value` without the marks that end it, so that a sentence can go on: "can you help??" in "can you help: it is closed"."""
    return value.rstrip(_END_MARKS) or value


def _cut(value: str, limit: int) -> str:
    if len(value) <= limit:
        return value
    end = 0
    for grapheme in _GRAPHEME.finditer(value):
        if grapheme.end() > limit:
            break
        end = grapheme.end()
    return value[: end or limit]  # one grapheme of more than `limit` characters is no letter of any script
