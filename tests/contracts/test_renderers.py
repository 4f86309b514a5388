"""Every example, in every language, on both platforms: valid there, within its limits, and harmless for any text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import pytest
import regex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cards import Button, Card, Row, Style
from app.examples import Told, examples
from app.examples.cast import TOLD, Cast
from app.forms import Form, TextField
from app.people.model import Platform
from app.tickets.model import Ticket
from app.words import LOCALES
from integrations.sandbox.teams.card_rules import card_problems, dead_buttons
from integrations.slack import blocks, home, modals
from integrations.slack.kinds import KINDS as SLACK_KINDS
from integrations.teams import adaptive, dialogs
from integrations.teams.kinds import KINDS as TEAMS_KINDS
from tests.contracts.reach import Reach, nodes, of_slack, of_teams
from tests.integrations.slack.block_kit import faults
from tests.integrations.teams.cards import problems

TEAM = "T0DESK001"
EMOJI = regex.compile(r"[\p{Extended_Pictographic}--[©®™]]", regex.V1)
RAW_KEY = regex.compile(
    r"\b(?:button|label|title|notice|status|priority|hint|submit|card|plain|refusal|option|phrase)\.[a-z_]+\b"
)
KEY = regex.compile(r"\bT-\d+\b")
VERBS = {"Assign", "Create", "Continue", "Move", "Add", "Change", "Mark", "Publish", "Save", "Send", "Tell", "Resolve", "Snooze"}


@dataclass(frozen=True)
class Drawn:
    """What a platform is sent: `body` (blocks, a view, a card, a dialog), and what is spoken beside it."""

    body: Any
    spoken: str
    faults: list[str]
    reach: Reach


def on_slack(name: str, example: Card | Form) -> Drawn:
    if isinstance(example, Form):
        view = modals.render(example)
        return Drawn(view, "", faults(view, "modal"), of_slack(view))
    if name.startswith("home."):
        view = home.render_home(example, TEAM)
        return Drawn(view, "", faults(view, "home"), of_slack(view))
    message = blocks.render(example, TEAM)
    said = message["text"]
    wrong = faults(message["blocks"], "message") + ([] if 0 < len(said) <= 3000 else [f"text of {len(said)} characters"])
    return Drawn(message["blocks"], said, wrong, of_slack(message["blocks"], said))


def on_teams(name: str, example: Card | Form) -> Drawn:
    if isinstance(example, Form):
        dialog = dialogs.render(example)
        card = dialog["card"]["content"]
        wrong = [] if dialog["title"] and set(dialog) == {"title", "height", "width", "card"} else ["not a dialog"]
        wrong += [f"{title!r} does nothing in a dialog" for title in dead_buttons(card)]
        wrong += [problem for problem in problems(card) if "28 KB" not in problem]
        wrong += ["larger than 28 KB as it is sent"] if len(json.dumps(dialog, ensure_ascii=False).encode()) > 28_000 else []
        return Drawn(card, dialog["title"], wrong + card_problems(card), of_teams(card))
    card = adaptive.render(example)
    wrong = card_problems(card) + problems(card) + [f"no {part}" for part in ("fallbackText", "speak") if not card.get(part)]
    return Drawn(card, adaptive.spoken(example), wrong, of_teams(card))


DRAW = {"slack": on_slack, "teams": on_teams}
ALL = [
    pytest.param(platform, locale, name, id=f"{platform}-{locale}-{name}")
    for platform in DRAW
    for locale in LOCALES
    for name in examples(locale)
]
EVERYTHING = (
    "triage.with_reply", "triage.resolved", "requester.claimed", "tickets.mine", "told.replied_in_channel", "why",
    "form.new_on_behalf", "form.reply", "form.assign", "form.move",
)  # fmt: skip
"""Examples in which every text that people wrote stands somewhere."""

NAMES = [name for name in examples("en") if not name.startswith("said.")]


@cache
def shown_on(platform: str, locale: str) -> dict[str, Card | Form]:
    return examples(locale, None, Platform(platform))


def example(platform: str, locale: str, name: str) -> Card | Form:
    return shown_on(platform, locale)[name]


@cache
def tame_reach(platform: str, locale: str, name: str) -> Reach:
    return DRAW[platform](name, example(platform, locale, name)).reach


@pytest.mark.parametrize(("platform", "locale", "name"), ALL)
def test_an_example_is_valid_reaches_nobody_it_should_not_and_has_plain_buttons(platform: str, locale: str, name: str) -> None:
    shown = example(platform, locale, name)
    drawn = DRAW[platform](name, shown)
    assert drawn.faults == []
    assert drawn.reach.pings == expected_pings(platform, shown)
    assert set(drawn.reach.links) <= {Cast(TOLD[locale], Platform(platform)).source.link}
    assert not RAW_KEY.search(" ".join(visible(drawn)))
    assert_buttons_are_few_plain_and_told_apart(platform, locale, shown, drawn.body)


def expected_pings(platform: str, shown: Card | Form) -> list[str]:
    """Those whom the card itself addresses."""
    users = [user for node in texts_of(shown) for user in getattr(node, "users", ()) if user.startswith(platform)]
    return [user.rpartition("/")[2] for user in users]


def texts_of(shown: Card | Form) -> Iterator[Any]:
    for element in shown.body if isinstance(shown, Card) else ():
        yield from getattr(element, "parts", ())


def visible(drawn: Drawn) -> Iterator[str]:
    yield drawn.spoken
    for node in nodes(drawn.body):
        yield from (str(node[key]) for key in ("text", "title", "label", "placeholder") if isinstance(node.get(key), str))


def is_button(node: dict[str, Any]) -> bool:
    """A link within a text is none: its words are its label."""
    kind = str(node.get("type", ""))
    return kind == "button" or (kind.startswith("Action.") and (kind != "Action.OpenUrl" or "title" in node))


def buttons_of(shown: Card | Form) -> list[Button]:
    if isinstance(shown, Form):
        return []
    return [*shown.buttons, *(button for row in shown.body if isinstance(row, Row) for button in row.buttons)]


def assert_buttons_are_few_plain_and_told_apart(platform: str, locale: str, shown: Card | Form, body: Any) -> None:
    pressed = [node for node in nodes(body) if is_button(node)]
    assert len([one for one in pressed if one.get("style") in ("primary", "positive")]) <= 1
    for one in pressed:
        label = one["text"]["text"] if platform == "slack" else one["title"]
        assert not EMOJI.search(label)
        assert locale == "en" or not regex.search(r"\p{Latin}", KEY.sub("", label))
        assert one.get("style") not in ("danger", "destructive") or "confirm" in one or one["type"] == "Action.ShowCard"
    if isinstance(shown, Card) and platform == "slack":
        assert len([b for b in shown.buttons if str(b.place) == "first"]) <= 3


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("platform", DRAW)
def test_buttons_that_look_alike_say_what_they_open(platform: str, locale: str) -> None:
    for name, shown in examples(locale).items():
        found = buttons_of(shown)
        for button in found:
            alike = {other.ref: other.accessible for other in found if other.label == button.label}
            if len(alike) > 1:
                assert button.accessible.startswith(button.label), name
                assert len(set(alike.values())) == len(alike), name
    drawn = json.dumps(DRAW[platform]("tickets.mine", examples(locale)["tickets.mine"]).body, ensure_ascii=False)
    spoken = "accessibility_label" if platform == "slack" else "tooltip"
    assert drawn.count(f'"{spoken}"') == 4


def test_labels_are_in_title_case_on_slack_and_in_sentence_case_on_teams() -> None:
    small = {"a", "an", "and", "as", "for", "in", "of", "on", "or", "the", "to", "with"}
    for name, shown in examples("en").items():
        slack = [n["text"]["text"] for n in nodes(on_slack(name, shown).body) if n.get("type") == "button"]
        teams = [n["title"] for n in nodes(on_teams(name, shown).body) if is_button(n)]
        assert [w for label in slack for w in label.split() if w[0].islower() and w not in small] == [], name
        ours = [label.partition(":")[0].split()[1:] for label in teams]  # what follows a colon is called so by people
        assert [
            words for words in ours if any(w[0].isupper() and w not in ("CSV", "Excel") and not KEY.match(w) for w in words)
        ] == [], name


@pytest.mark.parametrize("locale", LOCALES)
def test_a_card_says_aloud_which_ticket_it_is_about(locale: str) -> None:
    for name, shown in examples(locale).items():
        if isinstance(shown, Card):
            assert shown.spoken.strip(), name
            assert shown.ref in shown.spoken, name
            assert (TOLD[locale].summary in shown.spoken) or not shown.ref, name
            assert not EMOJI.search(shown.title), name


@pytest.mark.parametrize("locale", LOCALES)
def test_a_finished_ticket_offers_only_to_open_it_again_and_to_read_how_it_went(locale: str) -> None:
    shown = examples(locale)
    for state in ("confirmed", "not_a_request", "withdrawn"):
        for reader in ("triage", "requester"):
            card = shown[f"{reader}.{state}"]
            assert isinstance(card, Card)
            assert [b.verb for b in card.buttons] == ["ticket.reopen", "ticket.history"]
        assert len(shown[f"triage.{state}"].context) == 4, "team, how and by whom it ended, when, where it was said"  # type: ignore[union-attr]
    assert shown["triage.moved_away"].buttons == ()  # type: ignore[union-attr]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_form_is_short_labelled_and_its_button_is_a_verb(locale: str) -> None:
    for name, shown in examples(locale).items():
        if not isinstance(shown, Form):
            continue
        assert 1 <= len(shown.fields) <= 6, name
        assert max(map(len, (shown.title, shown.submit, shown.cancel))) <= 24, name
        assert all(field.label for field in shown.fields), name
        assert len({field.label for field in shown.fields}) == len(shown.fields), name
        assert locale != "en" or shown.submit.split()[0] in VERBS, name
        view = modals.render(shown)
        inputs = [block for block in view["blocks"] if block["type"] == "input"]
        assert [bool(block["element"].get("focus_on_load")) for block in inputs] == [True] + [False] * (len(inputs) - 1)
        assert [block["optional"] for block in inputs] == [not field.required for field in shown.fields], name
        assert not [b for b in inputs if b["element"]["type"] == "plain_text_input" and "placeholder" in b["element"]], name


@pytest.mark.parametrize("platform", DRAW)
@pytest.mark.parametrize("locale", LOCALES)
def test_all_that_is_wrong_with_a_form_is_said_at_once_and_what_was_typed_is_kept(platform: str, locale: str) -> None:
    wrong = example(platform, locale, "form.new_wrong")
    assert isinstance(wrong, Form)
    words = list(visible(on_slack("", wrong) if platform == "slack" else on_teams("", wrong)))
    assert all(any(problem in said for said in words) for problem in (wrong.problem, *wrong.problems.values()))


HOSTILE = [
    "", " ", "\u200b", "<!channel> <!here> <!subteam^S1>", "<@U1> <@U0BOSS001|CEO>", "[x](javascript:alert(1))",
    "![i](https://evil.example/i.png)", "<https://evil.example|https://desk.slack.com>", "<at>CEO</at>", "<AT id='1'>CEO</AT>",
    "{{DATE(2026-01-01T00:00:00Z,SHORT)}}", "\u202egnp.exe", "a" + "\u0301" * 500, "\\[x](https://evil.example)",
    "\\<at>CEO</at>", "*b* _i_ ~s~ `c` ```x```", "> q\n>>> r", "# h\n- l\n1. n", "&lt;!channel&gt;",
    "<script>alert(1)</script>", "x" * 40_000, "क्षि" * 10_000, "👩‍👩‍👧‍👦" * 5_000, "\n" * 40_000, "a\x00b\x1b[31m",
    "\ud800 half", "<" * 40_000, "*" * 40_000, "{{" * 20_000, "@everyone @here", "[a][b]\n\n[b]: https://evil.example",
    "[a\\](https://evil.example)", "`[`](https://evil.example)",
]  # fmt: skip
ANY = st.sampled_from(HOSTILE) | st.text(max_size=80) | st.text("<>[]()!@*_~`\\{}|&#\n at", max_size=60)
TOLD_BY_ANYBODY = st.builds(
    Told, **{f.name: ANY for f in fields(Told) if f.name != "others"}, others=st.lists(ANY, min_size=1, max_size=3).map(tuple)
)


@pytest.mark.parametrize("platform", DRAW)
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(names=st.lists(st.sampled_from(NAMES), min_size=3, max_size=3), locale=st.sampled_from(LOCALES), told=TOLD_BY_ANYBODY)
def test_whatever_people_write_is_shown_and_nothing_more(platform: str, names: list[str], locale: str, told: Told) -> None:
    hostile = examples(locale, told, Platform(platform))
    for name in names:
        assert_harmless(platform, name, locale, hostile[name])


@pytest.mark.parametrize("platform", DRAW)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
def test_a_known_nasty_text_is_harmless_in_every_example(platform: str, text: str) -> None:
    told = Told(**{f.name: text for f in fields(Told) if f.name != "others"}, others=(text, text))
    hostile = examples("en", told, Platform(platform))
    for name in EVERYTHING:
        assert_harmless(platform, name, "en", hostile[name])


def assert_harmless(platform: str, name: str, locale: str, shown: Card | Form) -> None:
    drawn, tame = DRAW[platform](name, shown), tame_reach(platform, locale, name)
    assert drawn.faults == []
    assert set(drawn.reach.pings) <= set(tame.pings)
    assert set(drawn.reach.links) <= set(tame.links)
    assert drawn.reach.dates <= tame.dates
    json.dumps(drawn.body, ensure_ascii=False).encode()


def test_the_hostile_texts_get_into_what_is_drawn() -> None:
    told = Told(*["<!channel>"] * 11, others=("<!channel>",))
    for platform, draw in DRAW.items():
        card = draw("", examples("en", told, Platform(platform))["triage.with_reply"]).body
        assert json.dumps(card).count("!channel") >= 4


@pytest.mark.parametrize(("draw", "kinds"), [(on_slack, SLACK_KINDS), (on_teams, TEAMS_KINDS)], ids=["slack", "teams"])
def test_the_list_of_kinds_names_what_the_renderers_emit(draw: Any, kinds: frozenset[str]) -> None:
    every = [
        draw(name, shown).body
        for told in (None, Told(*["*nasty* <b>"] * 11, others=("*x*",)))
        for name, shown in examples("en", told).items()
    ]
    emitted = {node["type"] for body in every for node in nodes(body) if "type" in node}
    assert emitted <= kinds


def test_tickets_in_the_examples_obey_the_rules_of_real_ones() -> None:
    ticket = Cast(TOLD["en"], Platform.SLACK).ticket()
    assert isinstance(ticket, Ticket)
    assert ticket.is_open
    new = examples("en")["form.new"]
    assert isinstance(new, Form)
    assert isinstance(new.fields[0], TextField)
    assert not [f.name for f in new.fields if f.name == "on_behalf"]
    assert [f.name for f in examples("en")["form.new_on_behalf"].fields][-1] == "on_behalf"  # type: ignore[union-attr]
    assert Style.PRIMARY in {b.style for b in buttons_of(examples("en")["triage.new"])}
