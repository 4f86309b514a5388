"""Who heard of a milestone: the history has a line for each that was told, and the ladder of that moment says whom it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from app.policy.document import Document
from app.ports import HistoryLine
from app.rehearsal.lived import CHANNEL, Reached
from app.sla.ladder import WARNING, step

DocumentAt = Callable[[datetime], Document]


def heard(history: Sequence[HistoryLine], passed: Iterable[Reached], document_at: DocumentAt) -> tuple[Reached, ...]:
    """The milestones in order, with whom was told; of what was settled by the time somebody looked nobody was."""
    reached = sorted(passed)
    for line in history:
        if line.event in ("sla.warned", "sla.escalated"):
            level = int(line.changes.get("level", WARNING))
            place = _told_by(line, level, reached)
            if place is not None:
                team = _team(history, line, reached[place].at)
                reached[place] = replace(reached[place], hears=named(document_at(line.at), team, level))
    return tuple(reached)


def named(document: Document, team: str, level: int) -> tuple[str, ...]:
    """Who hears of a level of the team's ladder."""
    wanted = step(document, team, level)
    return (*(str(who) for who in wanted.notify), *([CHANNEL] if wanted.channel else [])) if wanted else ()


def _told_by(line: HistoryLine, level: int, reached: Sequence[Reached]) -> int | None:
    """The last milestone of that kind and level that was due by then."""
    fits = (
        place
        for place, one in enumerate(reached)
        if (str(one.kind), one.level) == (line.changes["kind"], level) and one.at <= line.at
    )
    return max(fits, default=None)


def _team(history: Sequence[HistoryLine], line: HistoryLine, due: datetime) -> str:
    """Whose ladder it was: what was due before a person moved the ticket is the business of the team it came from."""
    team = str(history[0].changes["team"])
    for moved in _moves_before(history, line):
        if not (moved.by_id is not None and moved.at == line.at and due < line.at):
            team = str(moved.changes["after"])
    return team


def _moves_before(history: Sequence[HistoryLine], line: HistoryLine) -> Iterator[HistoryLine]:
    return (earlier for earlier in history if earlier.event == "ticket.moved" and earlier.seq < line.seq)
