"""What every edge must do alike: cards and forms go out, and what people press and fill in comes back unchanged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.cards import Button, Card, Place, Row, Text
from app.examples import examples
from app.forms import Choice, Form, Option, PersonField, SearchField, TextField
from app.interaction import Can
from app.people.model import Platform
from app.replies import FixForm, Nothing, Notice, OpenForm, Suggestions
from tests.contracts.platforms import EdgeUnderTest, post

CARDS = [
    "triage.new",
    "triage.claimed",
    "triage.resolved",
    "requester.claimed",
    "requester.resolved",
    "tickets.mine",
    "ask.nudge",
    "ask.form",
]
FORMS = [name for name, shown in examples("en").items() if isinstance(shown, Form) and not name.endswith("_wrong")]
OPENER = Card(
    title="", spoken="Opener", body=(Text(("Opener",)),), buttons=(Button("Open form", "ticket.new", "T-42", 3, opens_form=True),)
)


def buttons_of(card: Card) -> list[tuple[Button, str]]:
    """Every button in sight, with the words beside it."""
    rows = [row for row in card.body if isinstance(row, Row) and row.button]
    return [(b, "") for b in card.buttons] + [(row.button, str(row.title[0])) for row in rows if row.button]


async def press(edge: EdgeUnderTest, message: Any, button: Button, near: str) -> None:
    """As a person does who means it: Slack asks in a window of its own, on Teams the question unfolds."""
    await edge.presses(message, button.label, near)
    if button.confirm and edge.platform is Platform.TEAMS:
        await edge.presses(message, button.confirm.yes)


@pytest.mark.parametrize("locale", ["en", "hi"])
@pytest.mark.parametrize("name", CARDS)
async def test_a_pressed_button_comes_back_as_it_went_out(edge: EdgeUnderTest, name: str, locale: str) -> None:
    card = examples(locale, None, edge.platform)[name]
    assert isinstance(card, Card)
    ref = await post(edge, card)
    (message,) = edge.sees()
    assert buttons_of(card)
    for button, near in buttons_of(card):
        if button.place is Place.MORE and edge.platform is Platform.TEAMS:
            continue
        await press(edge, message, button, near)
        came = edge.desk.last
        assert (came.verb, came.ref, came.version) == (button.verb, button.ref, button.version)
        assert dict(came.values or {}) == dict(button.values)
        assert (came.platform, came.workspace, came.actor) == (edge.platform, edge.workspace.external_id, edge.user)
        assert came.where.message == ref.message
        assert came.where.channel == edge.place().channel
        assert (Can.FORM in came.can) or not button.opens_form


async def test_what_has_no_room_on_a_card_is_still_one_choice_away(edge: EdgeUnderTest) -> None:
    shown = examples("en", None, edge.platform)
    card, form = shown["triage.new"], shown["form.more"]
    assert isinstance(card, Card)
    assert isinstance(form, Form)
    await post(edge, card)
    (message,) = edge.sees()
    hidden = [button for button in card.buttons if button.place is Place.MORE]
    assert hidden
    for button in hidden:
        if edge.platform is Platform.SLACK:
            await edge.presses(message, button.label)
            assert (edge.desk.last.verb, edge.desk.last.version) == (button.verb, button.version)
        else:
            edge.desk.reply = OpenForm(form)
            await edge.presses(message, card.more)
            assert (edge.desk.last.verb, edge.desk.last.version) == ("ticket.more", card.version)
            edge.desk.reply = Nothing()
            assert await edge.submits({"Action": button.label}) == {}
            assert (edge.desk.last.values or {})["action"] == button.verb
        assert edge.desk.last.ref == "T-42"


async def test_pressing_twice_is_one_deed_and_another_version_is_another(edge: EdgeUnderTest) -> None:
    card = examples("en")["triage.new"]
    assert isinstance(card, Card)
    ref = await post(edge, card)
    (message,) = edge.sees()
    await edge.presses(message, "Claim")
    await edge.presses(message, "Claim")
    later = replace(card, version=7, buttons=tuple(replace(button, version=7) for button in card.buttons))
    await edge.channel.update(edge.workspace, ref, later)
    await edge.presses(edge.sees()[0], "Claim")
    first, second, third = (came.key for came in edge.desk.asked)
    assert first == second != ""
    assert third != first


async def opened(edge: EdgeUnderTest, form: Form) -> Any:
    if not edge.sees():
        await post(edge, OPENER)
    edge.desk.reply = OpenForm(form)
    await edge.presses(edge.sees()[0], "Open form")
    edge.desk.reply = Nothing()
    assert edge.open_form() is not None
    return edge.open_form()


TYPED = "Ein <b>Text</b> & *more* <!channel> क्षि"


def _known(field: Any, identity: str) -> Any:
    """A person who has to be chosen is filled in: nobody can pick somebody here."""
    return replace(field, value=identity, value_name="Asha") if isinstance(field, PersonField) else field


def filled_in(form: Form) -> tuple[dict[str, str], dict[str, str]]:
    """Something for every field a test can fill: by label as people do, and by name as it must come back."""
    typed: dict[str, str] = {}
    expected: dict[str, str] = {}
    for field in form.fields:
        match field:
            case TextField():
                typed[field.label] = expected[field.name] = TYPED[: field.max_length]
            case Choice():
                typed[field.label], expected[field.name] = field.options[-1].label, field.options[-1].value
    return typed, expected


@pytest.mark.parametrize("locale", ["en", "hi"])
@pytest.mark.parametrize("name", FORMS)
async def test_a_submitted_form_comes_back_as_it_was_filled_in(edge: EdgeUnderTest, name: str, locale: str) -> None:
    form = examples(locale, None, edge.platform)[name]
    assert isinstance(form, Form)
    await opened(edge, form)
    typed, expected = filled_in(form)
    if any(isinstance(field, PersonField) for field in form.fields):
        people = [field for field in form.fields if isinstance(field, PersonField)]
        expected |= {field.name: edge.identity for field in people}
        await opened(edge, replace(form, fields=tuple(_known(field, edge.identity) for field in form.fields)))
    assert await edge.submits(typed) == {}
    came = edge.desk.last
    values = dict(came.values or {})
    assert (came.verb, came.ref) == (form.verb, form.ref)
    assert {name: values[name] for name in expected} == expected
    assert values["kept"] == form.keep["kept"]
    assert came.key.endswith(form.nonce)
    assert {Can.FIX, Can.FORM} <= came.can
    assert edge.open_form() is None


async def test_a_form_is_sent_as_it_was_filled_for_the_person(edge: EdgeUnderTest) -> None:
    form = examples("en", None, edge.platform)["form.new_on_behalf"]
    assert isinstance(form, Form)
    people = tuple(replace(f, value=edge.identity, value_name="Asha") if isinstance(f, PersonField) else f for f in form.fields)
    await opened(edge, replace(form, fields=people))
    assert await edge.submits({}) == {}
    values = dict(edge.desk.last.values or {})
    assert values["on_behalf"] == edge.identity
    assert (values["summary"], values["category"], values["priority"]) == ("VPN is down", "vpn", "-")
    assert values["details"].startswith("Hi, my VPN is down since this morning.\nIt says")


async def test_what_is_typed_into_a_searching_field_is_asked_and_the_choice_comes_back(edge: EdgeUnderTest) -> None:
    form = examples("en", None, edge.platform)["form.new_for_anybody"]
    assert isinstance(form, Form)
    field = next(one for one in form.fields if isinstance(one, SearchField))
    await opened(edge, form)
    edge.desk.reply = Suggestions((Option("7", "Asha & <Rao>", "Slack · asha@example.test"), Option("8", "Asha")))
    assert await edge.looks_up(field.label, "ash") == ["Asha & <Rao> · Slack · asha@example.test", "Asha"]
    came = edge.desk.last
    assert (came.verb, came.text, came.key, came.values) == ("search.people", "ash", "", None)
    assert (came.platform, came.workspace, came.actor) == (edge.platform, edge.workspace.external_id, edge.user)
    for none in (Suggestions(), Notice("No.")):
        edge.desk.reply = none
        assert await edge.looks_up(field.label, "ash") == []
    edge.desk.reply = Suggestions((Option("7", "Asha & <Rao>", "Slack"),))
    assert await edge.submits({field.label: "Asha & <Rao>"}) == {}
    assert dict(edge.desk.last.values or {})[field.name] == "7"


async def test_the_same_form_is_one_deed_however_often_it_arrives(edge: EdgeUnderTest) -> None:
    form = examples("en")["form.reply"]
    assert isinstance(form, Form)
    for _ in range(2):
        await opened(edge, form)
        await edge.submits({"Reply": "Hello"})
    keys = [came.key for came in edge.desk.asked if came.verb == "ticket.reply.save"]
    assert len(keys) == 2
    assert keys[0] == keys[1]


async def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(edge: EdgeUnderTest) -> None:
    form = examples("en")["form.reply"]
    assert isinstance(form, Form)
    await opened(edge, form)
    typed = "Too long"
    mended = replace(form, fields=tuple(replace(f, value=typed) for f in form.fields))
    edge.desk.reply = FixForm({"reply": "At most 5 characters, please."}, mended, "Please check the form.")
    assert await edge.submits({"Reply": typed}) == {"Reply": "At most 5 characters, please."} or edge.platform is Platform.TEAMS
    assert "At most 5 characters, please." in edge.open_form().plain()
    assert edge.open_form().values == {"Reply": typed}
    edge.desk.reply = Nothing()
    assert await edge.submits({"Reply": "Short"}) == {}
    assert (edge.desk.last.values or {})["reply"] == "Short"
