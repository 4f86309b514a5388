"""Neutral cards as Adaptive Cards 1.5, the highest version Teams documents for bots. Pure; the twin of Slack's blocks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from app.cards import Card, Chart, Divider, Element, Facts, Heading, Passage, Row, Text, Tone
from integrations.teams import actions
from integrations.teams.passages import passage
from integrations.teams.text import Writer, clip, escaped, needs_markdown, shown

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
LARGEST = 25_000
"""Bytes of a card as ASCII JSON: every limit Microsoft ever named is above it (28 KB for webhooks, 100 KB for bots)."""

Block = dict[str, Any]
_STEPS = (
    (4000, 60, True),
    (2500, 50, True),
    (1500, 40, True),
    (1000, 35, False),
    (700, 30, False),
    (300, 25, False),
    (150, 20, False),
    (80, 20, False),
    (40, 20, False),
    (20, 20, False),
    (12, 20, False),
    (80, 10, False),
    (40, 4, False),
)
"""Characters of a text, elements, and whether old clients get their own buttons: tried until the card is small enough."""
_SPOKEN = 400
_MOST_LINES = 40
_LABEL = 80
_LOOKS: dict[Tone, Block] = {Tone.STRONG: {"weight": "Bolder"}, Tone.SUBTLE: {"isSubtle": True}}


def render(card: Card) -> Block:
    """The card as a dictionary, never larger than LARGEST: what is too long is cut, the whole text stays in the ticket."""
    for limit, most, fallback in _STEPS:
        drawn = _draw(card, limit, most, fallback)
        if size(drawn) <= LARGEST:
            break
    while size(drawn) > LARGEST and (drawn.get("actions") or len(drawn["body"]) > 1):
        (drawn["actions"] if drawn.get("actions") else drawn["body"]).pop()
    return drawn


def size(card: Block) -> int:
    return len(json.dumps(card))


def attachment(card: Card) -> Block:
    return {"contentType": CONTENT_TYPE, "content": render(card)}


def spoken(card: Card) -> str:
    """What a notification shows: never empty."""
    first = next((shown(part) for element in card.body if isinstance(element, Text) for part in element.parts), "")
    return clip(card.spoken or card.title or first, _SPOKEN) or "…"


def _draw(card: Card, limit: int, most: int, fallback: bool) -> Block:
    writer = Writer(limit)
    body = [block for element in card.body[:most] for block in _element(element, writer)]
    if card.title:
        body.insert(0, _block(escaped(card.title, min(limit, 300)), size="Medium", weight="Bolder", style="heading"))
    if card.context:
        body.append(_block(_joined(card, writer), isSubtle=True, size="Small"))
    said = spoken(card)
    drawn: Block = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": card.locale,
        "fallbackText": said,
        "speak": said.replace("<", " ").replace("&", " ").strip() or "…",
        "body": body or [_block(escaped(said, limit))],
    }
    if card.buttons:
        drawn["actions"] = actions.of_card(card, fallback=fallback)
    if writer.mentions:
        drawn["msteams"] = {"entities": list(writer.mentions.values())}
    return drawn


def _element(element: Element, writer: Writer) -> Iterator[Block]:
    if isinstance(element, Text):
        yield from _text(element, writer)
    elif isinstance(element, Passage):
        yield from passage(element, writer.limit)
    elif isinstance(element, Heading) and element.text:
        yield _block(escaped(element.text, min(writer.limit, 300)), weight="Bolder", style="heading", spacing="Medium")
    elif isinstance(element, Facts) and element.rows:
        facts = [{"title": escaped(name, 80), "value": writer.markdown((value,)) or "–"} for name, value in element.rows]
        yield {"type": "FactSet", "facts": facts}
    elif isinstance(element, Row):
        yield _row(element, writer)
    elif isinstance(element, Chart) and element.bars:
        yield _chart(element, writer.limit)
    elif isinstance(element, Divider):
        yield {"type": "Container", "items": [], "separator": True, "spacing": "Medium"}


def _text(text: Text, writer: Writer) -> Iterator[Block]:
    look = _LOOKS.get(text.tone, {})
    blocks = _lines(text, writer, look)
    if text.tone is Tone.QUOTE and blocks:
        yield {"type": "Container", "style": "emphasis", "items": blocks}
    else:
        yield from blocks


def _lines(text: Text, writer: Writer, look: Block) -> list[Block]:
    """A block for each line, because Teams shows no line break inside a run; past forty the rest is one."""
    if needs_markdown(text.parts):
        drawn = writer.markdown(text.parts)
        return [_block(drawn, **look)] if drawn.strip() else []
    lines = writer.runs(text.parts, **look)
    first, rest = lines[:_MOST_LINES], lines[_MOST_LINES:]
    if rest:
        first.append([run for line in rest for run in (*line, {"type": "TextRun", "text": " "})])
    return [_rich(line, tight=at > 0 and bool(first[at - 1])) for at, line in enumerate(first) if line]


def _chart(chart: Chart, limit: int) -> Block:
    """Bars as Teams draws them; clients that cannot drop them (learn.microsoft.com, "Charts in Adaptive Cards")."""
    data = [{"x": clip(label, min(limit, _LABEL)) or "–", "y": value} for label, value in chart.bars]
    titles = {"title": clip(chart.title, _LABEL) or "…", "xAxisTitle": clip(chart.measure, _LABEL) or "…"}
    return {"type": "Chart.HorizontalBar", **titles, "data": data, "fallback": "drop"}


def _row(row: Row, writer: Writer) -> Block:
    """What it is and what about it on the left, where it may wrap; a button alone on the right, several below."""
    items = [_block(writer.markdown(row.title) or "–", weight="Bolder")]
    if row.detail:
        items.append(_block(writer.markdown(row.detail), isSubtle=True, size="Small", spacing="None"))
    columns: list[Block] = [{"type": "Column", "width": "stretch", "items": items}]
    if row.buttons:
        shown = {"type": "ActionSet", "actions": actions.row(row.buttons)}
        if row.acts:
            items.append(shown)
        else:
            columns.append({"type": "Column", "width": "auto", "items": [shown]})
    return {"type": "ColumnSet", "columns": columns, "separator": True}


def _joined(card: Card, writer: Writer) -> str:
    return " · ".join(filter(None, (writer.markdown((part,)) for part in card.context)))


def _block(text: str, **look: Any) -> Block:
    return {"type": "TextBlock", "text": text or "–", "wrap": True, **look}


def _rich(line: list[Block], *, tight: bool) -> Block:
    return {"type": "RichTextBlock", "inlines": line, **({"spacing": "None"} if tight else {})}
