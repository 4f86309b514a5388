"""Plain text for Adaptive Cards: nothing a person typed becomes a link, a mention, an image, a date or any other markup.

Where Teams reads Markdown (TextBlock, facts) it is escaped; a TextRun takes plain text, so long quotes go there.
Which Markdown and macros: adaptivecards.io "Text features"; mentions: learn.microsoft.com "Format cards in Teams".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any
from urllib.parse import quote

import regex

from app.cards import Inline, Link, Mention, Moment
from app.text import clean_text

_WITHIN = regex.compile(r"[\\`*_~\[\]<|]|&(?=#?\w|\Z)|!(?=\[|\Z)")
_AT_START = regex.compile(r"^([ \xa0]*)(?:([#>+=-])|(\d{1,9})([.)]))", regex.MULTILINE)
_INDENT = regex.compile(r"(?<=\n)[ \t]+|\A(?: {4,}| *\t)[ \t]*")
_TURNS = regex.compile(r"[\u202a-\u202e\u2066-\u2069]")
_NOT_IN_NAMES = regex.compile(r"[\\`*_~\[\]<>&|#\r\n\t]+")
_TAG = regex.compile(r"<(?=/?at\b)", regex.IGNORECASE)
_MACRO = regex.compile(r"\{(?=\{)")
_JOINER = "\u2060"


def plain(text: str, limit: int) -> str:
    """`text` as a TextRun shows it, at most `limit` characters, cut between graphemes: no mention, no date macro."""
    return _TAG.sub(f"<{_JOINER}", _MACRO.sub(f"{{{_JOINER}", clip(_TURNS.sub("", text), limit)))


def escaped(text: str, limit: int) -> str:
    """The same for a TextBlock or a fact, where Markdown is read: it shows exactly `text`."""
    marked = _WITHIN.sub(r"\\\g<0>", _INDENT.sub(lambda m: "\xa0" * len(m[0]), plain(text, limit)))
    return _AT_START.sub(lambda m: m[1] + (f"\\{m[2]}" if m[2] else f"{m[3]}\\{m[4]}"), marked)


def clip(text: str, limit: int) -> str:
    """At most `limit` characters; what was cut off ends in "…"."""
    whole = clean_text(text, limit)
    return whole if len(text) <= limit else clean_text(text, limit - 1).rstrip() + "…"


@dataclass
class Writer:
    """Draws the inline parts of one card at one `limit` of characters each, and collects whom it mentions."""

    limit: int
    mentions: dict[str, dict[str, Any]] = field(default_factory=dict)

    def markdown(self, parts: Sequence[Inline]) -> str:
        """For a TextBlock or a fact. A line break needs an empty line there."""
        return "".join(self._markdown(part) for part in parts).strip("\n").replace("\n", "\n\n")

    def runs(self, parts: Sequence[Inline], **look: Any) -> list[list[dict[str, Any]]]:
        """For RichTextBlocks, one for each line: texts and links only (see `needs_markdown`)."""
        lines: list[list[dict[str, Any]]] = [[]]
        for part in parts:
            first, *more = self._lines(part)
            lines[-1] += _run(first, part, look)
            lines += [_run(line, part, look) for line in more]
        return lines

    def _lines(self, part: Inline) -> list[str]:
        return plain(shown(part), self.limit).split("\n")

    def _markdown(self, part: Inline) -> str:
        if isinstance(part, Moment):
            at = part.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            return f"{{{{DATE({at},SHORT)}}}} {{{{TIME({at})}}}}"
        if isinstance(part, Mention):
            return self._mention(part)
        if isinstance(part, Link) and part.url.startswith("https://"):
            return f"[{escaped(part.label, self.limit)}]({quote(part.url, safe=_URL)})"
        return escaped(shown(part), self.limit)

    def _mention(self, who: Mention) -> str:
        """`<at>` only for somebody Teams knows; their name must read the same in text and entity, so it has no markup."""
        user = next((user.rpartition("/")[2].removeprefix("teams:") for user in who.users if user.startswith("teams:")), "")
        name = clip(" ".join(_NOT_IN_NAMES.sub(" ", _TURNS.sub("", who.name)).replace("{{", "{").split()), 100)
        if not user or not name:
            return f"**{escaped(who.name.strip(), 100)}**" if who.name.strip() else ""
        text = f"<at>{name}</at>"
        if self.mentions.get(text, {"mentioned": {"id": user}})["mentioned"]["id"] != user:
            return f"**{name}**"
        self.mentions[text] = {"type": "mention", "text": text, "mentioned": {"id": user, "name": name}}
        return text


_URL = "%:/?#@!$&+,;=~._-'"


def shown(part: Inline) -> str:
    """A part as mere text."""
    if isinstance(part, Moment):
        return part.fallback
    return part.label if isinstance(part, Link) else part.name if isinstance(part, Mention) else part


def needs_markdown(parts: Sequence[Inline]) -> bool:
    """Moments and mentions work in TextBlocks only."""
    return any(isinstance(part, Moment | Mention) for part in parts)


def _run(line: str, part: Inline, look: dict[str, Any]) -> list[dict[str, Any]]:
    if not line:
        return []
    run = {"type": "TextRun", "text": line, **look}
    if isinstance(part, Link) and part.url.startswith("https://"):
        run["selectAction"] = {"type": "Action.OpenUrl", "url": part.url}
    return [run]
