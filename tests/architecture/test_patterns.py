"""No pattern can be made to take for ever: a repetition within a repetition gives nothing back once it has matched."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import regex

PARSER: Any = importlib.import_module("re._parser")
C: Any = importlib.import_module("re._constants")
ROOT = Path(__file__).parents[2]
ROOMS = ("app", "integrations", "storage", "jobs")
FEW = 8
"""Repetitions that are few need no care."""


def goes_back(parts: Any, within: bool = False) -> bool:
    """Whether a repetition stands within another one that may try all the ways to share the text between them."""
    return any(_goes_back(kind, more, within) for kind, more in parts)


def _goes_back(kind: Any, more: Any, within: bool) -> bool:
    if kind in (C.MAX_REPEAT, C.MIN_REPEAT):
        least, most, inner = more
        many = most > FEW and most != least
        return (many and within) or goes_back(inner, within or many)
    if kind is C.POSSESSIVE_REPEAT:
        return goes_back(more[2])
    if kind is C.ATOMIC_GROUP:
        return goes_back(more)
    if kind is C.SUBPATTERN:
        return goes_back(more[3], within)
    if kind is C.BRANCH:
        return any(goes_back(one, within) for one in more[1])
    if kind in (C.ASSERT, C.ASSERT_NOT):
        return goes_back(more[1])
    return False


def compiled() -> Iterator[tuple[str, str | bytes, int]]:
    """Every pattern that stands in a module."""
    for room in ROOMS:
        for found in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}."):
            if ".versions" in found.name or found.name.endswith(("__main__", ".env")):
                continue
            for name, value in vars(importlib.import_module(found.name)).items():
                if isinstance(value, re.Pattern | regex.Pattern):
                    yield f"{found.name}.{name}", value.pattern, value.flags & (re.VERBOSE | re.ASCII)


def written() -> Iterator[tuple[str, str | bytes, int]]:
    """Every pattern that is written where it is used."""
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func).startswith(("re.", "regex.")) and node.args:
                    first = node.args[0]
                    if isinstance(first, ast.Constant) and isinstance(first.value, str | bytes):
                        yield (
                            f"{file.relative_to(ROOT)}:{node.lineno}",
                            first.value,
                            re.VERBOSE * ("VERBOSE" in ast.unparse(node)),
                        )


def parsed(pattern: str | bytes, flags: int) -> Any:
    """A library of ours knows more classes of signs, and takes some from others: they are read as one class of all."""
    if isinstance(pattern, str) and (r"\p" in pattern.lower() or r"\X" in pattern):
        pattern = re.sub(r"\\[pP]\{[^}]+\}", "x", pattern).replace(r"\X", ".").replace("--", "").replace("&&", "")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # it subtracts classes from each other, which this one reads as signs
        return PARSER.parse(pattern, flags)


def test_no_pattern_shares_a_text_between_two_repetitions() -> None:
    found = [*compiled(), *written()]
    assert len(found) > 150
    assert [where for where, pattern, flags in found if goes_back(parsed(pattern, flags))] == []


@pytest.mark.parametrize("pattern", [r"(?:a+b?)*c", r"(a|b+)+$", r"(?:<!--.{0,512}?-->\s*)*<html", r"(?=(x*)*)y"])
def test_such_a_pattern_is_found(pattern: str) -> None:
    assert goes_back(PARSER.parse(pattern))


@pytest.mark.parametrize("pattern", [r"(?:a++b?)*c", r"(?>(?>a+)b?)*c", r"a+b+c", r"(?:a{1,3}b)*", r"(?:\.\d{2})+"])
def test_a_harmless_one_is_not(pattern: str) -> None:
    assert not goes_back(PARSER.parse(pattern))
