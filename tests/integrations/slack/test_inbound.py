"""Every kind of payload Slack sends, as the one Interaction the desk understands."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.interaction import Can, Interaction, Said, Where
from app.people.model import Kind, Profile
from app.rich_text import Paragraph, RichText, Run, from_plain, plain
from integrations.slack import events, inbound
from tests.integrations.slack.conftest import TEAM, WORKSPACE, payload

ASHA, RAVI = "U0ASHA001", "U0RAVI001"


def heard(name: str, **changes: Any) -> Interaction | None:
    body = payload(name)
    body["event"] |= changes
    return events.from_event(body, WORKSPACE, {RAVI: "Ravi"})


def must_hear(name: str, **changes: Any) -> Interaction:
    interaction = heard(name, **changes)
    assert interaction
    return interaction


def test_a_message_of_a_channel() -> None:
    said = must_hear("event_message")
    assert (said.verb, said.actor, said.workspace, said.can) == ("chat.channel", ASHA, TEAM, frozenset())
    assert said.text == "VPN is down for @Ravi & me"
    assert said.where == Where("C0HELP001", "1795255200.000100")
    assert said.key == "slack:event:Ev0MESSAGE1"
    assert said.also == ("slack:msg:T0DESK001:C0HELP001:1795255200.000100",)


def test_a_reply_in_a_thread_and_one_that_is_also_sent_to_the_channel() -> None:
    for name, ts in (("event_message_thread", "1795255260.000200"), ("event_message_thread_broadcast", "1795255320.000500")):
        assert must_hear(name).where == Where("C0HELP001", ts, "1795255200.000100")


def test_a_direct_message() -> None:
    said = must_hear("event_message_im")
    assert (said.verb, said.where.direct, said.text) == ("chat.direct", True, "My laptop does not start")


def test_a_message_that_is_only_an_image_is_named_after_it() -> None:
    assert must_hear("event_message_file_share").text == "screenshot.png"


def test_a_mention_loses_the_bots_name_and_slacks_escapes() -> None:
    said = must_hear("event_app_mention")
    assert said.verb == "chat.mention"
    assert said.text == "the printer <3rd floor> is stuck, see the wiki (https://wiki.example.test/p?a=1&b=2) in #help"
    assert said.where == Where("C0TALK001", "1795255400.001100", "1795255390.000000")


def test_a_mention_that_arrives_as_a_message_is_the_same_deed() -> None:
    mention = must_hear("event_app_mention")
    message = must_hear("event_app_mention", type="message", channel_type="channel")
    assert (message.verb, message.text, message.also) == (mention.verb, mention.text, mention.also)


@pytest.mark.parametrize(
    "name",
    [
        "event_message_channel_join", "event_message_bot", "event_message_app",
        "event_message_own", "event_channel_rename", "event_app_uninstalled", "event_user_change",
    ],
)  # fmt: skip
def test_what_nobody_asked_of_us_is_no_interaction(name: str) -> None:
    assert heard(name) is None


def test_an_edit_tells_which_message_reads_how_since_when() -> None:
    said = must_hear("event_message_changed")
    assert (said.verb, said.actor, said.text) == ("chat.edited", ASHA, "VPN is down again")
    assert (said.where.message, said.stamp) == ("1795255200.000100", 1795255330000000)


def test_a_deletion_tells_which_message_is_gone() -> None:
    said = must_hear("event_message_deleted")
    assert (said.verb, said.actor, said.where.message) == ("chat.removed", "", "1795255200.000100")
    assert said.stamp == 1795255340000700


_BEFORE = {"type": "message", "user": ASHA, "text": "VPN", "ts": "1.000100", "edited": {"user": ASHA, "ts": "2.0"}}


@pytest.mark.parametrize("now", [{}, {"attachments": [{"title": "a preview"}]}, {"reply_count": 3, "latest_reply": "3.0"}])
def test_what_no_person_changed_is_no_edit(now: dict[str, Any]) -> None:
    assert heard("event_message_changed", message=_BEFORE | now, previous_message=_BEFORE) is None


_MACHINES = [{"bot_id": "B1"}, {"app_id": "A1"}, {"user": "U0BOT0001"}, {"user": ""}, {"subtype": "channel_join"}]


@pytest.mark.parametrize("who", _MACHINES)
def test_what_happens_to_the_messages_of_bots_is_nothing(who: dict[str, Any]) -> None:
    assert heard("event_message_changed", message=_BEFORE | who | {"text": "else"}, previous_message=_BEFORE | who) is None
    assert heard("event_message_deleted", previous_message=_BEFORE | who) is None


def test_the_gravestone_of_a_thread_is_a_deletion() -> None:
    grave = {"subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted.", "ts": "1.000100"}
    said = must_hear("event_message_changed", message=grave, previous_message=_BEFORE)
    assert (said.verb, said.actor, said.where.message) == ("chat.removed", "", "1.000100")


def test_a_file_that_is_taken_away_is_an_edit() -> None:
    before = _BEFORE | {"files": [{"id": "F1", "name": "a.png"}]}
    now = _BEFORE | {"files": [{"id": "F1", "mode": "tombstone"}]}
    said = must_hear("event_message_changed", message=now, previous_message=before)
    assert (said.verb, said.stamp) == ("chat.edited", 1795255330000600)


def test_a_person_of_another_company_is_external() -> None:
    assert must_hear("event_message_connect").profile == Profile(kind=Kind.EXTERNAL)
    assert must_hear("event_message").profile is None


def test_an_emoji_points_at_the_message_and_its_author() -> None:
    said = must_hear("event_reaction_added")
    place = Where("C0TALK001", "1795255390.000000")
    assert (said.verb, said.actor, said.values, said.where) == ("chat.reaction", RAVI, {"emoji": "ticket"}, place)
    assert said.about == Said(ASHA, "", place)


def test_an_emoji_on_a_file_or_by_ourselves_is_nothing() -> None:
    assert heard("event_reaction_added", item={"type": "file", "file": "F1"}) is None
    assert heard("event_reaction_added", user="U0BOT0001") is None


def test_the_home_is_opened_but_the_messages_tab_is_not() -> None:
    assert must_hear("event_app_home_opened").verb == "home.opened"
    assert heard("event_app_home_opened", tab="messages") is None


def test_a_command() -> None:
    said = inbound.from_command(payload("command"), WORKSPACE, {})
    assert said
    assert (said.verb, said.text, said.actor) == ("chat.command", "new Screen flickers & dies", ASHA)
    assert said.can == {Can.FORM, Can.ANSWER}
    assert said.where == Where("C0TALK001")
    assert said.key == "slack:command:T0DESK001:13345224609.738474920.8088930838d88f008e0"


def test_a_button() -> None:
    said = inbound.from_action(payload("block_actions_button"), WORKSPACE)
    assert said
    assert (said.verb, said.ref, said.version, said.actor, said.can) == ("ticket.claim", "T-42", 3, RAVI, frozenset({Can.FORM}))
    assert said.where == Where("C0TRIAGE1", "1795255500.002000")
    assert said.key == "slack:click:T0DESK001:U0RAVI001:C0TRIAGE1:1795255500.002000:ticket.claim:T-42:3"


def test_a_button_is_answered_in_the_thread_it_was_pressed_in() -> None:
    head, below, beside = (payload("block_actions_button") for _ in range(3))
    head["container"]["thread_ts"] = "1795255500.002000"
    below["container"]["thread_ts"] = below["message"]["thread_ts"] = "1795255400.001000"
    beside["message"]["thread_ts"] = "1795255500.002000"  # it heads a thread, and was pressed among the messages of the channel
    found = [said.where.thread for body in (head, below, beside) if (said := inbound.from_action(body, WORKSPACE))]
    assert found == ["1795255500.002000", "1795255400.001000", ""]


def test_what_only_they_see_can_be_replaced_and_a_modal_is_answered_in_its_place() -> None:
    private, modal = payload("block_actions_button"), payload("block_actions_home")
    private["container"]["is_ephemeral"] = True
    modal["view"]["type"] = "modal"
    found = [said.can for body in (private, modal) if (said := inbound.from_action(body, WORKSPACE))]
    assert found == [{Can.FORM, Can.REPLACE}, {Can.FORM, Can.ANSWER, Can.CARD}]


def test_a_double_click_is_one_deed_whatever_slack_calls_it() -> None:
    first, second = payload("block_actions_button"), payload("block_actions_button", trigger_id="another")
    second["actions"][0]["action_ts"] = "1795255511.999999"
    keys = {found.key for body in (first, second) if (found := inbound.from_action(body, WORKSPACE))}
    assert len(keys) == 1


def test_two_marks_of_one_survey_are_two_deeds() -> None:
    keys = set()
    for score in (1, 2):
        body = payload("block_actions_button")
        body["actions"][0]["value"] = json.dumps({"v": "survey.rate", "r": "T-1", "n": 2, "x": {"score": str(score)}})
        found = inbound.from_action(body, WORKSPACE)
        assert found
        assert found.values == {"score": str(score)}
        keys.add(found.key)
    assert len(keys) == 2


def test_an_option_of_the_menu_is_like_a_button() -> None:
    said = inbound.from_action(payload("block_actions_select"), WORKSPACE)
    assert said
    assert (said.verb, said.ref, said.version) == ("ticket.priority", "T-42", 3)
    assert said.key == ""  # it only opens a form, and may be chosen again after Cancel


def test_a_button_in_the_home_counts_once_for_each_drawing_of_the_home() -> None:
    said = inbound.from_action(payload("block_actions_home"), WORKSPACE)
    assert said
    assert said.where == Where()
    assert "V0HOME001:1795255420.abc" in said.key


def test_an_address_that_was_opened_is_nothing() -> None:
    assert inbound.from_action(payload("block_actions_link"), WORKSPACE) is None


@pytest.mark.parametrize("value", ["", "null", "[]", "{", "[" * 5000, '{"v":7}', "T-42", None, 7, {}])
def test_a_value_that_is_not_ours_is_nothing(value: Any) -> None:
    body = payload("block_actions_button")
    body["actions"][0]["value"] = value
    assert inbound.from_action(body, WORKSPACE) is None


@pytest.mark.parametrize(("version", "read"), [(3, 3), ("3", 0), (-1, 0), (10**30, 0), (True, 0), (None, 0), (2.5, 0)])
def test_a_version_that_is_no_number_of_ours_is_none(version: Any, read: int) -> None:
    body = payload("block_actions_button")
    body["actions"][0]["value"] = json.dumps({"v": "ticket.claim", "n": version})
    said = inbound.from_action(body, WORKSPACE)
    assert said
    assert said.version == read


def test_a_submitted_form() -> None:
    said = inbound.from_submission(payload("view_submission"), WORKSPACE)
    assert said
    assert (said.verb, said.actor, said.can) == ("ticket.create", RAVI, frozenset({Can.FIX, Can.FORM, Can.ASK}))
    assert said.values == {
        "summary": "VPN is down", "details": "", "category": "vpn", "requester": "slack:T0DESK001/U0ASHA001",
        "needed_by": "2026-11-30", "kept": "sealed",
    }  # fmt: skip
    assert said.key == "slack:form:T0DESK001:U0RAVI001:n0nce-22-characters-xx"


def test_a_field_cannot_take_the_place_of_what_the_form_kept() -> None:
    body = payload("view_submission")
    body["view"]["state"]["values"]["kept"] = {"x": {"type": "plain_text_input", "value": "forged"}}
    said = inbound.from_submission(body, WORKSPACE)
    assert said
    assert said.values
    assert said.values["kept"] == "sealed"


def test_who_acts_is_read_from_the_envelope_alone() -> None:
    body = payload("view_submission")
    body["view"]["private_metadata"] = '{"k":{"actor":"U0BOSS001","user":"U0BOSS001"},"actor":"U0BOSS001"}'
    said = inbound.from_submission(body, WORKSPACE)
    assert said
    assert said.actor == RAVI


def test_a_shortcut_on_a_message() -> None:
    said = inbound.from_shortcut(payload("message_action"), WORKSPACE, {})
    assert said
    assert (said.verb, said.actor) == ("ticket.from_message", RAVI)
    words = from_plain("Mail <inbox> is full")
    assert said.about == Said(ASHA, "Mail <inbox> is full", Where("C0TALK001", "1795255390.000000"), rich=words)


def test_a_message_is_heard_with_its_formatting() -> None:
    body = payload("event_message")
    bold = {"type": "text", "text": "VPN", "style": {"bold": True}}
    person = {"type": "user", "user_id": "U0RAVI001"}
    words = [bold, {"type": "text", "text": " is down for "}, person, {"type": "text", "text": " & me"}]
    body["event"]["blocks"][0]["elements"][0]["elements"] = words
    said = events.from_event(body, WORKSPACE, {"U0RAVI001": "Ravi"})
    assert said
    assert said.rich == RichText((Paragraph((Run("VPN", bold=True), Run(" is down for @Ravi & me"))),))
    assert plain(said.rich) == said.text


def test_a_shortcut_on_a_bots_message_says_so() -> None:
    body = payload("message_action")
    body["message"] |= {"bot_id": "B0OTHER01"}
    said = inbound.from_shortcut(body, WORKSPACE, {})
    assert said
    assert said.about
    assert said.about.by_bot


def test_the_global_shortcut() -> None:
    said = inbound.from_shortcut(payload("shortcut"), WORKSPACE, {})
    assert said
    assert (said.verb, said.where, said.can) == ("ticket.new", Where(), frozenset({Can.FORM}))


def test_a_shortcut_that_we_never_declared_is_nothing() -> None:
    assert inbound.from_shortcut(payload("shortcut", callback_id="other"), WORKSPACE, {}) is None
    assert inbound.from_shortcut(payload("shortcut", callback_id="ticket_from_message"), WORKSPACE, {}) is None


@pytest.mark.parametrize("name", ["block_actions_button", "view_submission", "message_action"])
def test_a_stranger_of_slack_connect_is_external_on_every_surface(name: str) -> None:
    body = payload(name)
    body["user"]["team_id"] = "T0PARTNER"
    read = {"block_actions_button": inbound.from_action, "view_submission": inbound.from_submission}.get(name)
    said = read(body, WORKSPACE) if read else inbound.from_shortcut(body, WORKSPACE, {})
    assert said
    assert said.profile == Profile(kind=Kind.EXTERNAL)
