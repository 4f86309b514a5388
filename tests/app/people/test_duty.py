"""Who may say that they are away and ask who is on duty, and what the answer tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.cards import Heading, Text
from app.people.away import Absence
from app.people.duty import Duty, coverage_gaps, duty_card, duty_of
from app.people.model import Kind, Person, Platform, Role, Team
from app.people.permissions import Action, may
from app.policy import changes
from app.policy.changes import current
from app.policy.reading import read
from app.tickets.sentences import plainly
from storage.unit_of_work import Store
from tests.builders import NOW

POLICY = """
version: 1
calendars: {office: {timezone: UTC, hours: {mon-fri: ["09:00-17:00"]}}}
teams:
  it: {name: IT, agents: ["slack:U0A", "slack:U0B"], leads: ["slack:U0L"], calendar: office}
  night: {name: Night, agents: ["slack:U0B"]}
"""


@pytest.mark.parametrize(
    ("person", "away", "duty"),
    [
        (Person(1, 1, "Agent", roles={3: Role.AGENT}), True, True),
        (Person(1, 1, "Lead", roles={3: Role.LEAD}), True, True),
        (Person(1, 1, "Manager", roles={3: Role.MANAGER}), True, True),
        (Person(1, 1, "Admin", admin=True), False, True),
        (Person(1, 1, "Employee"), False, False),
        (Person(1, 1, "Guest", kind=Kind.GUEST, roles={3: Role.AGENT}), False, False),
        (Person(1, 1, "Stranger", kind=Kind.EXTERNAL, roles={3: Role.AGENT}), False, False),
        (Person(1, 1, "Left", active=False, roles={3: Role.AGENT}), False, False),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_who_may_be_away_and_who_may_ask(person: Person, away: bool, duty: bool) -> None:
    assert (may(person, Action.AWAY), may(person, Action.SEE_DUTY)) == (away, duty)


def test_a_week_ahead_knows_holes_of_all_who_are_away(store: Store) -> None:
    """Monday ten o'clock: one is away until Wednesday, the other until further notice."""
    with store.open() as tx:
        org = tx.organisations.first().id
        changes.apply(tx, org, read(POLICY), POLICY, NOW)
        team = tx.teams.by_key(org, "it")
        assert team is not None
        first, second = tx.teams.holding(org, team.id, Role.AGENT)
        tx.absences.add(Absence(org, first.id, NOW, NOW + timedelta(days=2)), NOW)
        assert coverage_gaps(tx, current(tx, org), team, NOW) == []
        tx.absences.add(Absence(org, second.id, NOW - timedelta(days=9)), NOW)
        (gap,) = coverage_gaps(tx, current(tx, org), team, NOW)
        assert (gap.start, gap.end, gap.working) == (NOW, NOW + timedelta(days=2), timedelta(hours=16))
        second.active = False
        tx.people.save(second, NOW)
        assert coverage_gaps(tx, current(tx, org), team, NOW) == [gap], "who has left covers nothing"
        duty = duty_of(tx, current(tx, org), team, NOW)
        assert [person.id for person, _ in duty.away] == [first.id]
        assert [person.id for person in duty.left] == [second.id]
        assert duty.on == []


def test_a_team_without_a_calendar_is_always_open(store: Store) -> None:
    with store.open() as tx:
        org = tx.organisations.first().id
        changes.apply(tx, org, read(POLICY), POLICY, NOW)
        team = tx.teams.by_key(org, "night")
        assert team is not None
        duty = duty_of(tx, current(tx, org), team, NOW)
    assert (duty.is_open, duty.since, duty.until) == (True, None, None)
    assert "Open around the clock." in lines(duty)


@pytest.mark.parametrize(
    ("is_open", "hours", "said"),
    [
        (True, (NOW, NOW + timedelta(hours=7)), "Open since Nov 23, 2026, 10:00 AM UTC, until Nov 23, 2026, 5:00 PM UTC."),
        (True, (None, NOW), "Open until Nov 23, 2026, 10:00 AM UTC."),
        (False, (None, None), "Closed until Nov 24, 2026, 9:00 AM UTC."),
    ],
)
def test_the_hours_are_told(is_open: bool, hours: tuple[datetime | None, datetime | None], said: str) -> None:
    opens = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert said in lines(replace(BARE, is_open=is_open, since=hours[0], until=hours[1], opens=opens))


def test_who_never_works_says_so() -> None:
    assert "Closed, and no working hours lie ahead." in lines(BARE)


BARE = Duty(Team(1, 3, "it", "IT", {Platform.SLACK: "C1"}), False, None, None, None, [], [], [], [])


def lines(duty: Duty) -> list[str]:
    card = duty_card([duty], "en", "UTC")
    shown = [element for element in card.body if isinstance(element, Text | Heading)]
    return [plainly(element.parts) if isinstance(element, Text) else element.text for element in shown]
