"""What people wrote, with its formatting, as Teams draws it: rich text runs, in which no text is Markdown, a mention or a date.

Teams shows no line break inside a run, so each line is a block of its own (adaptivecards.io, RichTextBlock and TextRun).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.cards import Passage, Tone
from app.rich_text import Block, Code, Items, Paragraph, Quote, Run, Runs, cut, merged, within_addresses
from integrations.teams.text import plain

Node = dict[str, Any]
_LOOKS: dict[Tone, Node] = {Tone.STRONG: {"weight": "Bolder"}, Tone.SUBTLE: {"isSubtle": True}}
_SPACES = re.compile(r"^ +| +(?= )")
_BULLETS = "•◦▪"
_STEP = "\u2003\u2003"


def passage(drawn: Passage, limit: int) -> list[Node]:
    """Elements that hold about twice `limit` characters of text; none where there is nothing to see."""
    quoted = drawn.tone is Tone.QUOTE
    look = _LOOKS.get(drawn.tone, {})
    rich = within_addresses(cut(drawn.rich, 2 * limit), 2 * limit)
    lines = max(10, limit // 50)
    elements: list[Node] = []
    for at, block in enumerate(rich.blocks):
        found, lines = _drawn(block, lines, look | ({"isSubtle": True} if isinstance(block, Quote) else {}))
        if at and isinstance(block, Items) and isinstance(rich.blocks[at - 1], Items):
            found[0]["spacing"] = "None"  # a list goes on in a deeper one
        elements += _boxed(block, found, "default" if quoted else "emphasis")
    return [{"type": "Container", "style": "emphasis", "items": elements}] if quoted and elements else elements


def _drawn(block: Block, room: int, look: Node) -> tuple[list[Node], int]:
    """The lines of a block, and for how many more there is room; where there is none they share one."""
    lines, apart = list(_lines(block)), max(room, 1)
    if len(lines) > apart:
        lines[apart - 1 :] = [_in_a_row(lines[apart - 1 :])]
    drawn = [_line([_piece(run, look) for run in line], at > 0 and bool(lines[at - 1])) for at, line in enumerate(lines) if line]
    return drawn, max(0, room - len(lines))


def _in_a_row(lines: list[Runs]) -> Runs:
    """Lines as one, without what only indents them."""
    row: list[Run] = []
    for first, *more in filter(None, lines):
        row += [replace(first, text=" ", url=""), replace(first, text=first.text.lstrip()), *more]
    return tuple(merged(row[1:]))


def _line(pieces: list[Node], tight: bool) -> Node:
    return {"type": "RichTextBlock", "inlines": pieces, **({"spacing": "None"} if tight else {})}


def _boxed(block: Block, lines: list[Node], style: str) -> list[Node]:
    """Code and quotes stand in a box of their own; one within a box has the other ground."""
    if not lines or not isinstance(block, Code | Quote):
        return lines
    return [{"type": "Container", "style": style, "items": lines, "spacing": "Small"}]


def _lines(block: Block) -> Iterator[Runs]:
    match block:
        case Code():
            for line in block.text.expandtabs(4).split("\n"):
                yield (Run(_SPACES.sub(lambda found: "\xa0" * len(found[0]), line), code=True),) if line.strip() else ()
        case Items():
            for number, item in enumerate(block.items, block.start):
                yield from _item(block, number, item)
        case Quote() | Paragraph():
            yield from split(block.runs)


def _item(block: Items, number: int, item: Runs) -> Iterator[Runs]:
    edge = _STEP * block.depth
    mark = f"{number}. " if block.ordered else f"{_BULLETS[block.depth % len(_BULLETS)]} "
    for at, line in enumerate(split(item)):
        before = edge + (mark if at == 0 else "\xa0" * len(mark))
        joins = bool(line) and line[0] == Run(line[0].text)
        yield (Run(before + line[0].text), *line[1:]) if joins else (Run(before), *line)


def split(runs: Runs) -> list[Runs]:
    """The runs of each line."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *more = run.text.split("\n")
        lines[-1] += [replace(run, text=first)] if first else []
        lines += [[replace(run, text=text)] if text else [] for text in more]
    return [tuple(line) for line in lines]


def _piece(run: Run, look: Node) -> Node:
    drawn: Node = {"type": "TextRun", "text": plain(run.text, 2 * len(run.text) + 2), **look}
    if run.bold:
        drawn["weight"] = "Bolder"
    if run.code:
        drawn["fontType"] = "Monospace"
    for mark, on in (("italic", run.italic), ("strikethrough", run.struck)):
        drawn |= {mark: True} if on else {}
    return drawn | ({"selectAction": {"type": "Action.OpenUrl", "url": run.url}} if run.url else {})
