"""People of the local Teams tenant write, mention, edit and react; the app hears what Teams would tell it, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from integrations.sandbox.faults import Fault
from integrations.sandbox.teams import NotThere

from .teams_bot import TARA, World, card, message, text, world


@pytest.fixture
async def w() -> AsyncIterator[World]:
    async with world() as found:
        yield found


async def test_installing_tells_the_app_twice_over(w: World) -> None:
    update, installed = w.bot.heard
    assert update["type"] == "conversationUpdate"
    assert update["membersAdded"] == [{"id": f"28:{w.tenant.app_id}"}]
    assert (installed["type"], installed["action"]) == ("installationUpdate", "add")
    assert installed["conversation"]["conversationType"] == "personal"
    assert installed["channelData"]["tenant"]["id"] == installed["conversation"]["tenantId"] == w.tenant.tenant_id


async def test_a_personal_message_says_who_where_and_in_which_language(w: World) -> None:
    said = await w.tara.writes("VPN <down>")
    heard = w.bot.heard[-1]
    assert (heard["type"], heard["text"], heard["id"]) == ("message", "VPN <down>", said.id)
    assert heard["from"] == {"id": w.tara.id, "name": "Tara Rao", "aadObjectId": TARA}
    assert heard["recipient"]["id"] == f"28:{w.tenant.app_id}"
    assert heard["locale"] == "hi-IN"
    assert heard["attachments"][0]["content"] == "<p>VPN &lt;down&gt;</p>"
    assert [one.plain() for one in w.tara.sees()] == ["VPN <down>"]


async def test_a_mention_in_a_channel_begins_a_thread_and_is_drawn_as_the_name(w: World) -> None:
    root = await w.tara.mentions_bot(w.channel, "printer is broken")
    answer = await w.ravi.mentions_bot(w.channel, "which one?", thread=root)
    first, second = w.bot.heard[-2:]
    assert first["text"] == "<at>Sahayak</at> printer is broken"
    assert first["entities"][0]["mentioned"]["id"] == f"28:{w.tenant.app_id}"
    assert first["conversation"]["id"] == second["conversation"]["id"] == f"{w.channel.id};messageid={root.id}"
    assert first["channelData"]["team"]["name"] == "Helpdesk"
    assert root.plain() == "Sahayak printer is broken"
    assert [one.id for one in w.tara.sees(w.channel, thread=root)] == [root.id, answer.id]
    assert w.tara.replies(root) == [answer]


async def test_what_does_not_mention_the_app_reaches_it_only_where_that_was_granted(w: World) -> None:
    before = len(w.bot.heard)
    await w.tara.posts(w.channel, "just among us")
    assert len(w.bot.heard) == before
    w.channel.reads_all = True
    await w.tara.posts(w.channel, "now it listens")
    assert w.bot.heard[-1]["text"] == "now it listens"


async def test_an_edit_keeps_the_id_and_the_mention(w: World) -> None:
    said = await w.tara.mentions_bot(w.channel, "printer")
    await w.tara.edits(said, "printer on floor 2")
    heard = w.bot.heard[-1]
    assert (heard["type"], heard["channelData"]["eventType"], heard["id"]) == ("messageUpdate", "editMessage", said.id)
    assert heard["text"] == "<at>Sahayak</at> printer on floor 2"
    with pytest.raises(NotThere, match="only what Ravi wrote"):
        await w.ravi.edits(said, "mine now")


async def test_a_message_taken_back_is_gone_and_told_without_its_words(w: World) -> None:
    said = await w.tara.writes("my password is hunter2")
    await w.tara.deletes(said)
    heard = w.bot.heard[-1]
    assert (heard["type"], heard["channelData"]["eventType"], heard["id"]) == ("messageDelete", "softDeleteMessage", said.id)
    assert "text" not in heard
    assert said.deleted
    assert w.tara.sees() == []


async def test_reactions_are_heard_on_the_apps_own_messages(w: World) -> None:
    posted = await w.bot.posts(w.tara.chat.id, {"type": "message", "text": "done?"})
    await w.tara.reacts(w.tara.sees()[-1], "like")
    heard = w.bot.heard[-1]
    assert (heard["type"], heard["replyToId"], heard["reactionsAdded"]) == ("messageReaction", posted, [{"type": "like"}])
    assert w.tara.sees()[-1].reactions == {"like": ["Tara Rao"]}
    await w.tara.unreacts(w.tara.sees()[-1], "like")
    assert w.bot.heard[-1]["reactionsRemoved"] == [{"type": "like"}]
    heard = w.bot.heard[-1]
    said = await w.tara.posts(w.channel, "not the app's")
    await w.ravi.reacts(said, "heart")
    assert w.bot.heard[-1] is heard


async def test_nobody_speaks_where_they_are_not(w: World) -> None:
    mina = w.tenant.person("9b2d7c1e-0000-4000-8000-000000000001", name="Mina")
    with pytest.raises(NotThere, match="Mina has not installed Sahayak"):
        await mina.writes("hello")
    with pytest.raises(NotThere, match="Mina is not in Help"):
        await mina.posts(w.channel, "hello")
    with pytest.raises(NotThere, match="no message 7"):
        await w.tara.posts(w.channel, "hello", thread="7")


async def test_a_message_that_was_not_taken_comes_once_more_with_the_same_id(w: World) -> None:
    w.bot.statuses = [502]
    said = await w.tara.writes("VPN")
    assert [one["id"] for one in w.bot.heard[-2:]] == [said.id, said.id]
    assert w.refused == []
    w.bot.statuses = [500, 500]
    await w.tara.writes("VPN again")
    assert w.refused == ["NoAnswer"]


@pytest.mark.parametrize("new_id", [False, True])
async def test_a_message_may_come_twice_with_the_same_or_a_new_id(w: World, new_id: bool) -> None:
    w.tenant.faults.next("event:message", Fault.duplicated(new_id=new_id))
    await w.tara.writes("VPN")
    first, second = w.bot.heard[-2:]
    assert first["text"] == second["text"] == "VPN"
    assert (first["id"] != second["id"]) is new_id


async def test_messages_can_be_lost_or_overtaken(w: World) -> None:
    w.tenant.faults.next("event:message", Fault.dropped())
    w.tenant.faults.next("event:message", Fault.reordered())
    for words in ("lost", "late", "early"):
        await w.tara.writes(words)
    assert [one.get("text") for one in w.bot.heard[2:]] == ["early", "late"]


async def test_ids_never_repeat_while_the_clock_stands_still(w: World) -> None:
    ids = [(await w.tara.writes(str(number))).id for number in range(3)]
    assert len(set(ids)) == 3
    assert ids == sorted(ids)


async def test_a_group_chat_has_no_threads(w: World) -> None:
    chat = w.tenant.group_chat(name="Trip", members=[w.tara, w.ravi])
    await w.ravi.mentions_bot(chat, "help")
    conversation = w.bot.heard[-1]["conversation"]
    assert (conversation["id"], conversation["conversationType"], conversation["isGroup"]) == (chat.id, "groupChat", True)


async def test_a_card_reads_as_a_person_sees_it(w: World) -> None:
    facts = {
        "type": "FactSet",
        "facts": [{"title": "Due", "value": "{{DATE(2026-11-23T20:00:00Z,SHORT)}} {{TIME(2026-11-23T20:00:00Z)}}"}],
    }
    rich = {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "**as is**"}]}
    hidden = text("not yet", isVisible=False)
    mention = {"type": "mention", "text": "<at>Ravi</at>", "mentioned": {"id": w.ravi.aad, "name": "Ravi"}}
    body = ["**T-42** for <at>Ravi</at>, not <at>CEO</at>", "[help](https://evil.example/x) \\[no\\](link)", facts, rich, hidden]
    await w.bot.posts(w.tara.chat.id, message(card(*body, msteams={"entities": [mention]}), summary="T-42 is new"))
    seen = w.tara.sees()[-1]
    assert seen.plain().splitlines() == [
        "T-42 for Ravi, not <at>CEO</at>",
        "help (evil.example) [no](link)",
        "Due: Tue, Nov 24, 2026 1:30 AM",
        "**as is**",
    ]
    assert seen.summary == "T-42 is new"
    assert seen.by_bot
    assert seen.pings == [w.ravi.aad]
