"""Whatever is in the file: it is a policy, or it is refused in words; nothing else happens."""

from __future__ import annotations

import json
from typing import Any

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from app.policy.changes import as_text, schema
from app.policy.document import Document
from app.policy.reading import read
from app.policy.refusal import PolicyError
from tests.app.policy.test_reading import EXAMPLE
from tests.app.policy.test_refusals import FINE

WORDS = [
    "version", "1", "defaults", "team", "teams", "it", "calendars", "office", "hours", "mon-fri", "09:30-18:30", "timezone",
    "holidays", "country", "IN", "categories", "keywords", "channels", "slack", "C1", "sla", "targets", "high", "15m", "UTC",
    "escalation", "after", "at", "breach", "true", "null", "", "~", "1.5", "-3", "2026-01-26", "वीपीएन", "<<", "75%",
]  # fmt: skip
MORE = ["\n  ", "\n- ", ": ", "*a", "&a ", "!!str ", "---\n", "...\n", "%YAML 1.1\n", "\r\n", "\u2028", "\ufeff"]
MARKS = [*" \n\t:-,[]{}#&*!|>'\"%@`?\\", *MORE]

keys = st.sampled_from(WORDS) | st.text(max_size=8)
values = st.recursive(
    st.sampled_from(WORDS) | st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)
yamlish = st.lists(st.sampled_from(WORDS + MARKS) | st.characters(), max_size=60).map("".join)


def a_policy_or_a_refusal(text: str) -> Document | None:
    try:
        return read(text)
    except PolicyError as refusal:
        in_words = str(refusal)
    assert in_words
    return None


@settings(max_examples=300)
@given(yamlish)
@example('a: "\\UFFFFFFFF"')
@example("%YAML " + "9" * 5000 + ".1\n---\nversion: 1")
@example("version: 1\n" + "a: " + "9" * 5000)
@example("? {}\n: 1")
@example("*a")
@example("version: 1\n<<: {team: x}")
@example("version: 1\nteams: {? : {}}")
@example("[" * 2000)
def test_any_text(text: str) -> None:
    a_policy_or_a_refusal(text)


@settings(max_examples=200)
@given(st.dictionaries(keys, values, max_size=5))
def test_any_yaml(data: dict[str, Any]) -> None:
    a_policy_or_a_refusal(yaml.safe_dump({"version": 1, **data}, allow_unicode=True))


@settings(max_examples=200)
@given(st.data())
def test_the_example_with_anything_in_place_of_any_part(data: st.DataObject) -> None:
    document = json.loads(json.dumps(read(EXAMPLE).model_dump(mode="json", exclude_none=True)))
    place: Any = document
    for _ in range(data.draw(st.integers(0, 5))):
        step = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if not isinstance(place[step], (dict, list)) or not place[step]:
            break
        place = place[step]
    step = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
    place[step] = data.draw(values)
    accepted = a_policy_or_a_refusal(yaml.safe_dump(document, allow_unicode=True, sort_keys=False))
    if accepted is not None:
        assert read(as_text(accepted)) == accepted


@settings(max_examples=300)
@given(st.data())
def test_the_example_with_letters_missing_or_added(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(FINE)))
    end = data.draw(st.integers(start, min(len(FINE), start + 10)))
    a_policy_or_a_refusal(FINE[:start] + data.draw(yamlish) + FINE[end:])


names = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="/:,#@'\"<>"), min_size=1, max_size=12)
letters = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
texts = st.text(letters, min_size=1, max_size=30).filter(str.strip)


@settings(max_examples=150)
@given(st.dictionaries(names, st.tuples(texts, st.lists(texts.map(lambda text: "w" + text), max_size=3)), min_size=1, max_size=4))
def test_what_is_exported_reads_the_same(teams: dict[str, tuple[str, list[str]]]) -> None:
    document = Document.model_validate(
        {
            "version": 1,
            "teams": {key: {"name": name} for key, (name, _) in teams.items()},
            "categories": {key: {"keywords": words} for key, (_, words) in teams.items()},
        }
    ).settled()
    assert read(as_text(document)) == document


def test_the_schema_accepts_what_is_accepted() -> None:
    Draft202012Validator.check_schema(schema())
    validator = Draft202012Validator(schema())
    assert not list(validator.iter_errors(json.loads(read(EXAMPLE).model_dump_json(exclude_unset=True))))
    assert list(validator.iter_errors({"version": 1, "teams": {"it": {"nmae": "x"}}}))
