"""`calendar …`: when a promise falls due, and how much working time lies between two instants."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from app.cli import opening
from app.cli.policies import read_file
from app.cli.speaking import Quit, show, visible
from app.policy.document import Document
from app.policy.refusal import did_you_mean
from app.policy.working_time import calendar
from app.sla.calendar import Calendar
from app.sla.duration import parse

LONGEST_LINE = 500
"""Bytes. Two instants are a tenth of that."""

_SECOND = timedelta(seconds=1)
_parsed = lru_cache(maxsize=1024)(parse)


def due(name: str, start: str, duration: str, file: Path | None, batch: bool) -> None:
    _check((start, duration), "START and DURATION", file, batch)
    asked = _calendar(name, file)

    def answer(start: str, duration: str) -> str:
        at = asked.due(_instant(start), asked.working_time(_parsed(duration)))
        if at is None:
            raise ValueError(f"{duration} from {start} on never pass on this calendar")
        return at.isoformat().replace("+00:00", "Z")

    _answer(answer, (start, duration), "START and DURATION", batch)


def elapsed(name: str, start: str, end: str, file: Path | None, batch: bool) -> None:
    _check((start, end), "START and END", file, batch)
    asked = _calendar(name, file)

    def answer(start: str, end: str) -> str:
        return _seconds(asked.elapsed(_instant(start), _instant(end)))

    _answer(answer, (start, end), "START and END", batch)


def _check(pair: tuple[str, str], words: str, file: Path | None, batch: bool) -> None:
    """Before anything is read. Raises Quit."""
    if batch and any(pair):
        raise Quit(f"With --batch, {words} come from stdin, one pair a line.")
    if batch and file is not None and str(file) == "-":
        raise Quit("With --batch the lines come from stdin, so --policy has to name a file.")
    if not batch and not all(pair):
        raise Quit(f"{words} are wanted (or --batch, with both on stdin).")


def _calendar(name: str, file: Path | None) -> Calendar:
    document = _policy(file)
    if name not in document.calendars:
        known = ", ".join(document.calendars) or "none"
        near = did_you_mean(name, document.calendars)
        raise Quit(f'There is no calendar "{visible(name)[:64]}"{near} (calendars: {known}).')
    return calendar(document, name)


def _policy(file: Path | None) -> Document:
    from app.policy.changes import current

    if file is not None:
        return read_file(file)[0]
    with opening.reading() as (tx, org_id):
        return current(tx, org_id)


def _answer(answer: Callable[[str, str], str], pair: tuple[str, str], words: str, batch: bool) -> None:
    if batch:
        for number, line in enumerate(_lines(), start=1):
            show(_answer_line(answer, line, words, number))
        return
    try:
        show(answer(*pair))
    except ValueError as error:
        sentence = visible(str(error))
        raise Quit(f"{sentence[:1].upper()}{sentence[1:]}.") from None


def _answer_line(answer: Callable[[str, str], str], line: bytes, words: str, number: int) -> str:
    """Raises Quit for a line that is wrong: what stands before it has been answered, and nothing after it will be."""
    try:
        if len(line) > LONGEST_LINE:
            raise ValueError(f"it is longer than {LONGEST_LINE} bytes")
        pair = line.decode().split(None, 1)
        if len(pair) < 2:
            raise ValueError(f"write {words}")
        return answer(pair[0], pair[1].strip())
    except ValueError as error:
        sys.stdout.flush()
        reason = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else visible(str(error))
        raise Quit(f"line {number}: {reason}.") from None


def _lines() -> Iterator[bytes]:
    """As they come, so that a million of them need no more memory than one."""
    while line := sys.stdin.buffer.readline(LONGEST_LINE + 1):
        yield line


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text[:40]}" is not an instant: write 2026-11-23T10:00:00Z') from None
    if at.utcoffset() is None:
        raise ValueError(f'"{text[:40]}" does not say its zone: write 2026-11-23T10:00:00Z or 2026-11-23T15:30:00+05:30')
    return at


def _seconds(time: timedelta) -> str:
    whole, rest = divmod(time, _SECOND)
    return f"{whole}.{rest.microseconds:06}".rstrip("0") if rest else str(whole)
