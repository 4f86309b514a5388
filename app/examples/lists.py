"""Lists of tickets, the App Home, the help."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from app.cards import Card
from app.examples.cast import NOW, ZONE, Cast
from app.people.away import Absence
from app.people.duty import Duty, duty_card
from app.people.model import Platform
from app.people.preferences import Notice, Preferences, Quiet
from app.sla.clock import Clock
from app.sla.coverage import Gap
from app.sla.terms import ClockKind, Phase
from app.tickets.due import Due, Reader, expected, nearest
from app.tickets.followed import Following
from app.tickets.lists import home_card, list_card
from app.tickets.model import Priority, Ticket
from app.tickets.pages import PAGE, Page, Turning
from app.tickets.questions import commands_card


def list_examples(cast: Cast, locale: str) -> dict[str, Card]:
    """Full, empty and overlong lists, and every home."""
    some, many = _some(cast), [cast.ticket(number) for number in range(42, 42 - PAGE, -1)]
    people, again = cast.people, Turning("ticket.mine")
    mine, due, stands = _dues(cast, some, locale)
    theirs = Following(99, {some[0].number})
    return {
        "tickets.mine": list_card("title.mine", "notice.no_tickets", Page(some), again, people, locale, ZONE, mine),
        "tickets.mine_empty": list_card("title.mine", "notice.no_tickets", Page([]), again, people, locale, ZONE),
        "tickets.queue": list_card("title.queue", "notice.queue_empty", Page(some), again, people, locale, ZONE, due, theirs),
        "tickets.queue_empty": list_card("title.queue", "notice.queue_empty", Page([]), again, people, locale, ZONE),
        "tickets.long": list_card(
            "title.queue", "notice.queue_empty", Page(many, 20, True), again, people, locale, ZONE, {}, theirs
        ),
        "tickets.search": list_card("title.search", "notice.no_tickets", Page(some[:2]), again, people, locale, ZONE, {}, theirs),
        "home.first_visit": home_card(cast.requester, [], None, people, locale, ZONE, first=True),
        "home.requester": home_card(cast.requester, some, None, people, locale, ZONE, first=False, due_mine=mine),
        "home.agent": home_card(cast.agent, some[:1], some, people, locale, ZONE, False, stands, mine, some[:1], theirs),
        "home.follows": home_card(
            cast.requester,
            [],
            None,
            people,
            locale,
            ZONE,
            first=False,
            followed=some[:2],
            follows=Following(99, {ticket.number for ticket in some}),
            chosen=Preferences(frozenset({Notice.FOLLOWED, Notice.REMINDERS}), Quiet(time(22), time(7))),
        ),
        "home.agent_idle": home_card(cast.agent, [], [], people, locale, ZONE, first=False),
        "duty": duty_card(_duties(cast), locale, ZONE),
        "commands.slack": commands_card(Platform.SLACK, locale, helps=False),
        "commands.slack_agent": commands_card(Platform.SLACK, locale, helps=True),
        "commands.teams": commands_card(Platform.TEAMS, locale, helps=False),
        "commands.teams_agent": commands_card(Platform.TEAMS, locale, helps=True),
    }


def _duties(cast: Cast) -> list[Duty]:
    """A team at work, one that is closed, and one that never is."""
    day, agent, other = timedelta(days=1), cast.agent, cast.other_agent
    gaps = [Gap(NOW + day * n, NOW + day * n + timedelta(hours=9), timedelta(hours=8)) for n in range(1, 7)]
    away = [(other, Absence(1, other.id, NOW, NOW + day)), (agent, Absence(1, agent.id, NOW))]
    at_work = Duty(cast.team, True, NOW, NOW + timedelta(hours=9), NOW, [(agent, 3), (other, 1), (cast.requester, 0)], [], [], [])
    ahead = [(agent, Absence(1, agent.id, NOW + day, NOW + 2 * day)), (other, Absence(1, other.id, NOW + day))]
    at_work = replace(at_work, ahead=ahead)
    closed = Duty(cast.other_team, False, None, None, NOW + day, [], away, [cast.requester], gaps)
    always = Duty(cast.team, True, None, None, NOW, [], [], [], gaps[:1])
    late = replace(closed, opens=None, gaps=[])
    return [at_work, closed, always, late, replace(at_work, since=None)]


def _dues(cast: Cast, tickets: list[Ticket], locale: str) -> tuple[Due, Due, Due]:
    """What is due of each: to whoever asked, to agents in an answer, and to agents where it stands for a while."""
    now, later = Reader(cast.agent, locale, ZONE, NOW), Reader(cast.agent, locale, ZONE)
    away = (timedelta(hours=2), timedelta(minutes=-40), timedelta(minutes=35))
    clocks = [
        Clock(1, ticket.number, kind, phase, due_at=NOW + far, breached_at=NOW + far if far < timedelta() else None)
        for ticket, kind, phase, far in zip(
            tickets,
            (ClockKind.FIRST_RESPONSE, ClockKind.FIRST_RESPONSE, ClockKind.RESOLUTION, ClockKind.RESOLUTION),
            (Phase.RUNNING, Phase.RUNNING, Phase.RUNNING, Phase.PAUSED),
            (*away, away[0]),
            strict=False,
        )
    ]
    pairs = list(zip(tickets, clocks, strict=True))
    return (
        {ticket.number: line for ticket, clock in pairs if (line := expected(ticket, [clock], now))},
        {ticket.number: nearest([clock], now) for ticket, clock in pairs},
        {ticket.number: nearest([clock], later) for ticket, clock in pairs},
    )


def _some(cast: Cast) -> list[Ticket]:
    """One that is worked on, one that waits, and some that nobody has."""
    tickets = [cast.ticket()]
    priorities = (Priority.URGENT, Priority.NORMAL, Priority.LOW)
    tickets += [cast.ticket(41 - n, summary, priorities[n % len(priorities)]) for n, summary in enumerate(cast.told.others)]
    tickets[0].claim(cast.agent, NOW)
    tickets[-1].claim(cast.other_agent, NOW)
    tickets[-1].wait(cast.other_agent, NOW)
    return tickets
