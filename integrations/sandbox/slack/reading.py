"""What a person reads: blocks and mrkdwn turned into the visible words, in reading order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from integrations.sandbox.slack.block_rules import all_options, elements
from integrations.sandbox.slack.model import Blocks, Json

Names = Callable[[str], str]
"""The visible name of a user or channel id."""

_TOKEN = re.compile(r"<([^<>]+)>")
_STYLED = re.compile(r"(?<!\w)([*_~`])(?=\S)(.+?)(?<=\S)\1(?!\w)")
_QUOTED = re.compile(r"^&gt; ?", re.MULTILINE)
_DATE_PART = re.compile(r"\{(\w+)\}")


def zone(name: str) -> tzinfo:
    """The reader's zone; UTC where there is no such zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def _date_words(part: str, at: datetime) -> str:
    clock = f"{(at.hour - 1) % 12 + 1}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}"
    words = {
        "date_num": f"{at:%Y-%m-%d}",
        "date": f"{at:%B} {at.day}, {at.year}",
        "date_short": f"{at:%b} {at.day}, {at.year}",
        "date_long": f"{at:%A}, {at:%B} {at.day}, {at.year}",
        "time": clock,
        "time_secs": clock.replace(" ", f":{at.second:02} "),
    }
    return words.get(part.removesuffix("_pretty"), f"{{{part}}}")


def _date(token: str, fallback: str, tz: tzinfo) -> str:
    """`!date^1700000000^{date_short} at {time}^link`; an instant Slack cannot read shows the fallback.

    https://docs.slack.dev/messaging/formatting-message-text (date formatting)
    """
    pieces = token.split("^")
    if len(pieces) < 3 or not pieces[1].isdigit():
        return fallback
    at = datetime.fromtimestamp(int(pieces[1]), tz)
    return _DATE_PART.sub(lambda part: _date_words(part[1], at), pieces[2])


def _token(token: str, names: Names, tz: tzinfo) -> str:
    target, _, label = token.partition("|")
    if target.startswith("!date^"):
        return _date(target, label, tz)
    if target.startswith("!"):
        return "@" + (label or target[1:].partition("^")[0]).lstrip("@")
    if target.startswith("@"):
        return "@" + names(target[1:])
    if target.startswith("#"):
        return "#" + (label or names(target[1:]))
    return label or target.removeprefix("mailto:")


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def mrkdwn(text: str, names: Names, tz: tzinfo) -> str:
    """The words of a mrkdwn text as the client shows them: mentions by name, dates in the reader's zone, no markup."""
    drawn = _TOKEN.sub(lambda found: _token(found[1], names, tz), _styled(_QUOTED.sub("", text)))
    return _plain(drawn)


def _styled(text: str) -> str:
    for _ in range(3):
        text = _STYLED.sub(r"\2", text)
    return text


def mentions(text: str) -> Iterator[str]:
    """Who is pinged: user ids, and "!here", "!channel", "!everyone", "!subteam^…"."""
    for found in _TOKEN.finditer(text):
        target = found[1].partition("|")[0]
        if target.startswith("@"):
            yield target[1:]
        elif target.startswith("!") and not target.startswith("!date"):
            yield target


class Reader:
    """Reads for one person: knows the names and the zone."""

    def __init__(self, names: Names, tz: str = "UTC") -> None:
        self.names = names
        self.tz = zone(tz)

    def text(self, value: Any) -> str:
        """A text object, or a top-level `text`."""
        if isinstance(value, str):
            return mrkdwn(value, self.names, self.tz)
        if not isinstance(value, dict):
            return ""
        raw = str(value.get("text", ""))
        return _plain(raw) if value.get("type") == "plain_text" else mrkdwn(raw, self.names, self.tz)

    def blocks(self, blocks: Blocks) -> str:
        """Every visible word, a line for each thing seen."""
        return "\n".join(line for block in blocks for line in self.block(block) if line)

    def block(self, block: Json) -> Iterator[str]:
        kind = block.get("type")
        if kind == "rich_text":
            yield self._rich(block)
        elif kind == "context":
            yield " ".join(self.text(e) or str(e.get("alt_text", "")) for e in block["elements"])
        elif kind == "table":
            yield from (" | ".join(self._rich(c) or self.text(c) for c in row) for row in block["rows"])
        elif kind == "data_visualization":
            yield f"({block['title']})"
        elif kind == "image":
            yield self.text(block.get("title")) or str(block["alt_text"])
        elif kind == "input":
            yield self.text(block["label"])
            yield self.text(block.get("hint"))
            yield shown(block["element"])
        else:
            yield self.text(block.get("text"))
            yield from (self.text(field) for field in block.get("fields") or [])
            yield " ".join(f"[{words}]" for words in map(shown, elements(block)) if words)

    def _rich(self, node: Any) -> str:
        if isinstance(node, dict) and node.get("type") == "user":
            return "@" + self.names(str(node["user_id"]))
        if isinstance(node, dict) and node.get("type") == "emoji":
            return f":{node['name']}:"
        if not isinstance(node, dict) or not str(node.get("type", "")).startswith("rich_text"):
            return str(node.get("text") or node.get("url") or "") if isinstance(node, dict) else ""
        joint = "" if node["type"] == "rich_text_section" else "\n"
        return joint.join(self._rich(child) for child in node.get("elements", [])).removesuffix("\n")


def shown(element: Json) -> str:
    """What an interactive part shows before it is touched: a button's label, a menu's present choice or its placeholder."""
    kind = element["type"]
    if kind == "button":
        return _plain(element["text"]["text"])
    if kind in ("overflow", "checkboxes", "radio_buttons"):
        return " · ".join(_plain(o["text"]["text"]) for o in all_options(element))
    chosen = element.get("initial_option") or {}
    text = (chosen.get("text") or element.get("placeholder") or {}).get("text", "")
    return _plain(str(element.get("initial_value") or element.get("initial_date") or text))


def labels(blocks: Blocks) -> list[str]:
    """Everything that can be pressed or chosen: buttons, placeholders of menus, and the options in them."""
    found: list[str] = []
    for element in (e for block in blocks for e in elements(block)):
        if element["type"] == "button":
            found.append(shown(element))
        elif element["type"] != "plain_text_input":
            placeholder = (element.get("placeholder") or {}).get("text")
            found += [_plain(t) for t in [placeholder, *(o["text"]["text"] for o in all_options(element))] if t]
    return found
