"""Any formatted text, drawn on either platform: valid there, harmless, and none of it lost but what was cut off."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from app.cards import Card, Passage, Text, Tone
from app.posts import packing
from app.rich_text import Code, Items, Paragraph, Quote, RichText, Run, from_plain, plain
from integrations.sandbox.slack.block_rules import message_problems
from integrations.sandbox.teams.card_rules import card_problems
from integrations.slack import blocks
from integrations.slack.rich_text import read_message
from integrations.teams import adaptive
from integrations.teams.rich_text import read_rich
from tests.contracts.reach import nodes, of_slack, of_teams
from tests.integrations.slack.block_kit import faults
from tests.integrations.teams.cards import problems
from tests.writing import RICH

CALM = settings(
    max_examples=25, suppress_health_check=list(HealthCheck), deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)
TONES = st.sampled_from([Tone.QUOTE, Tone.PLAIN, Tone.STRONG, Tone.SUBTLE])
CARDS = st.lists(st.builds(Passage, RICH, TONES), min_size=1, max_size=4).map(
    lambda passages: Card("", "Ravi wrote", (Text(("Ravi",)), *passages))
)
WRITTEN = RichText(
    (
        Paragraph(
            (Run("Hello @Asha, "), Run("it", bold=True), Run(" "), Run("was", italic=True), Run(" "), Run("up", struck=True))
        ),
        Items(((Run("one"),), (Run("two "), Run("ping", code=True))), ordered=True),
        Items(((Run("deep"),),), depth=1),
        Items(((Run("three"),),), ordered=True, start=3),
        Quote((Run("it says\nno"),)),
        Code("if x:\n    y()"),
        Paragraph((Run("see "), Run("the guide", url="https://docs.example.com/a?b=1&c=2"))),
    )
)


def addresses(card: Card) -> set[str]:
    runs = [node for part in card.body for node in nodes(packing.pack(part)) if "url" in node]
    return {run["url"] for run in runs}


def words_of(drawn: Any) -> str:
    """What stands in it, without spaces, list signs and the unseen joiners that keep a text from being read as markup."""
    found = "".join(str(node["text"]) for node in nodes(drawn) if isinstance(node.get("text"), str))
    return "".join(sign for sign in found if not sign.isspace() and sign not in "\u2060>•◦▪-.0123456789")


@CALM
@given(CARDS)
def test_whatever_people_write_is_valid_and_harmless_on_slack(card: Card) -> None:
    message = blocks.render(card, "T0DESK001")
    assert message_problems(message["blocks"]) == []
    assert faults(message["blocks"], "message") == []
    reach = of_slack(message["blocks"], message["text"])
    assert reach.pings == []
    assert reach.dates == 0
    assert set(reach.links) <= addresses(card)


@CALM
@given(CARDS)
def test_whatever_people_write_is_valid_and_harmless_on_teams(card: Card) -> None:
    drawn = adaptive.render(card)
    assert card_problems(drawn) == []
    assert problems(drawn) == []
    reach = of_teams(drawn)
    assert reach.pings == []
    assert reach.dates == 0
    assert set(reach.links) <= addresses(card)


@CALM
@given(RICH)
@example(RichText((Quote((Run("line\n" * 90, url="https://docs.example.com/" + "%C3%A9" * 85), Run("the end"))),)))
def test_no_word_is_lost_where_there_is_room(rich: RichText) -> None:
    card = Card("", "spoken", (Passage(rich),))
    said = words_of(packing.pack(card.body))
    if len(json.dumps(packing.pack(card.body))) < 3500:
        assert words_of(blocks.render(card)["blocks"]) == (said or "spoken")
        assert words_of(adaptive.render(card)["body"]) == (said or "spoken")


@CALM
@given(CARDS)
def test_a_card_with_passages_is_kept_as_it_is(card: Card) -> None:
    assert packing.unpack(json.loads(json.dumps(packing.pack(card)))) == card


LONG = [
    from_plain("क्षि" * 20_000),
    from_plain("W" * 40_000),
    from_plain("<" * 40_000),
    RichText(tuple(Code("line\n" * 90) for _ in range(190))),
    RichText(tuple(Quote((Run("\n\n<a>" * 60, bold=True),)) for _ in range(190))),
]


@pytest.mark.parametrize("rich", LONG)
def test_a_long_text_fills_what_room_there_is_and_says_that_it_goes_on(rich: RichText) -> None:
    for tone in (Tone.QUOTE, Tone.PLAIN):
        card = Card("", "spoken", (Passage(rich, tone),))
        drawn, message = adaptive.render(card), blocks.render(card)["blocks"]
        assert card_problems(drawn) + problems(drawn) + message_problems(message) + faults(message, "message") == []
        assert "…" in words_of(drawn["body"])
        assert "…" in words_of(message)
        assert len(words_of(message)) > 1500
        assert len(words_of(drawn["body"])) > 900


def test_what_slack_draws_reads_on_slack_as_it_was_written() -> None:
    message = {"blocks": blocks.render(Card("", "spoken", (Passage(WRITTEN, Tone.PLAIN),)))["blocks"]}
    assert read_message(message, {}) == WRITTEN


@CALM
@given(RICH)
def test_any_text_that_slack_draws_reads_as_it_was_written(rich: RichText) -> None:
    card = Card("", "spoken", (Passage(rich, Tone.PLAIN),))
    if rich.blocks and len(json.dumps(packing.pack(card.body))) < 4000:
        assert read_message({"blocks": blocks.render(card)["blocks"]}, {}) == rich


def test_what_is_written_on_teams_reads_on_slack_the_same() -> None:
    body = (
        '<p>Hello <span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">Asha</span>, <strong>it</strong> '
        "<em>was</em> <s>up</s></p><ol><li>one</li><li>two <code>ping</code><ul><li>deep</li></ul></li><li>three</li></ol>"
        "<blockquote><p>it says</p><p>no</p></blockquote><codeblock class='Python'><code>if x:<br>    y()</code></codeblock>"
        '<p>see <a href="https://docs.example.com/a?b=1&amp;c=2">the guide</a></p>'
    )
    assert read_rich(body) == WRITTEN


def test_what_is_written_on_slack_is_drawn_on_teams_with_all_its_looks() -> None:
    drawn = adaptive.render(Card("", "spoken", (Passage(WRITTEN),)))
    runs = [node for node in nodes(drawn["body"]) if node.get("type") == "TextRun"]
    told = {run["text"]: {key: run[key] for key in run if key not in ("type", "text")} for run in runs}
    assert told["it"] == {"weight": "Bolder"}
    assert told["was"] == {"italic": True}
    assert told["up"] == {"strikethrough": True}
    assert told["ping"] == told["if x:"] == told["\xa0\xa0\xa0\xa0y()"] == {"fontType": "Monospace"}
    assert told["the guide"]["selectAction"] == {"type": "Action.OpenUrl", "url": "https://docs.example.com/a?b=1&c=2"}
    assert [text for text in told if "one" in text or "deep" in text or "three" in text] == [
        "1. one",
        "\u2003\u2003◦ deep",
        "3. three",
    ]
    quoted = next(box for box in nodes(drawn["body"]) if box.get("style") == "default")
    assert words_of(quoted) == "itsaysno"


def as_html(rich: RichText) -> Iterator[str]:
    """The way Teams would write the lines of it."""
    for block in rich.blocks:
        yield f"<p>{html.escape(plain(RichText((block,))))}</p>".replace("\n", "<br>")


@CALM
@given(RICH)
def test_text_that_is_written_on_teams_is_never_markup(rich: RichText) -> None:
    read = read_rich("".join(as_html(rich)))
    assert all(isinstance(block, Paragraph) and all(run == Run(run.text) for run in block.runs) for block in read.blocks)
    assert "".join(plain(read).split()) == "".join(plain(rich).split())


def test_a_tone_sets_what_people_wrote_apart_from_what_we_say() -> None:
    quoted, bare = (
        blocks.render(Card("", "s", (Passage(WRITTEN, tone),)))["blocks"][0]["elements"] for tone in (Tone.QUOTE, Tone.PLAIN)
    )
    assert {part["type"] for part in quoted} == {"rich_text_quote", "rich_text_list", "rich_text_preformatted"}
    assert all(part.get("border") == 1 for part in quoted if part["type"] != "rich_text_quote")
    inner = [part["elements"][0] for part in quoted if part["type"] == "rich_text_quote"][1]
    assert (inner["text"], inner["style"]) == ("it says\nno", {"italic": True})
    assert bare[0]["type"] == "rich_text_section"
    assert not any("border" in part for part in bare)
    nothing = RichText((Paragraph((Run("\u200b"),)),))
    assert [b["type"] for b in blocks.render(Card("", "spoken", (Passage(nothing),)))["blocks"]] == ["section"]
