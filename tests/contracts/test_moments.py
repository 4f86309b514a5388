"""A moment on a card is drawn in each reader's own zone and language: it never stands there as text of one zone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app import words
from app.cards import Button, Card, Confirm, Moment
from app.examples import examples
from app.words import LOCALES

ROOT = Path(__file__).parents[2]
MARK = "\u27e6"
_TEXT_ONLY = {"spoken", "accessible"}
"""What a screen reader says, or a notification: text on every platform, for one reader in their own zone."""


def texts(part: Any) -> Iterator[str]:
    """Every text that people see in it, but for those that only a moment falls back to."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, (list, tuple)):
        for one in part:
            yield from texts(one)
    elif is_dataclass(part) and not isinstance(part, (Moment, Button, Confirm)):
        for field in fields(part):
            if field.name not in _TEXT_ONLY:
                yield from texts(getattr(part, field.name))


@pytest.fixture(autouse=True)
def _marked(monkeypatch: pytest.MonkeyPatch) -> None:
    def marked(at: datetime, *_: Any) -> str:
        return f"{MARK}{at:%H:%M}"

    for name in ("moment", "day_and_time"):
        monkeypatch.setattr(words, name, marked)


@pytest.mark.parametrize("locale", LOCALES)
def test_no_card_shows_a_moment_as_text(locale: str) -> None:
    cards = {name: one for name, one in examples(locale).items() if isinstance(one, Card)}
    shown = {name: [text for text in texts(card) if MARK in text] for name, card in cards.items()}
    assert {name: found for name, found in shown.items() if found and not name.startswith("said.")} == {}


def test_a_sentence_that_answers_one_person_is_in_their_own_zone() -> None:
    """Those that `said.` shows: what a press or a command is answered with, as mere text."""
    loose = {
        f"{path.relative_to(ROOT)}: {ast.unparse(call)}"
        for path in sorted((ROOT / "app").rglob("*.py"))
        if path.relative_to(ROOT).parts[1] not in ("cli", "examples", "words.py")
        for call in _loose(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert {one for one in loose if not one.endswith(", turn.zone)")} == set()


def _loose(tree: ast.Module) -> Iterator[ast.Call]:
    """Moments made into text, but for those that only stand behind a `Moment`."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    behind = {id(one) for call in calls if getattr(call.func, "id", "") == "Moment" for one in call.args}
    made = (call for call in calls if ast.unparse(call.func) == "words.moment")
    return (call for call in made if id(call) not in behind)
