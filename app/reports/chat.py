"""What leads ask of the desk: a report, and the lists behind its numbers. Answers are private and change nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from app.errors import NotAllowed, NotFound
from app.people.model import Team
from app.people.permissions import Action, may, require
from app.policy.working_time import calendar_of
from app.ports.reports import Lists
from app.replies import Answer, Reply
from app.reports.cards import overview_card, report_card
from app.reports.files import MOST_TEAMS
from app.reports.files_chat import owe
from app.reports.periods import named, split, split_format
from app.reports.reading import broken_in, part_in, report_of, solved_by
from app.routing.spelling import fold
from app.tickets.due import Reader, due_lines
from app.tickets.lists import list_card
from app.tickets.model import Ticket
from app.tickets.pages import Turning, page, part_of, turned
from app.tickets.reading import names
from app.turn import Turn, Verb

PERIOD = ("since", "until")


def report(turn: Turn) -> Reply:
    """`report [team] [week|month|from..to] [xlsx|csv]`: of the team that is named, else of every team they lead."""
    asked, period, made = _asked(turn)
    teams = _teams(turn, asked)[:MOST_TEAMS]
    parts = [(team, named(period, turn.at, calendar_of(turn.policy, team.key).zone)) for team in teams]
    if made:
        return owe(turn, parts, made)
    found = [report_of(turn.tx, turn.policy, team, period, turn.at) for team, period in parts]
    card = report_card(found[0], turn.locale, turn.zone) if len(found) == 1 else overview_card(found, turn.locale, turn.zone)
    return Answer(card)


def _asked(turn: Turn) -> tuple[str, str, str]:
    """The team, the period and the format that were typed, '' for what was not. A team may be called like a format."""
    text = turn.interaction.text
    team, period = split(text)
    if any(fold(team) in (fold(one.key), fold(one.name)) for one in turn.tx.teams.all(turn.org.id)):
        return team, period, ""
    rest, made = split_format(text)
    return *split(rest), made


def _teams(turn: Turn, asked: str) -> Sequence[Team]:
    every = turn.tx.teams.all(turn.org.id)
    theirs = [team for team in every if may(turn.person, Action.SEE_REPORT, team.id)]
    if not theirs:
        require(turn.person, Action.CREATE)
        raise NotAllowed("refusal.for_leads")
    if not asked:
        return [team for team in theirs if turn.person.leads(team.id)] or theirs
    meant = [team for team in every if fold(asked) in (fold(team.key), fold(team.name))]
    if not meant:
        raise NotFound("refusal.unknown_team", teams=", ".join(team.name for team in theirs)[:200])
    require(turn.person, Action.SEE_REPORT, team_id=meant[0].id)
    return meant[:1]


def _list(turn: Turn, title: str, numbers: Callable[[int, int], Sequence[int]]) -> Reply:
    """The tickets of these numbers, a page of them. Whatever the button carried, the next page needs too."""

    def fetch(most: int, passed: int) -> Sequence[Ticket]:
        loaded = [turn.tx.tickets.get(turn.org.id, number) for number in numbers(most, passed)]
        return [ticket for ticket in loaded if ticket is not None]

    asked, shown = turn.interaction, page(turn, fetch)
    period = {name: str(_seconds(turn, name)) for name in PERIOD if name in (asked.values or {})}
    part = {"part": str(_number(turn, "part"))} if "part" in (asked.values or {}) else {}
    again = Turning(asked.verb, asked.ref, {**period, **part})
    people = names(turn.tx, shown.items)
    due = due_lines(turn.tx, shown.items, Reader(turn.person, turn.locale, turn.zone, turn.at))
    return turned(turn, list_card(title, "notice.list_empty", shown, again, people, turn.locale, turn.zone, due))


def _team(turn: Turn) -> Team:
    """The team whose list they ask for, if they work in it."""
    team = turn.tx.teams.by_key(turn.org.id, turn.interaction.ref)
    if team is None:
        require(turn.person, Action.SEE_QUEUE)
        raise NotFound("refusal.gone_team")
    require(turn.person, Action.SEE_LISTS, team_id=team.id, team=team.name)
    return team


def _standing(which: Lists, title: str) -> Verb:
    def verb(turn: Turn) -> Reply:
        team = _team(turn)
        return _list(turn, title, partial(turn.tx.reports.listed, turn.org.id, team.id, which))

    return verb


def _happened(event: str, title: str) -> Verb:
    def verb(turn: Turn) -> Reply:
        team = _team(turn)
        since, until = _period(turn)
        return _list(turn, title, partial(turn.tx.reports.listed_of, turn.org.id, team.id, event, since, until))

    return verb


def broken(turn: Turn) -> Reply:
    """The tickets solved in the period for which a promise was broken: those that the share counts."""
    team = _team(turn)
    return _list(turn, "title.list_broken", part_of(broken_in(turn.tx, turn.policy, team, *_period(turn))))


def category(turn: Turn) -> Reply:
    """The tickets behind the numbers of one category."""
    team = _team(turn)
    return _list(turn, "title.list_part", part_of(part_in(turn.tx, turn.policy, team, *_period(turn), _number(turn, "part"))))


def agent(turn: Turn) -> Reply:
    """The tickets that one agent has solved."""
    team = _team(turn)
    return _list(turn, "title.list_part", part_of(solved_by(turn.tx, turn.policy, team, *_period(turn), _number(turn, "part"))))


def _number(turn: Turn, name: str) -> int:
    text = (turn.interaction.values or {}).get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else -1


def _period(turn: Turn) -> tuple[datetime, datetime]:
    since, until = (datetime.fromtimestamp(_seconds(turn, name), UTC) for name in PERIOD)
    return since, until


def _seconds(turn: Turn, name: str) -> int:
    """As the button carries it; the present where it carries nothing that makes sense."""
    text = (turn.interaction.values or {}).get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else int(turn.at.timestamp())


VERBS: dict[str, Verb] = {
    "team.report": report,
    "report.breached": _standing(Lists.BREACHED, "title.list_breached"),
    "report.at_risk": _standing(Lists.AT_RISK, "title.list_at_risk"),
    "report.unassigned": _standing(Lists.UNASSIGNED, "title.list_unassigned"),
    "report.waiting": _standing(Lists.WAITING, "title.list_waiting"),
    "report.oldest": _standing(Lists.OLDEST, "title.list_oldest"),
    "report.new": _happened("ticket.opened", "title.list_new"),
    "report.solved": _happened("ticket.resolved", "title.list_solved"),
    "report.reopened": _happened("ticket.reopened", "title.list_reopened"),
    "report.broken": broken,
    "report.category": category,
    "report.agent": agent,
}
"""All of them only read."""
