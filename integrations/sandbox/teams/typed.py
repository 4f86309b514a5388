"""What a person types, as Teams sends it: plain text without the marks, and the same as the HTML that comes beside it.

The Markdown that the compose box knows: support.microsoft.com "Use Markdown formatting in Microsoft Teams".
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from integrations.sandbox import markup
from integrations.sandbox.markup import BULLET, CODE, LINES, ORDERED, QUOTE, Part
from integrations.sandbox.teams.records import Json

_TAGS = {"**": "strong", "*": "strong", "_": "em", "~~": "s", "~": "s"}
_REST = "|".join(
    (
        r"(?<!!)\[(?P<label>[^\[\]\n]{1,500})\]\((?P<to>https?://[^()\s]+)\)",
        markup.ADDRESS,
        markup.INLINE_CODE,
        markup.marked(r"\*\*|~~|[*_~]"),
    )
)


@dataclass
class Written:
    """`typed` is what stood in the compose box; `text` has mentions as `<at>Name</at>`, one entity for each in `entities`."""

    typed: str
    text: str = ""
    html: str = ""
    entities: list[Json] = field(default_factory=list)


def composed(typed: str, mentionable: Mapping[str, Json]) -> Written:
    """`mentionable`: accounts by visible name; "@Name" of one of them is a mention, as when picked from the list."""
    writer = _Writer(Written(typed), mentionable)
    lines: list[str] = []
    found = markup.parts(typed)
    for part in found:
        drawn = [writer.inline(line) if part.kind != CODE else (line, html.escape(line)) for line in part.lines]
        lines += [text for text, _ in drawn]
        part.lines = [words for _, words in drawn]
    writer.into.text, writer.into.html = "\n".join(lines), _drawn(found)
    return writer.into


class _Writer:
    def __init__(self, into: Written, mentionable: Mapping[str, Json]) -> None:
        self.into, self._mentionable = into, mentionable
        self._pattern = re.compile(f"{markup.names_pattern(list(mentionable))}|{_REST}")

    def inline(self, line: str) -> tuple[str, str]:
        """The line as plain text and as HTML."""
        text = drawn = ""
        last = 0
        for found in self._pattern.finditer(line):
            between = line[last : found.start()]
            words, tagged = self._piece(found)
            text, drawn, last = text + between + words, drawn + html.escape(between, quote=False) + tagged, found.end()
        return text + line[last:], drawn + html.escape(line[last:], quote=False)

    def _piece(self, found: re.Match[str]) -> tuple[str, str]:
        if found["name"]:
            return self._mention(found["name"])
        if found["url"]:
            return found["url"], _link(found["url"], html.escape(found["url"], quote=False))
        if found["to"]:
            text, drawn = self.inline(found["label"])
            return text, _link(found["to"], drawn)
        if found["code"]:
            return found["code"], f"<code>{html.escape(found['code'], quote=False)}</code>"
        text, drawn = self.inline(found["inside"])
        tag = _TAGS[found["mark"]]
        return text, f"<{tag}>{drawn}</{tag}>"

    def _mention(self, name: str) -> tuple[str, str]:
        number, said = len(self.into.entities), f"<at>{name}</at>"
        self.into.entities.append({"type": "mention", "mentioned": self._mentionable[name], "text": said})
        span = f'<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="{number}">{html.escape(name)}</span>'
        return said, span


def _link(url: str, label: str) -> str:
    to = html.escape(url)
    return f'<a href="{to}" rel="noreferrer noopener" title="{to}" target="_blank">{label}</a>'


def _drawn(found: list[Part]) -> str:
    """The parts, whose lines are HTML by now."""
    drawn, lists = "", list[Part]()
    for part in [*found, Part(LINES)]:
        if part.kind in (BULLET, ORDERED):
            lists.append(part)
            continue
        drawn += _lists(lists) + _block(part)
        lists = []
    return drawn


def _block(part: Part) -> str:
    if part.kind == CODE:
        return f'<codeblock class="PlainText"><code>{"<br>".join(part.lines)}</code></codeblock>'
    if part.kind == QUOTE:
        return f"<blockquote>{_paragraphs(part.lines)}</blockquote>"
    return _paragraphs(part.lines)


def _paragraphs(lines: list[str]) -> str:
    """Lines without an empty one between them share a paragraph."""
    told = "\n".join(line.strip() and line for line in lines)
    return "".join(f"<p>{one.replace(chr(10), '<br>') or '&nbsp;'}</p>" for one in told.split("\n\n")) if lines else ""


def _lists(lists: list[Part]) -> str:
    """Lists that follow each other, deeper ones inside the item before them."""
    drawn, opened = "", list[Part]()
    for part in lists:
        for number, item in enumerate(part.lines, part.first):
            while opened and opened[-1].indent > part.indent:
                drawn += _closed(opened.pop())
            if opened and (opened[-1].indent, opened[-1].kind) == (part.indent, part.kind):
                drawn += f"</li><li>{item}"
                continue
            drawn += _closed(opened.pop()) if opened and opened[-1].indent == part.indent else ""
            drawn += f"<{_tag(part)}{f' start={chr(34)}{number}{chr(34)}' if number > 1 else ''}><li>{item}"
            opened.append(part)
    return drawn + "".join(_closed(part) for part in reversed(opened))


def _tag(part: Part) -> str:
    return "ul" if part.kind == BULLET else "ol"


def _closed(part: Part) -> str:
    return f"</li></{_tag(part)}>"
