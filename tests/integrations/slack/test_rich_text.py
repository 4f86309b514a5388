"""What people typed in Slack, read with its formatting: whatever shape the blocks have."""

from __future__ import annotations

from typing import Any

import pytest

from app.rich_text import Code, Items, Paragraph, Quote, RichText, Run, from_plain, plain, weight
from integrations.slack.rich_text import read_message
from tests.writing import steps

NAMES = {"U0RAVI001": "Ravi"}
DOCS = "https://docs.example.com/vpn"


def text(words: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def section(*elements: Any) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(elements)}


def message(*parts: Any, written: str = "") -> dict[str, Any]:
    return {"text": written, "blocks": [{"type": "rich_text", "block_id": "b", "elements": list(parts)}]}


def test_a_message_keeps_its_formatting() -> None:
    items = {
        "type": "rich_text_list",
        "style": "ordered",
        "indent": 1,
        "offset": 2,
        "elements": [section(text("three")), section(text("four"))],
    }
    read = read_message(
        message(
            section(
                text("It "),
                text("is", bold=True, italic=True),
                text(" "),
                text("down", strike=True),
                text(" x", code=True),
                text("\n"),
            ),
            items,
            {"type": "rich_text_quote", "elements": [text("no\nanswer")]},
            {
                "type": "rich_text_preformatted",
                "elements": [text("ping "), {"type": "link", "url": "https://gw.example"}],
                "border": 0,
            },
            section({"type": "link", "url": DOCS, "text": "the guide"}, text(" "), {"type": "link", "url": DOCS}),
        ),
        {},
    )
    assert read.blocks == (
        Paragraph((Run("It "), Run("is", bold=True, italic=True), Run(" "), Run("down", struck=True), Run(" x", code=True))),
        Items(((Run("three"),), (Run("four"),)), ordered=True, depth=1, start=3),
        Quote((Run("no\nanswer"),)),
        Code("ping https://gw.example"),
        Paragraph((Run("the guide", url=DOCS), Run(" "), Run(DOCS, url=DOCS))),
    )


def test_people_and_places_are_named_and_no_id_leaves_the_workspace() -> None:
    pieces: list[dict[str, Any]] = [
        {"type": "user", "user_id": "U0RAVI001", "style": {"bold": True}},
        {"type": "user", "user_id": "U0STRANGE"},
        {"type": "channel", "channel_id": "C0HELP001"},
        {"type": "channel", "channel_id": "C0SECRET1"},
        {"type": "usergroup", "usergroup_id": "S0TEAM001"},
        {"type": "broadcast", "range": "here"},
        {"type": "emoji", "name": "wave", "unicode": "1f44b-1f3fd"},
        {"type": "emoji", "name": "party_desk"},
        {"type": "color", "value": "#ff0000"},
        {"type": "date", "timestamp": 1, "format": "{date}", "fallback": "1 January"},
        {"type": "link", "url": "mailto:a@b.example", "text": "a@b.example"},
    ]
    spaced = [one for piece in pieces for one in (piece, text(" "))]
    read = read_message(message(section(*spaced), written="<#C0HELP001|help> <!subteam^S0TEAM001|@desk>"), NAMES)
    assert plain(read) == "@Ravi @… #help #… @desk @here 👋🏽 :party_desk: #ff0000 1 January a@b.example"
    assert read.blocks[0] == Paragraph((Run("@Ravi", bold=True), Run(plain(read).removeprefix("@Ravi"))))


def test_the_bots_own_mention_is_left_out() -> None:
    own = {"type": "user", "user_id": "U0BOT"}
    assert read_message(message(section(own, text(": my VPN is down"))), {}, "U0BOT") == from_plain("my VPN is down")
    assert read_message(message(section(text("please "), own, text("help", bold=True))), {}, "U0BOT").blocks == (
        Paragraph((Run("please "), Run("help", bold=True))),
    )


def test_without_blocks_the_text_is_read_as_plain() -> None:
    written = {"text": "<@U0BOT>, my *VPN* &amp; <https://docs.example.com|docs> of <@U0RAVI001>"}
    assert read_message(written, NAMES, "U0BOT", ("screen.png",)) == from_plain(
        "my *VPN* & docs (https://docs.example.com) of @Ravi\nscreen.png"
    )


def within(*elements: Any) -> list[Any]:
    """Blocks whose only section holds these."""
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}]


ODD_LIST = {"type": "rich_text_list", "indent": "x", "offset": -1, "elements": [{"elements": {}}, None, 7]}
ODD: list[Any] = [
    None, 7, "x", [], [None, 7, "x"], [{"type": "section"}], [{"type": "rich_text"}], [{"type": "rich_text", "elements": 7}],
    [{"type": "rich_text", "elements": [None, {"type": 7}, {"type": ["x"]}, ODD_LIST]}],
    within({"type": "text", "text": 7, "style": "bold"}), within({"type": "emoji", "name": "x", "unicode": "zz"}),
    within({"type": "emoji", "unicode": "ffffff-d800"}), within({"type": {}, "url": [], "user_id": None}, None, 7),
]  # fmt: skip


@pytest.mark.parametrize("blocks", ODD)
def test_odd_blocks_break_nothing(blocks: Any) -> None:
    assert isinstance(read_message({"text": "words", "blocks": blocks}, {}), RichText)


def test_a_nest_without_end_is_not_gone_into() -> None:
    deep: dict[str, Any] = section(text("end"))
    for _ in range(1000):
        deep = {"type": "rich_text_section", "elements": [deep]}
    assert read_message(message(deep, section(text("after"))), {}) == from_plain("after")


def test_what_looks_like_markup_is_text() -> None:
    hostile = "<!channel> <@U0BOSS001> *b* <https://evil.test|safe> {{DATE()}} <at>Tom</at> \u202egnp"
    assert plain(read_message(message(section(text(hostile))), NAMES)) == hostile.replace("\u202e", "")


def test_a_megabyte_is_cut_and_twice_as_much_is_twice_the_work() -> None:
    assert weight(read_message(message(section(text("word " * 200_000))), {})) <= 40_000

    def many(n: int) -> dict[str, Any]:
        return message(*(section(text("a.b", bold=k % 2 == 0), {"type": "link", "url": DOCS, "text": "x"}) for k in range(n)))

    assert steps(lambda: read_message(many(600), {})) < 2.3 * steps(lambda: read_message(many(300), {}))
