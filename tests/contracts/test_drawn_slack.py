"""The page draws every block, control and piece of text that a card or form of the desk can have on Slack."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from app.cards import Card
from app.examples import Told, examples
from app.examples.cast import TOLD
from app.forms import Form
from app.people.model import Platform
from app.words import LOCALES
from integrations.slack import blocks, home, modals
from integrations.slack.kinds import KINDS, VIEWS
from tests.contracts.reach import nodes

STATIC = Path(__file__).parents[2] / "integrations" / "sandbox" / "page" / "static"
PAPER = Path(__file__).parent / "paper.mjs"
NODE = shutil.which("node") or ""
HOSTILE = "<img src=x onerror=alert(1)> *bold* <!channel> <https://evil.test|safe> <javascript:alert(1)|go> \u202etxt " + "W" * 99
MARKUP = {"DIV", "SPAN", "BDI", "H3", "HR", "A", "BUTTON", "INPUT", "TEXTAREA", "SVG", "PATH", "RECT", "TIME", "STRONG", "EM",
          "S", "CODE", "PRE", "BLOCKQUOTE", "FIGURE", "FIGCAPTION", "UL", "OL", "LI"}  # fmt: skip


def declared() -> list[str]:
    """The list `DRAWN` of blocks.js."""
    found = re.search(r"export const DRAWN = \[(.*?)\];", (STATIC / "blocks.js").read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return re.findall(r'"([a-z_]+)"', found[1])


def shown(locale: str, told: Told | None = None) -> dict[str, list[dict[str, Any]]]:
    """The blocks of every example by its name, with the ids that Slack gives to what has none."""
    return {name: _with_ids(_blocks(name, one)) for name, one in examples(locale, told, Platform.SLACK).items()}


def _blocks(name: str, example: Card | Form) -> list[dict[str, Any]]:
    if isinstance(example, Form):
        found: list[dict[str, Any]] = modals.render(example)["blocks"]
    elif name.startswith("home."):
        found = home.render_home(example)["blocks"]
    else:
        found = blocks.render(example)["blocks"]
    return found


def _with_ids(drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"block_id": f"b{n}", **block} for n, block in enumerate(drawn)]


def _hostile() -> Told:
    others = (HOSTILE,) * len(TOLD["en"].others)
    words: dict[str, Any] = {field.name: HOSTILE for field in fields(Told)} | {"others": others}
    return Told(**words)


def on_paper(many: list[list[dict[str, Any]]]) -> dict[str, Any]:
    """What the page's own modules make of these blocks."""
    if not NODE:
        pytest.skip("node is not installed: the page's modules are not run")
    done = subprocess.run(
        [NODE, str(PAPER), (STATIC / "blocks.js").as_uri()], input=json.dumps(many), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_the_page_declares_every_kind_that_the_renderers_can_emit() -> None:
    emitted = {n["type"] for locale in LOCALES for body in shown(locale).values() for n in nodes(body) if "type" in n}
    assert {"rich_text_quote", "users_select", "external_select", "data_visualization"} <= emitted
    assert emitted - set(declared()) == set()
    assert KINDS - VIEWS - set(declared()) == set()


def test_the_page_has_a_way_to_draw_all_that_it_declares() -> None:
    told = on_paper([])
    assert sorted(told["declared"]) == sorted(declared())
    assert sorted(set(told["tables"])) == sorted(declared())


@pytest.mark.parametrize("locale", LOCALES)
def test_no_example_leaves_anything_undrawn(locale: str) -> None:
    all_shown = shown(locale)
    for (name, body), drawn in zip(all_shown.items(), on_paper(list(all_shown.values()))["drawn"], strict=True):
        assert drawn["red"] == [], name
        for node in nodes(body):
            if node.get("type") == "button":
                assert node["text"]["text"] in drawn["words"], name


def test_what_people_wrote_is_only_ever_text() -> None:
    all_shown = shown("en", _hostile())
    drawn = on_paper(list(all_shown.values()))["drawn"]
    assert {tag for one in drawn for tag in one["names"]} <= MARKUP
    assert not [link for one in drawn for link in one["links"] if "evil" in link or not link.startswith("https://")]
    assert sum("<img src=x onerror=alert(1)>" in one["words"] for one in drawn) > 20


def test_an_unknown_element_is_named_in_red() -> None:
    button: dict[str, Any] = {"type": "workflow_button"}
    odd: list[list[dict[str, Any]]] = [[{"type": "video"}], [{"type": "actions", "block_id": "a", "elements": [button]}]]
    assert [one["red"] for one in on_paper(odd)["drawn"]] == [
        ['This page cannot draw "video".'],
        ['This page cannot draw "workflow_button".'],
    ]
