"""The auditor's own account of every clock is the engine's, whatever happens; and what is damaged is made whole again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.main import open_store
from app.people.model import Person, Role
from app.policy import changes
from app.policy.reading import read
from app.ports import Tx
from app.settings import Settings
from app.sla.audit import Kind, repair, suspects
from app.sla.watch import look
from app.tickets import commands
from app.tickets.model import Priority, Source, Status, Ticket
from app.tickets.spoken import Spoken
from storage.tables import clock_changes, clocks, milestones
from storage.unit_of_work import Store
from tests import builders
from tests.conftest import START

HOURS, MINUTES = timedelta(hours=1), timedelta(minutes=1)
POLICY = """
version: 1
defaults: {{team: it}}
calendars:
  office: {{timezone: Asia/Kolkata, hours: {{mon-fri: ["{opens}-18:30"]}}}}
teams:
  it: {{name: IT, calendar: office, sla: fast}}
  hr: {{name: HR{hr}}}
sla:
  fast:
    warn_at: {warn}
    pause_on: {pause}
    first_response_by: {by}
    targets: {{normal: {{first_response: {first}, resolution: {solve}}}, high: {{first_response: 1h, resolution: 4h}}}}
  slow:
    targets: {{normal: {{resolution: 3d}}, urgent: {{first_response: 30m}}}}
escalation:
  it: [{{at: breach, channel: true}}, {{after: {after}, channel: true, raise_priority: true}}]
"""
PLAIN = {"opens": "09:30", "hr": ", sla: slow", "warn": "75%", "pause": "[waiting]", "by": "reply", "first": "2h", "solve": "8h",
         "after": "1h"}  # fmt: skip


@pytest.fixture
def kept(database_url: str, tmp_path: Path) -> Iterator[Store]:
    """A store whose tickets have clocks."""
    settings = Settings.load({"DATABASE_URL": database_url, "SAHAYAK_DATA_DIR": str(tmp_path)}, complete=False)
    store = open_store(settings)
    yield store
    store.close()


def policy(tx: Tx, at: datetime, **other: str) -> None:
    text = POLICY.format(**PLAIN | other)
    changes.apply(tx, builders.organisation(tx).id, read(text), text, at)


def opened(store: Store, at: datetime = START, **about: Any) -> tuple[Ticket, Person]:
    with store.open() as tx:
        if not tx.policies.current(builders.organisation(tx).id):
            policy(tx, at - timedelta(days=1))
        it, hr = tx.teams.by_key(1, "it"), tx.teams.by_key(1, "hr")
        assert it
        assert hr
        agent = builders.agent(tx, of=it)
        tx.teams.set_members(1, hr.id, [(agent.id, Role.AGENT, "test:hr")])
        return builders.ticket(tx, of=it, at=at, **about), tx.people.get(1, agent.id)


def wrong(store: Store, number: int, at: datetime) -> list[int]:
    with store.open() as tx:
        return suspects(tx, 1, [number], at)


def mended(store: Store, number: int, at: datetime) -> list[Kind]:
    with store.open() as tx:
        return repair(tx, 1, number, at)


def told(store: Store, number: int, event: str) -> int:
    with store.open() as tx:
        return sum(line.event == event for line in tx.tickets.history(1, number))


def damage(store: Store, statement: Any) -> None:
    with store.open() as tx:
        tx.connection.execute(statement)


@pytest.mark.parametrize("seed", range(8))
def test_it_agrees_with_the_engine_whatever_happens(kept: Store, seed: int) -> None:
    """In every other life hardly anybody looks: a breach is found by what happens next, or after another policy came."""
    dice = random.Random(seed)
    ticket, agent = opened(kept)
    at = START
    for step in range(18):
        at += timedelta(minutes=dice.choice((1, 7, 45, 130, 600, 3000)))
        seen = seed % 2 == 0 or dice.random() < 0.2
        if seen:
            watched(kept, at)
        something(kept, ticket.number, agent, at, dice)
        if seen:
            watched(kept, at)
        assert set(mended(kept, ticket.number, at)) <= {Kind.BEHIND}, f"step {step}"
        assert wrong(kept, ticket.number, at) == [], f"step {step}"


def watched(store: Store, at: datetime) -> None:
    with store.open() as tx:
        while look(tx, 1, at):
            pass


def something(store: Store, number: int, agent: Person, at: datetime, dice: random.Random) -> None:
    with store.open() as tx:
        ticket = tx.tickets.get(1, number)
        assert ticket
        if dice.random() < 0.3:
            policy(tx, at, **{name: dice.choice(words) for name, words in OTHER.items()})
            return
        if not ticket.is_open:
            commands.reopen(tx, ticket, agent, at)
            return
        dice.choice((_claims, _waits, _adds, _answers, _prioritises, _moves, _resolves, _rejects))(tx, ticket, agent, at, dice)


OTHER = {
    "opens": ("09:30", "11:00"), "hr": ("", ", sla: slow", ", sla: fast, calendar: office"), "warn": ("75%", "30m"),
    "pause": ("[]", "[waiting]"), "by": ("claim", "reply"), "first": ("2h", "20m"), "solve": ("8h", "3d"), "after": ("1h", "2h"),
}  # fmt: skip


def _claims(tx: Tx, ticket: Ticket, agent: Person, at: datetime, _: random.Random) -> None:
    commands.claim(tx, ticket, agent, at)


def _waits(tx: Tx, ticket: Ticket, agent: Person, at: datetime, _: random.Random) -> None:
    if ticket.status is not Status.WAITING:
        commands.wait(tx, ticket, agent, at)


def _adds(tx: Tx, ticket: Ticket, _: Person, at: datetime, __: random.Random) -> None:
    asker = tx.people.get(1, ticket.requester_id)
    commands.add_detail(tx, ticket, Spoken("more", source=Source(ticket.source.platform, "T1")), asker, at)


def _answers(tx: Tx, ticket: Ticket, agent: Person, at: datetime, _: random.Random) -> None:
    commands.reply(tx, ticket, "soon", agent, at)


def _prioritises(tx: Tx, ticket: Ticket, agent: Person, at: datetime, dice: random.Random) -> None:
    other = dice.choice([priority for priority in Priority if priority is not ticket.priority])
    commands.prioritise(tx, ticket, other, agent, at)


def _moves(tx: Tx, ticket: Ticket, agent: Person, at: datetime, _: random.Random) -> None:
    to = next(team for team in tx.teams.all(1) if team.id != ticket.team_id)
    commands.move(tx, ticket, to, agent, at)


def _resolves(tx: Tx, ticket: Ticket, agent: Person, at: datetime, _: random.Random) -> None:
    commands.resolve(tx, ticket, "done", agent, at)


def _rejects(tx: Tx, ticket: Ticket, agent: Person, at: datetime, _: random.Random) -> None:
    commands.reject(tx, ticket, agent, at)


DAMAGE = {
    Kind.CLOCK_MISSING: (sa.delete(clocks), sa.delete(clock_changes)),
    Kind.CLOCK_WRONG: (sa.update(clocks).values(used=3_600_000_000_000),),
    Kind.NEXT_MISSING: (sa.update(clocks).values(next_at=None),),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_what_is_damaged_is_made_whole_and_then_told_once(kept: Store, kind: Kind) -> None:
    ticket, _ = opened(kept)
    for statement in DAMAGE[kind]:
        damage(kept, statement)
    at = START + 30 * MINUTES
    assert wrong(kept, ticket.number, at) == [ticket.number]
    assert mended(kept, ticket.number, at) == [kind, kind]
    assert mended(kept, ticket.number, at) == []
    with kept.open() as tx:
        first, _ = tx.clocks.of(1, ticket.number)
        assert (first.due_at, first.lines) == (START + 2 * HOURS, 1)
        assert [line.used for line in tx.clocks.changes(1, ticket.number)[first.kind]] == [timedelta(0)]
    for _ in range(2):
        with kept.open() as tx:
            look(tx, 1, START + 150 * MINUTES)
    assert told(kept, ticket.number, "sla.breached") == 1


def test_a_breach_that_nobody_kept_is_found_late_and_told_once(kept: Store) -> None:
    ticket, _ = opened(kept)
    damage(kept, sa.update(clocks).values(next_at=None))
    at = START + 3 * HOURS
    with kept.open() as tx:
        look(tx, 1, at)
    assert told(kept, ticket.number, "sla.breached") == 0
    assert mended(kept, ticket.number, at) == [Kind.NEXT_MISSING, Kind.NEXT_MISSING]
    for _ in range(2):
        with kept.open() as tx:
            look(tx, 1, at)
    assert told(kept, ticket.number, "sla.breached") == 1
    assert mended(kept, ticket.number, at) == []


def test_a_milestone_that_is_gone_is_kept_again_and_not_told_again(kept: Store) -> None:
    ticket, _ = opened(kept)
    at = START + 3 * HOURS
    with kept.open() as tx:
        look(tx, 1, at)
    before = told(kept, ticket.number, "sla.escalated")
    damage(kept, sa.delete(milestones).where(milestones.c.kind == "first_response"))
    assert mended(kept, ticket.number, at) == [Kind.MILESTONE_MISSING]
    assert told(kept, ticket.number, "sla.breached") == 1
    assert told(kept, ticket.number, "sla.escalated") == before
    assert mended(kept, ticket.number, at) == []


def test_another_policy_is_true_for_tickets_that_nobody_touches(kept: Store) -> None:
    ticket, _ = opened(kept)
    with kept.open() as tx:
        policy(tx, START + 1 * HOURS, first="20m")
    assert mended(kept, ticket.number, START + 2 * HOURS) == [Kind.BEHIND]
    assert told(kept, ticket.number, "sla.breached") == 1
    assert mended(kept, ticket.number, START + 2 * HOURS) == []


def test_a_machine_whose_clock_is_a_little_behind_finds_nothing_wrong(kept: Store) -> None:
    ticket, _ = opened(kept)
    with kept.open() as tx:
        look(tx, 1, START + 3 * HOURS)
    for behind in (START + 3 * HOURS - MINUTES, START + 90 * MINUTES, START - MINUTES):
        assert mended(kept, ticket.number, behind) == []


@pytest.mark.parametrize(("first", "broken"), [("20m", START + 2 * HOURS), ("5h", None)])
def test_a_breach_that_nobody_saw_before_another_policy_is_no_damage(kept: Store, first: str, broken: datetime | None) -> None:
    """Both ways date it by the policy of its time, and both lift it where there is time again."""
    ticket, agent = opened(kept)
    with kept.open() as tx:
        policy(tx, START + 3 * HOURS, first=first)
    with kept.open() as tx:
        found = tx.tickets.get(1, ticket.number)
        assert found
        commands.note(tx, found, "Hm", agent, START + 200 * MINUTES)
    assert mended(kept, ticket.number, START + 210 * MINUTES) == []
    assert told(kept, ticket.number, "sla.breached") == 1
    with kept.open() as tx:
        assert tx.clocks.of(1, ticket.number)[0].breached_at == broken
