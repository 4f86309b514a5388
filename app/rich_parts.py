"""What formatted text is made of: blocks, the runs in them, and how they read as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import regex

from app.rich_links import bare, host_of, is_itself

_UNSEEN = regex.compile(r"[\s\p{C}\p{M}\u115f\u1160\u2800\u3164\uffa0]*+")


@dataclass(frozen=True)
class Run:
    """A stretch of text with one look. `url` is where it leads, http or https."""

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    url: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    """Lines of text; a newline in a run is a line break."""

    runs: Runs


@dataclass(frozen=True)
class Quote:
    runs: Runs


@dataclass(frozen=True)
class Code:
    """Lines whose spaces are kept."""

    text: str


@dataclass(frozen=True)
class Items:
    """Lines of a list that stand one below the other at one `depth` (0 is the outermost). Numbers begin with `start`."""

    items: tuple[Runs, ...]
    ordered: bool = False
    depth: int = 0
    start: int = 1


Block = Paragraph | Quote | Code | Items


def shows(text: str) -> bool:
    """Is there anything in it that a reader sees?"""
    return not _UNSEEN.fullmatch(text)


def linked(runs: Iterable[Run]) -> Iterator[tuple[str, list[Run]]]:
    """(address, the runs that lead there together); '' for text between links."""
    for url, group in groupby(runs, key=lambda run: run.url):
        yield url, list(group)


def words(block: Block) -> str:
    """A block as people would type it in plain text."""
    match block:
        case Code():
            return block.text
        case Quote():
            return "\n".join(f"> {line}" for line in spelled(block.runs).split("\n"))
        case Items():
            return "\n".join(_item(block, number, item) for number, item in enumerate(block.items, block.start))
        case Paragraph():
            return spelled(block.runs)


def _item(block: Items, number: int, item: Runs) -> str:
    mark = f"{number}. " if block.ordered else "- "
    edge = "  " * block.depth
    return edge + mark + spelled(item).replace("\n", "\n" + edge + " " * len(mark))


def spelled(runs: Runs) -> str:
    return "".join(_spelled(url, "".join(run.text for run in group)) for url, group in linked(runs))


def _spelled(url: str, label: str) -> str:
    if not url or is_itself(label, url):
        return label
    words = label.rstrip()
    return f"{words.removesuffix(f' ({host_of(url)})')} ({bare(url)}){label[len(words) :]}"
