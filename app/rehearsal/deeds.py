"""What people did to a ticket, told from its history and done once more, at the same moments.

What the ladder did is left out: the ladder of another policy does its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.errors import Conflict
from app.events import TicketUnsent
from app.people.model import Person
from app.ports import HistoryLine
from app.rehearsal.stage import Stage
from app.sla.acknowledging import acknowledge, hold
from app.tickets import merging
from app.tickets.comment import Comment, Visibility
from app.tickets.model import Priority, Status, Ticket


def by_ladder(line: HistoryLine) -> bool:
    """Whether the ladder did it."""
    if line.event == "ticket.prioritised":
        return line.changes.get("reason") == "escalation"
    return line.event == "ticket.moved" and line.by_id is None


@dataclass(frozen=True)
class Deed:
    """A line of the history. `waited`: its requester was waited for then; `on_it`: for as long as the policy lets somebody be."""

    line: HistoryLine
    waited: bool = False
    on_it: bool = False


def do(stage: Stage, deed: Deed) -> None:
    """One thing more. Where the desk would have refused it, as things stand on the stage, it does not happen."""
    line, ticket = deed.line, stage.ticket
    if line.event == "sla.acknowledged":
        _hold(stage, line, deed.on_it)
    elif (what := _DEEDS.get(line.event)) and not by_ladder(line):
        try:
            what(stage, ticket, line)
        except Conflict:
            # It lies with somebody else here, or in that team already: nobody could have done it.
            return
        if line.event == "ticket.commented" and line.by_id == ticket.requester_id and not deed.waited:
            ticket.resume(_by(stage, line), line.at)
        stage.tickets.save(ticket)


def _hold(stage: Stage, line: HistoryLine, on_it: bool) -> None:
    """Somebody was on it, or snoozed the alert, where there is an alert."""
    late = any(clock.is_late for clock in stage.clocks.of(stage.trial.org_id, stage.ticket.number))
    if not (late and stage.ticket.is_open):
        return
    if on_it:
        acknowledge(stage.tx, stage.ticket, _by(stage, line), line.at)
    else:
        hold(stage.tx, stage.ticket, datetime.fromisoformat(line.changes["until"]), _by(stage, line), line.at)


def _claim(stage: Stage, ticket: Ticket, line: HistoryLine) -> None:
    ticket.claim(_by(stage, line), line.at)


def _assign(stage: Stage, ticket: Ticket, line: HistoryLine) -> None:
    ticket.give_to(_person(stage, line.changes["assignee"]), "history", line.at)


def _prioritise(stage: Stage, ticket: Ticket, line: HistoryLine) -> None:
    ticket.prioritise(Priority(line.changes["after"]), _by(stage, line), line.at)


def _move(stage: Stage, ticket: Ticket, line: HistoryLine) -> None:
    to = stage.teams.named(line.changes["after"])
    ticket.move_to(to.id, stage.team, to.key, _by(stage, line), line.at)


def _comment(stage: Stage, ticket: Ticket, line: HistoryLine) -> None:
    about = line.changes
    said = Comment(stage.trial.org_id, about["comment"], ticket.number, line.by_id, Visibility.PUBLIC, "", line.at)
    ticket.say(said, from_agent=about.get("from_agent") is True)


def _unsend(stage: Stage, ticket: Ticket, line: HistoryLine) -> None:
    ticket.happened(TicketUnsent(ticket=ticket.number, at=line.at, by=line.by_id, comment=line.changes["comment"]))


def _close(stage: Stage, ticket: Ticket, line: HistoryLine) -> None:
    how = line.changes.get("how")
    if how == "silence":
        ticket.close_by_silence(line.at)
    elif how == "confirmed":
        ticket.confirm(_by(stage, line), line.at)
    else:
        ticket.reject(_by(stage, line), line.at)


def _come_back(stage: Stage, ticket: Ticket, line: HistoryLine) -> None:
    status = Status(line.changes["status"])
    merging.come_back(ticket, line.changes["original"], status, line.by_id, line.at)


_DEEDS: Mapping[str, Callable[[Stage, Ticket, HistoryLine], Any]] = {
    "ticket.claimed": _claim,
    "ticket.assigned": _assign,
    "ticket.prioritised": _prioritise,
    "ticket.moved": _move,
    "ticket.commented": _comment,
    "ticket.unsent": _unsend,
    "ticket.waiting": lambda stage, ticket, line: ticket.wait(_by(stage, line), line.at),
    "ticket.resumed": lambda stage, ticket, line: ticket.resume(_by(stage, line), line.at),
    "ticket.resolved": lambda stage, ticket, line: ticket.resolve("", _by(stage, line), line.at),
    "ticket.closed": _close,
    "ticket.withdrawn": lambda stage, ticket, line: ticket.withdraw(_by(stage, line), line.at),
    "ticket.merged": lambda stage, ticket, line: merging.close(ticket, line.changes["into"], line.by_id, line.at),
    "ticket.unmerged": _come_back,
    "ticket.reopened": lambda stage, ticket, line: ticket.reopen(_by(stage, line), line.at),
}


def _by(stage: Stage, line: HistoryLine) -> Person:
    return _person(stage, line.by_id or 0)


def _person(stage: Stage, person_id: int) -> Person:
    """Only who it was matters to a ticket's rules here."""
    return Person(stage.trial.org_id, person_id, "")
