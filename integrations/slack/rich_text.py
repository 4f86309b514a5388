"""What people typed in Slack with its formatting: `rich_text` blocks, which every message of a person has beside its text.

Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block. The shape is not trusted: what is odd is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from app.rich_text import Block, Code, Items, Paragraph, Quote, RichText, Run, from_plain
from integrations.slack.mrkdwn import readable, without_mention

NOBODY = "@…"
"""For somebody whose name is not known here: the id of a workspace never leaves it."""

_LABELLED = re.compile(r"<(?:#|!subteam\^)([A-Z0-9]+)\|([^<>|]+)>")
_AFTER_MENTION = re.compile(r"[:,]?[ \t]*")
_POINTS = re.compile(r"[0-9a-f]{1,6}(?:-[0-9a-f]{1,6}){0,15}")

Names = Mapping[str, str]
Node = Mapping[str, Any]


def read_message(message: Node, names: Names, bot: str = "", files: tuple[str, ...] = ()) -> RichText:
    """A message with its formatting, without the mentions of `bot`; `names` knows people by their user id. `files` are names of
    files, a line for each. Where there are no blocks it is the text, read as plain."""
    blocks = message.get("blocks")
    written = message.get("text")
    written = written if isinstance(written, str) else ""
    rich = [one for one in blocks if isinstance(one, dict) and one.get("type") == "rich_text"] if isinstance(blocks, list) else []
    named = tuple(Paragraph((Run(name),)) for name in files)
    if not rich:
        return RichText((*from_plain(readable(without_mention(written, bot), names)).blocks, *named))
    reader = _Reader({**dict(_LABELLED.findall(written)), **names}, bot)
    return RichText((*(block for one in rich for part in _list(one) for block in reader.part(part)), *named))


class _Reader:
    """Reads for one message: `names` are those of people, channels and groups by their ids."""

    def __init__(self, names: Names, bot: str) -> None:
        self._names = names
        self._bot = bot

    def part(self, part: Node) -> Iterator[Block]:
        match part.get("type"):
            case "rich_text_section":
                yield Paragraph(self.runs(part))
            case "rich_text_quote":
                yield Quote(self.runs(part))
            case "rich_text_preformatted":
                yield Code("".join(run.text for run in self.runs(part)))
            case "rich_text_list":
                items = tuple(self.runs(item) for item in _list(part))
                ordered = part.get("style") == "ordered"
                yield Items(items, ordered, _number(part, "indent"), _number(part, "offset") + 1)

    def runs(self, part: Node) -> tuple[Run, ...]:
        runs: list[Run] = []
        addressed = False
        for one in _list(part):
            if one.get("type") == "user" and self._bot and one.get("user_id") == self._bot:
                addressed = True
                continue
            run = self._run(one)
            runs.append(replace(run, text=_AFTER_MENTION.sub("", run.text, count=1)) if addressed else run)
            addressed = False
        return tuple(runs)

    def _run(self, one: Node) -> Run:
        style = one.get("style")
        looks = {name for name, on in style.items() if on is True} if isinstance(style, dict) else set()
        kind = one.get("type")
        text = _TEXTS[kind](self, one) if isinstance(kind, str) and kind in _TEXTS else _text(one, "text")
        url = _text(one, "url") if kind == "link" else ""
        return Run(text, "bold" in looks, "italic" in looks, "strike" in looks, "code" in looks, url)

    def user(self, one: Node) -> str:
        name = self._names.get(_text(one, "user_id"), "").removeprefix("@")
        return f"@{name}" if name else NOBODY

    def group(self, one: Node) -> str:
        name = self._names.get(_text(one, "usergroup_id"), "").removeprefix("@")
        return f"@{name}" if name else NOBODY

    def channel(self, one: Node) -> str:
        return "#" + (self._names.get(_text(one, "channel_id"), "") or "…")

    def link(self, one: Node) -> str:
        return _text(one, "text") or re.sub(r"^(?:mailto|tel):", "", _text(one, "url"))

    def emoji(self, one: Node) -> str:
        """The signs of it; one that a workspace made for itself has a name only."""
        points = _text(one, "unicode")
        if _POINTS.fullmatch(points) and all(0x20 <= int(point, 16) <= 0x10FFFF for point in points.split("-")):
            return "".join(chr(int(point, 16)) for point in points.split("-"))
        return f":{_text(one, 'name')}:"


_TEXTS: dict[str, Callable[[_Reader, Node], str]] = {
    "user": _Reader.user,
    "usergroup": _Reader.group,
    "channel": _Reader.channel,
    "link": _Reader.link,
    "emoji": _Reader.emoji,
    "broadcast": lambda _, one: "@" + _text(one, "range"),
    "date": lambda _, one: _text(one, "fallback"),
    "color": lambda _, one: _text(one, "value"),
}


def _list(node: Node) -> list[Node]:
    found = node.get("elements")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(node: Node, name: str) -> str:
    found = node.get(name)
    return found if isinstance(found, str) else ""


def _number(node: Node, name: str) -> int:
    found = node.get(name)
    return found if type(found) is int and 0 <= found < 100_000 else 0
