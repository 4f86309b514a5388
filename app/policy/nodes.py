"""YAML text to plain data, remembering the line of everything.

A small YAML: one document, no aliases, no tags, texts stay texts. PyYAML's own loader would read `on` as true, `10:00` as 600 and
`NO` as false, keep the second of two equal keys, and follow aliases without end; so only its parser is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from app.policy.refusal import Path, PolicyError, Problem, written

LARGEST = 1_000_000
"""Bytes; the database keeps the text as long as that."""

DEEPEST = 12

_INT = re.compile(r"0|[-+]?[1-9][0-9]{0,14}", re.ASCII)
_FLOAT = re.compile(r"[-+]?([0-9]{1,15}\.[0-9]{0,15}|\.[0-9]{1,15})", re.ASCII)
_NEVER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass
class Source:
    """`data` as read, `lines` from path to line, and what was wrong already.

    What stands under a `spoiled` path is not worth a second complaint.
    """

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    spoiled: set[Path] = field(default_factory=set)

    def line(self, path: Path) -> int:
        """Where it stands, or what it would stand in."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def complain(self, path: Path, reason: str) -> None:
        self.problems.append(Problem(self.line(path), written(path), reason))


def load(text: str) -> Source:
    """Raises PolicyError where the text cannot be read on (broken YAML); milder faults are in `problems`."""
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise PolicyError([Problem(0, "", "the file is larger than 1 MB")])
    if odd := _NEVER.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        raise PolicyError([Problem(line, "", f"there is a control character (U+{ord(odd[0]):04X})")])
    builder = _Builder()
    for event in _events(text, builder.source):
        builder.take(event)
    return builder.source


def _events(text: str, source: Source) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise PolicyError([*source.problems, Problem(line, "", _plainly(error.problem or str(error.context)))]) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # ValueError and OverflowError: the scanner's own conversions of "\UFFFFFFFF" and of endless numbers.
        raise PolicyError([*source.problems, Problem(0, "", f"this is not YAML: {str(error).splitlines()[0]}")]) from None


def _plainly(problem: str) -> str:
    if r"\t" in problem:
        return "there is a tab: YAML is indented with spaces only"
    return f"this is not YAML: {problem}"


@dataclass
class _Frame:
    container: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None


class _Builder:
    """Takes the parser's events one by one; a stack instead of recursion, so depth cannot hurt."""

    def __init__(self) -> None:
        self.source = Source()
        self._stack: list[_Frame] = []
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._give_up(line, "there is a second document (---): write one")
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._stack.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._stands_for_another(event, line)
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open({} if isinstance(event, yaml.MappingStartEvent) else [], event, line)

    def _open(self, container: dict[str, Any] | list[Any], event: yaml.CollectionStartEvent, line: int) -> None:
        if self._expects_key():
            self._give_up(line, "a key has to be a text")
        if len(self._stack) >= DEEPEST:
            self._give_up(line, f"nested deeper than {DEEPEST} levels")
        path = self._put(container, line)
        self._refuse_tag(event.tag, path)
        self._stack.append(_Frame(container, path))

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        if self._expects_key():
            return self._key(event, line)
        path = self._put(_value(event), line)
        self._refuse_tag(event.tag, path)
        if _NEVER.search(event.value):
            self._spoil(path, "there is a control character in it")
        return None

    def _key(self, event: yaml.ScalarEvent, line: int) -> None:
        frame = self._stack[-1]
        path = (*frame.path, event.value)
        if _NEVER.search(event.value):
            self._give_up(line, "there is a control character in a key")
        first = self.source.lines.get(path)
        self.source.lines[path] = line
        if event.value in frame.container:
            self.source.complain(path, f"the key stands here twice (first on line {first})")
        frame.key = event.value

    def _stands_for_another(self, event: yaml.AliasEvent, line: int) -> None:
        if self._expects_key():
            self._give_up(line, "a key has to be a text")
        self._spoil(self._put(None, line), f"aliases (*{event.anchor}) are not read: write it out")

    def _put(self, value: Any, line: int) -> Path:
        if not self._stack:
            self.source.data = value
            return ()
        frame = self._stack[-1]
        if isinstance(frame.container, list):
            path: Path = (*frame.path, len(frame.container))
            frame.container.append(value)
            self.source.lines[path] = line
        else:
            path = (*frame.path, str(frame.key))
            frame.container[str(frame.key)] = value
            frame.key = None
        return path

    def _expects_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].container, dict) and self._stack[-1].key is None

    def _refuse_tag(self, tag: str | None, path: Path) -> None:
        if tag is not None:
            self._spoil(path, f"tags ({tag[:60]}) are not read: leave it out")

    def _spoil(self, path: Path, reason: str) -> None:
        self.source.spoiled.add(path)
        self.source.complain(path, reason)

    def _give_up(self, line: int, reason: str) -> None:
        path = written(self._stack[-1].path) if self._stack else ""
        raise PolicyError([*self.source.problems, Problem(line, path, reason)])


def _value(event: yaml.ScalarEvent) -> Any:
    text = event.value
    if event.style is not None or not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
