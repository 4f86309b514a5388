"""One ticket, the people around it and a clock on the wall, for tests of promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from app.people.model import Person, Platform
from app.policy import changes
from app.policy.reading import read
from app.sla.clock import Clock
from app.sla.keeping import Keeper
from app.sla.promises import promises
from app.sla.terms import ClockKind
from app.sla.watch import look
from app.tickets import commands
from app.tickets.model import Priority, Source, Ticket
from app.tickets.spoken import Spoken
from storage.unit_of_work import Store, Transaction
from tests import builders

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HERE = Source(Platform.SLACK, "T1", "C1", "")

POLICY = """
version: 1
calendars:
  office: {timezone: UTC, hours: {mon-fri: ["09:00-17:00"]}}
  always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}
teams:
  it: {name: IT, calendar: office, sla: standard}
  ops: {name: Operations, calendar: always, sla: standard}
  hr: {name: People}
sla:
  standard:
    targets:
      urgent: {first_response: 30m, resolution: 2h}
      high: {first_response: 1h, resolution: 4h}
      normal: {first_response: 2h, resolution: 8h}
"""
ANSWER, SOLUTION = ClockKind.FIRST_RESPONSE, ClockKind.RESOLUTION


@dataclass
class Room:
    """One ticket and the people around it; `at` is what o'clock it is."""

    store: Store
    at: datetime = MONDAY
    number: int = 0

    def apply(self, text: str = POLICY) -> None:
        with self.store.open() as tx:
            builders.organisation(tx)
            changes.apply(tx, 1, read(text), text, self.at)

    def opens(self, priority: Priority = Priority.NORMAL, team: str = "it") -> None:
        with self.store.open() as tx:
            self.asha, self.ravi = builders.person(tx), builders.person(tx, "Ravi")
            found = tx.teams.by_key(1, team)
            self.number = builders.ticket(tx, of=found, requester=self.asha, priority=priority, at=self.at).number

    def do(self, command: Callable[..., Any], *about: Any, after: timedelta = timedelta(0), by: Person | None = None) -> None:
        """`after` so much time, in a transaction of its own."""
        self.at += after
        with self.store.open() as tx:
            command(tx, self.ticket(tx), *about, by or self.ravi, self.at)

    def ticket(self, tx: Transaction) -> Ticket:
        found = tx.tickets.get(1, self.number)
        assert found is not None
        return found

    def reply(self, **when: timedelta) -> None:
        self.do(commands.reply, "Try again", **when)

    def answer(self, **when: timedelta) -> None:
        said = Spoken("Still broken", source=HERE)
        self.do(lambda tx, ticket, by, at: commands.add_detail(tx, ticket, said, by, at), by=self.asha, **when)

    def move(self, team: str, **when: timedelta) -> None:
        self.do(lambda tx, ticket, by, at: commands.move(tx, ticket, tx.teams.by_key(1, team), by, at), **when)

    def watch(self, after: timedelta = timedelta(0)) -> None:
        self.at += after
        with self.store.open() as tx:
            while look(tx, 1, self.at):
                pass

    def clock(self, kind: ClockKind) -> Clock:
        """As it is stored."""
        with self.store.open() as tx:
            return next(clock for clock in tx.clocks.of(1, self.number) if clock.kind is kind)

    def clocks(self) -> dict[ClockKind, Clock]:
        """As anybody sees them, whatever was applied meanwhile."""
        with self.store.open() as tx:
            keeper = Keeper(tx, self.ticket(tx), promises(tx, 1))
            keeper.load()
            return keeper.clocks

    def phases(self) -> list[str]:
        return [str(clock.phase) for clock in self.clocks().values()]

    def told(self) -> list[tuple[str, dict[str, Any]]]:
        """What the history says of clocks; its numbers have no gap."""
        with self.store.open() as tx:
            history = tx.tickets.history(1, self.number)
        assert [line.seq for line in history] == list(range(1, len(history) + 1))
        return [(line.event, dict(line.changes)) for line in history if line.event.startswith("sla.")]


def both(event: str) -> list[tuple[str, dict[str, Any]]]:
    return [(event, {"kind": "first_response"}), (event, {"kind": "resolution"})]
