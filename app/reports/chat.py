"""What leads ask of the desk: a report, and the lists behind its numbers. Answers are private and change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from app.errors import NotAllowed, NotFound
from app.people.model import Team
from app.people.permissions import Action, may, require
from app.policy.working_time import calendar_of
from app.ports.reports import Lists
from app.replies import Answer, Reply
from app.reports.cards import overview_card, report_card
from app.reports.periods import named, split
from app.reports.reading import report_of
from app.routing.spelling import fold
from app.tickets.lists import list_card
from app.tickets.reading import names
from app.turn import Turn, Verb

MOST_TEAMS = 5
"""Teams that one card has room for."""

LISTED = 25


def report(turn: Turn) -> Reply:
    """`report [team] [week|month|from..to]`: of the team that is named, else of every team they lead."""
    asked, period = split(turn.interaction.text)
    teams = _teams(turn, asked)[:MOST_TEAMS]
    found = [
        report_of(turn.tx, turn.policy, team, named(period, turn.at, calendar_of(turn.policy, team.key).zone), turn.at)
        for team in teams
    ]
    card = report_card(found[0], turn.locale, turn.zone) if len(found) == 1 else overview_card(found, turn.locale, turn.zone)
    return Answer(card)


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


def _list(turn: Turn, title: str, numbers: Sequence[int]) -> Reply:
    loaded = [turn.tx.tickets.get(turn.org.id, number) for number in numbers]
    tickets = [ticket for ticket in loaded if ticket is not None]
    return Answer(list_card(title, "notice.list_empty", tickets, names(turn.tx, tickets), turn.locale, turn.zone))


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
        return _list(turn, title, turn.tx.reports.listed(turn.org.id, team.id, which, LISTED))

    return verb


def _happened(event: str, title: str) -> Verb:
    def verb(turn: Turn) -> Reply:
        team = _team(turn)
        since, until = _moment(turn, "since"), _moment(turn, "until")
        return _list(turn, title, turn.tx.reports.listed_of(turn.org.id, team.id, event, since, until, LISTED))

    return verb


def _moment(turn: Turn, name: str) -> datetime:
    """As the button carries it; the present where it carries nothing that makes sense."""
    text = (turn.interaction.values or {}).get(name, "")
    return datetime.fromtimestamp(int(text), UTC) if text.isascii() and text.isdigit() and len(text) <= 10 else turn.at


VERBS: dict[str, Verb] = {
    "team.report": report,
    "report.breached": _standing(Lists.BREACHED, "title.list_breached"),
    "report.at_risk": _standing(Lists.AT_RISK, "title.list_at_risk"),
    "report.unassigned": _standing(Lists.UNASSIGNED, "title.list_unassigned"),
    "report.waiting": _standing(Lists.WAITING, "title.list_waiting"),
    "report.oldest": _standing(Lists.OLDEST, "title.list_oldest"),
    "report.new": _happened("ticket.opened", "title.list_new"),
    "report.solved": _happened("ticket.resolved", "title.list_solved"),
}
"""All of them only read."""
