"""What is wrong with a policy file: every problem with its line, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from pydantic_core import PydanticCustomError

from app.errors import ConfigurationError

Path = tuple[str | int, ...]
"""Where something stands in the document: keys and positions (from 0)."""


@dataclass(frozen=True, order=True)
class Problem:
    """`line` counts from 1 (0: the file as a whole), `path` is written `teams.it.calendar`, `channels[0].team`."""

    line: int
    path: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: " * bool(self.line) + f"{self.path}: " * bool(self.path) + self.reason


class PolicyError(ConfigurationError):
    """The file is refused and nothing of it is applied; the text has one line per problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def refused(*problems: tuple[Path, str]) -> PydanticCustomError:
    """The error a rule of the model raises: (where below this value, reason), as many as there are."""
    reasons = "; ".join(reason for _, reason in problems)
    return PydanticCustomError("policy", "{reasons}", {"reasons": reasons, "problems": problems})


def written(path: Path) -> str:
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """' (did you mean "office"?)', or '' when nothing is near. Short words with two letters swapped count as near."""
    choices: Sequence[str] = [str(name) for name in islice(known, 1000)]
    same = [name for name in choices if sorted(name.casefold()) == sorted(word.casefold())]
    near = same or get_close_matches(word[:100], choices, n=1)
    return f' (did you mean "{near[0]}"?)' if near else ""
