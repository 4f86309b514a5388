"""How formatted text is made fit to keep: no direction marks, no dangerous links, nothing without end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

import regex

from app.rich_links import dotted, followable, host_of, mailbox, misleads
from app.rich_parts import Block, Code, Items, Paragraph, Quote, Run, Runs, linked, shows, words
from app.text import clean_text

BLOCKS = 200
ITEMS = 500
RUNS = 1000
DEEPEST = 8
"""Levels below the first that a list can have: Slack draws as many."""

ADDRESSES = 40_000
"""Characters of all addresses together; a link beyond them is kept as its label."""

_LAST_NUMBER = 99_999
_AROUND = 80
_TURNS = regex.compile(r"[\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_BEFORE, _AFTER = regex.compile(r"\S*\Z"), regex.compile(r"\S*")


def tidied(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The same text, fit to keep and to show. To tidy it again changes nothing."""
    rooms = _Rooms()
    clean = [tidy for block in blocks if (tidy := _tidied(block, rooms))]
    return _counted(_joined(clean))


@dataclass
class _Rooms:
    """What is still to be had of each limited thing."""

    runs: int = RUNS
    addresses: int = ADDRESSES

    def run(self, run: Run) -> Run:
        """The run, without its look where there have been too many, without its address where these are too long."""
        self.runs -= 1
        if run.url:
            self.addresses -= len(run.url)
        if self.runs < 0:
            return Run(run.text)
        return replace(run, url="") if self.addresses < 0 else run


def _tidied(block: Block, rooms: _Rooms) -> Block | None:
    match block:
        case Paragraph() | Quote():
            runs = _runs(block.runs, rooms)
            return type(block)(runs) if runs else None
        case Code():
            code = clean(block.text).strip("\n").rstrip()
            return Code(code) if shows(code) else None
        case Items():
            items = tuple(runs for item in block.items if (runs := _runs(item, rooms)))
            start = min(max(block.start, 1), _LAST_NUMBER) if block.ordered else 1
            return Items(items, bool(block.ordered), min(max(block.depth, 0), DEEPEST), start) if items else None


def clean(text: str) -> str:
    return _TURNS.sub("", clean_text(text, len(text)))


def _runs(runs: Iterable[Run], rooms: _Rooms) -> Runs:
    """Clean, each look once in a row, links honest, without space at the ends; empty where nothing is to be seen."""
    found = _stripped(merged(_clean(run) for run in runs))
    if not shows("".join(run.text for run in found)):
        return ()
    found = merged(rooms.run(run) for run in found)
    return tuple(merged(_honest(found)))


def _clean(run: Run) -> Run:
    text, url = clean(run.text), followable(run.url) if run.url else ""
    told = clean(mailbox(run.url)) if run.url and not url else ""
    if told and told not in text:
        text = f"{text} ({told})" if shows(text) else told
    return Run(text, bool(run.bold), bool(run.italic), bool(run.struck), bool(run.code), url)


def merged(runs: Iterable[Run]) -> list[Run]:
    """Neighbours of one look as one run."""
    found = []
    for look, group in groupby(runs, key=lambda run: replace(run, text="")):
        text = "".join(run.text for run in group)
        if text:
            found.append(replace(look, text=text))
    return found


def _stripped(runs: list[Run]) -> list[Run]:
    """Without the space before and behind."""
    first, last = 0, len(runs)
    while first < last and not runs[first].text.strip():
        first += 1
    while last > first and not runs[last - 1].text.strip():
        last -= 1
    kept = runs[first:last]
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return kept


def _honest(runs: list[Run]) -> Iterator[Run]:
    """Where a label, or the word it is a part of, reads like another address, the real host stands beside it."""
    groups = list(linked(runs))
    texts = ["".join(run.text for run in group) for _, group in groups]
    crowded = _crowded([url for url, _ in groups], texts)
    for at, (url, group) in enumerate(groups):
        label = texts[at]
        if url and not shows(label):
            yield from (replace(run, url="") for run in group)
        elif url and (
            misleads(label, url) or (host_of(url) not in label.lower() and (at in crowded or _within_a_name(texts, at)))
        ):
            yield from _named_beside(group, label, f" ({host_of(url)})")
        else:
            yield from group


def _named_beside(group: list[Run], label: str, host: str) -> Runs:
    if label.rstrip().endswith(host):
        return tuple(group)
    last = group[-1].text
    end = len(last.rstrip())
    return (*group[:-1], replace(group[-1], text=last[:end] + host + last[end:]))


def _crowded(urls: list[str], texts: list[str]) -> set[int]:
    """The links that share one word with another link, by their places: nobody can tell where each of them leads."""
    found: set[int] = set()
    before: int | None = None
    for at, (url, text) in enumerate(zip(urls, texts, strict=True)):
        if at and not _touch(texts[at - 1], text):
            before = None
        if url:
            found |= {before, at} if before is not None else set()
            before = at
        elif len(text.split(maxsplit=1)) > 1 or text[0].isspace() or text[-1].isspace():
            before = None
    return found


def _within_a_name(texts: list[str], at: int) -> bool:
    """The label is a part of something with a dot in it, as addresses have."""
    label = texts[at]
    before = _BEFORE.search(texts[at - 1][-_AROUND:]) if at and _touch(texts[at - 1], label) else None
    after = _AFTER.match(texts[at + 1][:_AROUND]) if at + 1 < len(texts) and _touch(label, texts[at + 1]) else None
    return bool((before or after) and dotted((before[0] if before else "") + label + (after[0] if after else "")))


def _touch(text: str, then: str) -> bool:
    return not text[-1].isspace() and not then[0].isspace()


def _joined(blocks: list[Block]) -> list[Block]:
    """Paragraphs that follow each other as one, and the lines of one list in one piece."""
    found: list[Block] = []
    for kind, group in groupby(blocks, key=type):
        if kind is Paragraph:
            found.append(_one_paragraph([block for block in group if isinstance(block, Paragraph)]))
        elif kind is Items:
            found += _lists(block for block in group if isinstance(block, Items))
        else:
            found += group
    return found


def _one_paragraph(paragraphs: list[Paragraph]) -> Paragraph:
    if len(paragraphs) == 1:
        return paragraphs[0]
    runs = [run for one in paragraphs for run in (Run("\n"), *one.runs)]
    return Paragraph(tuple(merged(runs[1:])))


def _lists(lists: Iterable[Items]) -> Iterator[Items]:
    held: list[Items] = []
    count = 0
    for one in lists:
        if held and not _continues(held[0], count, one):
            yield _one_list(held)
            held, count = [], 0
        held.append(one)
        count += len(one.items)
    if held:
        yield _one_list(held)


def _continues(first: Items, count: int, then: Items) -> bool:
    alike = (first.ordered, first.depth) == (then.ordered, then.depth)
    return alike and (not first.ordered or then.start == first.start + count)


def _one_list(pieces: list[Items]) -> Items:
    return pieces[0] if len(pieces) == 1 else replace(pieces[0], items=tuple(item for one in pieces for item in one.items))


def _counted(blocks: list[Block]) -> tuple[Block, ...]:
    """No more blocks and items than there may be: what follows them keeps its words and loses its shape."""
    room = ITEMS
    for at, block in enumerate(blocks):
        items = len(block.items) if isinstance(block, Items) else 0
        if items > room or (at == BLOCKS - 1 and len(blocks) > BLOCKS):
            rest = Paragraph((Run("\n".join(words(one) for one in blocks[at:])),))
            return tuple(_joined([*blocks[:at], rest]))
        room -= items
    return tuple(blocks)
