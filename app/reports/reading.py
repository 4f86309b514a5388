"""Reads the facts of a report: a handful of statements a team, whatever the period is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.people.model import Team
from app.policy.document import Document
from app.policy.promises import FirstResponseBy
from app.policy.working_time import calendar_of
from app.ports import Tx
from app.ports.reports import Happened, Lists, Met, Stock
from app.reports.figures import Facts, Figures, Oldest, Opened, Solved, by_agent, by_category, figures
from app.reports.periods import Period
from app.sla.calendar import Calendar
from app.sla.coverage import Gap
from app.sla.terms import ClockKind


@dataclass(frozen=True)
class Report:
    """One team. `now` is how it stands at `at`, `stood` how it stood when the digest before this one left, if that is known.

    `categories` and `agents` are by name, the busiest first; '' is none. `category_ids` and `agent_ids` say in the same order
    which they are, 0 for none. `gaps` are in the working time of the coming week.
    """

    team: Team
    period: Period
    at: datetime
    now: Stock
    oldest: Oldest | None
    figures: Figures
    before: Figures
    categories: Sequence[tuple[str, Figures]] = ()
    agents: Sequence[tuple[str, Figures]] = ()
    stood: Stock | None = None
    gaps: Sequence[Gap] = ()
    every: str = ""
    late: bool = field(default=False)
    category_ids: Sequence[int] = ()
    agent_ids: Sequence[int] = ()


def report_of(tx: Tx, policy: Document, team: Team, period: Period, at: datetime) -> Report:
    """The team in this period, and in the one before it."""
    reader = _Reader(tx, policy, team)
    facts, earlier = reader.facts(period.start, period.end), reader.facts(period.before.start, period.start)
    oldest = next(iter(tx.reports.listed(team.org_id, team.id, Lists.OLDEST, 1)), None)
    ticket = tx.tickets.get(team.org_id, oldest) if oldest else None
    categories = {category.id: category.name for category in tx.categories.all(team.org_id)}
    parts, agents = by_category(facts), by_agent(facts)
    people = tx.people.many(team.org_id, [agent for agent in agents if agent])
    busy = _busiest(parts, {key: categories.get(key) or _gone(tx, team, key) for key in parts if key})
    busy_agents = _busiest(agents, {key: people[key].name for key in agents if key})
    return Report(
        team=team,
        period=period,
        at=at,
        now=tx.reports.stock(team.org_id, team.id),
        oldest=Oldest(ticket.number, ticket.created_at) if ticket else None,
        figures=figures(facts),
        before=figures(earlier),
        categories=[(name, found) for name, found, _ in busy],
        agents=[(name, found) for name, found, _ in busy_agents],
        category_ids=[key for _, _, key in busy],
        agent_ids=[key for _, _, key in busy_agents],
    )


def broken_in(tx: Tx, policy: Document, team: Team, since: datetime, until: datetime) -> list[int]:
    """Numbers of the tickets that the share of broken promises counts, the latest solved first."""
    return [one.ticket for one in reversed(_Reader(tx, policy, team).facts(since, until).solved) if one.late]


def part_in(tx: Tx, policy: Document, team: Team, since: datetime, until: datetime, category: int) -> list[int]:
    """Numbers of the tickets behind a category's figures: what was solved, the latest first, then what was opened besides."""
    facts = _Reader(tx, policy, team).facts(since, until)
    solved = [one.ticket for one in reversed(facts.solved) if (one.category or 0) == category]
    opened = [one.ticket for one in reversed(facts.opened) if (one.category or 0) == category]
    return list(dict.fromkeys([*solved, *opened]))


def solved_by(tx: Tx, policy: Document, team: Team, since: datetime, until: datetime, agent: int) -> list[int]:
    """Numbers of the tickets behind an agent's figures, the latest solved first."""
    solved = _Reader(tx, policy, team).facts(since, until).solved
    return [one.ticket for one in reversed(solved) if (one.agent or 0) == agent]


def _gone(tx: Tx, team: Team, category: int) -> str:
    """The name of a category that the policy does not have any more."""
    return tx.categories.get(team.org_id, category).name


def _busiest(parts: Mapping[int | None, Figures], names: Mapping[int, str]) -> list[tuple[str, Figures, int]]:
    named = [(names[key] if key else "", found, key or 0) for key, found in parts.items()]
    return sorted(named, key=lambda part: (-part[1].solved, -part[1].new, part[0], part[2]))


@dataclass
class _Reader:
    tx: Tx
    policy: Document
    team: Team

    def facts(self, since: datetime, until: datetime) -> Facts:
        lines = self.tx.reports.happened(self.team.org_id, self.team.id, since, until)
        opened = {line.ticket: Opened(line.ticket, line.category_id) for line in lines if line.event == "ticket.opened"}
        solved = {line.ticket: line for line in lines if line.event == "ticket.resolved"}
        reopened = frozenset(line.ticket for line in lines if line.event == "ticket.reopened")
        return Facts(list(opened.values()), self._solved(solved, since, until), reopened)

    def _solved(self, lines: Mapping[int, Happened], since: datetime, until: datetime) -> list[Solved]:
        met = self.tx.reports.met(self.team.org_id, self.team.id, since, until) if lines else ()
        kept: dict[tuple[int, ClockKind], Met] = {(line.ticket, line.kind): line for line in met if line.at < until}
        unknown = [number for number in lines if (number, ClockKind.FIRST_RESPONSE) not in kept]
        when = answered(self.tx, self.policy, self.team, unknown)
        hours = calendar_of(self.policy, self.team.key)
        return [_one(line, kept, when, hours) for line in lines.values()]


def answered(tx: Tx, policy: Document, team: Team, numbers: Sequence[int]) -> Mapping[int, datetime]:
    """When each of the team's tickets was first answered, out of its history: for those whose clock does not say it."""
    sla = policy.sla_of(team.key)
    claimed = sla is not None and sla.first_response_by is FirstResponseBy.CLAIM
    return tx.reports.first_answers(team.org_id, numbers, claimed=claimed) if numbers else {}


def worked(used: timedelta | None, since: datetime, until: datetime, hours: Calendar) -> timedelta:
    """The working time that something took: what its clock says and, where nothing was promised, that of the calendar."""
    return hours.elapsed(since, max(until, since)) if used is None else used


def _one(line: Happened, kept: Mapping[tuple[int, ClockKind], Met], when: Mapping[int, datetime], hours: Calendar) -> Solved:
    first, last = kept.get((line.ticket, ClockKind.FIRST_RESPONSE)), kept.get((line.ticket, ClockKind.RESOLUTION))
    answer = min(when.get(line.ticket, line.at), line.at)
    return Solved(
        ticket=line.ticket,
        first_response=worked(first.used if first else None, line.created_at, answer, hours),
        resolution=worked(last.used if last else None, line.created_at, line.at, hours),
        late=_late([one for one in (first, last) if one is not None]),
        category=line.category_id,
        agent=line.assignee_id or line.by_id,
    )


def _late(met: Iterable[Met]) -> bool | None:
    found = [one.late for one in met]
    return any(found) if found else None
