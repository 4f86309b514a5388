"""Ways in that once were open: each of these showed, sent or spent what was somebody else's."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from typing import Any

import pytest

from app.interaction import Can, Interaction, Where
from app.people.commands import known
from app.people.model import Kind, Platform, Profile
from app.people.permissions import Action, may
from app.tickets.allowance import MESSAGES, TICKETS
from integrations.sandbox.teams import activities
from integrations.teams.activity import Activity
from integrations.teams.inbound import profile
from tests.attacks import asking
from tests.stories.house import SLACK_HELP, TARA, House

REQUEST = "Canary-1: my payslip is wrong and the printer is broken, please help"


async def asked(house: House) -> None:
    await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()


async def person(house: House, user: str) -> Any:
    return await house.within(lambda tx: tx.people.by_identity(tx.organisations.first().id, "slack", "T0SANDBOX", user))


async def shown_to_tara(house: House, name: str, value: Any) -> str:
    """What Teams shows her, and what is said to her, after the same invoke under two activity ids."""
    activity = activities.envelope(house.teams, house.tara, house.tara.chat, "invoke", "f:1") | {"replyToId": "1700000000001"}
    answers = []
    for _ in range(2):
        activity["id"] = f"f:{uuid.uuid4()}"
        answers.append((await house.teams.delivery._post(activities.invoke(activity, name, value))).answer)
    await house.settle()
    return json.dumps(answers) + " ".join(message.plain() for message in house.tara.sees())


# A number that the verb never looks at shows nobody anything.


@pytest.mark.parametrize("verb", ["person.language", "nudge.no", "nudge.yes", "ticket.create", "help"])
async def test_a_verb_that_is_about_no_ticket_shows_none(both: House, verb: str) -> None:
    await asked(both)
    data = asking.pressed(verb, "T-1")
    action = {"type": "Action.Execute", "id": "", "verb": verb, "data": data}
    assert "Canary" not in await shown_to_tara(both, "adaptiveCard/action", {"action": action, "trigger": "manual"})
    form = {"data": {"desk": data["desk"] | {"nonce": "once"}, "summary": "My own"}, "context": {"theme": "default"}}
    assert "Canary" not in await shown_to_tara(both, "task/submit", form)
    for _ in range(2):
        assert "Canary" not in (await asking.slack_press(both, both.bela, verb, "T-1")).words


async def test_who_may_see_it_still_gets_the_card_as_it_stands(both: House) -> None:
    await asked(both)
    await asking.slack_press(both, both.mina, "ticket.claim", "T-1")
    assert "Canary" in (await asking.slack_press(both, both.ravi, "ticket.claim", "T-1")).words


async def test_notes_are_not_found_by_agents_of_other_teams(house: House) -> None:
    """They may see the ticket, not its notes; a search that finds it by a word would tell them the word."""
    await asked(house)
    await asking.slack_submit(house, house.ravi, "ticket.note.save", "T-1", {"note": "Quokka, between us"})
    assert "T-1" not in (await asking.slack_command(house, house.hari, "search quokk")).words
    assert "T-1" in (await asking.slack_command(house, house.hari, "search payslip")).words
    for reader in (house.mina, house.lena, house.admin):
        assert "T-1" in (await asking.slack_command(house, reader, "search quokk")).words
    assert "T-1" not in (await asking.slack_command(house, house.asha, "search quokk")).words


# Who somebody is.


async def test_an_address_from_outside_leads_to_nobody(both: House) -> None:
    """A guest with a colleague's address was here first; the colleague is still somebody else, and so are their tickets."""
    guest = both.slack.person("U0GUEST01", name="Gus", email="tia@example.test", guest=True)
    await both.slack_dm(guest, "hello")
    tia = both.teams.person(str(uuid.uuid4()), name="Tia", email="tia@example.test")
    await tia.installs()
    await tia.writes("Canary-2: my desk is broken, please help")
    await both.settle()
    assert "Canary" not in (await asking.slack_command(both, guest, "mine")).words
    requester = (await both.ticket()).requester_id
    person = await both.within(lambda tx: tx.people.get(tx.organisations.first().id, requester))
    assert {identity.platform for identity in person.identities} == {"teams"}


async def test_an_address_from_outside_is_not_kept(house: House) -> None:
    """Whatever a platform tells with it: not of guests, not of externals, and of nobody where people are not linked."""

    def meet(tx: Any) -> list[str]:
        org, at = tx.organisations.first().id, house.clock()
        guest, outside = (Profile("G", "mina@example.test", kind=kind) for kind in (Kind.GUEST, Kind.EXTERNAL))
        met = [known(tx, org, Platform.SLACK, "T0SANDBOX", f"U0NEW{n}", said, at) for n, said in enumerate((guest, outside))]
        met.append(known(tx, org, Platform.SLACK, "T0SANDBOX", "U0NEW9", replace(guest, kind=Kind.EMPLOYEE), at, False))
        return [tx.people.get(org, one.id).email for one in met]

    assert await house.within(meet) == ["", "", ""]


async def test_what_a_message_says_of_its_writer_makes_no_guest_an_employee(both: House) -> None:
    """While the directory does not answer, an activity's own name is all there is: it says nothing of guests or leavers."""
    tenant = both.teams.tenant_id

    def meet(tx: Any) -> list[tuple[Kind, bool]]:
        org, at = tx.organisations.first().id, both.clock()
        found = []
        for user, said in (("g-1", Profile("Gus", kind=Kind.GUEST)), ("l-1", Profile("Lee", active=False))):
            known(tx, org, Platform.TEAMS, tenant, user, said, at)
            one = known(tx, org, Platform.TEAMS, tenant, user, Profile(said.name, hearsay=True), at)
            found.append((one.kind, one.active))
        return found

    assert await both.within(meet) == [(Kind.GUEST, True), (Kind.EMPLOYEE, False)]
    activity = activities.envelope(both.teams, both.tara, both.tara.chat, "message", "1") | {"text": "hello"}
    assert profile(Activity(activity)).hearsay


async def test_somebody_of_another_company_stays_so_when_nobody_can_be_asked(house: House) -> None:
    """An agent opened a ticket for them, so they were known by their id; their own deeds come in another company's envelope."""

    def meet(tx: Any) -> bool:
        org, at = tx.organisations.first().id, house.clock()
        known(tx, org, Platform.SLACK, "T0SANDBOX", "U0OUTSIDE", Profile(), at)
        one = known(tx, org, Platform.SLACK, "T0SANDBOX", "U0OUTSIDE", Profile(kind=Kind.EXTERNAL), at)
        return may(one, Action.CREATE)

    assert not await house.within(meet)


async def test_the_history_names_who_opened_a_ticket_for_somebody_else(house: House) -> None:
    values = {"summary": "Give her a new laptop", "on_behalf": "slack:T0SANDBOX/U0ASHA001"}
    await asking.slack_submit(house, house.ravi, "ticket.create", "", values)
    (line,) = await house.within(lambda tx: tx.tickets.history(tx.organisations.first().id, 1))
    assert line.by_id == (await person(house, "U0RAVI001")).id
    assert (await house.ticket()).requester_id == (await person(house, "U0ASHA001")).id


async def test_on_behalf_of_nobody_at_all(house: House) -> None:
    for user in ("U" * 300, "a b", "../U0ASHA001", "?"):
        values = {"summary": "x", "on_behalf": f"slack:T0SANDBOX/{user}"}
        assert "no longer offered" in (await asking.slack_submit(house, house.ravi, "ticket.create", "", values)).words
    values = {"summary": "x", "on_behalf": f"teams:T0SANDBOX/{TARA}"}
    assert "no longer offered" in (await asking.slack_submit(house, house.ravi, "ticket.create", "", values)).words
    assert not await house.tickets()


# What is sealed is sealed for one person, one verb and one ticket.


async def kept_by(house: House, who: Any) -> str:
    said = await house.bela.says("C0RANDOM1", "The lift is broken, please help")
    await who.message_shortcut("ticket_from_message", said)
    kept: str = json.loads(who.modal.private_metadata)["k"]["kept"]
    return kept


async def test_what_was_sealed_for_one_form_is_nothing_to_another(house: House) -> None:
    kept = await kept_by(house, house.ravi)
    answer = await asking.slack_press(house, house.ravi, "nudge.yes", "", values={"kept": kept})
    assert "went wrong" not in answer.words
    assert not await house.tickets()


async def test_what_was_sealed_for_one_person_is_nothing_to_another(house: House) -> None:
    kept = await kept_by(house, house.ravi)
    await asking.slack_submit(house, house.mina, "ticket.create", "", {"summary": "Lift"}, keep={"kept": kept})
    await house.settle()
    source = (await house.ticket()).source
    assert (source.channel, source.message) == ("", "")


async def test_a_nudge_is_for_the_one_who_was_nudged(house: House) -> None:
    await house.bela.says("C0NUDGE01", "My Canary-3 laptop is broken, please help")
    await house.settle()
    (nudge,) = [message for message in house.bela.sees("C0NUDGE01") if message.by_bot]
    (kept,) = {json.loads(button["value"])["x"]["kept"] for button in buttons(nudge.blocks) if "kept" in button["value"]}
    await asking.slack_press(house, house.asha, "nudge.yes", "", values={"kept": kept})
    assert not await house.tickets()
    await asking.slack_press(house, house.bela, "nudge.yes", "", values={"kept": kept})
    assert (await house.ticket()).requester_id == (await person(house, "U0BELA001")).id


def buttons(blocks: Any) -> list[Any]:
    return [element for block in blocks for element in block.get("elements", []) if element.get("type") == "button"]


# What was said and seen in a chat is told by the edge alone.


@pytest.mark.parametrize("verb", ["home.opened", "chat.welcome", "chat.mention", "chat.direct", "chat.command", "chat.read"])
async def test_what_only_an_edge_can_tell_is_no_button(both: House, verb: str) -> None:
    """An App Home that Teams has not would have been drawn again and again, and every admin told of it."""
    before = len(both.tara.sees())
    await asking.teams_press(both, both.tara, verb, "")
    await asking.teams_submit(both, both.tara, verb, "", {"emoji": "ticket"})
    await asking.slack_press(both, both.bela, verb, "")
    await asking.slack_submit(both, both.bela, verb, "", {"emoji": "ticket"})
    await both.settle()
    assert not await both.within(lambda tx: tx.operations.findings())
    assert len(both.tara.sees()) == before
    both.nothing_was_refused()


async def test_names_longer_than_any_key_break_nothing(house: House) -> None:
    for verb in ("person.language", "nudge.no", "ticket.claim"):
        answer = await asking.slack_press(house, house.bela, verb, "T" * 1900)
        assert "went wrong" not in answer.words
    answer = await asking.slack_submit(house, house.bela, "ticket.create", "T" * 900, {"summary": "x"}, nonce="n" * 900)
    assert "went wrong" not in answer.words


# Where the desk speaks.


async def test_a_chat_between_two_people_is_never_taken_for_the_desks(both: House) -> None:
    """`/ticket` and a card can be used in any chat; what is private goes to the person's own chat with the desk afterwards."""
    await both.slack_dm(both.ravi, "help")
    own = (await person(both, "U0RAVI001")).identities[0].conversation
    assert own == both.slack.world.im("U0RAVI001").id
    colleagues = "D0TWOOFUS"
    fields = both.ravi._command_fields("/ticket", "mine", both.slack.world.im("U0RAVI001"), "token")
    assert (await both.slack.delivery.command(fields | {"channel_id": colleagues})).ok
    ephemeral = {"type": "message", "message_ts": "1.1", "channel_id": colleagues, "is_ephemeral": True}
    extra = {"channel": {"id": colleagues, "name": "directmessage"}, "container": ephemeral}
    await asking.slack_press(both, both.ravi, "person.language", "", extra=extra)
    shortcut = both.ravi._deed("message_action") | {
        "callback_id": "ticket_from_message", "channel": {"id": colleagues, "name": "directmessage"}, "message_ts": "1.2",
        "message": {"type": "message", "user": "U0BELA001", "ts": "1.2", "text": "My chair is broken"},
    }  # fmt: skip
    assert (await both.slack.delivery.interactive(shortcut)).ok
    assert (await person(both, "U0RAVI001")).identities[0].conversation == own

    activity = activities.envelope(both.teams, both.tara, both.tara.chat, "invoke", f"f:{uuid.uuid4()}")
    activity["conversation"] = activity["conversation"] | {"id": "19:two_of_us@unq.gbl.spaces", "conversationType": "personal"}
    data = asking.pressed("person.language", "")
    action = {"type": "Action.Execute", "id": "", "verb": "person.language", "data": data}
    await both.teams.delivery._post(activities.invoke(activity, "adaptiveCard/action", {"action": action, "trigger": "manual"}))
    tara = await both.within(lambda tx: tx.people.by_identity(1, "teams", both.teams.tenant_id, TARA))
    assert "19:" not in tara.identities[0].conversation
    await both.settle()


async def test_the_requesters_card_goes_to_the_requester(house: House) -> None:
    """An agent opens a ticket for somebody out of their own chat with the desk: the card is for the one it is about."""
    await house.slack_dm(house.ravi, "Canary-4: Asha's laptop is broken, please help")
    card = [message for message in house.ravi.sees(house.slack.world.im("U0RAVI001")) if message.by_bot][-1]
    await house.ravi.message_shortcut("ticket_from_message", card)
    await house.ravi.submits({"Summary": "Laptop of Asha", "On behalf of": "U0ASHA001"})
    await house.settle()
    assert (await house.ticket(2)).requester_id == (await person(house, "U0ASHA001")).id
    assert any("Laptop of Asha" in m.plain() for m in house.asha.sees(house.slack.world.im("U0ASHA001")))
    await asking.slack_submit(house, house.mina, "ticket.reply.save", "T-2", {"reply": "Canary-5"})
    await house.settle()
    assert any("Canary-5" in m.plain() for m in house.asha.sees(house.slack.world.im("U0ASHA001")))
    assert not any("Canary-5" in m.plain() for m in house.ravi.sees(house.slack.world.im("U0RAVI001")))


# What one person can use up.


def heard(house: House, actor: str, verb: str, text: str, nth: int) -> Interaction:
    where = Where("D0" + actor, f"{nth}.{verb}", direct=True)
    return Interaction(f"flood:{actor}:{verb}:{nth}", Platform.SLACK, "T0SANDBOX", actor, verb, text=text, where=where)


async def test_emoji_on_the_words_of_others_count_for_the_one_who_gives_them(house: House) -> None:
    """One person's emoji are limited, and use up nothing of those who wrote."""
    place = house.slack.world.places["C0RANDOM1"]
    place.members.add(house.slack.bot_user)
    said = [house.slack.world.post(place, "U0ASHA001", f"Lift {n} is broken, please help").ts for n in range(TICKETS + 10)]
    for ts in said:
        item = {"type": "message", "channel": "C0RANDOM1", "ts": ts}
        event = {"type": "reaction_added", "user": "U0BELA001", "reaction": "ticket", "item_user": "U0ASHA001", "item": item}
        await house.slack.heard(event | {"event_ts": ts})
    await house.asha.dms("My own printer is broken, please help")
    await house.settle()
    tickets = await house.tickets()
    assert len(tickets) == TICKETS + 1
    assert any("My own printer" in ticket.summary for ticket in tickets)


async def test_what_one_person_adds_in_a_minute_is_limited(house: House) -> None:
    await house.asha.says(SLACK_HELP, REQUEST)
    await house.settle()
    ask = house.serving.program.reception.ask
    thread = (await house.ticket()).source.message
    said = heard(house, "U0ASHA001", "chat.channel", "", 0)
    for nth in range(MESSAGES + 10):
        where = replace(said.where, channel=SLACK_HELP, thread=thread, message=f"9.{nth}", direct=False)
        await ask(replace(said, key=f"flood:{nth}", text=f"And the printer number {nth} as well", where=where))
    comments = await house.within(lambda tx: tx.comments.of(tx.organisations.first().id, 1, internal=True))
    assert len(comments) == MESSAGES
    house.clock.move(60)
    where = replace(said.where, channel=SLACK_HELP, thread=thread, message="9.999", direct=False)
    await ask(replace(said, key="flood:later", text="One more a minute later", where=where, can=frozenset({Can.ANSWER})))
    comments = await house.within(lambda tx: tx.comments.of(tx.organisations.first().id, 1, internal=True))
    assert len(comments) == MESSAGES + 1
