"""The thread is the ticket: people answer where they are, and read each other on whichever platform they are."""

from __future__ import annotations

import pytest

from tests.stories.crossing import CROSSINGS, Crossing
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

SECRET = "canary-7f3a"


@pytest.fixture(params=CROSSINGS, ids=["-".join(pair) for pair in CROSSINGS])
async def crossing(both: House, request: pytest.FixtureRequest) -> Crossing:
    """A request in a request channel, with the agents' card on both platforms."""
    asker, helper = request.param
    crossing = Crossing(both, asker, helper)
    await crossing.asks("The coffee machine shows error 42, can somebody look at it?")
    return crossing


async def test_both_sides_answer_where_they_are(crossing: Crossing) -> None:
    own, other = crossing.helper, crossing.other
    await crossing.agent_says(f"Looks like the {SECRET} pump again.")
    await crossing.agent_says("reply: Is the water tank full?")
    await crossing.says_more("Yes, it is full to the brim.")

    heard = crossing.heard()
    assert any("Is the water tank full?" in line and crossing.agent in line for line in heard)
    assert not any("reply:" in line for line in heard)
    assert SECRET not in crossing.everything_heard()

    note, reply, answer = crossing.agents_thread(other)
    assert "🔒" in note
    assert SECRET in note
    assert crossing.agent in note
    assert f"Reply to {crossing.requester}" in reply
    assert "Is the water tank full?" in reply
    assert crossing.requester in answer
    assert "full to the brim" in answer

    (there,) = [line for line in crossing.agents_thread(own) if "full to the brim" in line]
    assert crossing.requester in there
    assert not any("water tank" in line for line in crossing.agents_thread(own))  # it was said there
    crossing.house.nothing_was_refused()


async def test_a_form_says_what_it_wrote_in_every_agents_thread(crossing: Crossing) -> None:
    house = crossing.house
    who = house.ravi if crossing.helper == "slack" else house.tom
    await who.presses(crossing.card(crossing.helper), "Reply…")
    assert await who.submits({"Reply": "Somebody is on the way."}) == {}
    await house.settle()
    assert any("Somebody is on the way." in line for line in crossing.heard())
    for platform in ("slack", "teams"):
        (line,) = crossing.agents_thread(platform)
        assert f"Reply to {crossing.requester}" in line
        assert crossing.agent in line


async def test_a_team_may_choose_that_a_line_is_a_reply(both: House) -> None:
    await both.has_policy(team="    thread_default: reply\n")
    crossing = Crossing(both, "teams", "slack")
    await crossing.asks("The lift is stuck on the second floor, please help.")
    await crossing.agent_says("We have called the company.")
    await crossing.agent_says(f"🔒 they are {SECRET} as always")
    await crossing.agent_says(f"note: bill them, {SECRET}")
    assert any("We have called the company." in line for line in crossing.heard())
    assert SECRET not in crossing.everything_heard()
    assert [("🔒" in line, SECRET in line) for line in crossing.agents_thread("teams")] == [
        (False, False),
        (True, True),
        (True, True),
    ]


async def test_an_agent_who_writes_below_the_request_answers_it(house: House) -> None:
    asked = await house.asha.says(SLACK_HELP, "My badge does not open the door, can you help?")
    await house.settle()
    await house.ravi.says(SLACK_HELP, "Come to the desk, I will make a new one.", thread=asked)
    await house.settle()
    assert [m.plain() for m in house.asha.replies(asked) if m.by_bot and "new one" in m.plain()] == []  # it stands there already
    (line,) = [m for m in house.ravi.replies(house.ravi.sees(SLACK_TRIAGE)[0]) if m.by_bot]
    assert "Reply to Asha" in line.plain()
    (said,) = await house.within(lambda tx: tx.comments.of(tx.organisations.first().id, 1, internal=False))
    assert said.text == "Come to the desk, I will make a new one."


async def test_bystanders_are_not_heard(house: House) -> None:
    asked = await house.asha.says(SLACK_HELP, "My badge does not open the door, can you help?")
    await house.settle()
    await house.bela.says(SLACK_HELP, "Mine does not work either way!", thread=asked)
    await house.asha.says(SLACK_TRIAGE, "reply: I am no agent", thread=house.asha.sees(SLACK_TRIAGE)[0])
    await house.settle()
    said = await house.within(lambda tx: tx.comments.of(tx.organisations.first().id, 1, internal=True))
    assert [line.text for line in said] == []


async def test_who_speaks_in_an_agents_thread_for_the_first_time_hears_who_reads_it(house: House) -> None:
    asked = await house.asha.says(SLACK_HELP, "My badge does not open the door, can you help?")
    await house.settle()
    card = house.ravi.sees(SLACK_TRIAGE)[0]
    for text in ("It is the old kind.", "From the first batch."):
        await house.ravi.says(SLACK_TRIAGE, text, thread=card)
        await house.settle()
    told = [m.plain() for m in house.ravi.replies(card) if m.ephemeral]
    assert len(told) == 1
    assert "private note" in told[0]
    assert "Asha" in told[0]
    assert len(house.asha.replies(asked)) == 1


async def test_a_direct_message_in_the_thread_of_a_line_belongs_to_its_ticket(house: House) -> None:
    await house.slack_dm(house.asha, "My badge does not open the door, can you help?")
    await house.slack_dm(house.asha, "And my chair is broken, please send somebody.")
    for number, text in ((0, "reply: Which door?"), (1, "reply: Which chair?")):
        await house.ravi.says(SLACK_TRIAGE, text, thread=house.ravi.sees(SLACK_TRIAGE)[number])
        await house.settle()
    (line,) = [m for m in house.asha.sees() if "Which door?" in m.plain()]
    await house.asha.says(line.channel, "The one on the left.", thread=line)
    await house.settle()
    said = await house.within(lambda tx: tx.comments.of(tx.organisations.first().id, 1, internal=False))
    assert [one.text for one in said] == ["Which door?", "The one on the left."]


async def test_formatting_survives_the_crossing(both: House) -> None:
    crossing = Crossing(both, "slack", "teams")
    await crossing.asks("Please help with the *printer*, see `error 7`.")
    card = str(crossing.card("teams").card)
    assert "'text': 'printer', 'weight': 'Bolder'" in card
    assert "'fontType': 'Monospace'" in card
    await crossing.says_more("It says *PC LOAD LETTER*:\n- in red\n- _blinking_")
    (line,) = crossing.agents_thread("teams")
    assert "PC LOAD LETTER" in line
    assert "*" not in line
    posted = [message for message in both.tom.replies(crossing.card("teams")) if not message.author][-1]
    assert "'text': 'PC LOAD LETTER', 'weight': 'Bolder'" in str(posted.card)
    assert "• " in line
    both.nothing_was_refused()


async def test_formatting_comes_back_from_teams(both: House) -> None:
    crossing = Crossing(both, "slack", "teams")
    await crossing.asks("Please help with the printer, it is stuck.")
    await crossing.agent_says("reply: Press **Reset** and then:\n- open the `lid`\n- close it")
    reply = [message for message in both.asha.replies(crossing.asked) if message.by_bot][-1]
    assert "{'type': 'text', 'text': 'Reset', 'style': {'bold': True}}" in str(reply.blocks)
    assert "rich_text_list" in str(reply.blocks)
    assert "reply:" not in reply.plain()
    both.nothing_was_refused()


async def test_a_mark_in_a_formatted_line_takes_nothing_with_it(both: House) -> None:
    crossing = Crossing(both, "slack", "slack")
    await crossing.asks("Please help with the printer, it is stuck.")
    await crossing.agent_says(":lock: *gone* are the days of quiet printing")
    (line,) = crossing.agents_thread("teams")
    assert "gone are the days of quiet printing" in line


async def test_below_the_card_of_a_team_that_gave_it_away_nobody_speaks_to_whoever_asked(house: House) -> None:
    await house.has_policy(team="    thread_default: reply\n")
    asked = await house.asha.says(SLACK_HELP, "My badge does not open the door, can you help?")
    await house.settle()
    card = house.ravi.sees(SLACK_TRIAGE)[0]
    await house.ravi.says(SLACK_TRIAGE, "Which door is it?", thread=card)
    await house.settle()
    await house.ravi.presses(card, "Move…")
    assert await house.ravi.submits({"Team": "People"}) == {}
    await house.settle()
    for who in (house.ravi, house.admin):
        house.slack.world.places[SLACK_TRIAGE].members.add(who.id)
        await who.says(SLACK_TRIAGE, f"she loses it {SECRET} every week", thread=card)
        await house.settle()
    heard = "\n".join(m.plain() for m in house.asha.replies(asked))
    assert "Which door is it?" in heard
    assert SECRET not in heard
    public = await house.within(lambda tx: tx.comments.of(tx.organisations.first().id, 1, internal=False))
    assert [line.text for line in public] == ["Which door is it?"]
