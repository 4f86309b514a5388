"""The whole Slack edge over real HTTP: signed requests in, the desk asked once, Slack's own answers out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from structlog.testing import capture_logs

from app.cards import said
from app.forms import Form, TextField
from app.interaction import Can
from app.people.model import Kind, Profile
from app.replies import Answer, FixForm, Nothing, Notice, OpenForm, Results, Say, ShowCard
from app.words import say
from integrations.slack.edge import SlackEdge
from tests.conftest import MovableClock
from tests.integrations.slack.conftest import TEAM, Desk, Door, FakeSlack, payload, refused, settled

FORM = Form("ticket.resolve.save", "Resolve", "Resolve", "Cancel", (TextField("done", "What was done?", required=True),))
KINDS = [
    "event_message", "event_reaction_added", "event_app_uninstalled", "command", "block_actions_button", "block_actions_select",
    "block_actions_home", "view_submission", "view_closed", "block_suggestion", "message_action", "shortcut", "app_rate_limited",
]  # fmt: skip


async def test_an_event_reaches_the_desk_with_what_slack_says_of_the_person(door: Door, desk: Desk) -> None:
    response = await door.post("event_message")
    assert (response.status, await response.text()) == (200, "")
    (asked,) = desk.asked
    assert (asked.verb, asked.text) == ("chat.channel", "VPN is down for @Asha & me")
    assert asked.profile == Profile("Asha", "asha@example.test", "hi-IN", "Asia/Kolkata")


async def test_an_event_that_could_not_be_committed_is_sent_again(door: Door, desk: Desk) -> None:
    await door.post("event_channel_rename")
    desk.broken = RuntimeError("INSERT INTO tickets VALUES ('VPN is down')")
    with capture_logs() as logs:
        assert (await door.post("event_message")).status == 503
    assert "VPN" not in json.dumps(logs)
    assert any(line["key"] == "Ev0MESSAGE1" for line in logs if line["event"] == "slack.failed")
    desk.broken = None
    assert (await door.post("event_message")).status == 200


@pytest.mark.parametrize("name", ["event_channel_rename", "event_message_bot", "app_rate_limited",
                                  "view_closed", "block_suggestion", "block_actions_link"])  # fmt: skip
async def test_what_is_not_for_the_desk_is_taken_and_forgotten(door: Door, desk: Desk, name: str) -> None:
    assert (await door.post(name)).status == 200
    assert not desk.asked


@pytest.mark.parametrize("name", KINDS)
async def test_another_apps_id_is_refused_on_every_kind_of_payload(door: Door, desk: Desk, name: str) -> None:
    response = await door.post(payload(name, api_app_id="A0EVIL001"))
    assert (response.status, await response.text(), desk.asked) == (403, "", [])
    workspace = desk.workspace()
    assert workspace
    assert workspace.active


@pytest.mark.parametrize("name", KINDS)
async def test_an_unknown_workspace_is_refused_on_every_kind_of_payload(door: Door, desk: Desk, name: str) -> None:
    body = json.loads(json.dumps(payload(name)).replace(TEAM, "T0EVIL001"))
    assert (await door.post(body)).status == 403
    only_named = {"team_id": "T0EVIL001"} if "team_id" in body else {"team": {"id": "T0EVIL001"}}
    assert (await door.post(payload(name, **only_named))).status == 403
    assert not desk.asked


async def test_a_shared_channel_brings_events_of_the_other_company(door: Door, desk: Desk) -> None:
    assert (await door.post("event_message_connect")).status == 200
    assert desk.asked[0].workspace == TEAM
    assert desk.asked[0].profile
    assert desk.asked[0].profile.kind is Kind.EXTERNAL


@pytest.mark.parametrize(
    ("reply", "sees"),
    [
        (Notice("I can't find T-99."), "I can't find T-99."),
        (Answer(said("Yours: T-42")), "Yours: T-42"),
        (Say(said("Hello")), "Hello"),
        (ShowCard(said("T-42")), "T-42"),
        (Results((said("T-1"), said("T-2"))), "T-2"),
        (Results((), "Nothing found."), "Nothing found."),
        (FixForm({"summary": "Too long."}, None, "Please check."), "Too long."),
    ],
)
async def test_a_command_is_answered_privately_in_its_own_answer(door: Door, desk: Desk, reply: Any, sees: str) -> None:
    desk.reply = reply
    body = await (await door.post("command")).json()
    assert body["response_type"] == "ephemeral"
    assert sees in json.dumps(body["blocks"])
    assert body["text"]
    assert desk.asked[0].can == {Can.FORM, Can.ANSWER}


async def test_a_command_that_opens_a_form_has_no_other_answer(door: Door, desk: Desk, slack: FakeSlack) -> None:
    desk.reply = OpenForm(FORM)
    response = await door.post("command")
    assert (response.status, await response.text()) == (200, "")
    (opened,) = slack.asked("views.open")
    assert opened["trigger_id"] == payload("command")["trigger_id"]
    assert opened["view"]["callback_id"] == "ticket.resolve.save"


async def test_a_command_whose_form_came_too_late_says_so(door: Door, desk: Desk, slack: FakeSlack) -> None:
    desk.reply, slack.says["views.open"] = OpenForm(FORM), refused("expired_trigger_id")
    body = await (await door.post("command")).json()
    assert body["response_type"] == "ephemeral"
    assert body["text"]


@pytest.mark.parametrize("name", ["block_actions_button", "block_actions_select", "message_action", "shortcut"])
async def test_a_click_opens_its_form(door: Door, desk: Desk, slack: FakeSlack, name: str) -> None:
    desk.reply = OpenForm(FORM)
    response = await door.post(name)
    assert (response.status, await response.text()) == (200, "")
    assert slack.asked("views.open")[0]["trigger_id"] == payload(name)["trigger_id"]


async def test_a_click_whose_form_came_too_late_is_told_where_they_are(
    door: Door, edge: SlackEdge, desk: Desk, slack: FakeSlack
) -> None:
    desk.reply, slack.says["views.open"] = OpenForm(FORM), refused("expired_trigger_id")
    assert (await door.post("block_actions_select")).status == 200
    await settled(edge)
    (told,) = slack.asked("chat.postEphemeral")
    assert (told["channel"], told["user"]) == ("C0TRIAGE1", "U0RAVI001")
    assert told["text"] == say("problem.form_expired", "hi")


async def test_a_click_that_failed_is_answered_with_one_sentence_and_its_number(
    door: Door, edge: SlackEdge, desk: Desk, slack: FakeSlack
) -> None:
    await door.post("event_channel_rename")
    desk.broken = RuntimeError("no database")
    with capture_logs() as logs:
        assert (await door.post("block_actions_button")).status == 200
    await settled(edge)
    number = next(line["number"] for line in logs if line["event"] == "slack.failed")
    assert number in slack.asked("chat.postEphemeral")[0]["text"]


async def test_a_command_that_failed_is_answered_with_one_sentence(door: Door, desk: Desk) -> None:
    await door.post("event_channel_rename")
    desk.broken = RuntimeError("no database")
    body = await (await door.post("command")).json()
    assert body["response_type"] == "ephemeral"
    assert "database" not in body["text"]


async def test_a_submission_that_failed_keeps_what_was_typed(door: Door, desk: Desk) -> None:
    await door.post("event_channel_rename")
    desk.broken = RuntimeError("no database")
    body = await (await door.post("view_submission")).json()
    assert body["response_action"] == "errors"
    assert list(body["errors"]) == ["summary"]


@pytest.mark.parametrize(
    ("reply", "errors"),
    [
        (FixForm({"details": "Too long.", "category": "Choose one."}), {"details": "Too long.", "category": "Choose one."}),
        (FixForm({}, None, "T-42 is resolved."), {"summary": "T-42 is resolved."}),
        (FixForm({"gone": "Somebody left."}, None, "x"), {"summary": "x\nSomebody left."}),
        (FixForm({"details": "Too long.", "gone": "Left."}), {"details": "Too long.", "summary": "Left."}),
    ],
)
async def test_a_submission_shows_its_problems_at_its_fields(door: Door, desk: Desk, reply: FixForm, errors: Any) -> None:
    desk.reply = reply
    assert await (await door.post("view_submission")).json() == {"response_action": "errors", "errors": errors}


async def test_a_submission_may_become_the_next_form_or_close(door: Door, desk: Desk) -> None:
    desk.reply = OpenForm(FORM)
    body = await (await door.post("view_submission")).json()
    assert (body["response_action"], body["view"]["callback_id"]) == ("update", "ticket.resolve.save")
    desk.reply = Nothing()
    response = await door.post("view_submission")
    assert (response.status, await response.text()) == (200, "")


async def test_the_author_of_a_message_is_introduced_too(door: Door, desk: Desk) -> None:
    await door.post("message_action")
    about = desk.asked[0].about
    assert about
    assert about.author_profile
    assert about.author_profile.name == "Asha"


async def test_a_profile_that_changed_is_asked_for_again(door: Door, slack: FakeSlack) -> None:
    for name in ("event_message_im", "event_user_change", "event_message_im"):
        await door.post(name)
    assert len(slack.asked("users.info")) == 2


@pytest.mark.parametrize("name", ["event_app_uninstalled", "event_tokens_revoked"])
async def test_a_removed_app_leaves_an_inactive_workspace_until_it_is_installed_again(
    door: Door, edge: SlackEdge, desk: Desk, slack: FakeSlack, clock: MovableClock, name: str
) -> None:
    await settled(edge)
    slack.says["auth.test"] = refused("account_inactive")
    for _ in range(2):
        assert (await door.post(name)).status == 200
        workspace = desk.workspace()
        assert workspace
        assert not workspace.active
    slack.says["auth.test"] = {"ok": True, "team_id": TEAM, "user_id": "U0BOT0001", "url": "https://desk.slack.test/"}
    clock.move(10)
    await door.post("event_message")
    workspace = desk.workspace()
    assert workspace
    assert workspace.active
