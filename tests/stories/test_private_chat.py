"""The 1:1 chat: a new problem becomes a ticket, an answer reaches its ticket, and nothing that is said there is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.interaction import Can, Interaction, Where
from app.people.model import Platform
from app.replies import Notice
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

LAPTOP, PRINTER = "My laptop does not start, please help", "The printer on the second floor is jammed, please help"
OUTLOOK, CHAIR = "My outlook calendar is empty since Friday, can you help?", "My office chair is broken, please help"
MORE = "it is the Dell one"


class Chat:
    """One person's chat with the desk, on either platform."""

    def __init__(self, house: House, on: str) -> None:
        self.house, self.on = house, on
        self.who: Any = house.asha if on == "slack" else house.tara

    async def says(self, text: str, *, files: Any = (), later: int = 5) -> None:
        """After so many minutes."""
        self.house.clock.move(timedelta(minutes=later))
        say = self.who.dms if self.on == "slack" else self.who.writes
        await (say(text, files=files) if files else say(text))
        await self.house.settle()

    async def agent_says(self, text: str, ticket: int = 1) -> None:
        card = next(card for card in self.house.ravi.sees(SLACK_TRIAGE) if f"T-{ticket} ·" in card.plain())
        await self.house.ravi.says(SLACK_TRIAGE, f"reply: {text}", thread=card)
        await self.house.settle()

    def last(self, words: str) -> Any:
        return next(message for message in reversed(self.who.sees()) if words in message.plain())

    async def presses(self, words: str, button: str) -> None:
        await self.who.presses(self.last(words), button)
        await self.house.settle()

    async def said_on(self, ticket: int) -> list[str]:
        of = await self.house.within(lambda tx: tx.comments.of(tx.organisations.first().id, ticket, internal=False))
        return [comment.text for comment in of]

    async def details(self) -> list[str]:
        return [ticket.details for ticket in await self.house.tickets()]


def _labels(message: Any) -> list[str]:
    """Slack writes buttons in its own way."""
    return [label.lower() for label in message.labels]


@pytest.fixture(params=["slack", "teams"])
def chat(both: House, request: pytest.FixtureRequest) -> Chat:
    return Chat(both, request.param)


async def test_a_new_problem_is_a_new_ticket_though_an_agent_has_asked_about_another(chat: Chat) -> None:
    await chat.says(LAPTOP)
    await chat.agent_says("Which model is it?")
    await chat.says(OUTLOOK)
    await chat.says(CHAIR)
    assert await chat.details() == [LAPTOP, OUTLOOK, CHAIR]
    await chat.says(MORE)
    await chat.says("yes")
    assert await chat.said_on(1) == ["Which model is it?", MORE, "yes"]
    assert await chat.said_on(2) == await chat.said_on(3) == []
    chat.house.nothing_was_refused()


async def test_what_joins_says_so_and_can_be_made_a_ticket_of_its_own(chat: Chat) -> None:
    await chat.says(LAPTOP)
    await chat.agent_says("Which model is it?")
    await chat.says("Windows 11 and the wifi in Pune")
    line = chat.last("Added to T-1.")
    assert _labels(line) == ["separate ticket"]
    await chat.presses("Added to T-1.", "Separate ticket")
    assert await chat.details() == [LAPTOP, "Windows 11 and the wifi in Pune"]
    assert await chat.said_on(1) == ["Which model is it?"]
    assert "This message is T-2 now" in "\n".join(message.plain() for message in chat.who.sees())
    assert not any("Added to T-1." in message.plain() for message in chat.who.sees())
    chat.house.nothing_was_refused()


async def test_where_it_is_not_clear_they_are_asked_and_what_they_said_waits(chat: Chat) -> None:
    await chat.says(LAPTOP)
    await chat.says(PRINTER)
    await chat.says(MORE, later=30)
    question = chat.last("Which one is this about?")
    assert _labels(question) == ["add to t-2", "add to t-1", "new ticket"]
    assert all(words in question.plain() for words in (MORE, "T-1 · My laptop does not start", "T-2 · The printer"))
    await chat.says("serial number 4711", later=1)
    assert "Kept with your message before" in chat.who.sees()[-1].plain()
    await chat.house.passes(timedelta(days=3))
    await chat.presses("Which one is this about?", "Add to T-1")
    assert await chat.said_on(1) == [MORE, "serial number 4711"]
    assert await chat.said_on(2) == []
    assert _labels(chat.last("Added to T-1.")) == ["separate ticket"]
    assert any(MORE in message.plain() for message in chat.house.ravi.replies(chat.house.ravi.sees(SLACK_TRIAGE)[0]))
    await chat.house.ravi.presses(chat.house.ravi.sees(SLACK_TRIAGE)[0], "Claim")
    chat.house.nothing_was_refused()


async def test_or_it_becomes_a_new_ticket_once(chat: Chat) -> None:
    await chat.says(LAPTOP)
    await chat.says(PRINTER)
    await chat.says("How do I book a meeting room?", later=30)
    await chat.presses("Which one is this about?", "New ticket")
    assert await chat.details() == [LAPTOP, PRINTER, "How do I book a meeting room?"]
    assert await chat.said_on(1) == []
    assert "T-3" in chat.who.sees()[-1].plain()
    assert (await chat.house.ticket(3)).source.direct
    await chat.says("room for six people", later=1)
    assert await chat.said_on(3) == ["room for six people"]


async def test_a_file_alone_goes_where_an_agent_asked_and_is_kept_while_they_are_asked(chat: Chat) -> None:
    picture = [("screenshot.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64)]
    await chat.says(LAPTOP)
    await chat.agent_says("Can you send a picture?")
    await chat.says("", files=picture)
    await chat.says(PRINTER)
    await chat.says("", files=[("second.png", picture[0][1] + b"1")], later=200)
    await chat.presses("Which one is this about?", "Add to T-2")
    files = await chat.house.within(
        lambda tx: [[one.name for one in tx.attachments.of_ticket(tx.organisations.first().id, n)] for n in (1, 2)]
    )
    assert files == [["screenshot.png"], ["second.png"]]


async def test_the_question_is_for_whoever_was_asked_and_a_deletion_meanwhile_counts(house: House) -> None:
    chat = Chat(house, "slack")
    await chat.says(LAPTOP)
    await chat.says(PRINTER)
    await chat.says(MORE, later=30)
    where = (await house.ticket()).source
    message = next(message for message in house.asha.sees() if message.plain() == MORE)
    about = {"message": message.ts, "ticket": "T-1"}
    for verb in ("answer.place", "answer.place_new"):
        press = Interaction(
            f"forged-{verb}", Platform.SLACK, where.workspace, "U0BELA001", verb, values=about,
            where=Where(where.channel, direct=True), can=frozenset({Can.ANSWER}),
        )  # fmt: skip
        reply = await house.serving.program.reception.ask(press)
        assert isinstance(reply, Notice)
        assert "I no longer have this message" in reply.text
    assert len(await house.tickets()) == 2
    await house.asha.deletes(message)
    await house.settle()
    assert not any("Which one is this about?" in message.plain() for message in house.asha.sees())
    assert await chat.said_on(1) == await chat.said_on(2) == []


async def test_an_answer_to_a_ticket_from_the_form_arrives(house: House) -> None:
    await house.asha.command("/ticket", "new Second monitor", SLACK_HELP)
    assert await house.asha.submits({}) == {}
    await house.settle()
    chat = Chat(house, "slack")
    await chat.agent_says("Which size?")
    await chat.says("27 inch")
    assert await chat.said_on(1) == ["Which size?", "27 inch"]


async def test_a_thread_in_the_chat_says_which_ticket(house: House) -> None:
    chat = Chat(house, "slack")
    await chat.says(LAPTOP)
    await chat.agent_says("Which model is it?")
    await chat.says(PRINTER)
    card = next(message for message in house.asha.sees() if "T-2 ·" in message.plain())
    await house.asha.dms(CHAIR, thread=card)
    await house.settle()
    assert await chat.said_on(2) == [CHAIR]
    await chat.says(MORE)
    joined = next(message for message in house.asha.sees() if message.plain() == MORE)
    await house.asha.dms("and the charger is broken too, please help", thread=joined)
    await house.settle()
    assert (await chat.said_on(1))[-1] == "and the charger is broken too, please help"
    assert len(await house.tickets()) == 2


async def test_a_misspelt_command_asks_what_was_meant(both: House) -> None:
    chats = Chat(both, "slack"), Chat(both, "teams")
    for chat in chats:
        await chat.says(LAPTOP)
    await both.asha.command("/ticket", "histroy T-1", SLACK_HELP)
    await both.settle()
    asked = both.asha.sees(SLACK_HELP)[-1]
    assert "Did you mean “history T-1”?" in asked.plain()
    await both.asha.presses(asked, "history T-1")
    await both.settle()
    assert "My laptop does not start" in both.asha.sees(SLACK_HELP)[-1].plain()
    await both.asha.presses(asked, "New ticket")
    assert "histroy T-1" in both.asha.modal.plain()
    await chats[1].says("statsu T-2")
    assert "Did you mean “status T-2”?" in both.tara.sees()[-1].plain()
    assert len(await both.tickets()) == 2


async def test_a_misspelt_command_in_a_channel_is_asked_about_in_private_and_a_request_is_not(both: House) -> None:
    asked = await both.asha.says(SLACK_HELP, f"{both.slack.bot_mention} {LAPTOP}")
    await both.settle()
    await both.asha.says(SLACK_HELP, f"{both.slack.bot_mention} histroy T-1")
    await both.settle()
    question = both.asha.sees(SLACK_HELP)[-1]
    assert "Did you mean “history T-1”?" in question.plain()
    assert not any("Did you mean" in message.plain() for message in both.bela.sees(SLACK_HELP))
    await both.asha.presses(question, "history T-1")
    await both.settle()
    assert "Asha opened the request." in both.asha.sees(SLACK_HELP)[-1].plain()
    await both.asha.says(SLACK_HELP, f"{both.slack.bot_mention} statsu T-1", thread=asked)
    await both.settle()
    assert "Did you mean “status T-1”?" in "\n".join(message.plain() for message in both.asha.replies(asked))
    await both.tara.writes("hello")
    await both.tara.mentions_bot(both.teams_help, PRINTER)
    await both.settle()
    await both.tara.mentions_bot(both.teams_help, "histroy T-2")
    await both.settle()
    assert "Did you mean “history T-2”?" in both.tara.sees()[-1].plain()
    assert len(await both.tickets()) == 2
    both.nothing_was_refused()


async def test_a_command_without_a_ticket_says_how_it_is_typed(both: House) -> None:
    await both.asha.command("/ticket", "follow", SLACK_HELP)
    await both.settle()
    assert "For example: /ticket follow T-42" in both.asha.sees(SLACK_HELP)[-1].plain()
    await both.asha.command("/ticket", "history banana", SLACK_HELP)
    await both.settle()
    assert "“banana” is no ticket number. A ticket number looks like T-42." in both.asha.sees(SLACK_HELP)[-1].plain()
    await both.tara.writes("why")
    await both.settle()
    assert "For example: why T-42" in both.tara.sees()[-1].plain()


async def test_a_nudge_names_the_ticket_it_opened(both: House) -> None:
    await both.asha.says("C0NUDGE01", LAPTOP)
    await both.settle()
    await both.asha.presses(both.asha.sees("C0NUDGE01")[-1], "Create Ticket")
    await both.settle()
    assert "T-1 is created: My laptop does not start" in "\n".join(m.plain() for m in both.asha.sees("C0NUDGE01"))
    await both.tara.posts(both.teams_nudge, PRINTER)
    await both.settle()
    await both.tara.presses(both.tara.sees()[-1], "Create Ticket")
    await both.settle()
    assert "T-2 is created: The printer" in "\n".join(message.plain() for message in both.tara.sees())
