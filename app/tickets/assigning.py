"""The desk gives a ticket to somebody, where the team's policy says so; where nobody can take it, the leads are told at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.events import NobodyAvailable
from app.people.absences import present
from app.people.model import Person, Role, Team
from app.policy.changes import current
from app.policy.teams import Assign, TeamPolicy
from app.policy.working_time import calendar_of
from app.ports import Tx
from app.routing.assignment import Candidate, Unavailable, against, choose
from app.tickets.load import counts_for
from app.tickets.model import Ticket

AGAIN = timedelta(minutes=5)
"""Where nobody can take a ticket. Whatever lets somebody take one more is noticed at once (`vacate`); this is the net below."""

MOST = 500
"""Tickets of one team that are told of in one go."""


@dataclass(frozen=True)
class Search:
    """How looking for somebody went: `found`, or when to look `again` (None: there is nothing to look for)."""

    found: bool = False
    again: datetime | None = None


NOTHING = Search()


def assign(tx: Tx, ticket: Ticket, at: datetime, others: tuple[int, ...] = ()) -> Search:
    """Change the ticket: it has somebody, or it remembers that nobody could take it. Whoever called this stores it.

    Outside of working hours nothing happens until they begin. `others` are tickets that wait for the same reason.
    """
    team = tx.teams.get(ticket.org_id, ticket.team_id)
    policy = current(tx, ticket.org_id)
    rules = policy.teams.get(team.key)
    if rules is None or rules.assign is Assign.NONE or not ticket.is_open or _has_somebody(tx, ticket):
        return NOTHING
    calendar = calendar_of(policy, team.key)
    if not calendar.is_open(at):
        return Search(again=calendar.next_opening(at))
    turn = tx.assignments.next_turn(ticket.org_id, team.id)
    able, unable = _agents(tx, team, rules, at)
    chosen = choose(rules.assign, able)
    if chosen is None:
        _nobody(tx, ticket, team, unable, others, at)
        return Search(again=min([at + AGAIN, *(one.until for one in unable if one.until)]))
    tx.assignments.took_turn(ticket.org_id, team.id, chosen.person.id, turn)
    ticket.give_to(chosen.person, rules.assign, at)
    return Search(found=True)


def remember(tx: Tx, ticket: Ticket, search: Search) -> None:
    """After the ticket was stored: look again in time, or no more."""
    if search.again is not None:
        tx.assignments.look_again(ticket.org_id, ticket.number, ticket.team_id, search.again)


def look_soon(tx: Tx, ticket: Ticket, at: datetime) -> None:
    """A rule moved it: the worker looks for somebody at once, where the team's policy says so."""
    team = tx.teams.get(ticket.org_id, ticket.team_id)
    rules = current(tx, ticket.org_id).teams.get(team.key)
    if rules is not None and rules.assign is not Assign.NONE:
        tx.assignments.look_again(ticket.org_id, ticket.number, team.id, at)


def vacate(tx: Tx, ticket: Ticket) -> None:
    """Called before a ticket is stored: whoever has it no more can take another one, in any team that assigns by itself."""
    had, ticket.counted_for = ticket.counted_for, counts_for(ticket)
    if had is not None and had != ticket.counted_for:
        person = tx.people.get(ticket.org_id, had)
        tx.assignments.vacant(ticket.org_id, _assigned_by_itself(tx, person), f"T-{ticket.number}:{ticket.version}")


def notice(tx: Tx, org_id: int, team_id: int, at: datetime) -> None:
    """Somebody of the team can take one more: whatever waits there is due.

    The team's turn is held first, so that whoever looks for somebody right now, and does not yet know, has told that they wait.
    """
    tx.assignments.next_turn(org_id, team_id)
    if tx.assignments.fill(org_id, team_id):
        tx.assignments.look_now(org_id, team_id, at)


def _assigned_by_itself(tx: Tx, person: Person) -> list[int]:
    """Their teams that give tickets to somebody."""
    rules = current(tx, person.org_id).teams
    teams = {team.id: rules.get(team.key) for team in tx.teams.all(person.org_id) if person.works_in(team.id)}
    return [team_id for team_id, rule in teams.items() if rule is not None and rule.assign is not Assign.NONE]


def next_in_line(tx: Tx, org_id: int, team_id: int, at: datetime) -> bool:
    """Look for somebody for the team's most urgent ticket that waits; whether it is worth to go on with the next one."""
    waiting = tx.assignments.due(org_id, team_id, at, MOST)
    ticket = tx.tickets.get(org_id, waiting[0]) if waiting else None
    if ticket is None:
        return False
    search = assign(tx, ticket, at, others=tuple(waiting[1:]))
    if ticket.changed:
        tx.tickets.save(ticket)
    if search.again is not None:
        tx.assignments.put_off(org_id, team_id, at, search.again)
        return False
    tx.assignments.settled(org_id, ticket.number)
    return True


def _has_somebody(tx: Tx, ticket: Ticket) -> bool:
    """Who has left does not come back to a ticket that is reopened."""
    holder = tx.people.get(ticket.org_id, ticket.assignee_id) if ticket.assignee_id else None
    return holder is not None and holder.active and holder.works_in(ticket.team_id)


def _agents(tx: Tx, team: Team, rules: TeamPolicy, at: datetime) -> tuple[list[Candidate], list[Unavailable]]:
    """Those who can take one more, and what speaks against the others."""
    agents = tx.teams.holding(team.org_id, team.id, Role.AGENT)
    ids = [agent.id for agent in agents]
    if rules.capacity is not None:
        # The team's turn is held: only another team could give them something meanwhile.
        tx.assignments.hold(team.org_id, [agent.id for agent in agents if len(agent.roles) > 1])
    absences, loads = tx.absences.of(team.org_id, ids, at), tx.assignments.loads(team.org_id, ids)
    turns = tx.assignments.last_turns(team.org_id, team.id)
    able, unable = [], []
    for agent in agents:
        candidate = Candidate(agent, loads.get(agent.id, 0), turns.get(agent.id, 0), present(absences.get(agent.id, ()), at))
        reason = against(candidate, team.id, rules.capacity, at)
        if reason is None:
            able.append(candidate)
        else:
            unable.append(reason)
    return able, unable


def _nobody(tx: Tx, ticket: Ticket, team: Team, reasons: list[Unavailable], others: tuple[int, ...], at: datetime) -> None:
    """Once for a ticket in a team, and once for all that wait beside it."""
    if not tx.inbox.first_time(ticket.org_id, _key(team, ticket.number), at):
        return
    untold = [number for number in others if tx.inbox.first_time(ticket.org_id, _key(team, number), at)]
    told = [reason.told for reason in reasons]
    ticket.happened(NobodyAvailable(ticket=ticket.number, at=at, team=team.key, reasons=told, others=len(untold)))


def _key(team: Team, number: int) -> str:
    return f"nobody:{team.id}:{number}"
