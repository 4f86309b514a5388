"""Alerts about many tickets: every line can be acted on, whatever people wrote, on both platforms and in both languages."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from app.cards import Card
from app.examples.alerts import alert_examples
from app.examples.cast import NOW, TOLD, Cast, Told
from app.examples.ticket_cards import view
from app.people.model import Platform
from app.sla.alerts import LINES, Alert, alerts_card
from app.sla.clock import Clock
from app.sla.terms import ClockKind, Phase
from app.words import LOCALES, say, say_many
from integrations.slack import blocks
from integrations.teams import adaptive
from tests.contracts.reach import nodes
from tests.integrations.slack.block_kit import faults
from tests.integrations.teams.cards import problems

TEXTS = ["Printer", "<" * 40_000, "क्षि" * 10_000, "\U0001f469\u200d\U0001f467" * 5_000, "*[x](y)_" * 3_000]


def cast(text: str, locale: str, platform: Platform) -> Cast:
    told = Told(**{f.name: text for f in fields(Told) if f.name != "others"}, others=(text,))
    return Cast(TOLD[locale] if text == "Printer" else told, platform)


def many(text: str, locale: str, platform: Platform) -> Card:
    """Sixty that broke together; each is somebody else's, who is addressed."""
    people = cast(text, locale, platform)
    broken = [Clock(1, 1, ClockKind.FIRST_RESPONSE, Phase.RUNNING, breached_at=NOW, due_at=NOW, held_until=NOW, held_by=1)]
    shown = view(people, "claimed")

    def one(number: int) -> Alert:
        owner = replace(people.agent, id=number)
        return Alert(replace(shown, ticket=replace(shown.ticket, number=number), assignee=owner), broken, holder=owner)

    return alerts_card([one(number) for number in range(1, 61)], locale)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text)[:12])
def test_slack_has_a_menu_for_every_line_and_the_list_for_the_rest(text: str, locale: str) -> None:
    drawn = blocks.render(many(text, locale, Platform.SLACK), "T0DESK001")["blocks"]
    assert faults(drawn, "message") == []
    menus = [block["accessory"] for block in drawn if "accessory" in block]
    assert [len(menu["options"]) for menu in menus] == [4] * LINES
    assert [menu["placeholder"]["text"] for menu in menus] == [f"{say('button.more', locale)} T-{n}" for n in range(1, LINES + 1)]
    assert say_many("list.more", 60 - LINES, locale) in str(drawn[-2])
    assert [element["action_id"] for element in drawn[-1]["elements"]] == ["report.breached"]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text)[:12])
def test_teams_has_four_buttons_for_every_line_and_the_list_for_the_rest(text: str, locale: str) -> None:
    drawn = adaptive.render(many(text, locale, Platform.TEAMS))
    assert problems(drawn) == []
    assert adaptive.size(drawn) <= adaptive.LARGEST
    sets = [node["actions"] for node in nodes(drawn) if node.get("type") == "ActionSet"]
    assert [len(actions) for actions in sets] == [4] * LINES
    assert sets[4][0]["tooltip"] == f"{say('button.on_it', locale)} T-5"
    assert say_many("list.more", 60 - LINES, locale) in str(drawn["body"][-1])
    assert [action["title"] for action in drawn["actions"]] == [say("button.list_breached", locale)]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_line_that_is_settled_can_only_be_opened(locale: str) -> None:
    shown = alert_examples(cast("Printer", locale, Platform.SLACK), locale)["alert.many"]
    drawn = blocks.render(shown, "T0DESK001")["blocks"]
    assert [block["accessory"]["type"] for block in drawn if "accessory" in block] == ["static_select", "static_select", "button"]
