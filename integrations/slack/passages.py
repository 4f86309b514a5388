"""What people wrote, with its formatting, as Slack draws it: `rich_text` blocks, in which no text is ever markup or a mention.

Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.cards import Passage, Tone
from app.rich_text import Block, Code, Items, Paragraph, Quote, Run, Runs, cut, within_addresses
from integrations.slack.cut import units

PARTS = 100
"""In one block: no figure is published, and what a person types has fewer."""

Node = dict[str, Any]


def passage(drawn: Passage, room: int) -> list[Node]:
    """Blocks with at most `room` characters of text; none where there is nothing to see."""
    quoted = drawn.tone is Tone.QUOTE
    strong = drawn.tone is Tone.STRONG
    rich = within_addresses(cut(drawn.rich, room, units), room)
    parts = [_part(block, quoted, strong) for block in rich.blocks]
    return [{"type": "rich_text", "elements": parts[at : at + PARTS]} for at in range(0, len(parts), PARTS)]


def _part(block: Block, quoted: bool, strong: bool) -> Node:
    """Slack has no quote within a quote: it stands in italics there. Lists and code get the bar of a quote."""
    border = {"border": 1} if quoted else {}
    match block:
        case Paragraph():
            return {"type": "rich_text_quote" if quoted else "rich_text_section", "elements": _pieces(block.runs, strong)}
        case Quote():
            return {"type": "rich_text_quote", "elements": _pieces(_slanted(block.runs) if quoted else block.runs, strong)}
        case Code():
            return {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": block.text}], **border}
        case Items():
            return {**_list(block, strong), **border}


def _list(block: Items, strong: bool) -> Node:
    lines = [{"type": "rich_text_section", "elements": _pieces(item, strong)} for item in block.items]
    offset = {"offset": block.start - 1} if block.start > 1 else {}
    style = "ordered" if block.ordered else "bullet"
    return {"type": "rich_text_list", "style": style, "indent": block.depth, **offset, "elements": lines}


def _slanted(runs: Runs) -> Runs:
    return tuple(replace(run, italic=True) for run in runs)


def _pieces(runs: Runs, strong: bool) -> list[Node]:
    return [_piece(replace(run, bold=True) if strong else run) for run in runs]


def _piece(run: Run) -> Node:
    on = {"bold": run.bold, "italic": run.italic, "strike": run.struck, "code": run.code}
    style = {name: True for name, is_on in on.items() if is_on}
    looks = {"style": style} if style else {}
    return {"type": "link", "url": run.url, "text": run.text, **looks} if run.url else {"type": "text", "text": run.text, **looks}
