"""It speaks the reader's language: every text is in every catalogue, whole, within its limit, and safe to fill."""

from __future__ import annotations

import ast
import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from app.phrases import PHRASES
from app.tickets.model import Priority, Status
from app.words import LIMITS, LOCALES, MissingText, _fill, ago, catalogue_path, duration, moment, negotiate, say, say_many

ROOT = Path(__file__).parents[2]
KEY = re.compile(r"[a-z]+(\.[a-z_]+)+")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
SAME_EVERYWHERE = {"language.en", "language.hi"}
BARE = ("button", "title", "submit", "cancel", "label", "option", "status", "priority")
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

FACTS = {
    "ticket": "T-123456",
    "count": "12,345",
    "limit": "20000",
    "summary": "The projector in the large meeting room does not turn on",
    "text": "words " * 80,
    "resolution": "Replaced the cable " * 8,
    "words": "projector meeting room",
    "key": "slack:event:Ev0123456789",
    "language": "English",
    "reason": "by category Projectors and meeting rooms",
    "status": "Waiting for requester",
}
PLAUSIBLE = "Venkataraman Subramaniam"


@cache
def entries(locale: str) -> dict[str, Message]:
    with catalogue_path(locale).open("rb") as file:
        found = read_po(file, locale=locale, abort_invalid=True)
    assert not found.obsolete, "texts that nobody says any more are taken out"
    return {m.id if isinstance(m.id, str) else m.id[0]: m for m in found if m.id}


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


TEXTS = [(locale, key) for locale in LOCALES for key in entries(locale)]
every_text = pytest.mark.parametrize(("locale", "key"), TEXTS, ids=[f"{locale} {key}" for locale, key in TEXTS])


# The catalogues


@every_text
def test_a_text_is_whole_and_fits_where_it_is_shown(locale, key):
    message = entries(locale)[key]
    assert not message.fuzzy
    for text in forms(message):
        assert text
        assert text == text.strip()
        filled = PLACEHOLDER.sub(lambda found: FACTS.get(found[1], PLAUSIBLE), text)
        surface = key.partition(".")[0]
        assert surface in LIMITS, "a new surface: say in app/words.py how much it holds"
        limit = 100 if key.endswith("_title") else LIMITS[surface]
        assert len(filled) <= limit, f"{len(filled)} characters, at most {limit}"


@every_text
def test_a_text_is_plain(locale, key):
    for text in forms(entries(locale)[key]):
        rest = PLACEHOLDER.sub("", text)
        assert not re.search(r"[<>&*`{}]|\b_|_\b|https?:|@(channel|here|everyone)", rest), "no markup, no stray braces"
        assert "!" not in rest
        if key.partition(".")[0] in BARE:
            assert all(ord(c) < 0x2190 for c in rest), "no emoji"
            assert not rest.endswith((".", "।"))


@pytest.mark.parametrize("written", ["Can you help??", "It is down.", "It fails…", "मदद करें।"])
@every_text
def test_what_people_wrote_stands_in_a_sentence_without_its_own_final_mark(locale, key, written):
    for text in forms(entries(locale)[key]):
        facts = {fact: written if fact in ("summary", "text") else "X" for fact in PLACEHOLDER.findall(text)}
        if written in facts.values():
            said = _fill(key, text, facts)
            assert not re.search(r"[.!?।…][.!?।…:;,)]", said.replace("??", "?").removesuffix(written)), said


@every_text
def test_every_language_has_every_text_with_the_same_facts(locale, key):
    english = entries("en").get(key)
    assert english is not None, "not in the English catalogue"
    assert key in entries(locale)
    facts = [set(PLACEHOLDER.findall(text)) for text in forms(english)]
    assert [set(PLACEHOLDER.findall(text)) for text in forms(entries(locale)[key])] == facts


@pytest.mark.parametrize("locale", LOCALES)
def test_no_language_lacks_a_text(locale):
    assert entries("en").keys() - entries(locale).keys() == set()


@pytest.mark.parametrize("key", [key for locale, key in TEXTS if locale == "hi"])
def test_hindi_is_not_a_copy_of_english(key):
    if key in SAME_EVERYWHERE:
        return
    hindi = forms(entries("hi")[key])
    assert hindi != forms(entries("en")[key])
    assert all(re.search("[\u0900-\u097f]", text) for text in hindi)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_catalogue_is_in_alphabetical_order(locale):
    assert list(entries(locale)) == sorted(entries(locale))


@pytest.mark.parametrize("locale", LOCALES)
def test_no_text_is_written_twice(locale):
    keys = re.findall(r'^msgid "(.+)"$', catalogue_path(locale).read_text("utf-8"), re.MULTILINE)
    assert len(keys) == len(set(keys))


# What the program says


def sources() -> list[Path]:
    return [path for folder in ("app", "integrations", "jobs", "storage") for path in sorted((ROOT / folder).rglob("*.py"))]


@cache
def nodes() -> list[tuple[str, ast.AST]]:
    return [
        (f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}", node)
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    ]


def constant(node: ast.AST | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def missing(found: list[tuple[str, str]]) -> list[str]:
    return [f"{where} {key}" for where, key in found if key not in entries("en")]


def test_every_key_in_the_source_is_in_the_catalogues():
    """Any string that looks like a key of a known surface is one, wherever it stands: in say, in a refusal, in a delivery."""
    keys = [(where, constant(node)) for where, node in nodes()]
    assert missing([(where, key) for where, key in keys if KEY.fullmatch(key) and key.partition(".")[0] in LIMITS]) == []


def said() -> list[tuple[str, str, ast.Call]]:
    """Calls of say and its like with a key written out."""
    calls = [(where, node) for where, node in nodes() if isinstance(node, ast.Call) and node.args]
    names = [(where, getattr(node.func, "attr", getattr(node.func, "id", "")), node) for where, node in calls]
    return [
        (where, constant(node.args[0]), node)
        for where, name, node in names
        if name in ("say", "say_many") and constant(node.args[0])
    ]


def test_every_text_that_is_said_is_in_the_catalogues():
    assert missing([(where, key) for where, key, _ in said()]) == []


def test_every_fact_a_text_needs_is_given_where_it_is_said():
    wrong = []
    for where, key, call in said():
        given_facts = {word.arg for word in call.keywords} | {"count"}
        needs = set(PLACEHOLDER.findall(" ".join(forms(entries("en")[key])))) if key in entries("en") else set()
        if None not in given_facts and needs - given_facts:
            wrong.append(f"{where} {key} lacks {sorted(needs - given_facts)}")
    assert wrong == []


def test_a_key_that_is_put_together_begins_like_one_in_the_catalogues():
    starts = [(where, constant(node.values[0])) for where, node in nodes() if isinstance(node, ast.JoinedStr) and node.values]
    starts = [(where, s) for where, s in starts if re.fullmatch(r"[a-z]+\.[a-z_]*", s) and s.partition(".")[0] in LIMITS]
    assert [f"{where} {s}" for where, s in starts if not any(key.startswith(s) for key in entries("en"))] == []


FAMILIES = [
    *(f"status.{status}" for status in Status),
    *(f"priority.{priority}" for priority in Priority),
    *(f"language.{locale}" for locale in LOCALES),
    *(key for phrase in PHRASES for key in (phrase.about, phrase.argument) if key),
]


@pytest.mark.parametrize("key", FAMILIES)
def test_every_member_of_a_family_has_its_text(key):
    assert key in entries("en")


def test_the_words_that_other_programs_rely_on():
    statuses = [say(f"status.{status}", "en") for status in Status]
    assert statuses == ["New", "In progress", "Waiting for requester", "Resolved", "Closed"]
    assert [say(f"priority.{priority}", "en") for priority in Priority] == ["Low", "Normal", "High", "Urgent"]
    assert say("refusal.not_found", "en", ticket="T-99") == "I can't find T-99."


# Saying


def test_a_text_is_filled_in_the_readers_language():
    assert say("notice.exists", "en", ticket="T-42") == "This is already T-42."
    assert say("notice.exists", "hi", ticket="T-42") == "इसका टिकट पहले से है: T-42"
    assert say("notice.exists", "hi-IN", ticket="T-42") == say("notice.exists", "hi", ticket="T-42")
    assert say("problem.ours", "en", key="k1", locale="hi").endswith("(k1)")


@given(st.text())
def test_a_fact_is_plain_text_and_never_a_pattern(text):
    assert say("notice.created", "en", ticket="T-1", summary=text) == f"T-1 is created: {text}"


@pytest.mark.parametrize("fact", ["{ticket}", "{x.__class__}", "{0}", "{", "}", "%s", "\\1", "\\g<0>", "{summary!r:>99}"])
def test_a_fact_cannot_reach_for_another(fact):
    assert say("notice.created", "hi", ticket="T-1", summary=fact).endswith(f": {fact}")


def test_a_missing_text_or_fact_is_found_by_the_tests():
    with pytest.raises(KeyError):
        say("notice.nonsense", "en")
    with pytest.raises(KeyError):
        say("notice.exists", "en")


@pytest.mark.filterwarnings("ignore::app.words.MissingText")
def test_a_reader_gets_an_answer_even_then():
    assert say("notice.nonsense", "hi") == "notice.nonsense"
    assert say("notice.exists", "en") == "This is already …."
    assert issubclass(MissingText, UserWarning)


def test_one_and_many_and_none():
    assert [say_many("list.count", n, "en") for n in (0, 1, 2, 1234)] == [
        "No open tickets", "1 open ticket", "2 open tickets", "1,234 open tickets",
    ]  # fmt: skip
    assert [say_many("list.count", n, "hi") for n in (0, 1, 2)] == ["कोई खुला टिकट नहीं", "1 खुला टिकट", "2 खुले टिकट"]
    assert say_many("list.more", 3, "hi") == "और 3 बाक़ी"


@pytest.mark.parametrize(
    ("tags", "locale"),
    [
        (("hi-IN",), "hi"), (("hi_IN",), "hi"), (("HI",), "hi"), (("en-GB",), "en"), (("fr-FR", "hi"), "hi"), (("", "hi"), "hi"),
        (("en-US", "hi"), "en"), (("hindi",), "en"), ((), "en"), (("",), "en"), (("../hi",), "en"),
    ],
)  # fmt: skip
def test_the_first_language_that_we_speak(tags, locale):
    assert negotiate(*tags) == locale


# Times


def test_a_moment_is_told_in_the_readers_zone():
    assert moment(NOON, "en", "Asia/Kolkata") == "Nov 21, 2026, 5:30 PM"
    assert moment(NOON, "hi", "Asia/Kolkata") == "21 नव॰ 2026, 5:30 pm"
    assert moment(NOON, "en", "America/New_York") == "Nov 21, 2026, 7:00 AM"
    late = NOON.replace(hour=22).astimezone(timezone(timedelta(hours=3)))
    assert moment(late, "en", "Asia/Kolkata") == "Nov 22, 2026, 3:30 AM"


@pytest.mark.parametrize("zone", ["", "Mars/Phobos", "../../etc/passwd", "/etc/localtime", "Europe", "India Standard Time", "\0"])
def test_an_unknown_zone_is_told_in_utc_and_says_so(zone):
    assert moment(NOON, "en", zone) == "Nov 21, 2026, 12:00 PM UTC"


def test_a_moment_without_an_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        moment(NOON.replace(tzinfo=None), "en", "UTC")


@pytest.mark.parametrize(
    ("seconds", "english", "hindi"),
    [
        (0, "just now", "अभी"),
        (59, "just now", "अभी"),
        (60, "1 minute ago", "1 मिनट पहले"),
        (3599, "59 minutes ago", "59 मिनट पहले"),
        (3 * 3600 + 3500, "3 hours ago", "3 घंटे पहले"),
        (86_399, "23 hours ago", "23 घंटे पहले"),
        (6 * 86_400, "6 days ago", "6 दिन पहले"),
        (15 * 86_400, "2 weeks ago", "2 सप्ताह पहले"),
        (-7200, "in 2 hours", "2 घंटे में"),
    ],
)
def test_how_long_ago(seconds, english, hindi):
    assert ago(NOON - timedelta(seconds=seconds), NOON, "en") == english
    assert ago(NOON - timedelta(seconds=seconds), NOON, "hi") == hindi


@pytest.mark.parametrize(
    ("seconds", "english", "hindi"),
    [
        (0, "0 seconds", "0 सेकंड"),
        (59.9, "59 seconds", "59 सेकंड"),
        (900, "15 minutes", "15 मिनट"),
        (5400, "1 hour 30 minutes", "1 घंटा 30 मिनट"),
        (4 * 3600, "4 hours", "4 घंटे"),
        (86_400 + 60, "1 day 1 minute", "1 दिन 1 मिनट"),
        (40 * 86_400, "40 days", "40 दिन"),
        (-900, "15 minutes", "15 मिनट"),
    ],
)
def test_how_long(seconds, english, hindi):
    assert duration(seconds, "en") == english
    assert duration(seconds, "hi") == hindi


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)), st.sampled_from(LOCALES))
def test_any_two_instants_can_be_told_apart_in_words(then, now, locale):
    assert ago(then, now, locale)
    assert duration((now - then).total_seconds(), locale)
