"""A desk whose tickets live by steps that can be lived once more elsewhere, under another policy."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import yaml

from app.errors import Conflict
from app.interaction import Interaction
from app.people.model import Platform
from app.policy import changes
from app.policy.reading import read
from app.seal import Seal
from app.sla.acknowledging import acknowledge, hold
from app.sla.keeping import keep
from app.sla.watch import look
from app.tickets import commands
from app.tickets.intake import Request, open_request
from app.tickets.model import Priority, Source, Ticket, Via
from app.tickets.spoken import Spoken
from app.turn import Turn
from storage.engine import connect
from storage.unit_of_work import Store, Transaction
from tests import builders

MINUTE = timedelta(minutes=1)
TEAMS = ("it", "hr", "ops")
PEOPLE = ("U0RAVI001", "U0MINA001", "U0ASHA001")
"""Two agents of every team, and somebody who only asks."""

PLACES = ("C0HELP001", "C0OTHER01", "D0DIRECT1")
TEXTS = ("vpn is down since morning", "outage in the Pune office, vpn too", "my payslip is wrong", "need a chair", "वीपीएन बंद है")


@dataclass(frozen=True)
class Step:
    """Something that somebody does to the ticket `number`; a ticket is opened in the order of these."""

    at: datetime
    deed: str
    number: int
    who: int = 0
    about: Any = None


@dataclass
class Company:
    """Lives steps. `lived` are those that happened: the desk has refused none of them, and each left a line."""

    store: Store
    begin: datetime
    lived: list[Step] = field(default_factory=list)

    def apply(self, policy: dict[str, Any]) -> None:
        text = written(policy)
        with self.store.open() as tx:
            builders.organisation(tx)
            known = [tx.people.by_identity(1, Platform.SLACK, "T1", user) for user in PEOPLE]
            self.people = [
                one or builders.person(tx, user, user=user, at=self.begin) for one, user in zip(known, PEOPLE, strict=True)
            ]
            changes.apply(tx, 1, read(text), text, self.begin)
            self.people = [tx.people.get(1, one.id) for one in self.people]

    def live(self, steps: Iterable[Step], until: datetime) -> None:
        for step in steps:
            self.watch(step.at - timedelta(microseconds=1))
            if self._happens(step):
                self.lived.append(step)
        self.watch(until)

    def watch(self, until: datetime) -> None:
        """In each moment in which something is due."""
        while (due := self._next_look()) is not None and due <= until:
            with self.store.open() as tx:
                while look(tx, 1, due):
                    pass

    def _next_look(self) -> datetime | None:
        with self.store.reading() as tx:
            clocks = tx.clocks.of_many(1, range(1, 20)).values()
            return min((one.next_at for some in clocks for one in some if one.next_at), default=None)

    def _happens(self, step: Step) -> bool:
        try:
            with self.store.open() as tx:
                if step.deed == "open":
                    self._open(tx, step)
                    return True
                found = tx.tickets.get(1, step.number)
                if found is None:
                    return False
                self._do(tx, found, step)
                return any(event.by is not None for _, event in tx.recorded)
        except Conflict:
            return False

    def _open(self, tx: Transaction, step: Step) -> None:
        text, place, via = step.about["text"], step.about["place"], step.about["via"]
        source = Source(Platform.SLACK, "T1", place, f"1700000000.{step.number:06d}")
        by = self.people[step.who]
        asked = Interaction("", Platform.SLACK, "T1", PEOPLE[step.who], "ticket.create")
        turn = Turn(tx, builders.organisation(tx), by, asked, step.at, "en", changes.current(tx, 1), lambda: "x" * 22, Seal(b""))
        form = {name: step.about[name] for name in ("category", "chosen") if name in step.about}
        open_request(turn, Request(text, source, via, by, "Please" if form else "", **form))

    def _do(self, tx: Transaction, ticket: Ticket, step: Step) -> None:
        by, at = self.people[step.who], step.at
        match step.deed:
            case "reply":
                commands.reply(tx, ticket, "Try again", by, at)
            case "answer":
                asker = next(one for one in self.people if one.id == ticket.requester_id)
                commands.add_detail(tx, ticket, Spoken("Still broken"), asker, at)
            case "prioritise":
                commands.prioritise(tx, ticket, step.about, by, at)
            case "move":
                team = tx.teams.by_key(1, step.about)
                assert team is not None
                commands.move(tx, ticket, team, by, at)
            case "assign":
                commands.assign(tx, ticket, self.people[step.about], by, at)
            case "resolve":
                commands.resolve(tx, ticket, "Done", by, at)
            case "on_it":
                acknowledge(tx, ticket, by, at)
            case "snooze_alert":
                hold(tx, ticket, at + step.about, by, at)
            case _:
                getattr(commands, step.deed)(tx, ticket, by, at)


def written(policy: dict[str, Any]) -> str:
    return yaml.safe_dump(policy, allow_unicode=True)


def fresh(url: str, begin: datetime, policy: dict[str, Any]) -> Company:
    company = Company(Store(connect(url), keeping=keep), begin)
    company.apply(policy)
    return company


DEEDS = (
    "reply", "answer", "answer", "claim", "wait", "wait", "prioritise", "move", "assign", "resolve", "reopen", "on_it", "on_it",
    "snooze_alert", "confirm", "withdraw", "reject",
)  # fmt: skip
WEIGHTS = (3, 4, 4, 4, 4, 4, 4, 3, 2, 2, 4, 4, 4, 3, 1, 0.3, 0.3)


def a_life(chance: random.Random, begin: datetime, tickets: int = 4, steps: int = 40) -> Iterator[Step]:
    """Opened one after the other, and much happens to them."""
    at, opened = begin, 0
    for number in range(steps):
        at += timedelta(seconds=60 + int(chance.expovariate(1 / 6000)))
        if opened < tickets and number % (steps // 2 // tickets) == 0:
            opened += 1
            yield Step(at, "open", opened, chance.choice([2, 2, 0]), a_request(chance))
        else:
            (deed,) = chance.choices(DEEDS, WEIGHTS)
            yield Step(at, deed, chance.randint(1, opened), chance.randrange(2), _about(chance, deed))


def a_request(chance: random.Random) -> dict[str, Any]:
    request: dict[str, Any] = {"text": chance.choice(TEXTS), "place": chance.choice(PLACES), "via": Via.MESSAGE}
    if chance.random() < 0.3:
        request |= {"via": Via.FORM, "category": chance.choice(["-", "vpn"])}
        raised = "outage" in request["text"]  # then nothing tells any more what they had chosen
        request |= {"chosen": chance.choice(list(Priority))} if chance.random() < 0.5 and not raised else {}
    return request


def _about(chance: random.Random, deed: str) -> Any:
    return {
        "prioritise": chance.choice(list(Priority)),
        "move": chance.choice(TEAMS),
        "assign": chance.randrange(2),
        "snooze_alert": timedelta(minutes=chance.randint(5, 900)),
    }.get(deed)
