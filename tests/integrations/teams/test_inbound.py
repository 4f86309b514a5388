"""Every activity Teams sends, as the one thing somebody did."""

from __future__ import annotations

from typing import Any

import pytest

from app.interaction import Can, Interaction, Where
from app.rich_text import Paragraph, RichText, Run, from_plain
from integrations.teams.activity import Activity
from integrations.teams.changes import from_change
from integrations.teams.html_text import plain_text, read_html
from integrations.teams.inbound import from_arrival, from_message
from integrations.teams.invokes import INVOKES
from tests.integrations.teams.microsoft import ASHA, PAYLOADS, RAVI, TENANT, payload

CHANNEL = "19:3a6f8b5c2d1e4f70a9b8c7d6e5f40312@thread.tacv2"
CHAT = "a:1pL6i0oY3C0K8oAjQwErTyUiOpAsDfGh"
GROUP = "e8a1c3d2-4b5f-4a6e-9c7d-8b9a0f1e2d3c"


def message(name: str, **changes: Any) -> Interaction:
    found = from_message(Activity({**payload(name), **changes}))
    assert found
    return found


def invoke(name: str, **changes: Any) -> Interaction | None:
    activity = Activity({**payload(name), **changes})
    return INVOKES[activity.name](activity)


def asked(name: str, **changes: Any) -> Interaction:
    found = invoke(name, **changes)
    assert found
    return found


@pytest.mark.parametrize(
    ("name", "verb", "text", "where"),
    [
        ("message_personal", "chat.direct", "My VPN isn't working since 9 <am>", Where(CHAT, "1732183200123", "", True)),
        ("message_channel_mention", "chat.mention", "the printer of Ravi Kumar & me is broken", Where(CHANNEL, "1732183200200")),
        ("message_channel_mention_in_thread", "chat.mention", "status T-42", Where(CHANNEL, "1732183200300", "1732183200200")),
        ("message_channel", "chat.channel", "Is the VPN down for everybody?", Where(CHANNEL, "1732183200400")),
        ("message_channel_reply", "chat.channel", "For me too", Where(CHANNEL, "1732183200450", "1732183200400")),
        (
            "message_group_mention",
            "chat.mention",
            "help",
            Where("19:5d9c1e7f3b2a4860b7c6d5e4f3021a9b@thread.v2", "1732183200500"),
        ),
        ("message_mentions_others", "chat.channel", "Ravi Kumar can you look?", Where(CHANNEL, "1732183200600")),
    ],
)
def test_a_message_says_where_it_was_said_and_to_whom(name: str, verb: str, text: str, where: Where) -> None:
    said = message(name)
    assert (said.verb, said.text, said.actor, said.workspace, said.locale_hint) == (verb, text, ASHA, TENANT, "en-IN")
    place = said.where
    assert (place.channel, place.message, place.thread, place.direct) == (
        where.channel,
        where.message,
        where.thread,
        where.direct,
    )
    assert said.profile
    assert (said.profile.name, said.profile.timezone, said.can) == ("Asha Rao", "Asia/Kolkata", frozenset())


def test_a_message_in_a_channel_has_an_address() -> None:
    quoted = "19%3A3a6f8b5c2d1e4f70a9b8c7d6e5f40312%40thread.tacv2"
    assert message("message_channel_reply").where.link == (
        f"https://teams.microsoft.com/l/message/{quoted}/1732183200450?tenantId={TENANT}&groupId={GROUP}&parentMessageId=1732183200400"
    )
    assert message("message_personal").where.link == ""


def test_a_message_is_heard_with_its_formatting_and_without_the_bots_name() -> None:
    mention = '<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="{}">{}</span>'
    body = f"<p>{mention.format(0, 'Sahayak')}&nbsp;the <em>printer</em> of {mention.format(1, 'Ravi Kumar')} is broken</p>"
    said = message("message_channel_mention", attachments=[{"contentType": "text/html", "content": body}])
    written = Run("the "), Run("printer", italic=True), Run(" of @Ravi Kumar is broken")
    assert said.rich == RichText((Paragraph(written),))
    bare = message("message_channel_mention", attachments=[{"contentType": "text/html"}, 7])
    assert bare.rich == from_plain(bare.text)


def test_a_message_that_is_only_a_picture_is_still_a_message() -> None:
    assert message("message_personal", text=None).text == ""


def test_a_button_of_an_old_client_is_the_same_deed_as_the_invoke() -> None:
    pressed = message("message_button")
    assert (pressed.verb, pressed.ref, pressed.version, pressed.where.message) == ("ticket.withdraw", "T-42", 3, "1732183100000")


def test_a_pressed_card_says_what_was_pressed_on_which_card() -> None:
    pressed = asked("invoke_card_action")
    assert (pressed.verb, pressed.ref, pressed.version, pressed.values) == ("ticket.claim", "T-42", 3, {})
    assert (pressed.where.channel, pressed.where.message, pressed.where.thread) == (CHANNEL, "1732183100000", "")
    assert pressed.can == {Can.ANSWER, Can.CARD}


def test_a_double_click_is_one_deed_whatever_the_activity_id() -> None:
    assert asked("invoke_card_action").key == asked("invoke_card_action", id="f:other").key != ""


@pytest.mark.parametrize(
    ("part", "value"),
    [("replyToId", "1"), ("from", {"id": "29:2", "aadObjectId": RAVI}), ("conversation", {"id": "a:2", "tenantId": TENANT})],
)
def test_another_card_person_or_place_is_another_deed(part: str, value: Any) -> None:
    assert asked("invoke_card_action").key != asked("invoke_card_action", **{part: value}).key


def test_what_was_typed_beside_a_button_comes_along() -> None:
    action = payload("invoke_card_action")["value"]["action"]
    action["data"] |= {"priority": "high", "flag": True, "count": 3, "odd": {"a": 1}, "none": None}
    assert asked("invoke_card_action", value={"action": action}).values == {"priority": "high", "flag": "True", "count": "3"}


def test_a_button_that_opens_a_form_only_reads() -> None:
    opened = asked("invoke_task_fetch")
    assert (opened.key, opened.verb, opened.ref, opened.version) == ("", "ticket.assign", "T-42", 3)
    assert opened.can == {Can.FORM, Can.ANSWER}


def test_a_submitted_form_counts_once_and_names_people_by_identity() -> None:
    submitted = asked("invoke_task_submit")
    assert (submitted.verb, submitted.ref) == ("ticket.assign.save", "T-42")
    assert submitted.values == {"assignee": f"teams:{TENANT}/{RAVI}", "note": "please", "kept": "sealed"}
    assert submitted.key == asked("invoke_task_submit", id="f:other", replyToId="9").key == f"teams:form:{ASHA}:n0nce"
    assert submitted.can == {Can.FORM, Can.ANSWER, Can.FIX}


def test_what_a_form_keeps_cannot_be_typed_over() -> None:
    value = payload("invoke_task_submit")["value"]
    value["data"]["kept"] = "mine"
    assert (asked("invoke_task_submit", value=value).values or {})["kept"] == "sealed"


def test_a_message_action_points_at_what_somebody_else_said() -> None:
    opened = asked("invoke_message_action")
    assert (opened.verb, opened.key, opened.can) == ("ticket.from_message", "", frozenset({Can.FORM, Can.ANSWER}))
    said = opened.about
    assert said
    assert (said.author, said.text, said.by_bot) == (RAVI, "Sahayak My laptop is slow & hot\n- since Monday", False)
    assert (said.where.channel, said.where.message, said.where.thread) == (CHANNEL, "1732183000000", "")
    assert said.where.link.startswith("https://teams.microsoft.com/l/message/")


def test_a_link_to_elsewhere_is_not_taken_from_a_message() -> None:
    value = payload("invoke_message_action")["value"]
    value["messagePayload"]["linkToMessage"] = "https://evil.example/"
    said = asked("invoke_message_action", value=value).about
    assert said
    assert said.where.link.startswith("https://teams.microsoft.com/l/message/19%3A")


def test_the_message_of_an_app_is_marked_as_such() -> None:
    value = payload("invoke_message_action")["value"]
    value["messagePayload"]["from"] = {"user": None, "application": {"id": "1", "applicationIdentityType": "bot"}}
    said = asked("invoke_message_action", value=value).about
    assert said
    assert (said.by_bot, said.author) == (True, "")


def test_from_the_compose_box_a_new_ticket_is_asked_for() -> None:
    opened = asked("invoke_message_action_compose")
    assert (opened.verb, opened.about) == ("ticket.new", None)


def test_the_form_of_a_message_action_is_submitted() -> None:
    submitted = asked("invoke_message_action_submit")
    assert (submitted.verb, submitted.key) == ("ticket.create", f"teams:form:{ASHA}:n0nce2")
    assert submitted.values == {
        "summary": "Laptop is slow", "details": "since Monday", "on_behalf": f"teams:{TENANT}/{RAVI}", "kept": "sealed",
    }  # fmt: skip


def test_a_search_brings_its_words_and_is_not_said_to_the_desk() -> None:
    search = asked("invoke_search")
    assert (search.verb, search.text, search.key, search.where.direct, search.can) == (
        "ticket.search", "vpn down", "", False, frozenset({Can.ANSWER}),
    )  # fmt: skip
    first = payload("invoke_search")["value"] | {"parameters": [{"name": "initialRun", "value": "true"}]}
    assert asked("invoke_search", value=first).text == ""


@pytest.mark.parametrize("name", ["invoke_message_action", "invoke_message_action_submit", "invoke_search"])
def test_a_command_that_is_not_ours_is_not_understood(name: str) -> None:
    assert invoke(name, value=payload(name)["value"] | {"commandId": "other"}) is None


@pytest.mark.parametrize("verb", ["", "Ticket.Claim", "ticket claim", "x" * 65, "../x", None, 7, ["ticket.claim"]])
def test_a_verb_that_could_not_be_ours_is_not_understood(verb: Any) -> None:
    action = {"verb": verb, "data": {"desk": {"verb": verb}}}
    assert invoke("invoke_card_action", value={"action": action}) is None


def test_a_card_of_another_app_is_not_understood() -> None:
    assert invoke("invoke_foreign_card") is None


@pytest.mark.parametrize("name", ["bot_added_personal", "bot_added_channel", "installation_add"])
def test_the_arrival_of_the_bot_is_a_welcome(name: str) -> None:
    arrived = from_arrival(Activity(payload(name)))
    assert arrived
    assert (arrived.verb, arrived.where.direct) == ("chat.welcome", "channel" not in name)


def test_two_activities_about_one_installation_are_one_welcome() -> None:
    first, second = (from_arrival(Activity(payload(name))) for name in ("bot_added_personal", "installation_add"))
    assert first
    assert second
    assert first.key == second.key


@pytest.mark.parametrize("name", ["member_added", "bot_removed", "installation_remove"])
def test_the_coming_and_going_of_others_is_nothing(name: str) -> None:
    assert from_arrival(Activity(payload(name))) is None


def test_an_edit_comes_after_the_message_that_it_changes() -> None:
    edit = from_change(Activity(payload("message_update")))
    assert edit
    assert (edit.verb, edit.actor, edit.text, edit.where.message) == ("chat.edited", ASHA, "edited", "1732183200123")
    original = message("message_personal", timestamp="2026-11-21T10:00:00.123Z")
    assert (edit.stamp - original.stamp, edit.key == original.key) == (1, False)


def test_a_deleted_message_may_come_back() -> None:
    gone = from_change(Activity(payload("message_delete")))
    assert gone
    assert (gone.verb, gone.text, gone.where.direct) == ("chat.removed", "", True)
    told = {"eventType": "undeleteMessage", "tenant": {"id": TENANT}}
    back = from_change(Activity({**payload("message_update"), "channelData": told}))
    assert back
    assert back.verb == "chat.edited"


@pytest.mark.parametrize("kind", ["", "softDeleteMessage", "somethingNew"])
def test_a_change_of_an_unknown_kind_is_nothing(kind: str) -> None:
    told = {"eventType": kind, "tenant": {"id": TENANT}}
    assert from_change(Activity({**payload("message_update"), "channelData": told})) is None


@pytest.mark.parametrize("when", ["", "yesterday", "2026-11-21T10:00:00", "0001-01-01T00:00:00Z"])
def test_a_time_that_cannot_be_read_is_none(when: str) -> None:
    assert Activity({"timestamp": when}).stamp == 0


def test_every_recorded_activity_is_looked_at_here() -> None:
    kinds = {payload(path.stem)["type"] for path in PAYLOADS.glob("*.json")}
    assert {
        "message",
        "messageUpdate",
        "messageDelete",
        "messageReaction",
        "conversationUpdate",
        "installationUpdate",
        "invoke",
    } <= kinds


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a<br>b</p><p>c</p>", "a\nb\nc"),
        ("a\nb", "a b"),
        ("<ul><li>1</li><li>2</li></ul>", "- 1\n- 2"),
        ("<script>alert(1)</script>x<style>p{}</style>", "x"),
        ("&lt;b&gt; &amp;&nbsp;&#2361;", "<b> & ह"),
        ("1 < 2 > 0", "1 < 2 > 0"),
        ('<img src="x" alt="🙂"> <emoji alt=\'👍\'></emoji>', "🙂 👍"),
        ("<a href='https://x'>here</a>", "here"),
        ("", ""),
        ("<", "<"),
        ("<!-- no -->yes", "yes"),
        ("<script>never closed", ""),
    ],
)
def test_html_is_read_as_a_person_sees_it(html: str, text: str) -> None:
    assert read_html(html) == text


def test_broken_markup_of_a_megabyte_is_read() -> None:
    for piece in ("<!--", "<a ", "<at ", "&", "<img alt='", "</"):
        broken = piece * (1_000_000 // len(piece))
        assert len(read_html(broken)) <= len(broken)
        assert len(plain_text(broken)) <= len(broken)
