"""Formatted text as people write it in a chat, without a platform: what crosses from one to the other, is kept and is shown.

A `RichText` is safe by being one: whoever makes it gets it tidied (`rich_tidy`). It holds no mention: people who were addressed
are text, so that nobody is pinged and no id of a workspace leaves it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import regex

from app.rich_parts import Block, Code, Items, Paragraph, Quote, Run, Runs, linked, spelled, words
from app.rich_tidy import DEEPEST, merged, tidied
from app.text import DETAILS

__all__ = [
    "DEEPEST", "Block", "Code", "Items", "Paragraph", "Quote", "RichText", "Run", "Runs", "cut", "from_plain", "is_plain",
    "linked", "merged", "pack", "plain", "spelled", "unpack", "weight", "within_addresses",
    "without_prefix",
]  # fmt: skip

ELLIPSIS = "…"
_GRAPHEME = regex.compile(r"\X")
_RESCUED = 10_000

Weigh = Callable[[str], int]


@dataclass(frozen=True)
class RichText:
    """Blocks one below the other, tidied, and no longer than the longest message a platform lets through."""

    blocks: tuple[Block, ...] = ()

    def __post_init__(self) -> None:
        blocks = tidied(self.blocks)
        if sum(map(len, _texts(blocks))) > DETAILS:
            blocks = tidied(_cut(blocks, DETAILS, len))
        object.__setattr__(self, "blocks", blocks)


def plain(rich: RichText) -> str:
    """As people would type it: dashes and numbers before items, "> " before quotes, hidden addresses beside their labels."""
    return "\n".join(words(block) for block in rich.blocks)


def from_plain(text: str) -> RichText:
    return RichText((Paragraph((Run(text),)),))


def is_plain(rich: RichText) -> bool:
    """Nothing but lines of text: `plain` tells all there is of it."""
    return all(isinstance(block, Paragraph) and all(run == Run(run.text) for run in block.runs) for block in rich.blocks)


def weight(rich: RichText, weigh: Weigh = len) -> int:
    """The length of all its texts together, in characters or as `weigh` counts; marks of lists and quotes do not count."""
    return sum(map(weigh, _texts(rich.blocks)))


def cut(rich: RichText, characters: int, weigh: Weigh = len) -> RichText:
    """At most so many characters of text, cut between two graphemes; what was cut off ends in "…". A cut label leads nowhere."""
    return rich if weight(rich, weigh) <= characters else RichText(tuple(_cut(rich.blocks, characters, weigh)))


def within_addresses(rich: RichText, characters: int) -> RichText:
    """The same words, with links as long as all their addresses together stay within so many characters.

    An address counts for each line of its label: where lines are drawn one by one, each of them carries it."""
    runs = [run for block in rich.blocks for line in _lines(block) for run in line]
    if sum(map(_address, runs)) <= characters:
        return rich
    left = [characters]

    def linked_still(run: Run) -> Run:
        left[0] -= _address(run)
        return run if left[0] >= 0 else replace(run, url="")

    return RichText(tuple(_with_runs(block, linked_still) for block in rich.blocks))


def _address(run: Run) -> int:
    return len(run.url) * (1 + run.text.count("\n"))


def without_prefix(rich: RichText, length: int) -> RichText:
    """Without the first `length` characters of the paragraph it begins with, and the space behind them."""
    if not rich.blocks or not isinstance(rich.blocks[0], Paragraph) or length <= 0:
        return rich
    kept: list[Run] = []
    for run in rich.blocks[0].runs:
        text = run.text if kept else run.text[length:].lstrip()
        length = max(0, length - len(run.text))
        kept += [replace(run, text=text)] if text else []
    return RichText((Paragraph(tuple(kept)), *rich.blocks[1:]))


def pack(rich: RichText) -> dict[str, Any]:
    """As JSON keeps it; looks that are not there are left out."""
    return {"blocks": [_packed(block) for block in rich.blocks]}


def unpack(data: Any) -> RichText:
    """What was packed. Of anything else the texts in it that can be told: never an exception."""
    try:
        return RichText(tuple(_UNPACK[block["kind"]](block) for block in data["blocks"]))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return from_plain(data if isinstance(data, str) else "\n".join(_rescued(data)))


def _texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Code():
                yield block.text
            case _:
                yield from (run.text for line in _lines(block) for run in line)


def _lines(block: Block) -> tuple[Runs, ...]:
    match block:
        case Items():
            return block.items
        case Paragraph() | Quote():
            return (block.runs,)
        case Code():
            return ()


def _with_runs(block: Block, change: Callable[[Run], Run]) -> Block:
    match block:
        case Items():
            return replace(block, items=tuple(tuple(map(change, item)) for item in block.items))
        case Paragraph() | Quote():
            return replace(block, runs=tuple(map(change, block.runs)))
        case Code():
            return block


def _cut(blocks: tuple[Block, ...], characters: int, weigh: Weigh) -> Iterator[Block]:
    knife = _Knife(characters - weigh(ELLIPSIS), weigh)
    for block in blocks:
        if knife.done:
            return
        match block:
            case Code():
                yield Code(knife.text(block.text))
            case Items():
                items = tuple(knife.runs(item) for item in block.items if not knife.done)
                yield replace(block, items=items)
            case Paragraph() | Quote():
                yield type(block)(knife.runs(block.runs))


class _Knife:
    """Takes texts as they come, as long as there is room; the first that has none is cut."""

    def __init__(self, room: int, weigh: Weigh) -> None:
        self.room, self.weigh, self.done = max(room, 0), weigh, False

    def runs(self, runs: Runs) -> Runs:
        kept: list[Run] = []
        for run in runs:
            kept.append(replace(run, text=self.text(run.text)))
            if self.done:
                whole = next((n for n, one in enumerate(reversed(kept)) if one.url != run.url), len(kept))
                return tuple(kept[: len(kept) - whole]) + tuple(replace(one, url="") for one in kept[len(kept) - whole :])
        return tuple(kept)

    def text(self, text: str) -> str:
        heavy = self.weigh(text)
        if heavy <= self.room:
            self.room -= heavy
            return text
        self.done = True
        return self._head(text).rstrip() + ELLIPSIS

    def _head(self, text: str) -> str:
        end = 0
        for grapheme in _GRAPHEME.finditer(text):
            self.room -= self.weigh(grapheme.group())
            if self.room < 0:
                break
            end = grapheme.end()
        return text[:end]


_LOOKS = ("bold", "italic", "struck", "code", "url")


def _packed(block: Block) -> dict[str, Any]:
    match block:
        case Code():
            return {"kind": "code", "text": block.text}
        case Items():
            lines = [_packed_runs(item) for item in block.items]
            return {"kind": "items", "items": lines, "ordered": block.ordered, "depth": block.depth, "start": block.start}
        case Paragraph() | Quote():
            return {"kind": type(block).__name__.lower(), "runs": _packed_runs(block.runs)}


def _packed_runs(runs: Runs) -> list[dict[str, Any]]:
    return [{"text": run.text, **{look: value for look in _LOOKS if (value := getattr(run, look))}} for run in runs]


def _unpacked_runs(data: Any) -> Runs:
    return tuple(Run(_text(one["text"]), **{look: one[look] for look in _LOOKS[:4] if look in one}, url=_text(one.get("url", "")))
                 for one in data)  # fmt: skip


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


_UNPACK: dict[str, Callable[[Any], Block]] = {
    "code": lambda block: Code(_text(block["text"])),
    "items": lambda block: Items(
        tuple(_unpacked_runs(item) for item in block["items"]),
        bool(block.get("ordered")),
        int(block.get("depth", 0)),
        int(block.get("start", 1)),
    ),
    "paragraph": lambda block: Paragraph(_unpacked_runs(block["runs"])),
    "quote": lambda block: Quote(_unpacked_runs(block["runs"])),
}


def _rescued(data: Any) -> list[str]:
    """Every "text" in it, in order, however deep it lies."""
    found, waiting = [], [data]
    for _ in range(_RESCUED):
        if not waiting:
            break
        one = waiting.pop()
        if isinstance(one, dict):
            found += [one["text"]] if isinstance(one.get("text"), str) else []
            waiting += reversed([inner for inner in one.values() if isinstance(inner, dict | list | tuple)])
        elif isinstance(one, list | tuple):
            waiting += reversed(one)
    return found
