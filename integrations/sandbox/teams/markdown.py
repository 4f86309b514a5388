"""How Teams draws the text of a card or message: the small Markdown it knows, dates in the reader's zone, mentions as names.

What Teams would not draw (an unsafe link, a mention without its entity, a malformed date) stays raw, so that it is noticed.
Which Markdown and which date forms: adaptivecards.io "Text features", learn.microsoft.com "Format cards in Teams".
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MACRO = re.compile(r"\{\{(DATE|TIME)\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d))(?:,\s*(SHORT|LONG|COMPACT))?\)\}\}")
_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\(([^()\s]*)\)")
_MARKS = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r"\*\*(?=\S)(.+?)(?<=\S)\*\*",
        r"\b__(?=\S)(.+?)(?<=\S)__\b",
        r"\*(?=\S)([^*\n]+?)(?<=\S)\*",
        r"\b_(?=\S)([^\n]+?)(?<=\S)_\b",
    )
)
_BULLET = re.compile(r"^[-*] ", re.MULTILINE)
_AT = re.compile(r"<at>.*?</at>", re.DOTALL)
_FORMS = {"COMPACT": "{0:%-m/%-d/%Y}", "SHORT": "{0:%a}, {0:%b} {0.day}, {0.year}", "LONG": "{0:%A}, {0:%B} {0.day}, {0.year}"}
_PRIVATE = 0xE000
_RESTORED = {_PRIVATE + code: chr(code) for code in range(0x21, 0x7F)}


@dataclass(frozen=True)
class Reader:
    """Who looks at a text: their zone, and which `<at>…</at>` of this message address whom."""

    zone: tzinfo = field(default_factory=lambda: ZoneInfo("UTC"))
    mentions: Mapping[str, str] = field(default_factory=dict)


def drawn(text: str, reader: Reader) -> str:
    """A TextBlock, a fact or a message text as the reader sees it."""
    text = _ESCAPED.sub(lambda m: chr(_PRIVATE + ord(m[1])), with_dates(text, reader))
    text = _LINK.sub(_link, _AT.sub(lambda m: reader.mentions.get(m[0], m[0]), text))
    for mark in _MARKS:
        text = mark.sub(r"\1", text)
    return html.unescape(_BULLET.sub("• ", text)).translate(_RESTORED)


def with_dates(text: str, reader: Reader) -> str:
    """A TextRun: no Markdown, but the date macros."""
    return _MACRO.sub(lambda m: _moment(m[1], m[2], m[3] or "COMPACT", reader), text)


def _moment(what: str, at: str, form: str, reader: Reader) -> str:
    try:
        local = datetime.fromisoformat(at).astimezone(reader.zone)
    except ValueError:
        return f"{{{{{what}({at})}}}}"
    return f"{local:%-I:%M %p}" if what == "TIME" else _FORMS[form].format(local)


def _link(match: re.Match[str]) -> str:
    label, url = match[1], match[2].translate(_RESTORED)
    try:
        parts = urlsplit(url)
    except ValueError:
        return match[0]
    if parts.scheme in ("http", "https") and parts.hostname:
        return f"{label} ({parts.hostname})"
    return f"{label} ({parts.path})" if parts.scheme in ("mailto", "tel") else match[0]
