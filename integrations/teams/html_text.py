"""The plain text of a Teams message, without markup. In time linear in its length: the standard HTML parser is not."""

from __future__ import annotations

import html
import re

_AT = re.compile(r"</?at(?:\s[^<>]*)?>", re.IGNORECASE)
TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<rest>[^<>]*)>|<!--[^<>]*-->", re.IGNORECASE)
_OVERLONG = re.compile(r"&#[0-9]{8,}|&#x[0-9a-f]{8,}", re.IGNORECASE)
_ALT = re.compile(r"\salt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "tr", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "table", "ul", "ol"}
)
SILENT = frozenset({"script", "style", "head", "title"})
PICTURES = frozenset({"img", "emoji"})


def unescaped(text: str) -> str:
    """Entities become characters; a number that is no character is left out, because the standard library fails on long ones."""
    return html.unescape(_OVERLONG.sub("", text))


def plain_text(text: str) -> str:
    """The `text` of a message activity: mention tags become names, entities characters."""
    return unescaped(_AT.sub("", text)).replace("\xa0", " ").strip()


def read_html(body: str) -> str:
    """The text of an HTML message body. Lines stay lines, list items get a dash, pictures their alternative text."""
    parts, at, silent = [], 0, 0
    for tag in TAG.finditer(body):
        parts.append("" if silent else body[at : tag.start()].replace("\n", " "))
        at, name = tag.end(), (tag["name"] or "").lower()
        if name in SILENT:
            silent = 0 if tag["end"] else 1
        elif not silent:
            parts.append(_instead(name, bool(tag["end"]), tag["rest"] or ""))
    parts.append("" if silent else body[at:].replace("\n", " "))
    lines = (" ".join(line.split()) for line in unescaped("".join(parts)).split("\n"))
    return "\n".join(line for line in lines if line)


def _instead(name: str, ends: bool, rest: str) -> str:
    """What stands in the text where a tag stood."""
    if name in PICTURES and not ends:
        alt = _ALT.search(rest)
        return (alt[1] or alt[2] or "") if alt else ""
    if name not in _BLOCKS:
        return ""
    return "\n- " if name == "li" and not ends else "\n"
