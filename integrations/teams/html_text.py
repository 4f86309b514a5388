"""The plain text of a Teams message body: what a reader sees, without markup."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

_AT = re.compile(r"</?at(?:\s[^<>]*)?>", re.IGNORECASE)
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "tr", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "table", "ul", "ol"}
)
_SILENT = frozenset({"script", "style", "head", "title"})
_GAPS = re.compile(r"\n{3,}")
LONGEST = 200_000


def plain_text(text: str) -> str:
    """The `text` of a message activity: mention tags become names, entities characters."""
    return html.unescape(_AT.sub("", text)).replace("\xa0", " ").strip()


def read_html(body: str) -> str:
    """The text of an HTML message body. Lines stay lines, list items get a dash, images their alternative text."""
    reader = _Reader()
    reader.feed(body[:LONGEST])
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self._line()
            if tag == "li":
                self.parts.append("- ")
        elif tag in ("img", "emoji"):
            self.parts.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS and tag != "br":
            self._line()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data.replace("\n", " "))

    def _line(self) -> None:
        if self.parts and self.parts[-1] != "\n":
            self.parts.append("\n")
