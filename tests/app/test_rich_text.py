"""Formatted text: always safe to keep and to show, readable as plain text, cut where a reader would cut it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rich_links import followable
from app.rich_text import (
    Code,
    Items,
    Paragraph,
    Quote,
    RichText,
    Run,
    cut,
    from_plain,
    is_plain,
    pack,
    plain,
    unpack,
    weight,
    within_addresses,
    without_prefix,
)
from app.text import DETAILS
from tests.writing import RICH, WORDS, steps


def written(*runs: Run) -> RichText:
    return RichText((Paragraph(runs),))


def runs_of(rich: RichText) -> list[Run]:
    lines: list[tuple[Run, ...]] = []
    for block in rich.blocks:
        lines += block.items if isinstance(block, Items) else [] if isinstance(block, Code) else [block.runs]
    return [run for line in lines for run in line]


def test_plain_reads_as_people_would_type_it() -> None:
    rich = RichText(
        (
            Paragraph((Run("See "), Run("the guide", bold=True, url="https://docs.example.com/vpn"), Run(", @Asha:"))),
            Items(((Run("restart"),), (Run("log in\nagain"),)), ordered=True),
            Items(((Run("with "), Run("ping", code=True)),), depth=1),
            Items(((Run("tell us"),),), ordered=True, start=3),
            Quote((Run("it says\n"), Run("no", struck=True))),
            Code("if x:\n    y()"),
        )
    )
    assert plain(rich) == (
        "See the guide (docs.example.com/vpn), @Asha:\n1. restart\n2. log in\n   again\n  - with ping\n3. tell us\n"
        "> it says\n> no\nif x:\n    y()"
    )


def test_paragraphs_that_follow_each_other_are_one_and_so_are_the_pieces_of_a_list() -> None:
    paragraphs = RichText(
        (Paragraph((Run("a"),)), Paragraph((Run("b", bold=True),)), Paragraph((Run(" "),)), Paragraph((Run("c"),)))
    )
    assert paragraphs.blocks == (Paragraph((Run("a\n"), Run("b", bold=True), Run("\nc"))),)
    one, two, three = ((Run(name),) for name in ("one", "two", "three"))
    assert RichText((Items((one,), True), Items((two,), True, 0, 2), Items((three,), True))).blocks == (
        Items((one, two), True),
        Items((three,), True),
    )


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
        "//evil.test", "https://", "https:///x", "https://evil.test\\@bank.test", "https://evil.test /x", "https://a%00b/", "https://[::1",
        "https://x:99999999/", "https://" + "a" * 300 + ".test/", "slack://open", "tel:1", "", " ", "https://\u202eevil.test",
    ],
)  # fmt: skip
def test_an_address_of_another_kind_is_no_link_and_its_label_stays(url: str) -> None:
    assert [run.url for run in written(Run("here", url=url)).blocks[0].runs] == [""]  # type: ignore[union-attr]
    assert plain(written(Run("here", url=url))).startswith("here")


@pytest.mark.parametrize(
    ("label", "url", "shown"),
    [
        ("https://bank.test/login", "https://evil.test/x", "https://bank.test/login (evil.test)"),
        ("bank.test", "https://evil.test", "bank.test (evil.test)"),
        ("www.bank.test", "https://bank.test/a", "www.bank.test"),
        ("ｂａｎｋ．ｔｅｓｔ", "https://evil.test", "ｂａｎｋ．ｔｅｓｔ (evil.test)"),
        ("bank\u200b.te\u200dst", "https://evil.test", "bank\u200b.te\u200dst (evil.test)"),
        ("https://bank.test@evil.test/", "https://bank.test@evil.test/", "https://bank.test@evil.test/ (evil.test)"),
        ("192.168.0.1", "https://evil.test", "192.168.0.1 (evil.test)"),
        ("https://bаnk.test/", "https://bаnk.test/", "https://bаnk.test/ (xn--bnk-6cd.test)"),
        (
            "https://good.test/a?next=https://b.test",
            "https://good.test/a?next=https://b.test",
            "https://good.test/a?next=https://b.test",
        ),
        ("good.test/page.html", "https://good.test/page.html", "good.test/page.html"),
        ("the guide, v1.2", "https://docs.test", "the guide, v1.2"),
        ("bank.test (evil.test)", "https://evil.test", "bank.test (evil.test)"),
    ],
)
def test_a_label_that_reads_like_another_address_has_the_real_host_beside_it(label: str, url: str, shown: str) -> None:
    run = runs_of(written(Run(label, url=url)))[0]
    assert run.text == shown
    assert run.url == followable(url)


def test_a_link_hidden_in_the_middle_of_an_address_is_shown_for_what_it_is() -> None:
    torn = written(Run("https://bank"), Run(".te", url="https://evil.test"), Run("st/login"))
    assert plain(torn) == "https://bank.te (evil.test)st/login"
    pieces = written(Run("https://ba", url="https://evil.test"), Run("nk.test", bold=True, url="https://evil.test"))
    assert plain(pieces) == "https://bank.test (evil.test)"
    beside = written(Run("https://bank.test/ "), Run("the guide", url="https://docs.test/a"))
    assert plain(beside) == "https://bank.test/ the guide (docs.test/a)"


def test_a_link_nobody_can_see_is_none() -> None:
    assert runs_of(written(Run("a"), Run("\u200b ", url="https://evil.test"), Run("b"))) == [Run("a\u200b b")]


def test_a_mail_address_is_shown_and_opens_nothing() -> None:
    rich = written(
        Run("write us", url="mailto:desk@example.com?bcc=x@evil.test"), Run(" "), Run("a@b.example", url="mailto:a@b.example")
    )
    assert rich == from_plain("write us (desk@example.com) a@b.example")


def test_a_text_that_turns_the_direction_round_reads_as_it_is() -> None:
    assert plain(written(Run("\u202egnp.exe\u2066", bold=True))) == "gnp.exe"


@pytest.mark.parametrize("text", ["", "Hello", "two\nlines", "a < b & c", "*not bold*"])
def test_mere_lines_need_no_formatting(text: str) -> None:
    assert plain(from_plain(text)) == text
    assert is_plain(from_plain(text))


@pytest.mark.parametrize(
    "block", [Paragraph((Run("x", bold=True),)), Paragraph((Run("x", url="https://x.test"),)), Quote((Run("x"),)), Code("x")]
)
def test_anything_else_does(block: Any) -> None:
    assert not is_plain(RichText((block,)))


def test_a_prefix_is_taken_off_across_runs() -> None:
    rich = RichText((Paragraph((Run("rep"), Run("ly: ", bold=True), Run(" it "), Run("works", italic=True))), Code("x")))
    assert without_prefix(rich, len("reply:")) == RichText((Paragraph((Run("it "), Run("works", italic=True))), Code("x")))
    assert without_prefix(rich, 1000) == RichText((Code("x"),))
    assert without_prefix(rich, 0) == without_prefix(rich, -3) == rich
    assert without_prefix(RichText((Code("reply: x"),)), 6) == RichText((Code("reply: x"),))


def test_a_text_is_cut_between_graphemes_and_a_cut_label_leads_nowhere() -> None:
    rich = RichText((Paragraph((Run("ab"), Run("👩‍👩‍👧‍👦" * 3, bold=True), Run("c"))), Code("later")))
    assert plain(cut(rich, 2 + 11 + 1)) == "ab👩‍👩‍👧‍👦…"
    assert plain(cut(rich, 5)) == "ab…"
    assert cut(rich, 1000) == rich
    link = written(Run("see "), Run("the long guide", url="https://docs.test"))
    assert runs_of(cut(link, 10)) == [Run("see the l…")]


def test_what_is_too_much_keeps_its_words_and_loses_its_shape() -> None:
    many = RichText(tuple(block for n in range(300) for block in (Quote((Run(f"q{n}"),)), Code(f"c{n}"))))
    assert len(many.blocks) == 200
    assert plain(many).endswith("> q299\nc299")
    items = RichText((Items(tuple((Run(f"i{n}"),) for n in range(600))),))
    assert is_plain(items)
    assert plain(items).endswith("- i599")
    looks = written(*(Run("x", bold=n % 2 == 0) for n in range(5000)))
    assert len(runs_of(looks)) <= 1001
    assert plain(looks) == "x" * 5000


def test_nothing_is_longer_than_the_longest_message() -> None:
    assert weight(written(Run("x" * 100_000, bold=True))) == DETAILS
    assert plain(from_plain("क्षि" * 40_000)).endswith("क्षि…")


@settings(max_examples=150)
@given(RICH)
def test_tidying_again_and_keeping_change_nothing(rich: RichText) -> None:
    assert RichText(rich.blocks) == rich
    kept = unpack(json.loads(json.dumps(pack(rich))))
    assert kept == rich
    assert plain(kept) == plain(rich)


@settings(max_examples=150)
@given(RICH, st.integers(1, 400))
def test_any_cut_is_short_enough_and_a_beginning(rich: RichText, most: int) -> None:
    short = cut(rich, most)
    assert weight(short) <= most
    if short != rich:
        assert plain(short).endswith("…")
    assert {run.url for run in runs_of(short)} <= {run.url for run in runs_of(rich)} | {""}
    assert sum(len(run.url) for run in runs_of(within_addresses(rich, most))) <= most
    assert weight(within_addresses(rich, most)) == weight(rich)


@settings(max_examples=150)
@given(RICH)
def test_every_link_is_of_the_web_and_no_text_turns_round(rich: RichText) -> None:
    for run in runs_of(rich):
        assert run.text
        assert not regex.search(r"[\u202a-\u202e\u2066-\u2069\x00-\x08\ud800-\udfff]", run.text)
        assert not run.url or regex.fullmatch(r"https?://[a-z0-9_.\[\]:-]+(?:[/?#][!-~]*)?", run.url)
        assert not regex.search(r"[<>|\"\\\s{}]", run.url)


KEYS = st.sampled_from(["blocks", "kind", "runs", "items", "text", "url", "bold", "depth", "start"]) | WORDS
JUNK = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=200)
@given(JUNK)
def test_whatever_was_kept_can_be_read(data: Any) -> None:
    assert isinstance(plain(unpack(data)), str)
    assert isinstance(plain(unpack({"blocks": [{"kind": "items", "items": data, "depth": data}, data]})), str)


def test_what_can_be_told_of_a_broken_text_is_told() -> None:
    whole = pack(RichText((Paragraph((Run("Hello "), Run("you", bold=True))), Items(((Run("one"),),)))))
    broken = {**whole, "blocks": [*whole["blocks"], {"kind": "video"}]}
    assert plain(unpack(broken)) == "Hello \nyou\none"
    assert plain(unpack("just words")) == "just words"
    deep: Any = {"text": "end"}
    for _ in range(5000):
        deep = [deep]
    assert plain(unpack({"blocks": deep})) == "end"


@pytest.mark.parametrize(
    "make",
    [
        lambda n: written(Run("a.b" * n, url="https://evil.test")),
        lambda n: written(*(Run("x.", url=f"https://{k}.test") for k in range(n))),
        lambda n: RichText(tuple(Paragraph((Run("x", bold=k % 2 == 0),)) for k in range(n))),
        lambda n: RichText(tuple(Items(((Run("x"),),), depth=k % 2) for k in range(n))),
        lambda n: RichText(tuple(Quote((Run(" "),)) for _ in range(n))),
    ],
)
def test_twice_as_much_is_twice_the_work(make: Any) -> None:
    assert steps(lambda: plain(make(1200))) < 2.4 * steps(lambda: plain(make(600)))
