"""Who is on duty in a team now, who is away until when, and where nobody will be there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app import words
from app.cards import Card, Element, Heading, Inline, Text, Tone
from app.people.absences import present
from app.people.away import Absence
from app.people.model import Person, Role, Team
from app.policy.document import Document
from app.policy.working_time import calendar_of
from app.ports import Tx
from app.sla.calendar import Calendar
from app.sla.coverage import Gap, gaps
from app.tickets.sentences import one_below_another, plainly, sentence, told_moment

Line = tuple[Inline, ...]

AHEAD = timedelta(days=7)
"""How far it looks for gaps."""

MOST = 5
"""Gaps that are named."""


@dataclass(frozen=True)
class Duty:
    """One team as it is now. `since` and `until` are of this working time, None where it never ends; `opens` where it is closed.

    `on` are those who can be asked now with their open tickets, `away` those who cannot with until when, `left` switched off,
    `ahead` who will be away in the coming week.
    """

    team: Team
    is_open: bool
    since: datetime | None
    until: datetime | None
    opens: datetime | None
    on: Sequence[tuple[Person, int]]
    away: Sequence[tuple[Person, Absence]]
    left: Sequence[Person]
    gaps: Sequence[Gap]
    ahead: Sequence[tuple[Person, Absence]] = ()


def duty_of(tx: Tx, policy: Document, team: Team, at: datetime) -> Duty:
    """A few statements a team."""
    agents = tx.teams.holding(team.org_id, team.id, Role.AGENT)
    here = [agent for agent in agents if agent.active]
    ids = [agent.id for agent in here]
    said, loads = tx.absences.of(team.org_id, ids, at), tx.assignments.loads(team.org_id, ids)
    absences = {person: now for person, standing in said.items() if (now := present(standing, at))}
    calendar = calendar_of(policy, team.key)
    since, until = _window(calendar, at)
    return Duty(
        team=team,
        is_open=calendar.is_open(at),
        since=since,
        until=until,
        opens=calendar.next_opening(at),
        on=[(agent, loads.get(agent.id, 0)) for agent in here if agent.id not in absences],
        away=[(agent, absences[agent.id]) for agent in here if agent.id in absences],
        left=[agent for agent in agents if not agent.active],
        gaps=coverage(calendar, here, said, at),
        ahead=[(agent, one) for agent in here for one in said.get(agent.id, ()) if at < one.since < at + AHEAD],
    )


def coverage(calendar: Calendar, agents: Sequence[Person], absences: Mapping[int, Sequence[Absence]], at: datetime) -> list[Gap]:
    """Working time of the coming week in which all of them are away."""
    away = [[(one.since, one.until) for one in absences.get(agent.id, ())] for agent in agents]
    return gaps(calendar, away, at, at + AHEAD)


def coverage_gaps(tx: Tx, policy: Document, team: Team, at: datetime) -> list[Gap]:
    """The same for a team by itself: what a weekly summary looks ahead with."""
    agents = [agent for agent in tx.teams.holding(team.org_id, team.id, Role.AGENT) if agent.active]
    absences = tx.absences.of(team.org_id, [agent.id for agent in agents], at)
    return coverage(calendar_of(policy, team.key), agents, absences, at)


def _window(calendar: Calendar, at: datetime) -> tuple[datetime | None, datetime | None]:
    """The working time around now; what reaches further than a week has no end."""
    first, last = at - AHEAD, at + AHEAD
    for begins, ends in calendar.windows(first, last):
        if begins <= at < ends:
            return (begins if begins > first else None, ends if ends < last else None)
    return None, None


def duty_card(duties: Sequence[Duty], locale: str, zone: str) -> Card:
    """Team by team, for one reader; `zone` is theirs."""
    body: list[Element] = []
    for duty in duties:
        body += [Heading(duty.team.name), Text(_hours(duty, locale, zone)), *_people(duty, locale, zone)]
        body += _ahead(duty, locale, zone)
    spoken = " ".join(f"{duty.team.name}: {plainly(_hours(duty, locale, zone))}" for duty in duties)
    title = words.say("title.duty", locale)
    return Card(title=title, spoken=f"{title}. {spoken}", body=tuple(body), locale=locale)


def _hours(duty: Duty, locale: str, zone: str) -> Line:
    if not duty.is_open:
        if duty.opens is None:
            return (words.say("duty.closed_for_good", locale),)
        return sentence("duty.closed", locale, until=told_moment(duty.opens, locale, zone))
    if duty.until is None:
        return (words.say("duty.always", locale),)
    until = told_moment(duty.until, locale, zone)
    if duty.since is None:
        return sentence("duty.open", locale, until=until)
    return sentence("duty.open_since", locale, since=told_moment(duty.since, locale, zone), until=until)


def _people(duty: Duty, locale: str, zone: str) -> list[Element]:
    on = [words.say_many("duty.person", count, locale, name=agent.name) for agent, count in duty.on]
    off = [away_line(agent.name, absence.until, locale, zone) for agent, absence in duty.away]
    off += [ahead_line(agent.name, absence, locale, zone) for agent, absence in duty.ahead]
    off += [(words.say("duty.left", locale, name=agent.name),) for agent in duty.left]
    found: list[Element] = [Text(("\n".join(on or [words.say("duty.nobody", locale)]),))]
    return [*found, Text(one_below_another(off), Tone.SUBTLE)] if off else found


def away_line(name: str, until: datetime | None, locale: str, zone: str) -> Line:
    """That somebody is away, and until when if they said so."""
    if until is None:
        return (words.say("duty.away", locale, name=name),)
    return sentence("duty.away_until", locale, name=name, until=told_moment(until, locale, zone))


def ahead_line(name: str, absence: Absence, locale: str, zone: str) -> Line:
    """That somebody will be away, and from when until when."""
    return sentence("duty.away_ahead", locale, name=name, span=span_parts(absence, locale, zone))


def span_parts(absence: Absence, locale: str, zone: str, *, now: bool = False) -> Line:
    """From when until when; `now`: it has begun, so only until when."""
    since, until = told_moment(absence.since, locale, zone), absence.until
    if until is None:
        return (words.say("duty.span.open", locale),) if now else sentence("duty.span.from", locale, since=since)
    ends = told_moment(until, locale, zone)
    if now:
        return sentence("duty.span.until", locale, until=ends)
    return sentence("duty.span.between", locale, since=since, until=ends)


def span_of(absence: Absence, locale: str, zone: str, *, now: bool = False) -> str:
    """The same as mere text, for a sentence that one person hears: `zone` is theirs."""
    return plainly(span_parts(absence, locale, zone, now=now))


def _ahead(duty: Duty, locale: str, zone: str) -> list[Element]:
    if not duty.gaps:
        return [Text((words.say("duty.covered", locale),), Tone.SUBTLE)]
    lines: list[Line] = [(words.say("duty.gaps", locale),), *(gap_line(gap, locale, zone) for gap in duty.gaps[:MOST])]
    lines += [(words.say_many("list.more", len(duty.gaps) - MOST, locale),)] if len(duty.gaps) > MOST else []
    return [Text(one_below_another(lines))]


def gap_line(gap: Gap, locale: str, zone: str) -> Line:
    """From when to when, and how much working time that is."""
    start, end = told_moment(gap.start, locale, zone), told_moment(gap.end, locale, zone)
    return sentence("duty.gap", locale, start=start, end=end, time=words.duration(gap.working.total_seconds(), locale))
