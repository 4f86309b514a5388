"""The desk lends nobody its rights: what a request says of itself is never believed, only who really sent it."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from tests.attacks import asking
from tests.stories.house import SLACK_HELP, SLACK_TRIAGE, House

REQUEST = "Canary-1: my payslip is wrong and the printer is broken, please help"


async def asked(house: House) -> None:
    await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()


async def events(house: House, number: int = 1) -> list[str]:
    return [line.event for line in await house.within(lambda tx: tx.tickets.history(tx.organisations.first().id, number))]


async def person(house: House, user: str) -> Any:
    return await house.within(lambda tx: tx.people.by_identity(tx.organisations.first().id, "slack", "T0SANDBOX", user))


async def test_an_edited_button_is_judged_by_the_ticket_it_names(house: House) -> None:
    """A34: a button of one's own ticket, with another ticket's number."""
    await asked(house)
    await house.bela.dms("My chair is broken, please help")
    await house.settle()
    answer = await asking.slack_press(house, house.bela, "ticket.withdraw", "T-1")
    assert "can't find T-1" in answer.words
    assert await events(house, 1) == ["ticket.opened"]
    for ref in ("T-1' OR 1=1", "T-1; DROP TABLE tickets", "%", "_", "T-" + "9" * 4000, "T--1", "T-0", "1e9", "", "(a+)+$"):
        answer = await asking.slack_press(house, house.bela, "ticket.open", ref)
        assert "Canary" not in answer.words
        assert "Canary" not in (await asking.slack_command(house, house.bela, f"status {ref}")).words


@pytest.mark.parametrize("version", [-1, 0, 1, 99, 2**40, "1", None, 1.5, True, [1]])
async def test_an_edited_version_never_breaks_anything(house: House, version: Any) -> None:
    await asked(house)
    answer = await asking.slack_press(house, house.ravi, "ticket.claim", "T-1", version=version)
    assert (await events(house))[1:] == ["ticket.claimed"] or answer.words


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_who_acts_is_only_ever_read_from_the_envelope(house: House) -> None:
    """A39: values that name somebody else, a role or a ticket are so much paper."""
    await asked(house)
    lies = {"actor": "U0RAVI001", "person_id": "1", "role": "admin", "admin": "1", "assignee": "1", "org_id": "2", "team": "it"}
    assert "can't find" in (await asking.slack_press(house, house.bela, "ticket.claim", "T-1", values=lies)).words
    assert (
        "can't find"
        in (await asking.slack_submit(house, house.bela, "ticket.resolve.save", "T-1", lies | {"resolution": "x"})).words
    )
    ravi = await person(house, "U0RAVI001")
    await asking.slack_press(house, house.mina, "ticket.claim", "T-1", values={"assignee": str(ravi.id), "actor": "U0RAVI001"})
    assert (await house.ticket()).assignee_id == (await person(house, "U0MINA001")).id


async def test_asking_for_somebody_else_is_not_believed_of_those_who_may_not(house: House) -> None:
    values = {"summary": "Give me a new laptop", "on_behalf": "slack:T0SANDBOX/U0LENA001"}
    assert "You can't do that" in (await asking.slack_submit(house, house.bela, "ticket.create", "", values)).words
    await house.settle()
    assert await house.tickets() == []
    for behalf in ("slack:T0OTHER/U0LENA001", "email:x/y", "slack:T0SANDBOX/", "garbage"):
        answer = await asking.slack_submit(house, house.ravi, "ticket.create", "", {"summary": "x", "on_behalf": behalf})
        assert answer.words, behalf
    assert await house.tickets() == []


async def test_what_was_not_offered_is_not_taken(house: House) -> None:
    """A42: people of other teams, teams and priorities that do not exist."""
    await asked(house)
    bela, hari = await person(house, "U0BELA001"), await person(house, "U0HARI001")
    outsiders = [str(one.id) for one in (bela, hari) if one] + ["0", "-1", "99999", "' OR 1=1", ""]
    tries = [
        ("assign", "assignee", outsiders),
        ("priority", "priority", ["top", "", "URGENT", "1"]),
        ("move", "team", ["nowhere", "", "it'--"]),
    ]
    for verb, field, choices in tries:
        for choice in choices:
            answer = await asking.slack_submit(house, house.ravi, f"ticket.{verb}.save", "T-1", {field: choice})
            assert answer.words, (verb, choice)
    for choice in ("ticket.resolve.save", "ticket.solved", "chat.read", "ticket.withdraw", ""):
        assert (await asking.slack_submit(house, house.ravi, "ticket.more.pick", "T-1", {"action": choice})).words
    assert await events(house) == ["ticket.opened"]
    assert (await asking.slack_submit(house, house.bela, "ticket.create", "", {"summary": "x", "category": "secret"})).words
    assert len(await house.tickets()) == 1


@pytest.mark.parametrize(
    "verb", ["chat.read", "chat.direct", "chat.reaction", "chat.welcome", "home.opened", "ticket.", "__init__", "x" * 3000]
)
async def test_verbs_that_are_no_buttons_do_nothing_as_buttons(house: House, verb: str) -> None:
    await asked(house)
    values = {"via": "reaction", "emoji": "ticket", "channel": SLACK_TRIAGE, "message": house.ravi.sees(SLACK_TRIAGE)[0].ts}
    await asking.slack_press(house, house.bela, verb, "T-1", values=values)
    await asking.slack_submit(house, house.bela, verb, "T-1", values)
    await house.settle()
    assert len(await house.tickets()) == 1
    assert await events(house) == ["ticket.opened"]
    assert not any("Canary" in m.plain() for m in house.bela.sees())


async def test_sealed_facts_that_were_touched_are_none(house: House) -> None:
    """The place a ticket comes from is sealed into the form; made up or mangled, there is none."""
    said = await house.bela.says("C0RANDOM1", "The lift is broken, please help")
    await house.ravi.message_shortcut("ticket_from_message", said)
    kept = json.loads(house.ravi.modal.private_metadata)["k"]["kept"]
    facts = {"channel": SLACK_TRIAGE, "message": "1.1", "version": "1"}
    forged = base64.urlsafe_b64encode(b"0" * 16 + json.dumps(facts).encode()).decode()
    last = kept[:-6] + ("A" if kept[-6] != "A" else "B") + kept[-5:]
    for touched in (forged, last, kept[:40], "", "é", "A" * 2999, kept[::-1], "=" * 64):
        await asking.slack_submit(house, house.mina, "ticket.create", "", {"summary": "Lift"}, keep={"kept": touched})
    await house.settle()
    tickets = await house.tickets()
    assert len(tickets) == 8
    assert {(t.source.channel, t.source.message) for t in tickets} == {("", "")}


async def test_a_form_that_was_opened_while_allowed_is_refused_when_the_right_is_gone(house: House) -> None:
    """A41, and A48: whoever was deactivated meanwhile does nothing any more."""
    await asked(house)
    await house.mina.presses(house.mina.sees(SLACK_TRIAGE)[0], "Reply…")
    house.slack.world.accounts["U0MINA001"].deleted = True
    house.clock.move(601)
    answer = await asking.slack_submit(house, house.mina, "ticket.reply.save", "T-1", {"reply": "Canary-2"})
    assert "members of the organisation" in answer.words
    await house.settle()
    assert await events(house) == ["ticket.opened"]


async def test_a_card_pressed_elsewhere_is_judged_for_the_one_who_presses(house: House) -> None:
    """A37: a forwarded card gives no rights, and its answer tells nothing."""
    await asked(house)
    for verb in ("ticket.claim", "ticket.open", "ticket.more", "ticket.resolve", "ticket.reopen", "ticket.solved"):
        answer = await asking.slack_press(house, house.bela, verb, "T-1", version=1)
        assert "Canary" not in answer.words
        assert not answer.form
    await asking.slack_press(house, house.ravi, "ticket.claim", "T-1", version=1)
    assert (await events(house))[1:] == ["ticket.claimed"]


async def test_an_old_card_overwrites_nothing(house: House) -> None:
    """A38: priority was set by somebody meanwhile."""
    await asked(house)
    await house.mina.presses(house.mina.sees(SLACK_TRIAGE)[0], "Priority…")
    await house.ravi.presses(house.ravi.sees(SLACK_TRIAGE)[0], "Priority…")
    assert await house.ravi.submits({"Priority": "Urgent"}) == {}
    problems = await house.mina.submits({"Priority": "Low"})
    assert "changed" in " ".join(problems.values())
    assert (await house.ticket()).priority == "urgent"


async def test_edited_data_of_teams_is_judged_alike(both: House) -> None:
    await asked(both)
    await both.tara.writes("My desk is broken, please help")
    await both.settle()
    for verb in ("ticket.claim", "ticket.withdraw", "ticket.open"):
        assert "can't find T-1" in (await asking.teams_press(both, both.tara, verb, "T-1")).words
    lies = {"reply": "x", "actor": "U0RAVI001", "from": "28:bot", "role": "admin", "kept": "forged"}
    assert "can't find T-1" in (await asking.teams_submit(both, both.tara, "ticket.reply.save", "T-1", lies)).words
    forged = {"action": {"type": "Action.Execute", "verb": "ticket.open", "data": asking.pressed("ticket.withdraw", "T-2")}}
    await asking.teams_invoke(both, both.tara, "adaptiveCard/action", forged)
    for data in (
        {},
        {"desk": 5},
        {"desk": {"verb": 1}},
        {"desk": {"verb": "ticket.claim", "ref": ["T-1"], "version": {"a": 1}}},
        [],
        "x",
        None,
    ):
        await asking.teams_invoke(both, both.tara, "adaptiveCard/action", {"action": {"verb": "ticket.claim", "data": data}})
        await asking.teams_invoke(both, both.tara, "task/submit", {"data": data})
    for verb in ("nudge.yes", "chat.read", "chat.reaction", "chat.mention"):
        data = asking.pressed(verb, "T-1", channel=SLACK_TRIAGE, message="1.1", via="reaction", emoji="ticket")
        await asking.teams_invoke(both, both.tara, "adaptiveCard/action", {"action": {"verb": verb, "data": data}})
    await both.settle()
    assert await events(both, 1) == ["ticket.opened"]
    assert await events(both, 2) == ["ticket.opened"]
    assert len(await both.tickets()) == 2


async def test_numbers_that_are_guessed_tell_nothing(house: House) -> None:
    """A44, A46: theirs, not theirs and not there are told apart by nobody."""
    await asked(house)
    answers = {
        n: (await asking.slack_command(house, house.bela, f"status {n}")).words.replace(f"T-{n}", "T-?") for n in (1, 2, 77)
    }
    assert len(set(answers.values())) == 1
    assert "Canary" not in (await asking.slack_command(house, house.bela, "search Canary")).words.replace("“Canary”", "")
    assert "T-1" not in (await asking.slack_command(house, house.bela, "mine")).words
