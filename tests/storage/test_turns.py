"""Turns are given once, whoever asks; absences and what waits for somebody are kept."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from app.errors import Stale
from app.people.away import Absence
from app.people.model import Person, Platform, Role, Team
from app.policy import changes
from app.policy.reading import read
from app.tickets import assigning, commands
from app.tickets.commands import Opening
from app.tickets.model import Priority, Source, Via
from storage.engine import connect
from storage.unit_of_work import Store
from tests import builders
from tests.builders import NOW
from tests.storage.test_races import in_threads

POLICY = """
version: 1
teams:
  it: {{name: IT, agents: ["slack:U0A", "slack:U0B", "slack:U0C"], assign: {how}{more}}}
  hr: {{name: People}}
"""


def company(store: Store, how: str = "round_robin", more: str = "") -> tuple[Team, Person]:
    with store.open() as tx:
        org = tx.organisations.first().id
        text = POLICY.format(how=how, more=more)
        changes.apply(tx, org, read(text), text, NOW)
        team = tx.teams.by_key(org, "it")
        assert team is not None
        return team, builders.person(tx)


def opening(team: Team, asker: Person, number: int) -> Opening:
    source = Source(Platform.SLACK, "T1", "C1", f"1700000000.{number:06d}")
    return Opening(f"Printer {number}", "", asker, team, None, None, Priority.NORMAL, "default", source, Via.MESSAGE)


def opens(store: Store, team: Team, asker: Person, number: int) -> None:
    """As a desk does: again when somebody else was faster."""
    while True:
        try:
            with store.open() as tx:
                commands.open_ticket(tx, opening(team, asker, number), NOW)
                return
        except Stale:
            continue


def opens_many(stores: list[Store], team: Team, asker: Person, many: int) -> None:
    """Each store so many, all at once."""

    def several(place: int) -> None:
        for number in range(many):
            opens(stores[place], team, asker, 1 + place * many + number)

    in_threads(len(stores), several)


def holders(store: Store, org: int) -> Counter[int | None]:
    with store.open() as tx:
        return Counter(ticket.assignee_id for ticket in tx.tickets.find(org))


@pytest.mark.parametrize("how", ["round_robin", "least_busy"])
def test_processes_that_open_tickets_at_once_give_each_turn_once(database_url: str, how: str) -> None:
    stores = [Store(connect(database_url)) for _ in range(3)]
    team, asker = company(stores[0], how)
    opens_many(stores, team, asker, 20)
    assert list(holders(stores[0], team.org_id).values()) == [20, 20, 20]
    with stores[0].open() as tx:
        assert sorted(tx.assignments.last_turns(team.org_id, team.id).values()) == [58, 59, 60]
    for store in stores:
        store.close()


def test_processes_never_go_beyond_the_capacity(database_url: str) -> None:
    stores = [Store(connect(database_url)) for _ in range(3)]
    team, asker = company(stores[0], "least_busy", ", capacity: 4")
    opens_many(stores, team, asker, 10)
    found = holders(stores[0], team.org_id)
    assert found.pop(None) == 18
    assert list(found.values()) == [4, 4, 4]
    for store in stores:
        store.close()


@pytest.mark.parametrize("capacity", [0, 4])
def test_tickets_that_are_moved_at_once_take_turns_within_the_capacity(database_url: str, capacity: int) -> None:
    stores = [Store(connect(database_url)) for _ in range(3)]
    team, asker = company(stores[0], "round_robin", f", capacity: {capacity}" if capacity else "")
    with stores[0].open() as tx:
        hr = tx.teams.by_key(team.org_id, "hr")
        assert hr is not None
    for number in range(1, 31):
        opens(stores[0], hr, asker, number)

    def move(place: int) -> None:
        for number in range(1 + place, 31, 3):
            moves(stores[place], team, asker, number)

    in_threads(3, move)
    found = holders(stores[0], team.org_id)
    assert found.pop(None, 0) == (18 if capacity else 0)
    assert list(found.values()) == [capacity or 10] * 3
    for store in stores:
        store.close()


def moves(store: Store, to: Team, by: Person, number: int) -> None:
    while True:
        try:
            with store.open() as tx:
                ticket = tx.tickets.get(to.org_id, number)
                assert ticket is not None
                commands.move(tx, ticket, to, by, NOW)
                return
        except Stale:
            continue


def test_workers_that_look_at_once_find_somebody_for_each_ticket_once(database_url: str) -> None:
    stores = [Store(connect(database_url)) for _ in range(3)]
    team, asker = company(stores[0])
    with stores[0].open() as tx:
        for agent in tx.teams.holding(team.org_id, team.id, Role.AGENT):
            tx.absences.add(Absence(team.org_id, agent.id, NOW, NOW + timedelta(minutes=2)), NOW)
    for number in range(1, 31):
        opens(stores[0], team, asker, number)
    later = NOW + timedelta(hours=1)

    def look(place: int) -> None:
        more = True
        while more:
            try:
                with stores[place].open() as tx:
                    more = assigning.next_in_line(tx, team.org_id, team.id, later)
            except Stale:
                continue

    in_threads(3, look)
    assert list(holders(stores[0], team.org_id).values()) == [10, 10, 10]
    with stores[0].open() as tx:
        assert tx.assignments.teams_due(team.org_id, later) == []
        for ticket in tx.tickets.find(team.org_id):
            told = [line.event for line in tx.tickets.history(team.org_id, ticket.number)]
            assert told.count("ticket.assigned") == 1
    for store in stores:
        store.close()


def test_a_turn_cannot_be_given_to_two(store: Store) -> None:
    team, _ = company(store)
    with store.open() as tx:
        first, second, _ = tx.teams.holding(team.org_id, team.id, Role.AGENT)
        assert [tx.assignments.next_turn(team.org_id, team.id) for _ in range(2)] == [1, 2]
        tx.assignments.took_turn(team.org_id, team.id, first.id, 2)
    with pytest.raises(Stale), store.open() as tx:
        tx.assignments.took_turn(team.org_id, team.id, second.id, 2)


def test_a_turn_that_was_rolled_back_is_given_again(store: Store) -> None:
    team, _ = company(store)

    def fails() -> None:
        with store.open() as tx:
            tx.assignments.next_turn(team.org_id, team.id)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    with store.open() as tx:
        assert tx.assignments.next_turn(team.org_id, team.id) == 1


def test_absences_stand_until_they_are_over_or_ended(store: Store) -> None:
    day = timedelta(days=1)
    with store.open() as tx:
        asha, lead = builders.person(tx), builders.person(tx, "Lena")
        for since, until in ((NOW + 7 * day, NOW + 9 * day), (NOW, NOW + day), (NOW + 3 * day, None)):
            tx.absences.add(Absence(asha.org_id, asha.id, since, until, by_id=lead.id), NOW)
    with store.open() as tx:
        found = tx.absences.of(asha.org_id, [asha.id, 99], NOW)
        assert [(one.number, one.since - NOW, one.by_id) for one in found[asha.id]] == [
            (2, timedelta(), lead.id), (3, 3 * day, lead.id), (1, 7 * day, lead.id)
        ]  # fmt: skip
        assert [one.number for one in tx.absences.of(asha.org_id, [asha.id], NOW + day)[asha.id]] == [3, 1]
        assert [one.number for one in tx.absences.begun(asha.org_id, NOW, 9)] == [2]
        present = found[asha.id][0]
        assert [tx.absences.tell(present, NOW) for _ in range(2)] == [True, False]
        assert [tx.absences.end(present, lead.id, NOW) for _ in range(2)] == [True, False]
        assert [one.number for one in tx.absences.of(asha.org_id, [asha.id], NOW)[asha.id]] == [3, 1]


def test_two_rows_of_one_person_become_one_with_their_turns_and_absence(store: Store) -> None:
    team, _ = company(store)
    with store.open() as tx:
        keep, drop, _ = tx.teams.holding(team.org_id, team.id, Role.AGENT)
        for person, turn in ((keep, 1), (drop, 2)):
            tx.assignments.took_turn(team.org_id, team.id, person.id, turn)
        for person in (keep, drop):
            tx.absences.add(Absence(team.org_id, person.id, NOW, None, by_id=drop.id), NOW)
        tx.people.merge(team.org_id, keep.id, drop.id)
        assert tx.assignments.last_turns(team.org_id, team.id) == {keep.id: 1}
        found = tx.absences.of(team.org_id, [keep.id, drop.id], NOW)
        assert [(one.number, one.by_id) for one in found[keep.id]] == [(1, keep.id), (2, keep.id)]
        assert list(found) == [keep.id]


def test_what_waits_is_looked_at_when_it_is_due_and_the_most_urgent_first(store: Store) -> None:
    with store.open() as tx:
        team = builders.team(tx)
        low, urgent = (builders.ticket(tx, priority=level) for level in (Priority.LOW, Priority.URGENT))
        for ticket in (low, urgent):
            tx.assignments.look_again(team.org_id, ticket.number, team.id, NOW)
        assert tx.assignments.teams_due(team.org_id, NOW - timedelta(seconds=1)) == []
        assert tx.assignments.teams_due(team.org_id, NOW) == [team.id]
        assert tx.assignments.due(team.org_id, team.id, NOW, 9) == [urgent.number, low.number]
        tx.assignments.put_off(team.org_id, team.id, NOW, NOW + timedelta(minutes=5))
        assert tx.assignments.teams_due(team.org_id, NOW) == []
        tx.assignments.look_now(team.org_id, team.id, NOW)
        tx.assignments.settled(team.org_id, urgent.number)
        assert tx.assignments.due(team.org_id, team.id, NOW, 9) == [low.number]
