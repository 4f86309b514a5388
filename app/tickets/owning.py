"""Who has a ticket; and where nobody has it, who has answered or solved it all the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import words
from app.people.model import Person
from app.ports import Tx
from app.tickets.comment import Comment
from app.tickets.model import Ticket

_FINISHING = frozenset({"ticket.resolved", "ticket.closed", "ticket.withdrawn", "ticket.merged"})


@dataclass(frozen=True)
class Deeds:
    """Person ids: who ended it, who solved it, and of an open one that nobody has the agent who answered last.

    `again`: it is such a one and was reopened, and nobody has answered since.
    """

    finisher: int | None = None
    solver: int | None = None
    answerer: int | None = None
    again: bool = False


@dataclass(frozen=True)
class Helped:
    """The same by name, as far as cards say it; '' where nobody did."""

    solved_by: str = ""
    answered_by: str = ""
    again: bool = False


NOBODY = Helped()


def deeds_of(tx: Tx, ticket: Ticket, said: Sequence[Comment]) -> Deeds:
    """From the history, which is read only where a card needs it. `said` is what was said in public."""
    if ticket.is_open and (ticket.assignee_id is not None or ticket.version < 2):
        return Deeds()
    lines = tx.tickets.history(ticket.org_id, ticket.number)
    if not ticket.is_open:
        finisher = next((line.by_id for line in reversed(lines) if line.event in _FINISHING), None)
        solver = next((line.by_id for line in reversed(lines) if line.event == "ticket.resolved"), None)
        return Deeds(finisher, solver if ticket.resolution is not None else None)
    since = max((at for at, line in enumerate(lines) if line.event == "ticket.reopened"), default=-1)
    standing = {comment.id for comment in said if not comment.removed}
    answers = [line for line in lines[since + 1 :] if line.event == "ticket.commented" and line.changes.get("from_agent")]
    answerer = next((line.by_id for line in reversed(answers) if line.changes.get("comment") in standing), None)
    return Deeds(answerer=answerer, again=since >= 0 and answerer is None)


def owner_row(ticket: Ticket, assignee: Person | None, helped: Helped, locale: str) -> tuple[tuple[str, str], ...]:
    """Who has it; where it is over without anybody having had it, who solved it, if anybody did."""
    if assignee:
        return ((words.say("label.assignee", locale), assignee.name),)
    if ticket.is_open:
        return ((words.say("label.assignee", locale), words.say("who.nobody", locale)),)
    return ((words.say("label.resolved_by", locale), helped.solved_by),) if helped.solved_by else ()


def plain_unowned(helped: Helped, locale: str) -> str:
    """How an open one stands that nobody has."""
    if helped.answered_by:
        return words.say("plain.answered", locale, name=helped.answered_by)
    return words.say("plain.again" if helped.again else "plain.new", locale)
