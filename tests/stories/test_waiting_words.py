"""What is said in the 1:1 chat and waits for "Which one?" reads as it does now, goes when it is taken back, and is asked about
once more.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from integrations.sandbox.faults import Fault
from tests.stories.house import House

LAPTOP, PRINTER = "My laptop does not start, please help", "The printer on the second floor is jammed, please help"
QUESTION = "Which one is this about?"


class Chat:
    """One person's chat with the desk, with two requests in it and words that could be about either."""

    def __init__(self, house: House, on: str) -> None:
        self.house, self.on = house, on
        self.who: Any = house.asha if on == "slack" else house.tara

    async def says(self, text: str, *, later: int = 5) -> Any:
        self.house.clock.move(timedelta(minutes=later))
        said = await (self.who.dms(text) if self.on == "slack" else self.who.writes(text))
        await self.house.settle()
        return said

    async def asked(self) -> Any:
        await self.says(LAPTOP)
        await self.says(PRINTER)
        return await self.says("it is the Dell one", later=30)

    def questions(self) -> list[Any]:
        return [message for message in self.who.sees() if QUESTION in message.plain()]

    def all(self) -> str:
        return "\n".join(message.plain() for message in self.who.sees())

    async def said_on(self, ticket: int) -> list[str]:
        of = await self.house.within(lambda tx: tx.comments.of(tx.organisations.first().id, ticket, internal=False))
        return [comment.text for comment in of]


@pytest.fixture(params=["slack", "teams"])
def chat(both: House, request: pytest.FixtureRequest) -> Chat:
    return Chat(both, request.param)


async def test_what_is_edited_and_taken_back_while_it_waits(chat: Chat) -> None:
    said = await chat.asked()
    more = await chat.says("serial number 4711", later=1)
    chat.house.clock.move(timedelta(seconds=5))
    await chat.who.edits(said, "it is the Lenovo one")
    await chat.house.settle()
    (question,) = chat.questions()
    assert "Lenovo" in question.plain()
    assert "Dell" not in question.plain()
    chat.house.clock.move(timedelta(seconds=5))
    await chat.who.deletes(said)
    await chat.house.settle()
    (question,) = chat.questions()  # for what still waits
    assert "serial number 4711" in question.plain()
    assert "Lenovo" not in question.plain()
    await chat.who.edits(more, "serial number 4712")
    await chat.house.settle()
    await chat.who.presses(chat.questions()[0], "Add to T-1")
    await chat.house.settle()
    assert await chat.said_on(1) == ["serial number 4712"]
    assert chat.questions() == []
    chat.house.nothing_was_refused()


async def test_what_was_taken_back_is_erased_where_the_policy_says_so(chat: Chat) -> None:
    await chat.house.has_policy("conversation: {on_delete: erase}\n")
    said = await chat.asked()
    chat.house.clock.move(timedelta(seconds=5))
    await chat.who.edits(said, "it is the Lenovo one")
    await chat.house.settle()
    chat.house.clock.move(timedelta(seconds=5))
    await chat.who.deletes(said)
    await chat.house.settle()
    assert chat.questions() == []
    asked = (await chat.house.ticket()).source
    name = said.ts if chat.on == "slack" else said.id

    def kept(tx: Any) -> Any:
        org = tx.organisations.first().id
        found = tx.private_chats.find(org, asked.platform, asked.workspace, asked.channel, name)
        early = tx.utterances.early(org, found.source)
        return found.text, found.body, found.removed, [(one.text, one.removed) for one in early]

    assert await chat.house.within(kept) == ("", None, True, [("", True)])
    await chat.house.passes(timedelta(days=3))
    assert "Nobody has read this yet" not in chat.all()


async def test_they_are_asked_once_more_and_hear_how_to_answer(chat: Chat) -> None:
    await chat.asked()
    await chat.house.passes(timedelta(hours=1))
    assert "Nobody has read this yet" not in chat.all()
    for _ in range(3):
        await chat.house.passes(timedelta(hours=12))
    (question,) = chat.questions()
    assert "Nobody has read this yet. Press one of the buttons" in question.plain()
    assert chat.all().count("Nobody has read this yet") == 1
    assert "I have asked again below." in chat.all()
    await chat.who.presses(question, "Add to T-2")
    await chat.house.settle()
    assert await chat.said_on(2) == ["it is the Dell one"]
    assert chat.questions() == []
    chat.house.nothing_was_refused()


async def test_an_answer_whose_question_is_gone_is_said_all_the_same_once(chat: Chat) -> None:
    """Somebody may have deleted our message; Slack and Teams both say that it is not there."""
    await chat.asked()
    if chat.on == "slack":
        chat.house.slack.faults.next("chat.update", Fault.refused("message_not_found"))
    else:
        chat.house.teams.faults.next("activities.update", Fault.refused("ActivityNotFoundInConversation", 404))
    await chat.who.presses(chat.questions()[0], "Add to T-1")
    await chat.house.settle()
    assert chat.all().count("Added to T-1.") == 1
    assert await chat.said_on(1) == ["it is the Dell one"]
