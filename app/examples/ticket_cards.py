"""The agents' and the requester's card in every state a ticket can be in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from app.cards import Card
from app.examples.cast import NOW, ZONE, Cast
from app.examples.clocks import clock_examples
from app.people.model import Person
from app.posts.overtaken import stepped_back
from app.sla.explaining import why_card
from app.sla.telling import Reader
from app.tickets import closing, snoozing
from app.tickets.cards import TicketView, requester_card, triage_card
from app.tickets.model import Status, Ticket
from app.tickets.silence import Silence

LATER = NOW + timedelta(minutes=20)
SOON = NOW + timedelta(days=2)

Deed = Callable[[Cast, Ticket], None]


def _claimed(cast: Cast, ticket: Ticket) -> None:
    ticket.claim(cast.agent, LATER)


def _waiting(cast: Cast, ticket: Ticket) -> None:
    _claimed(cast, ticket)
    ticket.wait(cast.agent, LATER)


def _resolved(cast: Cast, ticket: Ticket) -> None:
    _claimed(cast, ticket)
    ticket.resolve(cast.told.resolution, cast.agent, LATER)


def _confirmed(cast: Cast, ticket: Ticket) -> None:
    _resolved(cast, ticket)
    ticket.confirm(cast.requester, LATER)


def _closing(cast: Cast, ticket: Ticket) -> None:
    _resolved(cast, ticket)
    ticket.silence = Silence(LATER)
    closing.tell(ticket, SOON)


def _closed_by_silence(cast: Cast, ticket: Ticket) -> None:
    _closing(cast, ticket)
    ticket.close_by_silence(SOON)


def _snoozed(cast: Cast, ticket: Ticket) -> None:
    _claimed(cast, ticket)
    snoozing.snooze(ticket, SOON, cast.agent, LATER)


def _snoozed_until_answered(cast: Cast, ticket: Ticket) -> None:
    _waiting(cast, ticket)
    snoozing.snooze(ticket, None, cast.agent, LATER)


def _rejected(cast: Cast, ticket: Ticket) -> None:
    ticket.reject(cast.agent, LATER)


def _withdrawn(cast: Cast, ticket: Ticket) -> None:
    ticket.withdraw(cast.requester, LATER)


def _reopened(cast: Cast, ticket: Ticket) -> None:
    _confirmed(cast, ticket)
    ticket.reopen(cast.requester, LATER)


STATES: dict[str, tuple[Deed, str]] = {
    "new": (lambda cast, ticket: None, ""),
    "claimed": (_claimed, ""),
    "waiting": (_waiting, ""),
    "resolved": (_resolved, "agent"),
    "confirmed": (_confirmed, "requester"),
    "closing": (_closing, "agent"),
    "closed_by_silence": (_closed_by_silence, ""),
    "snoozed": (_snoozed, ""),
    "snoozed_until_answered": (_snoozed_until_answered, ""),
    "not_a_request": (_rejected, "agent"),
    "withdrawn": (_withdrawn, "requester"),
    "reopened": (_reopened, ""),
}
"""How a ticket came to each state, and who finished it."""


def view(cast: Cast, state: str = "new") -> TicketView:
    """A ticket in that state with all that its cards say."""
    ticket = cast.ticket()
    deed, finisher = STATES[state]
    deed(cast, ticket)
    ticket.version += len(ticket.changed)
    ticket.changed.clear()
    by: Person | None = getattr(cast, finisher) if finisher else None
    return TicketView(
        ticket=ticket,
        requester=cast.requester,
        assignee=cast.people.get(ticket.assignee_id or 0),
        team=cast.team,
        category=cast.category,
        link=ticket.source.link,
        finished_by=by.name if by else "",
        zone=ZONE,
        closes_at=SOON if ticket.status is Status.RESOLVED and ticket.silence else None,
    )


def ticket_examples(cast: Cast, locale: str) -> dict[str, Card]:
    """Every state for both readers, and what only some tickets have."""
    states = {state: view(cast, state) for state in STATES}
    found = {f"triage.{state}": triage_card(shown, locale) for state, shown in states.items()}
    found |= {f"requester.{state}": requester_card(shown, locale) for state, shown in states.items()}
    found["requester.stepped_back"] = stepped_back(requester_card(states["resolved"], locale))
    reply = cast.comment(cast.requester, cast.told.answer)
    answered = replace(states["claimed"], latest=reply, latest_author=cast.requester.name)
    away = replace(states["new"], team=cast.other_team)
    bare = replace(view(cast), category=None, link="")
    bare.ticket.details, bare.ticket.priority_reason = "", "chosen"
    return found | {
        "triage.with_reply": triage_card(answered, locale),
        "triage.moved_away": triage_card(away, locale, here=False),
        "triage.bare": triage_card(bare, locale),
        "requester.off_hours": requester_card(replace(states["new"], back_at=SOON), locale),
        "why": why_card(states["claimed"], (), Reader(locale, ZONE, LATER)),
        **clock_examples(cast, locale, states["new"], states["waiting"]),
    }
