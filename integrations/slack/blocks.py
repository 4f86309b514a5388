"""A card as Slack blocks: pure, and within Slack's limits for any text (docs.slack.dev/reference/block-kit)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.cards import Card, Chart, Divider, Element, Facts, Heading, Inline, Passage, Row, Text, Tone
from integrations.slack.charts import CHARTS, chart
from integrations.slack.controls import accessory, actions
from integrations.slack.cut import ELLIPSIS, cut, shown
from integrations.slack.inline import (
    escape,
    escaped_units,
    inert,
    mrkdwn_line,
    plain,
    plain_line,
    rich_line,
)
from integrations.slack.passages import passage

MESSAGE_BLOCKS = 50
HEADER = 150
SECTION = 3000
FIELD = 2000
FIELDS = 10
SPOKEN = 3000
BESIDES = 4_000
MESSAGE_TEXT = 12_000
"""Characters of all blocks together: `msg_blocks_too_long` names no figure, a markdown block may have that many."""

Block = dict[str, Any]


def render(card: Card, workspace: str = "") -> dict[str, Any]:
    """`text` for notifications and screen readers, and `blocks`. `workspace` is the Slack team whose people may be mentioned."""
    return {"text": spoken(card), "blocks": card_blocks(card, MESSAGE_BLOCKS, workspace, CHARTS)}


def spoken(card: Card) -> str:
    """What is said aloud, with nothing in it that Slack would read as a mention or a link."""
    text = shown(card.spoken) or shown(card.title) or ELLIPSIS
    return escape(cut(text, SPOKEN, escaped_units))


def card_blocks(card: Card, limit: int, workspace: str = "", charts: int = 0) -> list[Block]:
    """At most `limit` blocks and `charts` charts: the body gives way, the buttons and the context stay."""
    top = _header(card.title)
    tail = actions(card) + _context(_apart(card.context), workspace)
    body = [block for element in _charted(card.body, charts) for block in _element(element, card, workspace)]
    room = limit - len(top) - len(tail)
    if len(body) > room:
        body = [*body[: room - 1], *_context((ELLIPSIS,), workspace)]
    blocks = _within(top + body, MESSAGE_TEXT) + tail
    return blocks or [_section(plain_text(plain_line((card.spoken,), SECTION)))]


def plain_text(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": shown(text) or ELLIPSIS, "emoji": False}


def mrkdwn_text(text: str) -> dict[str, Any]:
    """`verbatim`: Slack makes no links and mentions out of what looks like one."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def paragraph(text: Text, workspace: str = "") -> list[Block]:
    if not shown("".join(plain(part) for part in text.parts)) and not any(not isinstance(p, str) for p in text.parts):
        return []
    if text.tone is Tone.SUBTLE:
        return _context(text.parts, workspace)
    strong = text.tone is Tone.STRONG
    if text.tone is Tone.QUOTE:
        return _rich("rich_text_quote", rich_line(text.parts, SECTION, workspace))
    line = mrkdwn_line(text.parts, SECTION - 2, workspace).strip()
    if not inert(text.parts) or (strong and "\n" in line):
        return _rich("rich_text_section", rich_line(text.parts, SECTION, workspace, bold=strong))
    if not line:
        return []  # a person without a name and without an id here leaves nothing to draw
    return [_section(mrkdwn_text(f"*{line}*" if strong else line))]


def _charted(body: Sequence[Element], most: int) -> Iterator[Element]:
    for element in body:
        most -= isinstance(element, Chart)
        if most >= 0 or not isinstance(element, Chart):
            yield element


def _element(element: Element, card: Card, workspace: str) -> list[Block]:
    match element:
        case Text():
            return paragraph(element, workspace)
        case Passage():
            return passage(element, _share(card))
        case Heading():
            return _header(element.text)
        case Facts():
            fields = [_field(label, value, workspace) for label, value in element.rows]
            return [{"type": "section", "fields": fields[n : n + FIELDS]} for n in range(0, len(fields), FIELDS)]
        case Row():
            return _row(element, card, workspace)
        case Divider():
            return [{"type": "divider"}]
        case Chart():
            return chart(element)


def _header(text: str) -> list[Block]:
    line = " ".join(shown(text).split())
    return [{"type": "header", "text": plain_text(cut(line, HEADER))}] if line else []


def _field(label: str, value: Inline, workspace: str) -> dict[str, Any]:
    label = cut(" ".join(plain(label).split()), HEADER)
    value = value if not isinstance(value, str) or shown(value) else "–"
    if inert((label, value)) and shown(label):
        room = FIELD - escaped_units(label) - 3
        return mrkdwn_text(f"*{escape(label)}*\n{mrkdwn_line((value,), room, workspace)}")
    return plain_text(plain_line((label, "\n", value), FIELD))


def _row(row: Row, card: Card, workspace: str) -> list[Block]:
    control = accessory(row, card.locale)
    beside = {"accessory": control} if control else {}
    detail = ("\n", *row.detail) if row.detail else ()
    parts, half = (*row.title, *detail), _half_a_row(card)
    if inert(parts):
        title = mrkdwn_line(row.title, half, workspace).replace("\n", " ").strip()  # * ends with its line
        text = (f"*{title}*" if title else "") + mrkdwn_line(detail, half - 4, workspace)
        return [_section(mrkdwn_text(text if shown(text) else ELLIPSIS), beside)]
    if control:
        return [_section(plain_text(plain_line(parts, 2 * half)), beside)]
    return _rich("rich_text_section", rich_line(row.title, half, workspace, bold=True) + rich_line(detail, half, workspace))


def _half_a_row(card: Card) -> int:
    """Characters of each of its two lines: long lines make way for further rows."""
    rows = sum(isinstance(element, Row) for element in card.body)
    return min(SECTION // 2, (MESSAGE_TEXT - BESIDES) // (2 * rows))


def _share(card: Card) -> int:
    """Characters of each thing that people wrote at length: several make way for each other."""
    return (MESSAGE_TEXT - BESIDES) // sum(isinstance(element, Passage) for element in card.body)


def _context(parts: Sequence[Inline], workspace: str) -> list[Block]:
    line = plain_line(parts, FIELD)
    if not shown(line):
        return []
    drawn = mrkdwn_text(mrkdwn_line(parts, FIELD, workspace)) if inert(parts) else plain_text(line)
    return [{"type": "context", "elements": [drawn]}]


def _apart(parts: Sequence[Inline]) -> tuple[Inline, ...]:
    """The parts of a context line, with a dot between them."""
    seen = [part for part in parts if shown(plain(part))]
    return tuple(part for at, one in enumerate(seen) for part in ((" · ", one) if at else (one,)))


def _section(text: dict[str, Any], more: Block | None = None) -> Block:
    return {"type": "section", "text": text, **(more or {})}


def _rich(kind: str, elements: list[dict[str, Any]]) -> list[Block]:
    return [{"type": "rich_text", "elements": [{"type": kind, "elements": elements}]}] if elements else []


def _within(blocks: list[Block], budget: int) -> list[Block]:
    """The blocks as long as their texts together stay within `budget`; what follows is only hinted at."""
    for n, block in enumerate(blocks):
        budget -= _weight(block)
        if budget < 0:
            return [*blocks[:n], {"type": "context", "elements": [plain_text(ELLIPSIS)]}]
    return blocks


def _weight(node: Any) -> int:
    if isinstance(node, dict):
        return sum(len(v) if k == "text" and isinstance(v, str) else _weight(v) for k, v in node.items())
    return sum(map(_weight, node)) if isinstance(node, list) else 0
