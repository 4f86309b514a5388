"""Every action by everybody on every ticket and every surface, held against the table in `table.py`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.people import permissions
from app.people.model import Platform
from app.people.permissions import Action, Standing
from app.ports.followers import Follower
from app.tickets import commands
from storage.engine import connect
from storage.unit_of_work import Store
from tests import builders
from tests.attacks import asking
from tests.attacks.table import ASKED, CHANGES, FINISHED_FIRST, FORMS, HIDDEN, NO, TABLE, TICKETS, YES, expected
from tests.stories.house import TOM, House

SECRET = "Canary the matter of this ticket"
ORIGINAL = "T-1"
"""What everybody wants to mark theirs as a duplicate of."""
REFUSALS = (
    "Only agents of", "Only the requester can", "You can't do that", "this desk serves members", "hear of it anyway",
    "You follow T",
)  # fmt: skip
SURFACES = ("slack_press", "slack_submit", "slack_command", "teams_press", "teams_fetch", "teams_submit", "teams_text")
ON = {
    "slack_press": {"open", *CHANGES, *FORMS}, "slack_submit": set(FORMS), "slack_command": ASKED,
    "teams_press": {"open", *CHANGES}, "teams_fetch": set(FORMS), "teams_submit": set(FORMS), "teams_text": ASKED,
}  # fmt: skip


@dataclass
class Court:
    """A house in which every actor of the table exists on the surfaces they can be on."""

    house: House
    quiet: Store
    slack: dict[str, Any]
    teams: dict[str, Any]

    def actors(self, surface: str) -> dict[str, Any]:
        return self.slack if surface.startswith("slack") else self.teams


def opened(store: Store, clock: Any, kind: str, state: str) -> int:
    with store.open() as tx:
        org = tx.organisations.first()
        team = tx.teams.by_key(org.id, "it" if kind == "of_the_team" else "hr")
        asha = tx.people.by_identity(org.id, Platform.SLACK, "T0SANDBOX", "U0ASHA001")
        ticket = builders.ticket(tx, SECRET, of=team, requester=asha, at=clock())
        if state == "snoozed":
            commands.snooze(tx, ticket, None, asha, clock())
        elif state:
            commands.resolve(tx, ticket, "done", asha, clock())
        if state == "closed":
            commands.confirm(tx, ticket, asha, clock())
        fiona = tx.people.by_identity(org.id, Platform.SLACK, "T0SANDBOX", "U0FIONA01")
        tx.followers.add(org.id, ticket.number, Follower(fiona.id, asha.id, clock()))
        return ticket.number


@pytest.fixture
async def court(database_url: str, clock: Any, tmp_path: Path) -> AsyncIterator[Court]:
    house = House(database_url, clock, tmp_path)
    await house.start()
    slack = house.slack
    people = {
        "requester": house.asha, "employee": house.bela,
        "follower": slack.person("U0FIONA01", name="Fiona", email="fiona@example.test"),
        "agent": house.ravi, "agent_of_hr": house.hari, "lead": house.lena, "admin": house.admin,
        "guest": slack.person("U0GUEST01", name="Gita", guest=True),
        "external": slack.person("U0EXTERN1", name="Eve", team_id="T0ELSEWHERE"),
        "deactivated": slack.person("U0GONE001", name="Dev", deleted=True),
    }  # fmt: skip
    for who in people.values():
        await asking.slack_command(house, who, "help")
    teams = {}
    for number, (actor, who) in enumerate(people.items()):
        if actor not in ("external", "deactivated"):
            aad = f"00000000-0000-4000-8000-{number:012}"
            email = slack.world.accounts[who.id].email or "gita@elsewhere.test"
            teams[actor] = house.teams.person(aad, name=who.name, email=email, guest=actor == "guest")
            await teams[actor].installs()
    await house.settle()
    store = Store(connect(database_url))
    assert f"T-{opened(store, clock, 'of_the_team', '')}" == ORIGINAL
    yield Court(house, store, people, teams)
    store.close()
    await house.stop()


async def outcome(court: Court, surface: str, action: str, actor: str, kind: str) -> str:
    """What really happened, told by the state first and by the words only where nothing changed."""
    house, who = court.house, court.actors(surface)[actor]
    number = 999_999 if kind == "unknown" else opened(court.quiet, house.clock, kind, FINISHED_FIRST.get(action, ""))
    before = await history(house, number)
    answer = await ask(house, surface, action, who, f"T-{number}", kind)
    after = await history(house, number)
    told = SECRET in answer.words
    if after != before or answer.form or (action in {"open", *ASKED} and told):
        return YES
    assert not told, "a refusal that tells what it refuses"
    if f"can't find T-{number}" in answer.words:
        return HIDDEN
    assert any(words in answer.words for words in REFUSALS), answer.words
    return NO


async def history(house: House, number: int) -> list[str]:
    return [line.event for line in await house.within(lambda tx: tx.tickets.history(tx.organisations.first().id, number))]


async def ask(house: House, surface: str, action: str, who: Any, ref: str, kind: str) -> asking.Answer:
    if surface in ("slack_command", "teams_text"):
        return await getattr(asking, surface)(house, who, f"{action} {ref}")
    if not surface.endswith("submit"):
        return await getattr(asking, surface)(house, who, f"ticket.{action}", ref)
    agents = await house.within(lambda tx: members(tx, "hr" if kind == "of_another_team" else "it"))
    mina, tom = "slack:T0SANDBOX/U0MINA001", f"teams:{house.teams.tenant_id}/{TOM}"
    facts = {"ravi": str(agents[0]), "elsewhere": "it" if kind == "of_another_team" else "hr"}
    facts |= {"original": ORIGINAL, "colleague": mina if surface.startswith("slack") else tom}
    values = {name: value.format(**facts) for name, value in FORMS[action].items()}
    return await getattr(asking, surface)(house, who, f"ticket.{action}.save", ref, values)


def members(tx: Any, team: str) -> list[int]:
    org = tx.organisations.first()
    return [person.id for person, _ in tx.teams.members(org.id, tx.teams.by_key(org.id, team).id)]


async def differences(
    court: Court, surface: str, actions: set[str], *, kinds: Sequence[str] = TICKETS, most: int = 999
) -> list[str]:
    """The cells in which the program and the table disagree."""
    wrong = []
    for action in sorted(actions):
        for actor in court.actors(surface):
            for kind in kinds:
                if len(wrong) >= most:
                    return wrong
                found = await outcome(court, surface, action, actor, kind)
                if found != expected(action, actor, kind):
                    wrong.append(
                        f"{surface} {action} by {actor} on a ticket {kind}: {found}, not {expected(action, actor, kind)}"
                    )
    return wrong


@pytest.mark.parametrize("surface", SURFACES)
async def test_the_program_does_what_the_table_says(court: Court, surface: str) -> None:
    assert await differences(court, surface, ON[surface]) == []
    assert court.house.slack.refusals == []


async def test_a_guest_may_do_with_their_own_ticket_what_a_requester_may(court: Court) -> None:
    house, gita = court.house, court.slack["guest"]
    for action in TABLE.keys() - ASKED - FORMS.keys():
        with court.quiet.open() as tx:
            org = tx.organisations.first()
            person = tx.people.by_identity(org.id, Platform.SLACK, "T0SANDBOX", gita.id)
            ticket = builders.ticket(tx, SECRET, of=tx.teams.by_key(org.id, "it"), requester=person, at=house.clock())
            if FINISHED_FIRST.get(action) == "snoozed":
                commands.snooze(tx, ticket, None, person, house.clock())
            elif state := FINISHED_FIRST.get(action):
                commands.resolve(tx, ticket, "done", person, house.clock())
                if state == "closed":
                    commands.confirm(tx, ticket, person, house.clock())
        before = await history(house, ticket.number)
        answer = await asking.slack_press(house, gita, f"ticket.{action}", ticket.key)
        done = await history(house, ticket.number) != before or SECRET in answer.words
        assert (action, done) == (action, expected(action, "requester", "of_the_team") == YES)


MUTABLE = {
    Action.SEE: "open", Action.CLAIM: "claim", Action.ASSIGN: "assign", Action.PRIORITISE: "priority", Action.MOVE: "move",
    Action.WAIT: "wait", Action.RESOLVE: "resolve", Action.REJECT: "not_request", Action.REPLY: "reply", Action.NOTE: "note",
    Action.CONFIRM: "solved", Action.WITHDRAW: "withdraw", Action.REOPEN: "reopen", Action.SNOOZE: "snooze",
    Action.ADD_FOLLOWER: "add_follower", Action.MERGE: "duplicate", Action.KNOWN_ISSUE: "known_issue_later",
}  # fmt: skip


@pytest.fixture
def cells() -> Iterator[dict[Action, frozenset[Standing]]]:
    kept = dict(permissions.ALLOWED)
    yield kept
    permissions.ALLOWED.clear()
    permissions.ALLOWED.update(kept)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_flipped_cell_of_the_program_is_found(court: Court, cells: dict[Action, frozenset[Standing]]) -> None:
    """The teeth of this test: each cell of the program's own table, turned over, makes a difference."""
    unseen = []
    for action, name in MUTABLE.items():
        # A lead works in the team as well: where an agent may, taking it from leads alone takes nothing.
        without = {Standing.ANYONE} | ({Standing.LEAD} if Standing.AGENT in cells[action] else set())
        for standing in set(Standing) - without:
            permissions.ALLOWED[action] = cells[action] ^ {standing}
            if not await differences(court, "slack_press", {name}, kinds=TICKETS[:1], most=1):
                unseen.append(f"{action} for {standing}")
            permissions.ALLOWED[action] = cells[action]
    assert unseen == []
