"""Cards as Teams draws them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.cards import (
    Button,
    Card,
    Confirm,
    Divider,
    Facts,
    Heading,
    Link,
    Mention,
    Moment,
    Place,
    Row,
    Style,
    Text,
    Tone,
    said,
)
from integrations.teams.adaptive import LARGEST, render, size
from integrations.teams.text import escaped
from tests.integrations.teams.cards import parts, problems, texts

AT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
ASHA = Mention("Asha Rao", ("slack:T1/U1", "teams:TENANT/aad-1"))
WORDS = st.text(max_size=200)
ANY_TEXT = (
    WORDS
    | st.text(min_size=1, max_size=40).map(lambda s: s * 400)
    | st.sampled_from(["e" + "\u0301" * 9000, "a\n" * 4000, "🏳️‍🌈" * 1500, "\ud800", "\0"])
)


def inline() -> st.SearchStrategy[Any]:
    mentions = st.builds(Mention, WORDS, st.just(("teams:T/aad",)) | st.just(()))
    return st.one_of(
        ANY_TEXT, mentions, st.builds(Moment, st.just(AT), WORDS), st.builds(Link, WORDS, st.just("https://x.example/a(b)"))
    )


def buttons() -> st.SearchStrategy[Any]:
    return st.builds(
        Button, ANY_TEXT, st.just("ticket.claim"), st.just("T-42"), st.integers(0, 9), st.sampled_from(Style), st.booleans(),
        st.sampled_from(Place), st.none() | st.builds(Confirm, WORDS, ANY_TEXT, WORDS, WORDS), accessible=WORDS,
        values=st.dictionaries(st.text(max_size=5), st.text(max_size=50), max_size=2),
    )  # fmt: skip


def elements() -> st.SearchStrategy[Any]:
    lines = st.lists(inline(), max_size=3).map(tuple)
    facts = st.lists(st.tuples(ANY_TEXT, inline()), max_size=8).map(tuple)
    return st.one_of(
        st.builds(Text, lines, st.sampled_from(Tone)), st.builds(Heading, ANY_TEXT), st.builds(Facts, facts), st.builds(Divider),
        st.builds(Row, lines, lines, st.none() | buttons()),
    )  # fmt: skip


CARDS = st.builds(
    Card, ANY_TEXT, ANY_TEXT, st.lists(elements(), max_size=30).map(tuple), st.lists(buttons(), max_size=12).map(tuple),
    st.lists(inline(), max_size=4).map(tuple), WORDS, st.just("T-42"), st.just(3),
)  # fmt: skip


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(CARDS)
def test_any_card_is_one_that_teams_takes(card: Card) -> None:
    drawn = render(card)
    assert problems(drawn) == []
    assert size(drawn) <= LARGEST
    json.dumps(drawn, ensure_ascii=False).encode()


@settings(max_examples=150)
@given(st.text(alphabet=st.sampled_from("ab1 \n\t*_~`#>-+.!()[]<>&;\\{}|=:/@'\"é"), max_size=40) | st.text(max_size=40))
def test_nothing_somebody_typed_is_markup(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable(["strikethrough", "table"]).parse(escaped(text, 100).replace("\n", "\n\n"))
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}
    assert kinds <= {"paragraph_open", "paragraph_close", "inline", "text", "softbreak", "text_special", "hardbreak"}


@pytest.mark.parametrize(
    "text",
    [
        "[click](javascript:alert(1))",
        "![x](http://beacon.example/x.png)",
        "**bold** _it_ ~~no~~ `code`",
        "# no\n- no\n1. no\n> no",
        "<b>&lt;</b> &amp;",
        "T-42 · VPN is down (again) - 50% slower!",
        "a_b_c",
        "C:\\new",
    ],
)
def test_what_somebody_typed_is_shown_as_they_typed_it(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(escaped(text, 500).replace("\n", "\n\n"))
    assert "\n".join("".join(child.content for child in token.children) for token in tokens if token.children) == text


def test_a_typed_mention_or_date_is_only_text() -> None:
    drawn = render(
        Card("<at>CEO</at> {{DATE(2017-02-14T06:08:00Z)}}", "x", (Text(("<at>CEO</at> {{{TIME(2017-02-14T06:08:00Z)}}}",)),))
    )
    assert "msteams" not in drawn
    assert "<at>" not in texts(drawn)
    assert "{{" not in texts(drawn)


def test_only_somebody_teams_knows_is_mentioned() -> None:
    drawn = render(
        Card(
            "",
            "x",
            (
                Text(
                    (ASHA, " and ", Mention("Ravi", ("slack:T1/U2",)), " and ", Mention("Mina")),
                ),
            ),
        )
    )
    assert drawn["msteams"]["entities"] == [
        {"type": "mention", "text": "<at>Asha Rao</at>", "mentioned": {"id": "aad-1", "name": "Asha Rao"}}
    ]
    assert drawn["body"][0]["text"] == "<at>Asha Rao</at> and **Ravi** and **Mina**"


def test_a_name_cannot_break_out_of_a_mention() -> None:
    drawn = render(Card("", "x", (Text((Mention("A</at> [x](http://y) *b*", ("teams:T/aad",)),)),)))
    assert [entity["text"] for entity in drawn["msteams"]["entities"]] == ["<at>A /at x (http://y) b</at>"]


def test_two_people_of_one_name_are_not_taken_for_each_other() -> None:
    drawn = render(Card("", "x", (Text((Mention("Asha", ("teams:T/1",)), Mention("Asha", ("teams:T/2",)))),)))
    assert [entity["mentioned"]["id"] for entity in drawn["msteams"]["entities"]] == ["1"]


def test_a_moment_is_drawn_in_the_readers_own_time() -> None:
    drawn = render(Card("", "x", (Facts((("Due", Moment(AT, "10:00")),)),)))
    assert drawn["body"][0]["facts"][0]["value"] == "{{DATE(2026-11-21T10:00:00Z,SHORT)}} {{TIME(2026-11-21T10:00:00Z)}}"


def test_only_https_links_open() -> None:
    drawn = render(Card("", "x", (Text((Link("good", "https://x.example/"), Link("bad", "javascript:alert(1)"))),)))
    good, bad = drawn["body"][0]["inlines"]
    assert good["selectAction"] == {"type": "Action.OpenUrl", "url": "https://x.example/"}
    assert "selectAction" not in bad


def test_what_a_person_wrote_stays_whole_and_in_lines() -> None:
    drawn = render(Card("", "x", (Text(("first *line*\nsecond", " line"), Tone.QUOTE),)))
    lines = [block["inlines"] for block in drawn["body"][0]["items"]]
    assert ["".join(run["text"] for run in line) for line in lines] == ["first *line*", "second line"]


def test_a_press_carries_what_it_is_about_and_old_clients_send_the_same() -> None:
    (action,) = render(Card("", "x", buttons=(Button("Claim", "ticket.claim", "T-42", 3, Style.PRIMARY, values={"a": "1"}),)))[
        "actions"
    ]
    carried = {"desk": {"verb": "ticket.claim", "ref": "T-42", "version": 3, "values": {"a": "1"}}}
    assert (action["type"], action["verb"], action["title"], action["style"], action["data"]) == (
        "Action.Execute", "ticket.claim", "Claim", "positive", carried,
    )  # fmt: skip
    assert action["fallback"] == {"type": "Action.Submit", "title": "Claim", "data": carried}


def test_a_button_that_opens_a_form_asks_for_a_dialog() -> None:
    (action,) = render(Card("", "x", buttons=(Button("Assign…", "ticket.assign", "T-42", opens_form=True),)))["actions"]
    assert (action["type"], action["data"]["msteams"]) == ("Action.Submit", {"type": "task/fetch"})


def test_six_buttons_at_most_and_the_last_opens_the_rest() -> None:
    made = [Button(f"F{n}", "a.b") for n in range(3)] + [Button(f"S{n}", "a.b", place=Place.SECOND) for n in range(2)]
    card = Card("", "x", buttons=(Button("M", "a.b", place=Place.MORE), *reversed(made)), more="More…", ref="T-42", version=3)
    actions = render(card)["actions"]
    assert [action["title"] for action in actions] == ["S1", "S0", "F2", "F1", "F0", "More…"]
    assert actions[-1]["data"] == {
        "desk": {"verb": "ticket.more", "ref": "T-42", "version": 3},
        "msteams": {"type": "task/fetch"},
    }


def test_what_is_hard_to_undo_is_asked_first() -> None:
    sure = Confirm("Withdraw?", "It will be *closed*.", "Yes", "No")
    (action,) = render(Card("", "x", buttons=(Button("Withdraw", "ticket.withdraw", "T-42", confirm=sure),)))["actions"]
    assert (action["type"], action["title"]) == ("Action.ShowCard", "Withdraw")
    assert [block["text"] for block in action["card"]["body"]] == ["Withdraw?", "It will be \\*closed\\*."]
    assert [(yes["type"], yes["title"], yes["verb"]) for yes in action["card"]["actions"]] == [
        ("Action.Execute", "Yes", "ticket.withdraw")
    ]


def test_every_card_can_be_heard() -> None:
    drawn = render(Card("T-42", "T-42 VPN & <more>: New", locale="hi"))
    assert (drawn["fallbackText"], drawn["lang"]) == ("T-42 VPN & <more>: New", "hi")
    assert "<" not in drawn["speak"]
    assert render(said(""))["fallbackText"]


def test_a_long_text_is_cut_between_graphemes_and_buttons_stay() -> None:
    card = Card("T-42", "x", (Text(("क्षि" * 20_000,)),), (Button("Claim", "ticket.claim"),))
    drawn = render(card)
    shown = "".join(part["text"] for part in parts(drawn) if part.get("type") == "TextRun")
    assert shown.endswith("क्षि…")
    assert [action["title"] for action in drawn["actions"]] == ["Claim"]


def test_a_long_list_fits() -> None:
    rows = tuple(Row((f"T-{n} VPN",), ("New · High",), Button("View", "ticket.status", f"T-{n}")) for n in range(25))
    drawn = render(Card("Queue", "25 tickets", rows))
    assert problems(drawn) == []
    assert len([part for part in parts(drawn) if part.get("type") == "ColumnSet"]) == 25
