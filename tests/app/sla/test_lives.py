"""Random lives of tickets: whatever happens to them, the clocks show what counting every minute shows."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.errors import Conflict
from app.people.model import Person, Platform
from app.policy import changes
from app.policy.reading import read
from app.sla.account import account, used
from app.sla.clock import Clock
from app.sla.keeping import Keeper, keep
from app.sla.ladder import BREACH
from app.sla.promises import promises, promises_then
from app.sla.watch import look, look_at
from app.tickets import commands
from app.tickets.model import Priority, Source, Status, Ticket
from app.tickets.spoken import Spoken
from storage.engine import connect
from storage.unit_of_work import Store, Transaction
from tests import builders
from tests.app.sla.life import Life
from tests.app.sla.test_against_the_oracle import ZONES, a_calendar, moment
from tests.databases import fresh_sqlite

SEEDS, STEPS = 20, 100
TEAMS = ("it", "hr", "ops")
MINUTE = timedelta(minutes=1)
HERE = Source(Platform.SLACK, "T1", "C1", "")


def a_target(chance: random.Random) -> dict[str, str]:
    """Nothing, one of the two, or both; often no longer than the time between two things that happen."""
    minutes = sorted(chance.sample([15, 60, 90, 240, 480, 1200, 2400], 2))
    both = {"first_response": f"{minutes[0]}m", "resolution": f"{minutes[1]}m" if minutes[1] % 60 else f"{minutes[1] // 60}h"}
    return {kind: target for kind, target in both.items() if chance.random() < 0.85}


def a_promise(chance: random.Random, by: str) -> dict[str, Any]:
    return {
        "warn_at": chance.choice(["75%", "50%", "10m", "90.5%"]),
        "pause_on": chance.choice([["waiting"], ["waiting"], []]),
        "first_response_by": by,
        "targets": {str(priority): a_target(chance) for priority in Priority if chance.random() < 0.85},
    }


def a_policy(chance: random.Random, around: datetime, by: str) -> dict[str, Any]:
    zones = [chance.choice(ZONES) for _ in range(2)]
    calendars = {name: a_calendar(chance, zone, around) for name, zone in zip("ab", zones, strict=True)}
    return with_teams(chance, {"version": 1, "calendars": calendars, "sla": {name: a_promise(chance, by) for name in "pq"}})


def with_teams(chance: random.Random, policy: dict[str, Any]) -> dict[str, Any]:
    options: dict[str, list[str | None]] = {"calendar": ["a", "b", "a", None], "sla": ["p", "q", "p", None]}
    drawn = {team: {name: chance.choice(some) for name, some in options.items()} for team in TEAMS}
    teams = {team: {name: one for name, one in about.items() if one} for team, about in drawn.items()}
    return policy | {"teams": teams}


def another_policy(chance: random.Random, before: dict[str, Any], around: datetime, by: str) -> dict[str, Any]:
    """Most often only one thing is another."""
    part = chance.choice(["teams", "calendar", "sla", "all", "none"])
    if part == "teams":
        return with_teams(chance, before)
    if part == "calendar":
        return before | {"calendars": before["calendars"] | {"a": a_calendar(chance, chance.choice(ZONES), around)}}
    if part == "sla":
        return before | {"sla": before["sla"] | {"p": a_promise(chance, by)}}
    return a_policy(chance, around, by) if part == "all" else before


class Told:
    """One ticket in a database, and beside it the life that the oracle counts."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store, self.chance = store, random.Random(seed)
        self.by = self.chance.choice(["reply", "claim"])
        self.around = moment(self.chance, self.chance.choice(ZONES)).replace(minute=0)
        self.begin = self.around - timedelta(days=6)
        self.at = self.begin + timedelta(minutes=self.chance.randrange(2 * 1440))
        self.policy: dict[str, Any] = {}
        self.looked = self.chance.choice([1.0, 0.3, 0.02])
        self.watched = False
        self.often = self.chance.choice([0.12, 0.12, 0.4])
        self.refused = 0
        self.apply(a_policy(self.chance, self.around, self.by))
        self.open()

    def apply(self, policy: dict[str, Any]) -> None:
        self.policy = policy
        text = yaml.safe_dump(policy)
        with self.store.open() as tx:
            builders.organisation(tx)
            changes.apply(tx, 1, read(text), text, self.at)

    def open(self) -> None:
        team, priority = self.chance.choice(TEAMS), self.chance.choice(list(Priority))
        with self.store.open() as tx:
            found = tx.teams.by_key(1, team)
            self.agent, self.asha = builders.person(tx, "Ravi", at=self.at), builders.person(tx, at=self.at)
            self.number = builders.ticket(tx, of=found, requester=self.asha, priority=priority, at=self.at).number
        self.life = Life(self.begin, self.at, self.policy, team, str(priority))
        self.life.owe()

    def step(self) -> None:
        self.at += timedelta(minutes=1 + int(self.chance.expovariate(1 / 90)))
        self.life.pass_time(self.at)
        if self.chance.random() < self.often:
            self.apply(another_policy(self.chance, self.policy, self.around, self.by))
            self.life.apply(self.policy)
        else:
            self.act()
        self.watched = self.chance.random() < self.looked
        if self.watched:
            self.watch()

    def watch(self) -> None:
        """What every tick does, and for a ticket without a clock what the audit does."""
        with self.store.open() as tx:
            while look(tx, 1, self.at):
                pass
            ticket = tx.tickets.get(1, self.number)
            assert ticket is not None
            look_at(tx, ticket, promises(tx, 1), self.at)
        self.life.look()

    def act(self) -> None:
        deeds: list[Callable[[Transaction, Ticket], Callable[[], None] | None]] = [
            self.reply, self.answer, self.answer, self.claim, self.wait, self.wait, self.prioritise, self.prioritise, self.move,
            self.resolve, self.end, self.reopen, self.note,
        ]  # fmt: skip
        try:
            with self.store.open() as tx:
                found = tx.tickets.get(1, self.number)
                assert found is not None
                happened = self.chance.choice(deeds)(tx, found)
        except Conflict:
            self.refused += 1
            return
        if happened:
            happened()

    def reply(self, tx: Transaction, ticket: Ticket) -> Callable[[], None]:
        commands.reply(tx, ticket, "Try again", self.agent, self.at)
        return self.life.reply

    def answer(self, tx: Transaction, ticket: Ticket) -> Callable[[], None]:
        commands.add_detail(tx, ticket, Spoken("Still broken", source=HERE), self.asha, self.at)
        return self.life.answer

    def claim(self, tx: Transaction, ticket: Ticket) -> Callable[[], None] | None:
        mine = ticket.assignee_id == self.agent.id and ticket.status is not Status.NEW
        commands.claim(tx, ticket, self.agent, self.at)
        return None if mine else self.life.claim

    def wait(self, tx: Transaction, ticket: Ticket) -> Callable[[], None]:
        commands.wait(tx, ticket, self.agent, self.at)
        return self.life.wait

    def prioritise(self, tx: Transaction, ticket: Ticket) -> Callable[[], None]:
        priority = self.chance.choice(list(Priority))
        commands.prioritise(tx, ticket, priority, self.agent, self.at)
        return lambda: self.life.prioritise(str(priority))

    def move(self, tx: Transaction, ticket: Ticket) -> Callable[[], None]:
        team = tx.teams.by_key(1, self.chance.choice(TEAMS))
        assert team is not None
        commands.move(tx, ticket, team, self.agent, self.at)
        return lambda: self.life.move(team.key)

    def resolve(self, tx: Transaction, ticket: Ticket) -> Callable[[], None]:
        commands.resolve(tx, ticket, "Done", self.agent, self.at)
        return self.life.resolve

    def end(self, tx: Transaction, ticket: Ticket) -> Callable[[], None]:
        how: Callable[[Transaction, Ticket, Person, datetime], None] = self.chance.choice([commands.withdraw, commands.reject])
        how(tx, ticket, self.agent, self.at)
        return self.life.end

    def reopen(self, tx: Transaction, ticket: Ticket) -> Callable[[], None]:
        commands.reopen(tx, ticket, self.agent, self.at)
        return self.life.reopen

    def note(self, tx: Transaction, ticket: Ticket) -> None:
        commands.note(tx, ticket, "Hm", self.agent, self.at)

    def agrees(self) -> None:
        """The clocks as anybody would see them now, the account of their lines, and the oracle say the same."""
        with self.store.open() as tx:
            ticket = tx.tickets.get(1, self.number)
            assert ticket is not None
            keeper = Keeper(tx, ticket, promises(tx, 1))
            keeper.load()
            kept = tx.clocks.changes(1, self.number)
            self.same_breaches(tx, keeper)
            assert {str(kind) for kind in keeper.clocks} == set(self.life.clocks)
            for kind, clock in keeper.clocks.items():
                lines = [*kept.get(kind, ()), *clock.changes]
                hours = {line.seq: promises_then(tx, 1, line.version).hours(line.calendar) for line in lines}
                spent = clock.used_at(self.at, hours[lines[-1].seq])
                assert used(account(lines, lambda line, hours=hours: hours[line.seq], self.at)) == spent
                self.same(clock, spent)

    def same_breaches(self, tx: Transaction, keeper: Keeper) -> None:
        """Each is dated by the policy of its time, whoever looked when; what is kept was told, once."""
        told = [line.changes["kind"] for line in tx.tickets.history(1, self.number) if line.event == "sla.breached"]
        passed = [(str(one.kind), one.due_at) for one in tx.clocks.milestones(1, [self.number]) if one.level == BREACH]
        assert sorted(told) == sorted(kind for kind, _ in passed)
        found = [(str(one.clock.kind), one.milestone.at) for one in keeper.unkept if one.milestone.level == BREACH]
        for kind, counted in self.life.clocks.items():
            facts = [at for which, at in passed + found if which == kind]
            assert sorted({*facts} - {counted.broke}) == [at for at in counted.breaches if at != counted.broke]
            assert len(facts) == len({*facts})
            assert counted.broke in facts or not (counted.seen and (self.watched or counted.phase != "running"))

    def same(self, clock: Clock, spent: timedelta) -> None:
        counted = self.life.clocks[str(clock.kind)]
        assert (str(clock.phase), spent) == (counted.phase, counted.used * MINUTE)
        if counted.phase in ("met", "paused") or (self.watched and counted.phase == "running"):
            assert (clock.breached_at is not None) == counted.seen
        due = self.life.due(str(clock.kind))
        if due is not None and not clock.breached_at:
            assert clock.due_at == due


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Store]]:
    folder: Path = tmp_path_factory.mktemp("lives")
    opened: list[Store] = []

    def fresh() -> Store:
        opened.append(Store(connect(fresh_sqlite(folder)), keeping=keep))
        return opened[-1]

    yield fresh
    for store in opened:
        store.close()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_clock_differs_from_counting_every_minute(stores: Callable[[], Store], seed: int) -> None:
    told = Told(stores(), seed)
    told.agrees()
    for number in range(STEPS):
        told.step()
        try:
            told.agrees()
        except AssertionError as error:
            raise AssertionError(f"step {number} of seed {seed}") from error
    assert told.refused < STEPS
