"""A request is made of a message that somebody else wrote: who reads in that thread is not who it is for."""

from __future__ import annotations

from typing import Any

from app.policy import changes, reading
from tests.attacks import asking
from tests.attacks.test_whose_words import SECRET, comments
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

LAPTOP = "Bela's laptop does not start, she cannot work"


def seen(who: Any) -> str:
    """What they read in their own chat."""
    return "\n".join(message.plain() for message in who.sees())


def below(who: Any, said: Any) -> str:
    return "\n".join(message.plain() for message in who.replies(said))


async def on_behalf_of_bela(house: House, said: Any, **form: str) -> None:
    await house.ravi.message_shortcut("ticket_from_message", said)
    assert await house.ravi.submits({"On behalf of": "U0BELA001", **form}) == {}
    await house.settle()


async def asks_her_history(house: House) -> None:
    await house.bela.command("/ticket", "history T-1")
    await house.settle()


async def replies(house: House, text: str) -> None:
    await asking.slack_submit(house, house.ravi, "ticket.reply.save", "T-1", {"reply": text})
    await house.settle()


async def sales(house: House, *others: str) -> Any:
    """Asha's words in a private channel of a few."""
    members = ["U0ASHA001", "U0RAVI001", "U0HIRA001", *others]
    house.slack.channel("G0SALES01", name="sales", members=members, private=True)
    said = await house.asha.says("G0SALES01", LAPTOP)
    await house.settle()
    return said


async def test_what_agents_say_in_a_channel_of_their_own_is_no_reply(both: House) -> None:
    both.slack.channel("G0ITCHAT1", name="it-chat", members=["U0RAVI001", "U0MINA001"], private=True)
    said = await both.mina.says("G0ITCHAT1", LAPTOP)
    await both.settle()
    await on_behalf_of_bela(both, said)
    await both.mina.says("G0ITCHAT1", f"she drops it every month {SECRET}", thread=said)
    await both.mina.says("G0ITCHAT1", "reply: You get a new one", thread=said)
    await both.settle()
    await asks_her_history(both)
    assert SECRET not in seen(both.bela)
    assert "You get a new one" in seen(both.bela)
    assert await comments(both) == [("internal", f"she drops it every month {SECRET}"), ("public", "You get a new one")]


async def test_nor_where_the_policy_has_moved_the_queue_since(both: House) -> None:
    said = await both.mina.says(SLACK_TRIAGE, LAPTOP)
    await both.settle()
    await on_behalf_of_bela(both, said)
    both.slack.channel("C0NEWTRI1", name="it-triage-2", members=["U0RAVI001", "U0MINA001"])
    text = both.policy_text.replace("C0TRIAGE1", "C0NEWTRI1")
    await both.within(lambda tx: changes.apply(tx, tx.organisations.first().id, reading.read(text), text, both.clock()))
    await both.mina.says(SLACK_TRIAGE, f"she drops it every month {SECRET}", thread=said)
    await both.settle()
    await asks_her_history(both)
    await replies(both, "A new one is on its way")
    assert SECRET not in seen(both.bela)
    assert "A new one is on its way" in seen(both.bela)
    assert "A new one is on its way" not in below(both.mina, said)


async def test_who_was_asked_for_hears_where_they_read_and_nobody_else_does(both: House) -> None:
    said = await sales(both)
    await on_behalf_of_bela(both, said)
    assert "Ravi has opened T-1 for you." in seen(both.bela)
    await replies(both, f"Your code is new {SECRET}")
    assert SECRET in seen(both.bela)
    assert SECRET not in below(both.hira, said)
    await both.asha.says("G0SALES01", f"she was late as well {SECRET}", thread=said)
    await both.settle()
    assert await comments(both) == [("public", f"Your code is new {SECRET}")]


async def test_what_they_say_there_themselves_is_theirs_and_they_answer_in_their_chat(house: House) -> None:
    said = await sales(house, "U0BELA001")
    await on_behalf_of_bela(house, said)
    await house.bela.says("G0SALES01", "It is the blue one", thread=said)
    await house.settle()
    assert await comments(house) == [("public", "It is the blue one")]
    await replies(house, "Which floor?")
    await house.bela.dms("It is floor two")
    await house.settle()
    assert [text for _, text in await comments(house)] == ["It is the blue one", "Which floor?", "It is floor two"]
    assert len(await house.tickets()) == 1


async def test_where_everybody_reads_along_they_are_answered_in_the_thread(house: House) -> None:
    said = await house.asha.says(SLACK_HELP, "Lunch?")
    await house.settle()
    await on_behalf_of_bela(house, said, Summary="Bela's lunch card")
    await replies(house, "It works again")
    assert "It works again" in below(house.bela, said)


async def test_whoever_wrote_it_is_answered_in_its_thread_whoever_pointed_at_it(house: House) -> None:
    house.slack.channel("G0SALES01", name="sales", members=["U0BELA001", "U0RAVI001"], private=True)
    await house.bela.invites("G0SALES01")
    said = await house.bela.says("G0SALES01", "My laptop does not start")
    await house.settle()
    await on_behalf_of_bela(house, said)
    await house.ravi.says("G0SALES01", "I look at it", thread=said)
    await replies(house, "It works again")
    assert "It works again" in below(house.bela, said)
    assert [one for one in await comments(house) if one[0] == "public"] == [
        ("public", "I look at it"),
        ("public", "It works again"),
    ]


async def test_on_teams_as_well(both: House) -> None:
    await both.tara.writes("hello")
    chat = both.teams.channel("19:chat@thread.tacv2", team=both.teams.team("Chat"), members=[both.tom], reads_all=True)
    said = await both.tom.posts(chat, "Tara's laptop does not start")
    await both.settle()
    await both.tom.message_action("ticketFromMessage", said)
    assert await both.tom.submits({"On behalf of": "Tara"}) == {}
    await both.settle()
    await both.tom.posts(chat, f"she drops it every month {SECRET}", thread=said)
    await both.settle()
    await replies(both, "A new one is on its way")
    await both.tom.edits(said, f"Tara's laptop, as every week {SECRET}")
    await both.settle()
    heard = "\n".join(message.plain() for message in both.tara.sees())
    assert "A new one is on its way" in heard
    assert SECRET not in heard
    assert ("internal", f"she drops it every month {SECRET}") in await comments(both)
    assert "A new one" not in "\n".join(message.plain() for message in both.tom.sees(chat, thread=said))


async def test_a_reply_that_was_sent_from_there_is_asked_about_when_its_edit_looks_internal(house: House) -> None:
    said = await sales(house)
    await on_behalf_of_bela(house, said)
    line = await house.ravi.says("G0SALES01", "reply: I look at it", thread=said)
    await house.settle()
    assert "I look at it" in seen(house.bela)
    await house.ravi.edits(line, f"reply: the password is Hunter77!{SECRET}")
    await house.settle()
    assert SECRET not in seen(house.bela)
    await house.ravi.edits(line, "reply: I look at it today")
    await house.settle()
    assert "I look at it today" in seen(house.bela)
    assert "reply:" not in seen(house.bela)
