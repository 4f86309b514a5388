"""Whether a line that is about to be read by whoever asked looks as if it was meant for colleagues. Agents decide."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

import regex

from app.tickets.as_seen import plainly_seen

LONGEST = 40_000
"""Characters that are looked at: as much as a message has."""


class Looks(StrEnum):
    """Why it looks internal."""

    SECRET = "secret"  # noqa: S105
    PASSWORD = "password"  # noqa: S105
    LOCK = "lock"
    WORDS = "words"
    COLLEAGUES = "colleagues"


_FLAGS = regex.IGNORECASE | regex.V1

_SECRETS = regex.compile(
    r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY-----|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bxox[a-z]-[0-9A-Za-z-]{10,}"
    r"|\bgh[a-z]_[0-9A-Za-z]{20,}|\bgithub_pat_[0-9A-Za-z_]{20,}|\beyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{4,}"
)

_LOCK = regex.compile(r"🔒|🔐|:lock:|:closed_lock_with_key:")

_NAME = (
    r"(?:pass(?:word|wd|code|phrase|key)?|pw|pwd|(?:client\s+|api\s+|access\s+|auth\s+)?(?:secret|token)|api[\s_-]?key|access[\s_-]key"
    r"|पासवर्ड|पासकोड|कूटशब्द|टोकन|सीक्रेट|गुप्त\s+(?:कुंजी|शब्द))"
)
_TELLS = r"(?:\s*[:=]\s*|\s+(?:is|ist|hai|है)\s*[:=]?\s+|(?:\s+\S{1,20}){0,3}\s*[:=]\s*)"
_TOKEN = r"[\"'“”‘’`*<(]*(?P<token>[^\s\"“”‘’`<>()]{8,64})"  # noqa: S105
_TOLD = regex.compile(rf"(?<![\p{{L}}\p{{M}}]){_NAME}(?![\p{{L}}\p{{M}}-]){_TELLS}{_TOKEN}", _FLAGS)
_BARE = regex.compile(rf"(?<![\p{{L}}\p{{M}}])(?:password|passwd|pwd|passcode|पासवर्ड|पासकोड)\s+{_TOKEN}", _FLAGS)
_ADDRESS = regex.compile(r"^(?:\w+://|www\.|/)|@[\w-]+\.\w|^[\w-]+(?:\.[\w-]++)+(?:/\S*)?$", _FLAGS)
_CLASSES = tuple(regex.compile(one, regex.V1) for one in (r"\p{Ll}", r"\p{Lu}", r"\d", r"[^\p{L}\p{M}\p{N}\s.,;:!?'/\-–—।…]"))

_THINGS_INSIDE = (
    "error|server|network|ip|storage|drive|disk|disc|memory|ram|microphone|mic|speaker|camera|battery|extension|phone|number|mail|"
    "wifi|address|modem|fan|keyboard|monitor|display|screen"
)
_NOT_TO_SHARE = "password|passcode|passwords|otp|otps|pin|pins|code|codes|credentials|login|logins|token|tokens|key|keys|cvv"
_MARKS = regex.compile(
    plainly_seen(rf"""
      (?<![\p{{L}}\p{{M}}-])internal(?:ly)?(?![\p{{L}}\p{{M}}])(?!\s+(?:server\s+)?(?:{_THINGS_INSIDE})\b)
    | (?<!\b(?:an?|the|our|your|my|her|his|their|new|summer|this|that|one|another|for|to|as|and)\s)
      (?<![\p{{L}}\p{{M}}-])intern(?![\p{{L}}\p{{M}}])(?!\s+(?:is|was|has|joins|starts|needs|who|from|in)\b)
    | आंतरिक(?![\p{{L}}\p{{M}}])(?!\s+(?:त्रुटि|सर्वर|नेटवर्क|मेमोरी|स्टोरेज|डिस्क|कैमरा|माइक|फ़ोन|फोन|नंबर))
    | \b(?:do\s+not|don['’]?t|never)\s+share\b
      (?!\s+(?:(?:your|any|the|this|that|these|new|temporary|with\s+anyone|it|and|or)\s+){{0,4}}(?:{_NOT_TO_SHARE})\b)
      (?!\s+(?:it|them|this|that|these)\s+with\s+(?:any|some|no)(?:body|one|\s+one)\b)
    | \bnot\s+for\s+(?:the\s+|our\s+)?(?:customers?|clients?|requesters?|users?|employees?)\b
    | \b(?:keep|stays?)\s+(?:this|it)?\s*(?:between|among)\s+us\b
    | (?:ग्राहक|कर्मचारी|अनुरोधकर्ता)\s+(?:को|से)\s+(?:न|मत|नहीं)\s
    | (?<!पासवर्ड\s)(?<!ओटीपी\s)(?<!पिन\s)(?<!कोड\s)साझा\s+(?:न|मत|ना)\s+कर
    """),
    _FLAGS | regex.VERBOSE,
)

_FIRST_WORDS = 120
"""Characters."""

_NAMED_NOTE = regex.compile(
    r"""
    \A\W*+(?:[\p{L}\p{M}\p{N}'’._-]++\W++){0,6}?
    (?<!(?:please|kindly|release|delivery|patch|meeting|credit|debit|sticky|कृपया)\W{1,3})
    (?:notes?|नोट|टिप्पणी)(?![\p{L}\p{M}])(?:\s*\([^)\n]{0,30}\))?(?:\W*:|ः)
    """,
    _FLAGS | regex.VERBOSE,
)
"""Among the first words one says that it is a note, as in "NB (note): …"; "please note" speaks to whoever reads it."""


def looks_internal(text: str, colleagues: Collection[str], requester: str) -> Looks | None:
    """The gravest reason, None where it reads like an answer. `colleagues` and `requester` are names of people."""
    text = plainly_seen(text[:LONGEST])[:LONGEST]
    if _SECRETS.search(text):
        return Looks.SECRET
    if _tells_password(text):
        return Looks.PASSWORD
    if _LOCK.search(text):
        return Looks.LOCK
    if _MARKS.search(text) or _NAMED_NOTE.search(text[:_FIRST_WORDS]):
        return Looks.WORDS
    to_colleagues = any(_is_named(name, text) for name in colleagues if name != requester)
    return Looks.COLLEAGUES if to_colleagues and not _is_named(requester, text) else None


def _tells_password(text: str) -> bool:
    """A word that stands for a password, and then one that looks like one: at least two kinds of signs, three without a colon."""
    told = any(_kinds(found["token"]) >= 2 for found in _TOLD.finditer(text, overlapped=True))
    return told or any(_kinds(found["token"]) >= 3 for found in _BARE.finditer(text))


def _kinds(token: str) -> int:
    """Small letters, capitals, digits and other signs it is made of; 0 for addresses, and where a digit or a sign is missing."""
    token = token.rstrip(".,;:!?)]}*_।…")
    if len(token) < 8 or _ADDRESS.search(token):
        return 0
    small, large, digits, signs = (bool(one.search(token)) for one in _CLASSES)
    letters = small or large
    return small + large + digits + signs if letters and (digits or signs) else 0


def _is_named(name: str, text: str) -> bool:
    """ "@Mina Das" or "@Mina"; a name alone addresses nobody."""
    name = plainly_seen(name)
    names = {name.strip(), *name.split()[:1]} - {""}
    return any(regex.search(rf"@{regex.escape(one)}(?![\p{{L}}\p{{M}}])", text, regex.IGNORECASE) for one in names)
