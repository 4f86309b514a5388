"""How the command line ends: an answer on stdout, or one clear sentence on stderr and an exit code; never a traceback."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any

from app.errors import ConfigurationError, Refusal
from app.redaction import one_line, redacted

NOT_FOUND, WRONG, INTERRUPTED, PIPE_CLOSED = 1, 2, 130, 141


class Quit(Exception):
    """The command cannot be done: `sentence` says why, `code` is the exit code."""

    def __init__(self, sentence: str, code: int = WRONG) -> None:
        super().__init__(sentence)
        self.code = code


def run(arguments: Sequence[str]) -> int:
    """Do one command; the exit code."""
    _utf8()
    try:
        from app.cli.commands import cli

        code = cli(list(arguments), prog_name="sahayak", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the flush at exit would complain once more
        return PIPE_CLOSED
    except Exception as error:
        if _debugging():
            traceback.print_exc()
        sentence, code = _told(error)
        print(sentence, file=sys.stderr)
        return code


def show(line: str = "") -> None:
    print(line)


def show_json(document: Any) -> None:
    """One document, and the only thing on stdout."""
    print(json.dumps(document, ensure_ascii=False, indent=2))


def visible(text: str) -> str:
    """What people typed, on one line of a terminal: without colour codes and other surprises."""
    return one_line(" ".join(text.split()))


def _told(error: Exception) -> tuple[str, int]:
    """The sentence and the exit code."""
    if isinstance(error, Quit):
        return str(error), error.code
    if isinstance(error, ConfigurationError):
        return redacted(str(error)), WRONG
    if isinstance(error, Refusal):
        return _refused(error), WRONG
    usage = getattr(error, "format_message", None)
    if callable(usage):  # the command-line library's own errors
        return f"{usage()} (see ./sahayak --help)", WRONG
    first = (str(error).strip().splitlines() or [""])[0]
    return one_line(redacted(f"That failed: {type(error).__name__}: {first}. SAHAYAK_LOG_LEVEL=debug tells more.")), 1


def _refused(refusal: Refusal) -> str:
    from app.words import say

    return say(refusal.key, "en", **refusal.facts)


def _debugging() -> bool:
    return os.environ.get("SAHAYAK_LOG_LEVEL", "").lower() == "debug"


def _utf8() -> None:
    """JSON is UTF-8 whatever the terminal's language; what a terminal cannot show is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
