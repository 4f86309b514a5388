"""Agents work with an emoji on the message or the card; the desk shows how a request stands as one emoji on the message."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from integrations.sandbox.faults import Fault
from integrations.sandbox.slack.model import Posted
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

EYES, DONE, URGENT = "1f440_eyes", "2705_whiteheavycheckmark", "1f6a8_policecarsrevolvinglight"
ASKED = "The printer on the second floor is broken, please help"


def marks(house: House, message: Any) -> list[str]:
    """The desk's own emoji on a message."""
    posted: Posted = message.posted
    return [name for name, who in posted.reactions.items() if house.slack.bot_user in who]


async def test_an_agent_claims_with_eyes_and_is_asked_what_was_done(house: House) -> None:
    asked = await house.asha.says(SLACK_HELP, ASKED)
    await house.settle()
    assert marks(house, asked) == []
    await house.ravi.reacts(asked, "eyes")
    await house.ravi.reacts(house.ravi.sees(SLACK_TRIAGE)[0], "rotating_light")
    await house.settle()
    ticket = await house.ticket()
    assert (ticket.status, ticket.priority, marks(house, asked)) == ("in_progress", "urgent", ["eyes"])

    await house.ravi.reacts(asked, "white_check_mark")
    await house.settle()
    question = house.ravi.sees(SLACK_HELP)[-1]
    assert "What was done about T-1 ·" in question.plain()
    assert not any("What was done" in message.plain() for message in house.asha.sees(SLACK_HELP))
    await house.ravi.presses(question, "Resolve…")
    assert await house.ravi.submits({"What was done?": "Changed the drum."}) == {}
    await house.settle()
    assert ((await house.ticket()).status, marks(house, asked)) == ("resolved", ["white_check_mark"])
    house.nothing_was_refused()


async def test_the_mark_follows_every_way_a_ticket_goes(house: House) -> None:
    asked = await house.asha.dms(ASKED)
    await house.settle()
    card = house.ravi.sees(SLACK_TRIAGE)[0]
    await house.ravi.presses(card, "Claim")
    await house.ravi.presses(card, "Wait for requester")
    await house.settle()
    assert marks(house, asked) == ["hourglass_flowing_sand"]
    await house.asha.dms("It says jam in tray two")
    await house.settle()
    assert marks(house, asked) == ["eyes"]
    house.nothing_was_refused()


async def test_others_react_as_people_do(house: House) -> None:
    await house.slack_dm(house.asha, ASKED)
    asked = await house.asha.says(SLACK_HELP, "My VPN is down, please help")
    await house.settle()
    card, before = house.ravi.sees(SLACK_TRIAGE)[1], len(house.bela.sees(SLACK_HELP))
    await house.bela.reacts(asked, "eyes")
    await house.asha.reacts(asked, "rotating_light")
    await house.asha.reacts(card, "eyes")
    await house.settle()
    ticket = await house.ticket(2)
    assert (ticket.status, ticket.priority) == ("new", "high")
    assert len(house.bela.sees(SLACK_HELP)) == before
    known = await house.within(
        lambda tx: tx.people.by_identity(tx.organisations.first().id, "slack", house.slack.world.team_id, "U0BELA001")
    )
    assert known is None


async def test_agents_of_another_team_hear_whose_it_is(house: House) -> None:
    house.slack.world.places[SLACK_HELP].members.add("U0HARI001")
    asked = await house.asha.says(SLACK_HELP, ASKED)
    await house.settle()
    await house.hari.reacts(asked, "eyes")
    await house.settle()
    assert "T-1 belongs to IT Support" in house.hari.sees(SLACK_HELP)[-1].plain()
    assert not any("belongs to" in message.plain() for message in house.asha.sees(SLACK_HELP))
    assert (await house.ticket()).status == "new"


async def test_taking_an_emoji_off_undoes_nothing_and_says_so_once(house: House) -> None:
    asked = await house.asha.says(SLACK_HELP, ASKED)
    await house.settle()
    for _ in range(2):
        await house.ravi.reacts(asked, "eyes")
        await house.ravi.unreacts(asked, "eyes")
        await house.settle()
    await house.bela.reacts(asked, "eyes")
    await house.bela.unreacts(asked, "eyes")
    await house.settle()
    said = [message.plain() for message in house.ravi.sees(SLACK_HELP) if "Taking the emoji off" in message.plain()]
    assert len(said) == 1
    assert not any("Taking the emoji off" in message.plain() for message in house.bela.sees(SLACK_HELP))
    assert (await house.ticket()).status == "in_progress"


async def test_a_team_may_do_without(house: House) -> None:
    await house.has_policy(team="    emoji_verbs: false\n")
    asked = await house.asha.says(SLACK_HELP, ASKED)
    await house.settle()
    await house.ravi.reacts(asked, "eyes")
    await house.ravi.unreacts(asked, "eyes")
    await house.settle()
    assert (await house.ticket()).status == "new"
    assert not any("emoji" in message.plain() for message in house.ravi.sees(SLACK_HELP))


async def test_the_faster_one_has_it_and_a_finished_one_stays_finished(house: House) -> None:
    asked = await house.asha.says(SLACK_HELP, ASKED)
    await house.settle()
    await house.ravi.reacts(asked, "eyes")
    await house.mina.reacts(asked, "eyes")
    await house.settle()
    assert "Ravi was faster" in house.mina.sees(SLACK_HELP)[-1].plain()
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Not a request")
    await house.ravi.reacts(asked, "heavy_check_mark")
    await house.settle()
    assert "T-1 is already finished" in house.ravi.sees(SLACK_HELP)[-1].plain()


async def test_without_the_scope_admins_hear_once_and_it_is_made_good(house: House) -> None:
    house.slack.world.scopes.discard("reactions:write")
    asked = await house.asha.says(SLACK_HELP, ASKED)
    also = await house.asha.says(SLACK_HELP, "My laptop does not start, please help")
    await house.settle()
    await house.ravi.reacts(asked, "eyes")
    await house.ravi.reacts(also, "eyes")
    await house.settle()
    told = [message.plain() for message in house.admin.sees() if "missing_scope" in message.plain()]
    assert (len(told), marks(house, asked)) == (1, [])
    house.slack.world.scopes.add("reactions:write")
    await house.settle(timedelta(minutes=10))
    assert (marks(house, asked), marks(house, also)) == (["eyes"], ["eyes"])
    findings = await house.within(lambda tx: [name for name, _, _ in tx.operations.findings()])
    assert "slack.reactions" not in findings


async def test_an_answer_that_was_lost_leaves_one_emoji(house: House) -> None:
    asked = await house.asha.says(SLACK_HELP, ASKED)
    await house.settle()
    house.slack.faults.next("reactions.add", Fault.cut_after())
    await house.ravi.reacts(asked, "eyes")
    await house.serving.deliverer.round()
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Wait for requester")
    await house.settle()
    assert marks(house, asked) == ["hourglass_flowing_sand"]


async def test_on_teams_a_reaction_is_a_verb_on_the_message_and_on_the_card(both: House) -> None:
    asked = await both.tara.posts(both.teams_asks, ASKED)
    await both.settle()
    await both.tara.reacts(asked, URGENT)
    await both.tom.reacts(asked, "like")
    await both.settle()
    assert (await both.ticket()).status == "new"
    await both.tom.reacts(asked, EYES)
    await both.tom.reacts(both.tom.sees(both.teams_triage)[0], URGENT)
    await both.settle()
    ticket = await both.ticket()
    assert (ticket.status, ticket.priority) == ("in_progress", "urgent")
    await both.tom.reacts(asked, DONE)
    await both.settle()
    question = both.tom.sees()[-1]
    assert "What was done about T-1 ·" in question.plain()
    await both.tom.presses(question, "Resolve…")
    assert await both.tom.submits({"What was done?": "Changed the drum."}) == {}
    await both.tom.unreacts(asked, EYES)
    await both.settle()
    assert (await both.ticket()).status == "resolved"
    assert "Taking the emoji off" in both.tom.sees()[-1].plain()
    both.nothing_was_refused()


async def test_an_emoji_that_is_repeated_or_overtaken_by_its_removal_counts_once(both: House) -> None:
    asked = await both.asha.says(SLACK_HELP, ASKED)
    there = await both.tara.posts(both.teams_asks, ASKED)
    await both.settle()
    both.slack.faults.next("event:reaction_added", Fault.reordered())
    await both.ravi.reacts(asked, "eyes")
    await both.ravi.unreacts(asked, "eyes")
    both.teams.faults.next("event:messageReaction", Fault.duplicated())
    await both.tom.reacts(there, EYES)
    await both.settle()
    both.slack.faults.next("event:reaction_added", Fault.duplicated(new_id=True))
    await both.ravi.reacts(asked, "rotating_light")
    await both.settle()
    for number, agent in ((1, "Ravi"), (2, "Tom")):
        history = await both.within(lambda tx, n=number: tx.tickets.history(tx.organisations.first().id, n))
        assert [line.event for line in history].count("ticket.claimed") == 1
        people = await both.within(
            lambda tx: {p.id: p.name for p in tx.people.many(tx.organisations.first().id, range(99)).values()}
        )
        assert people[(await both.ticket(number)).assignee_id] == agent
    history = await both.within(lambda tx: tx.tickets.history(tx.organisations.first().id, 1))
    assert [line.event for line in history].count("ticket.prioritised") == 1


async def test_on_a_finished_ticket_an_emoji_changes_nothing_and_says_so(house: House) -> None:
    asked = await house.asha.says(SLACK_HELP, ASKED)
    await house.settle()
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Not a request")
    await house.settle()
    before, told = await house.ticket(), len(house.ravi.sees(SLACK_HELP))
    for name in ("eyes", "rotating_light", "white_check_mark"):
        await house.ravi.reacts(asked, name)
        await house.bela.reacts(asked, name)
        await house.bela.unreacts(asked, name)
        await house.settle()
    after = await house.ticket()
    assert (after.status, after.priority, after.version) == (before.status, before.priority, before.version)
    assert len(house.ravi.sees(SLACK_HELP)) == told + 3


async def test_a_duplicate_shows_how_its_original_stands_and_what_was_no_request_shows_nothing(house: House) -> None:
    """✅ on the message of somebody who was not helped yet would say that they were."""
    asked = await house.asha.says(SLACK_HELP, ASKED)
    await house.settle()
    house.clock.move(timedelta(minutes=10))
    also = await house.bela.says(SLACK_HELP, "VPN is not working since this morning, can you help?")
    await house.settle()

    def card(key: str) -> Any:
        return next(message for message in house.ravi.sees(SLACK_TRIAGE) if f"{key} ·" in message.plain())

    await house.ravi.presses(card("T-2"), "Mark duplicate…")
    assert await house.ravi.submits({"Original": "T-1"}) == {}
    await house.settle()
    assert (marks(house, asked), marks(house, also)) == ([], [])
    await house.ravi.presses(card("T-1"), "Claim")
    await house.settle()
    assert (marks(house, asked), marks(house, also)) == (["eyes"], ["eyes"])
    await house.ravi.presses(card("T-1"), "Resolve…")
    assert await house.ravi.submits({"What was done?": "Restarted the gateway"}) == {}
    await house.settle()
    assert (marks(house, asked), marks(house, also)) == (["white_check_mark"], ["white_check_mark"])
    await house.ravi.presses(card("T-2"), "Not a duplicate")
    await house.settle()
    await house.ravi.presses(card("T-2"), "Not a request")
    await house.settle()
    assert marks(house, also) == []
