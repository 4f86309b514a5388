"""The guide shows nothing that does not work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from app.policy.changes import schema
from app.policy.document import Document
from app.policy.nodes import load
from app.policy.reading import read
from app.policy.refusal import PolicyError

GUIDE = (Path(__file__).parents[3] / "docs" / "policy.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
AROUND = {
    "calendars": "calendars: {office: {hours: {mon-fri: ['09:00-17:00']}}}\n",
    "teams": "teams: {it: {}, hr: {}}\n",
    "categories": "categories: {payroll: {}}\n",
    "sla": "sla: {standard: {default: true, targets: {}}}\n",
}
"""What a part of a file refers to, where it does not bring it along."""


def whole(block: str) -> str:
    sections = re.findall(r"^(\w+):", block, re.MULTILINE)
    if "version" in sections:
        return block
    return "version: 1\n" + block + "".join(text for section, text in AROUND.items() if section not in sections)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split(":")[0])
def test_every_example_of_the_guide_is_accepted(block: str) -> None:
    assert read(whole(block))


def test_the_guide_shows_every_section() -> None:
    shown = {section for block in BLOCKS for section in re.findall(r"^(\w+):", block, re.MULTILINE)}
    assert shown == set(Document.model_fields)


def test_the_refusals_of_the_guide_are_the_real_ones() -> None:
    text = "version: 1\n" + "\n" * 8 + "teams:\n  it:\n    calendar: offce\n"
    text += "calendars: {office: {hours: {mon: ['09:00-10:00']}}}\n"
    text += "\n" * 14 + "sla:\n  standard:\n    targets:\n      high: {resolution: 1x}\n"
    with pytest.raises(PolicyError) as refusal:
        read(text)
    assert str(refusal.value) == re.findall(r"```text\n(.*?)\n```", GUIDE, re.DOTALL)[0]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split(":")[0])
def test_an_editor_accepts_every_example_too(block: str) -> None:
    assert [error.message for error in Draft202012Validator(schema()).iter_errors(load(whole(block)).data)] == []
