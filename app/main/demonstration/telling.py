"""How the demo speaks: who did what, and what somebody sees, in 80 columns; colours only on a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import TextIO

from app import words
from integrations.sandbox.slack.seen import Message as SlackMessage
from integrations.sandbox.teams.message import Message as TeamsMessage

Message = SlackMessage | TeamsMessage

WIDTH, _MARGIN = 80, "  │ "
_BOLD, _DIM, _GREEN, _RED, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[31m", "\x1b[0m"
_FACTS = ("requester", "status", "priority", "category", "assignee", "opened")


class Telling:
    """Writes to `out`, at once: whoever watches sees each thing when it happens."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._colours = out, out.isatty()

    def line(self, text: str = "") -> None:
        self._lines(text, "", "")

    def did(self, who: str, what: str, said: str = "") -> None:
        """Somebody does something; `said` is what they typed."""
        self._write()
        self._lines(f"{who} {what}", "", _BOLD)
        if said:
            self._lines(f"“{said}”", "  ", "")

    def sees(self, who: str, platform: str, place: str, message: Message | None) -> None:
        """What is before somebody's eyes, word for word."""
        self._lines(f"{who} sees · {platform} · {place}", "  ", _GREEN)
        for line in shown(message) if message else ["(nothing)"]:
            self._lines(line, _MARGIN, "")

    def failed(self, what: str) -> None:
        self._lines(f"Did not happen: {what}", "", _RED)

    def _lines(self, text: str, indent: str, colour: str) -> None:
        wrapped = textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
        for line in wrapped or [indent.rstrip()]:
            self._write(f"{colour}{line}{_PLAIN}" if colour and self._colours else line)

    def _write(self, line: str = "") -> None:
        print(line, file=self._out, flush=True)


def shown(message: Message) -> list[str]:
    """The visible words: text line by line, facts side by side, buttons in brackets."""
    buttons = message.labels if isinstance(message, TeamsMessage) else []
    lines = [line for line in message.plain().split("\n") if line.strip() and line not in buttons]
    drawn = " ".join(f"[{label}]" for label in buttons)
    return _side_by_side(_one_line_each(lines)) + ([drawn] if drawn else [])


def _one_line_each(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Each line and whether it is a fact, "label: value". Slack draws label and value on two lines, Teams on one."""
    names = {words.say(f"label.{name}", locale) for name in _FACTS for locale in words.LOCALES}
    rest = iter(lines)
    for line in rest:
        if line in names:
            yield f"{line}: {next(rest, '')}", True
        else:
            yield line, line.partition(": ")[0] in names


def _side_by_side(lines: Iterable[tuple[str, bool]]) -> list[str]:
    """As many facts on a line as it holds; none is torn apart."""
    found: list[str] = []
    after_fact = False
    for line, is_fact in lines:
        if is_fact and after_fact and len(found[-1]) + len(line) + 5 <= WIDTH - len(_MARGIN):
            found[-1] += f"  ·  {line}"
        else:
            found.append(line)
        after_fact = is_fact
    return found
