"""What a person types into a composer, taken apart: lines, lists, quotes and code, and the marks inside a line.

Both clients turn these into formatting while one types; each platform then sends it in a shape of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

LINES, QUOTE, CODE, BULLET, ORDERED = "lines", "quote", "code", "bullet", "ordered"
_FENCE = "```"
_ITEM = re.compile(r"(?P<space> *)(?:(?P<bullet>[-*•◦]) +|(?P<number>[0-9]{1,4})[.)] +)(?P<words>\S.*)")
_QUOTED = re.compile(r"> ?(.*)")
_DEEPEST, _FARTHEST = 4, 2000


@dataclass
class Part:
    """Lines that belong together. `first` is the number of an ordered list's first item, `indent` how deep a list stands."""

    kind: str
    lines: list[str] = field(default_factory=list)
    first: int = 1
    indent: int = 0


def parts(text: str) -> list[Part]:
    """The text in parts, in order. A fence that nobody closes is no fence."""
    found: list[Part] = []
    rest = text.replace("\r\n", "\n")
    while rest:
        before, fence, after = rest.partition(_FENCE)
        code, closed, behind = after.partition(_FENCE)
        if not (fence and closed and code.strip()):
            found += _plain_parts(rest)
            break
        if before.strip():
            found += _plain_parts(before.removesuffix("\n"))
        found.append(Part(CODE, code.strip("\n").split("\n")))
        rest = behind.removeprefix("\n")
    return found


def _plain_parts(text: str) -> Iterator[Part]:
    open_part: Part | None = None
    for line in text.split("\n"):
        one = _part_of(line)
        if open_part is not None and (one.kind, one.indent) == (open_part.kind, open_part.indent):
            open_part.lines += one.lines
            continue
        if open_part is not None:
            yield open_part
        open_part = one
    if open_part is not None:
        yield open_part


def _part_of(line: str) -> Part:
    item, quoted = _ITEM.fullmatch(line), _QUOTED.fullmatch(line)
    if item:
        indent = min(len(item["space"]) // 2, _DEEPEST)
        return Part(BULLET if item["bullet"] else ORDERED, [item["words"]], int(item["number"] or 1), indent)
    return Part(QUOTE, [quoted[1]]) if quoted else Part(LINES, [line])


def marked(signs: str) -> str:
    """A pattern for words between two equal marks (an alternation of `signs`); groups "mark" and "inside"."""
    return rf"(?<![\w\\])(?P<mark>{signs})(?=\S)(?P<inside>[^\n]{{0,{_FARTHEST}}}?\S)(?P=mark)(?!\w)"


INLINE_CODE = r"`(?P<code>[^`\n]+)`"
ADDRESS = r"(?P<url>https?://[^\s<>|\"]*[^\s<>|\".,;:!?)*_~`])"
MAIL = r"(?P<mail>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b)"


def names_pattern(names: list[str]) -> str:
    """ "@Name" of one of these, the longest first; group "name". Never matches where there are none."""
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name)
    return rf"(?<!\w)@(?P<name>{known})(?!\w)" if known else r"(?P<name>(?!))"
