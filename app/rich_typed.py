"""What people type in a form, where no platform offers formatting: the few marks that they know from chats are read as looks.

*bold* and **bold**, _italic_, ~struck~, `code`, lines that begin with "- ", "1. " or "> ", and code between lines of ```. A mark
counts only at the edge of a word, so 2*3*4, snake_case and /tmp/*.log stay what they are; an address stays as it is too. Nothing
that is typed becomes a label of an address or a mention.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

import regex

from app.rich_text import Block, Code, Items, Paragraph, Quote, RichText, Run, Runs

_INNER = r"(?=\S)[^{0}\n]+(?<=\S)"
_MARKED = regex.compile(
    r"(?P<address>https?://\S+)|(?<![^\s(\[{\"'“‘«,;:])(?:`(?P<code>[^`\n]+)`"
    rf"|\*\*(?P<strong>{_INNER.format('*')})\*\*|\*(?P<bold>{_INNER.format('*')})\*"
    rf"|_(?P<italic>{_INNER.format('_')})_|~(?P<struck>{_INNER.format('~')})~)(?![^\s.,;:!?)\]}}\"'”’»…।])"
)
_ITEM = regex.compile(r"(?P<edge> {0,16})(?:[-*•]|(?P<number>\d{1,3})[.)]) +(?P<words>\S.*)")
_FENCED = "```"
_OPENS = regex.compile(r"\s*```\s*\w*\s*")
_DEEPEST = 3


def read(text: str) -> RichText:
    """Of a text without any of these marks one paragraph."""
    return RichText(tuple(_blocks(text.split("\n"))))


def _blocks(lines: list[str]) -> Iterator[Block]:
    """Code that is never closed is none."""
    last = max((at for at, line in enumerate(lines) if line.strip() == _FENCED), default=-1)
    at = 0
    while at < len(lines):
        opens = next((n for n in range(at, last) if _OPENS.fullmatch(lines[n])), len(lines))
        for kind, group in groupby(lines[at:opens], key=_kind):
            yield from _together(kind, list(group))
        closes = next((n for n in range(opens + 1, last + 1) if lines[n].strip() == _FENCED), len(lines))
        if opens < len(lines):
            yield Code("\n".join(lines[opens + 1 : closes]))
        at = closes + 1


def _kind(line: str) -> str:
    found = _ITEM.fullmatch(line)
    if found:
        return f"{'numbers' if found['number'] else 'dashes'} {min(len(found['edge']) // 2, _DEEPEST)}"
    return "quote" if line.startswith(">") else "words"


def _together(kind: str, lines: list[str]) -> Iterator[Block]:
    match kind.split():
        case ["quote"]:
            yield Quote(_runs("\n".join(line[1:].removeprefix(" ") for line in lines)))
        case ["words"]:
            yield Paragraph(_runs("\n".join(lines)))
        case [marks, depth]:
            items = [found for line in lines if (found := _ITEM.fullmatch(line))]
            start = int(items[0]["number"] or 1) or 1
            yield Items(tuple(_runs(item["words"]) for item in items), marks == "numbers", int(depth), start)


def _runs(text: str) -> Runs:
    return tuple(_looks(text, Run("")))


def _looks(text: str, outer: Run) -> Iterator[Run]:
    at = 0
    for found in _MARKED.finditer(text):
        name = found.lastgroup or ""
        if name == "address":
            continue
        yield replace(outer, text=text[at : found.start()])
        at = found.end()
        if name == "code":
            yield replace(outer, text=found["code"], code=True)
        else:
            yield from _looks(found[name], _looking(outer, name))
    yield replace(outer, text=text[at:])


def _looking(outer: Run, name: str) -> Run:
    match name:
        case "italic":
            return replace(outer, italic=True)
        case "struck":
            return replace(outer, struck=True)
        case _:
            return replace(outer, bold=True)
