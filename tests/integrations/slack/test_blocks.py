"""Cards as Slack messages and homes: right for people, valid for Slack, harmless for any text."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

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
from integrations.slack.blocks import render
from integrations.slack.carried import read_deed
from integrations.slack.home import render_home
from tests.integrations.slack.block_kit import faults, markup, words

PHASES = [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink]
AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NASTY = [
    "", " ", "\n\n", "\u200b\u200d", "<!channel> <!here> <!everyone> <!subteam^S1>", "<@U0BOSS001> did it", "&amp;lt; & < >",
    "<https://evil.example|https://corp.example/login>", "*bold* _it_ ~no~ `code` ```fence", "> quoted\n>>> all of it",
    "a\x00b\x1b[31mc\ud800d\ufffe", "\u202egnp.exe", "e" + "\u0301" * 600, "👩‍👩‍👧‍👦" * 400, "क्षि" * 1100, "x" * 3001,
    "\n" * 3000 + "end", "&" * 3001, "مرحبا بالعالم", "{name} %s ${x}", '{"type": "AdaptiveCard"}', "=cmd|' /C calc'!A0",
    "\u3164", "0️⃣" * 200,
]  # fmt: skip


def nasty(number: int) -> str:
    """Drawn by number, so that the name of a strategy stays short."""
    return NASTY[number]


WORST = st.integers(0, len(NASTY) - 1).map(nasty)
PEOPLE = st.builds(Mention, WORST, st.sampled_from([(), ("slack:T1/U1",), ("teams:t/aad",), ("slack:U<9",)]))
MOMENTS = st.builds(Moment, st.just(AT), WORST)
LINKS = st.builds(Link, WORST, st.sampled_from(["https://desk.example.test/a?b=1&c=2", "javascript:alert(1)", ""]))
WORDS = WORST | st.text(max_size=300)
INLINE = WORDS | PEOPLE | MOMENTS | LINKS
LINE = st.lists(INLINE, max_size=5).map(tuple)
CONFIRM = st.builds(Confirm, WORDS, WORDS, WORDS, WORDS)
BUTTON = st.builds(
    Button,
    label=WORDS, verb=st.sampled_from(["ticket.claim", "ticket.resolve", "v" * 300]),
    ref=st.sampled_from(["T-42", "T-" + "9" * 200]),
    version=st.integers(0, 2**31 - 1), style=st.sampled_from(Style), opens_form=st.booleans(), place=st.sampled_from(Place),
    confirm=st.none() | CONFIRM, url=st.sampled_from(["", "", "https://desk.example.test/" + "a" * 4000]), accessible=WORDS,
    values=st.dictionaries(st.sampled_from(["score", "kind"]), st.text(max_size=80), max_size=2),
)  # fmt: skip
ELEMENT = st.one_of(
    st.builds(Text, LINE, st.sampled_from(Tone)),
    st.builds(Heading, WORDS),
    st.builds(Facts, st.lists(st.tuples(WORDS, INLINE), max_size=12).map(tuple)),
    st.just(Divider()),
    st.builds(Row, LINE, LINE, st.none() | BUTTON),
)
CARD = st.builds(
    Card, title=WORDS, spoken=WORDS, body=st.lists(ELEMENT, max_size=12).map(tuple),
    buttons=st.lists(BUTTON, max_size=8).map(tuple),
    context=LINE, more=WORDS, ref=WORDS, version=st.integers(0, 99), locale=st.sampled_from(["en", "hi"]),
)  # fmt: skip


@settings(max_examples=80, phases=PHASES)
@given(CARD)
def test_any_card_with_any_text_is_a_valid_message_and_a_valid_home(card: Card) -> None:
    message = render(card, "T1")
    assert not faults(message["blocks"], "message")
    assert not faults(render_home(card, "T1"), "home")
    assert 0 < len(message["text"]) <= 3000
    json.dumps(message).encode()


@settings(max_examples=80, phases=PHASES)
@given(st.lists(WORDS, min_size=1, max_size=6))
def test_what_people_wrote_never_becomes_markup(texts: list[str]) -> None:
    card = Card(
        title=texts[0],
        spoken=texts[0],
        body=(
            Text(tuple(texts)), Text(tuple(texts), Tone.QUOTE), Text(tuple(texts), Tone.STRONG), Text(tuple(texts), Tone.SUBTLE),
            Facts(tuple(("Label", text) for text in texts)), Row(tuple(texts), tuple(texts)),
        ),
        context=tuple(texts),
    )  # fmt: skip
    drawn = render(card, "T1")
    ours = re.sub(r"^\*(.*)\*$", r"\1", markup(drawn["blocks"]), flags=re.MULTILINE)
    assert not re.search(r"[<>*_~`]", ours)
    assert not re.search(r"[<>]", drawn["text"])
    assert not re.search(r"&(?!amp;|lt;|gt;)", ours + drawn["text"])


@pytest.mark.parametrize("text", NASTY)
def test_a_hostile_title_stays_a_title(text: str) -> None:
    assert not faults(render(Card(title=text, spoken=text, body=(Text((text,), Tone.QUOTE),)))["blocks"], "message")


ASHA = Mention("Asha", ("slack:T1/U1",))


def triage() -> Card:
    return Card(
        title="T-42 VPN is down",
        spoken="T-42: VPN is down, from Asha, high priority",
        body=(
            Facts((("Status", "In progress"), ("Due", Moment(AT, "23 Nov, 3:30 PM")), ("Requester", ASHA))),
            Text(("It says error 809",), Tone.QUOTE),
        ),
        buttons=(
            Button("Claim", "ticket.claim", "T-42", 3, Style.PRIMARY),
            Button("Reply…", "ticket.reply", "T-42", 3, opens_form=True),
            Button("Resolve…", "ticket.resolve", "T-42", 3, opens_form=True),
            Button("Add note…", "ticket.note", "T-42", 3, opens_form=True, place=Place.SECOND),
            Button("Wait for requester", "ticket.wait", "T-42", 3, place=Place.MORE),
        ),
        context=("IT Support", Link("the channel", "https://desk.slack.test/archives/C1/p1?a=1&b=2")),
        more="More…",
        ref="T-42",
        version=3,
    )  # fmt: skip


def test_the_triage_card_shows_three_buttons_and_the_rest_under_more() -> None:
    actions = render(triage(), "T1")["blocks"][-2]
    assert [e["text"]["text"] for e in actions["elements"] if e["type"] == "button"] == ["Claim", "Reply…", "Resolve…"]
    menu = actions["elements"][-1]
    assert menu["type"] == "static_select"
    assert menu["placeholder"]["text"] == "More…"
    assert [o["text"]["text"] for o in menu["options"]] == ["Add Note…", "Wait for Requester"]


def test_labels_of_other_languages_are_left_as_they_are() -> None:
    card = Card("", "x", buttons=(Button("नोट जोड़ें… add", "ticket.note"),), locale="hi")
    assert render(card)["blocks"][0]["elements"][0]["text"]["text"] == "नोट जोड़ें… add"


def test_facts_moments_mentions_and_links_are_slacks_own() -> None:
    blocks = render(triage(), "T1")["blocks"]
    assert blocks[0] == {"type": "header", "text": {"type": "plain_text", "text": "T-42 VPN is down", "emoji": False}}
    status, due, requester = (field["text"] for field in blocks[1]["fields"])
    assert status == "*Status*\nIn progress"
    assert due == f"*Due*\n<!date^{int(AT.timestamp())}^{{date_short_pretty}} {{time}}|23 Nov, 3:30 PM>"
    assert requester == "*Requester*\n<@U1>"
    assert blocks[2]["elements"][0]["type"] == "rich_text_quote"
    assert blocks[-1]["elements"][0]["text"] == "IT Support · <https://desk.slack.test/archives/C1/p1?a=1&amp;b=2|the channel>"


def test_somebody_of_another_workspace_is_named_not_mentioned() -> None:
    card = Card("", "x", body=(Text((Mention("Mina", ("slack:T2/U2", "teams:t/a")), " has it")),))
    assert render(card, "T1")["blocks"][0]["text"]["text"] == "Mina has it"
    assert render(card, "T2")["blocks"][0]["text"]["text"] == "<@U2> has it"


def test_a_mention_beside_text_that_could_format_still_pings_the_right_person() -> None:
    card = Card("", "x", body=(Text((Mention("Ravi", ("slack:T1/U2",)), ": *urgent* <!channel>")),))
    section = render(card, "T1")["blocks"][0]["elements"][0]
    assert section["elements"] == [{"type": "user", "user_id": "U2"}, {"type": "text", "text": ": *urgent* <!channel>"}]


def test_a_text_that_is_too_long_is_cut_between_graphemes() -> None:
    family = "👩‍👩‍👧‍👦"
    header = render(Card(family * 100, "x"))["blocks"][0]["text"]["text"]
    assert header.endswith("…")
    assert set(header.removesuffix("…").split(family)) == {""}


def test_a_long_list_ends_with_an_ellipsis_and_keeps_its_buttons() -> None:
    card = Card("Queue", "Queue", tuple(Row((f"T-{n}",)) for n in range(80)), (Button("Refresh", "home.opened"),), ref="T-1")
    blocks = render(card)["blocks"]
    assert len(blocks) == 50
    assert blocks[-2]["elements"][0]["text"] == "…"
    assert blocks[-1]["type"] == "actions"


def test_all_texts_together_stay_within_what_a_message_may_hold() -> None:
    card = Card("", "x", tuple(Text(("y" * 2900,), Tone.QUOTE) for _ in range(20)))
    assert len(words(render(card)["blocks"])) < 13_500


def test_every_button_and_option_says_what_it_is_about_when_it_comes_back() -> None:
    card = triage()
    elements = render(card)["blocks"][-2]["elements"]
    values = [e["value"] for e in elements if e["type"] == "button"] + [o["value"] for o in elements[-1]["options"]]
    for button, value in zip(card.buttons, values, strict=True):
        deed = read_deed(value)
        assert deed is not None
        assert (deed.verb, deed.ref, deed.version, deed.reads) == (button.verb, "T-42", 3, button.opens_form)


def test_what_a_button_carries_holds_nothing_that_a_database_cannot_keep() -> None:
    """JSON within JSON: Slack's own is cleaned at the door, and this only says so behind a second backslash."""
    assert (deed := read_deed('{"v":"ticket.claim\\u0000","r":"T-1\\ud800","x":{"a\\u0000":"b\\u0000c\\udfff"}}'))
    assert (deed.verb, deed.ref, deed.values) == ("ticket.claim", "T-1", {"a": "bc"})


def test_one_verb_may_stand_on_several_buttons() -> None:
    marks = tuple(Button(str(n), "survey.rate", "T-1", 2, values={"score": str(n)}) for n in range(1, 6))
    drawn = render(Card("", "Rate us", buttons=marks))["blocks"][0]["elements"]
    assert [e["action_id"] for e in drawn] == ["survey.rate", *(f"survey.rate#{n}" for n in range(2, 6))]
    deeds = [read_deed(e["value"]) for e in drawn]
    assert [(d.verb, d.values["score"]) for d in deeds if d] == [("survey.rate", str(n)) for n in range(1, 6)]


def test_a_deed_too_long_for_an_option_stays_a_button() -> None:
    long = Button("Pick", "form.pick", "T-1", place=Place.MORE, values={"why": "x" * 140})
    drawn: dict[str, Any] = render(Card("", "x", buttons=(long,)))["blocks"][0]["elements"][0]
    assert drawn["type"] == "button"
    assert (deed := read_deed(drawn["value"]))
    assert deed.values == {"why": "x" * 140}


def test_only_one_button_is_primary() -> None:
    two = (Button("A", "a", style=Style.PRIMARY), Button("B", "b", style=Style.PRIMARY))
    assert [e.get("style") for e in render(Card("", "x", buttons=two))["blocks"][0]["elements"]] == ["primary", None]


def test_a_confirmation_is_asked_in_slacks_own_dialog() -> None:
    button = Button(
        "Withdraw", "ticket.withdraw", confirm=Confirm("Withdraw T-42?", "Nobody will work on it.", "Withdraw", "Keep")
    )
    drawn = render(Card("", "x", buttons=(button,)))["blocks"][0]["elements"][0]
    assert drawn["confirm"]["title"]["text"] == "Withdraw T-42?"
    assert drawn["confirm"]["deny"]["text"] == "Keep"


def test_a_changed_card_has_a_new_id_for_its_buttons_so_that_menus_forget_their_choice() -> None:
    before, after = (Card("", "x", buttons=(Button("A", "a"),), ref="T-1", version=v) for v in (3, 4))
    assert render(before)["blocks"][0]["block_id"] != render(after)["blocks"][0]["block_id"]


def test_a_card_that_only_says_something_is_a_sentence() -> None:
    assert render(said("I can't find T-99."))["blocks"][0]["text"]["text"] == "I can't find T-99."
    assert render(Card("", ""))["text"] == "…"
