"""There is an example of every card and every form: nothing is shown that the contract of the renderers has not drawn."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Any

import pytest

from app.cards import Card
from app.examples import examples
from app.forms import Form
from app.words import LOCALES, catalogue

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "jobs", "storage")
NOT_SHOWN = {"app/posts/packing.py"}
"""Makes cards again that were drawn elsewhere."""

Site = tuple[str, int]


def sites() -> set[Site]:
    """(file, line) of every place in the program that makes a card or a form."""
    return {
        (path.relative_to(ROOT).as_posix(), node.lineno)
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in ("Card", "Form")
    }


def _noting(made: set[Site], whole: Any) -> Any:
    """An __init__ that notes from which call it was reached."""

    def init(self: Any, *args: Any, **named: Any) -> None:
        frame = sys._getframe(1)
        path = Path(frame.f_code.co_filename)
        if ROOT in path.parents:
            made.add((path.relative_to(ROOT).as_posix(), frame.f_lineno))
        whole(self, *args, **named)

    return init


@pytest.mark.parametrize("locale", LOCALES)
def test_every_place_that_makes_a_card_or_a_form_has_an_example(locale: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made: set[Site] = set()
    for kind in (Card, Form):
        monkeypatch.setattr(kind, "__init__", _noting(made, kind.__init__))
    examples(locale)
    assert {site for site in sites() if site[0] not in NOT_SHOWN} - made == set()


def test_both_languages_have_the_same_examples_in_their_own_words() -> None:
    english, hindi = examples("en"), examples("hi")
    assert english.keys() == hindi.keys()
    assert [name for name in english if english[name] == hindi[name]] == []


def test_every_sentence_of_the_catalogue_is_an_example() -> None:
    said = {name.removeprefix("said.") for name in examples("en") if name.startswith("said.")}
    assert said == {key for key in catalogue("en").texts if key.startswith(("notice.", "refusal.", "problem."))}
