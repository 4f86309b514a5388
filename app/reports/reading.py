"""Reads the facts of a report: a handful of statements a team, whatever the period is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.people.model import Team
from app.policy.document import Document
from app.policy.promises import FirstResponseBy
from app.policy.working_time import calendar_of
from app.ports import Tx
from app.ports.reports import Happened, Lists, Met, Stock
from app.reports.figures import Facts, Figures, Oldest, Opened, Solved, by_agent, by_category, figures
from app.reports.periods import Period
from app.sla.calendar import Calendar
from app.sla.clock import ClockKind
from app.sla.coverage import Gap


@dataclass(frozen=True)
class Report:
    """One team. `now` is how it stands at `at`, `stood` how it stood when the digest before this one left, if that is known.

    `categories` and `agents` are by name, the busiest first; '' is none. `gaps` are in the working time of the coming week.
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


def report_of(tx: Tx, policy: Document, team: Team, period: Period, at: datetime) -> Report:
    """The team in this period, and in the one before it."""
    reader = _Reader(tx, policy, team)
    facts, earlier = reader.facts(period.start, period.end), reader.facts(period.before.start, period.start)
    oldest = next(iter(tx.reports.listed(team.org_id, team.id, Lists.OLDEST, 1)), None)
    ticket = tx.tickets.get(team.org_id, oldest) if oldest else None
    categories = {category.id: category.name for category in tx.categories.all(team.org_id)}
    parts, agents = by_category(facts), by_agent(facts)
    people = tx.people.many(team.org_id, [agent for agent in agents if agent])
    return Report(
        team=team,
        period=period,
        at=at,
        now=tx.reports.stock(team.org_id, team.id),
        oldest=Oldest(ticket.number, ticket.created_at) if ticket else None,
        figures=figures(facts),
        before=figures(earlier),
        categories=_busiest(parts, {key: categories.get(key) or _gone(tx, team, key) for key in parts if key}),
        agents=_busiest(agents, {key: people[key].name for key in agents if key}),
    )


def _gone(tx: Tx, team: Team, category: int) -> str:
    """The name of a category that the policy does not have any more."""
    return tx.categories.get(team.org_id, category).name


def _busiest(parts: Mapping[int | None, Figures], names: Mapping[int, str]) -> list[tuple[str, Figures]]:
    named = [(names[key] if key else "", found) for key, found in parts.items()]
    return sorted(named, key=lambda part: (-part[1].solved, -part[1].new, part[0]))


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
        answered = self._answered([number for number in lines if (number, ClockKind.FIRST_RESPONSE) not in kept])
        hours = calendar_of(self.policy, self.team.key)
        return [_one(line, kept, answered, hours) for line in lines.values()]

    def _answered(self, numbers: Sequence[int]) -> Mapping[int, datetime]:
        sla = self.policy.sla_of(self.team.key)
        claimed = sla is not None and sla.first_response_by is FirstResponseBy.CLAIM
        return self.tx.reports.first_answers(self.team.org_id, numbers, claimed=claimed) if numbers else {}


def _one(line: Happened, kept: Mapping[tuple[int, ClockKind], Met], answered: Mapping[int, datetime], hours: Calendar) -> Solved:
    first, last = kept.get((line.ticket, ClockKind.FIRST_RESPONSE)), kept.get((line.ticket, ClockKind.RESOLUTION))
    answer = min(answered.get(line.ticket, line.at), line.at)
    return Solved(
        ticket=line.ticket,
        first_response=first.used if first else hours.elapsed(line.created_at, max(answer, line.created_at)),
        resolution=last.used if last else hours.elapsed(line.created_at, max(line.at, line.created_at)),
        late=_late([one for one in (first, last) if one is not None]),
        category=line.category_id,
        agent=line.assignee_id or line.by_id,
    )


def _late(met: Iterable[Met]) -> bool | None:
    found = [one.late for one in met]
    return any(found) if found else None
