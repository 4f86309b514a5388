"""Lists of tickets, the App Home, the help."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.cards import Card
from app.examples.cast import NOW, ZONE, Cast
from app.people.away import Absence
from app.people.duty import Duty, duty_card
from app.people.model import Platform
from app.sla.coverage import Gap
from app.tickets.lists import home_card, list_card
from app.tickets.model import Priority, Ticket
from app.tickets.questions import commands_card


def list_examples(cast: Cast, locale: str) -> dict[str, Card]:
    """Full, empty and overlong lists, and every home."""
    some, many = _some(cast), [cast.ticket(number) for number in range(42, 16, -1)]
    people = cast.people
    return {
        "tickets.mine": list_card("title.mine", "notice.no_tickets", some, people, locale, ZONE),
        "tickets.mine_empty": list_card("title.mine", "notice.no_tickets", [], people, locale, ZONE),
        "tickets.queue": list_card("title.queue", "notice.queue_empty", some, people, locale, ZONE),
        "tickets.queue_empty": list_card("title.queue", "notice.queue_empty", [], people, locale, ZONE),
        "tickets.long": list_card("title.queue", "notice.queue_empty", many, people, locale, ZONE),
        "tickets.search": list_card("title.search", "notice.no_tickets", some[:2], people, locale, ZONE),
        "home.first_visit": home_card(cast.requester, [], None, people, locale, ZONE, first=True),
        "home.requester": home_card(cast.requester, some, None, people, locale, ZONE, first=False),
        "home.agent": home_card(cast.agent, some[:1], some, people, locale, ZONE, first=False),
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
    closed = Duty(cast.other_team, False, None, None, NOW + day, [], away, [cast.requester], gaps)
    always = Duty(cast.team, True, None, None, NOW, [], [], [], gaps[:1])
    late = replace(closed, opens=None, gaps=[])
    return [at_work, closed, always, late, replace(at_work, since=None)]


def _some(cast: Cast) -> list[Ticket]:
    """One that is worked on, one that waits, and some that nobody has."""
    tickets = [cast.ticket()]
    priorities = (Priority.URGENT, Priority.NORMAL, Priority.LOW)
    tickets += [cast.ticket(41 - n, summary, priorities[n % len(priorities)]) for n, summary in enumerate(cast.told.others)]
    tickets[0].claim(cast.agent, NOW)
    tickets[-1].claim(cast.other_agent, NOW)
    tickets[-1].wait(cast.other_agent, NOW)
    return tickets
