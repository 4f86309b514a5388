"""Everybody can look a status up, and sees what they may see."""

from __future__ import annotations

from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House


async def two_tickets(house: House) -> None:
    await house.asha.says(SLACK_HELP, "My VPN is down, please help")
    await house.tara.writes("The projector is broken, can somebody fix it?")
    await house.settle()


async def test_commands_on_slack_answer_in_private(house: House) -> None:
    await two_tickets(house)
    ask = house.asha.command
    assert "My VPN" in (await ask("/ticket", "mine", SLACK_HELP)).plain()
    assert "projector" not in (await ask("/ticket", "mine", SLACK_HELP)).plain()
    for words in ("status T-1", "STATUS 1", "status #1", "स्थिति १"):
        answer = await ask("/ticket", words, SLACK_HELP)
        assert "My VPN" in answer.plain()
        assert answer.ephemeral
    assert "Only agents" in (await ask("/ticket", "queue", SLACK_HELP)).plain()
    queue = (await house.ravi.command("/ticket", "queue", SLACK_TRIAGE)).plain()
    assert queue.index("T-1") < queue.index("T-2")
    assert "Which ticket" in (await ask("/ticket", "status", SLACK_HELP)).plain()
    for words in ("help", "", "मदद"):
        assert "/ticket new" in (await ask("/ticket", words, SLACK_HELP)).plain()
    assert "priority" in (await ask("/ticket", "why T-1", SLACK_HELP)).plain().lower()


async def test_the_same_words_without_the_slash_on_teams(house: House) -> None:
    await two_tickets(house)

    async def ask(who, words):
        await who.writes(words)
        await house.settle()
        return who.sees()[-1].plain()

    assert "projector" in await ask(house.tara, "mine")
    assert "projector" in await ask(house.tara, "Status 2")
    assert "can't find T-1" in await ask(house.tara, "status T-1")
    assert "can't find T-9" in await ask(house.tara, "status T-9")
    assert "Only agents" in await ask(house.tara, "queue")
    assert "My VPN" in await ask(house.tom, "queue")
    assert "new" in await ask(house.tara, "help")
    assert "/ticket" not in await ask(house.tara, "help")
    assert "projector" in await ask(house.tara, "search projector")
    assert len(await house.tickets()) == 2


async def test_a_command_in_a_teams_channel_is_answered_in_the_personal_chat(house: House) -> None:
    await two_tickets(house)
    await house.tara.mentions_bot(house.teams_help, "status T-2")
    await house.settle()
    assert "projector" in house.tara.sees()[-1].plain()
    assert not any("projector" in message.plain() for message in house.tara.sees(house.teams_help))


async def test_search_finds_what_this_person_may_see(house: House) -> None:
    await two_tickets(house)
    assert "T-1" in (await house.ravi.command("/ticket", "search vpn", SLACK_TRIAGE)).plain()
    assert "T-2" in (await house.ravi.command("/ticket", "find projector", SLACK_TRIAGE)).plain()
    assert "T-2" not in (await house.asha.command("/ticket", "search projector", SLACK_HELP)).plain()


async def test_the_app_home_shows_my_requests_and_for_agents_the_queue(house: House) -> None:
    home = await house.asha.opens_home()
    await house.settle()
    assert "Sahayak" in house.asha.home.plain()
    await two_tickets(house)
    home = house.asha.home.plain()
    assert "My VPN" in home
    assert "projector" not in home
    await house.ravi.opens_home()
    await house.settle()
    assert "projector" in house.ravi.home.plain()
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Claim")
    await house.settle()
    assert "Ravi" in house.asha.home.plain()
    await house.asha.presses(house.asha.home, "New ticket")
    assert await house.asha.submits({"Summary": "A lamp"}) == {}
    await house.settle()
    assert "A lamp" in house.asha.home.plain()
    house.nothing_was_refused()


async def test_a_nudge_is_asked_once_and_makes_a_ticket(house: House) -> None:
    said = await house.asha.says("C0NUDGE01", "The coffee machine is broken, can somebody fix it?")
    await house.settle()
    stands = house.asha.sees("C0NUDGE01")[-1]
    nudge = stands.snapshot()
    assert nudge.ephemeral
    assert await house.tickets() == []
    await house.asha.presses(nudge, "Create ticket")
    await house.settle()
    await house.asha.presses(nudge, "Create ticket")
    await house.settle()
    assert len(await house.tickets()) == 1
    assert "T-1" in house.asha.replies(said)[0].plain()
    await house.asha.says("C0NUDGE01", "And the kettle is broken too, please help")
    await house.settle()
    assert not [m for m in house.asha.sees("C0NUDGE01") if m.ephemeral and "ticket for this" in m.plain()]
    assert stands.labels == []


async def test_a_second_message_that_is_no_request_joins_the_first(house: House) -> None:
    await house.asha.says(SLACK_HELP, "My VPN is down, please help")
    await house.asha.says(SLACK_HELP, "since about nine")
    await house.settle()
    assert len(await house.tickets()) == 1
    (comment,) = await house.within(lambda tx: tx.comments.of(tx.organisations.first().id, 1, internal=False))
    assert comment.text == "since about nine"
    await house.asha.says(SLACK_HELP, "And my mouse is broken, can I get a new one?")
    await house.settle()
    assert len(await house.tickets()) == 2


async def test_the_same_person_on_both_platforms_is_one(house: House) -> None:
    tara = house.slack.person("U0TARA001", name="Tara", email="tara@example.test", locale="en-IN")
    await house.tara.writes("The projector is broken, can somebody fix it?")
    await house.settle()
    await house.slack_dm(tara, "mine")
    assert "projector" in tara.sees()[-1].plain()
