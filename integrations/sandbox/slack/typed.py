"""What a person types, as Slack's client sends it: mrkdwn with mentions and links marked, and the same as a rich_text block.

The block: docs.slack.dev/reference/block-kit/blocks/rich-text-block.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from integrations.sandbox import markup
from integrations.sandbox.slack.model import Blocks, Json

_STYLES = {"*": "bold", "_": "italic", "~": "strike"}
_REST = "|".join(
    (
        r"<@(?P<user>[UW][A-Z0-9]+)>",
        markup.ADDRESS,
        markup.MAIL,
        markup.INLINE_CODE,
        r"(?<!\w):(?P<emoji>[a-z0-9_+'-]*[a-z+-][a-z0-9_+'-]*):(?!\w)",
        markup.marked(r"[*_~]"),
    )
)
Styles = tuple[str, ...]


def composed(text: str, names: Mapping[str, str], block_id: str) -> tuple[str, Blocks]:
    """The `text` and `blocks` of a message. `names` maps visible names to user ids: "@Asha" is a mention, as when picked."""
    writer = _Writer(names)
    elements: list[Json] = []
    sent: list[str] = []
    found = markup.parts(text)
    for place, part in enumerate(found):
        drawn, words = writer.part(part)
        if part.kind == markup.LINES and place + 1 < len(found):
            drawn[-1]["elements"] = _with_break(drawn[-1]["elements"])
        elements += drawn
        sent.append(words)
    block = {"type": "rich_text", "block_id": block_id, "elements": elements}
    return "\n".join(sent), [block] if elements else []


def as_sent(text: str, names: Mapping[str, str]) -> str:
    """The `text` alone."""
    return composed(text, names, "")[0]


def _with_break(elements: list[Json]) -> list[Json]:
    """A section that something follows ends with a line break."""
    if elements and elements[-1]["type"] == "text" and "style" not in elements[-1]:
        return [*elements[:-1], {"type": "text", "text": elements[-1]["text"] + "\n"}]
    return [*elements, {"type": "text", "text": "\n"}]


class _Writer:
    """Knows who can be mentioned."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._pattern = re.compile(f"{markup.names_pattern(list(names))}|{_REST}")

    def part(self, part: markup.Part) -> tuple[list[Json], str]:
        """The elements of one part, and its mrkdwn."""
        if part.kind == markup.CODE:
            code = "\n".join(part.lines)
            return [{"type": "rich_text_preformatted", "elements": [_text(code, ())], "border": 0}], f"```{_escaped(code)}```"
        if part.kind in (markup.BULLET, markup.ORDERED):
            return self._list(part)
        inside, sent = self._inline("\n".join(part.lines), ())
        if part.kind == markup.QUOTE:
            return [{"type": "rich_text_quote", "elements": inside}], "\n".join(f"&gt; {one}" for one in sent.split("\n"))
        return [{"type": "rich_text_section", "elements": inside}], sent

    def _list(self, part: markup.Part) -> tuple[list[Json], str]:
        ordered, items, sent = part.kind == markup.ORDERED, [], []
        for number, line in enumerate(part.lines, part.first):
            inside, words = self._inline(line, ())
            items.append({"type": "rich_text_section", "elements": inside})
            sent.append(f"{'    ' * part.indent}{f'{number}.' if ordered else '•◦▪'[part.indent % 3]} {words}")
        drawn: Json = {"type": "rich_text_list", "elements": items, "style": "ordered" if ordered else "bullet",
                       "indent": part.indent, "border": 0}  # fmt: skip
        return [drawn | ({"offset": part.first - 1} if part.first > 1 else {})], "\n".join(sent)

    def _inline(self, text: str, styles: Styles) -> tuple[list[Json], str]:
        elements: list[Json] = []
        sent, last = "", 0
        for found in self._pattern.finditer(text):
            between = text[last : found.start()]
            elements += [_text(between, styles)] if between else []
            inside, words = self._piece(found, styles)
            elements += inside
            sent += _escaped(between) + words
            last = found.end()
        after = text[last:]
        return [*elements, *([_text(after, styles)] if after else [])], sent + _escaped(after)

    def _piece(self, found: re.Match[str], styles: Styles) -> tuple[list[Json], str]:
        user = found["user"] or (self._names[found["name"]] if found["name"] else "")
        if user:
            return [{"type": "user", "user_id": user} | _style(styles)], f"<@{user}>"
        if found["url"]:
            return [{"type": "link", "url": found["url"]} | _style(styles)], f"<{_escaped(found['url'])}>"
        if found["mail"]:
            mail = found["mail"]
            return [{"type": "link", "url": f"mailto:{mail}", "text": mail} | _style(styles)], f"<mailto:{mail}|{mail}>"
        if found["code"]:
            return [_text(found["code"], (*styles, "code"))], f"`{_escaped(found['code'])}`"
        if found["emoji"]:
            return [{"type": "emoji", "name": found["emoji"]}], found[0]
        inside, words = self._inline(found["inside"], (*styles, _STYLES[found["mark"]]))
        return inside, f"{found['mark']}{words}{found['mark']}"


def _text(text: str, styles: Styles) -> Json:
    return {"type": "text", "text": text} | _style(styles)


def _style(styles: Styles) -> Json:
    return {"style": dict.fromkeys(styles, True)} if styles else {}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
