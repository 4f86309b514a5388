"""Tickets of others in somebody's 1:1 chat: they follow them, or have reported the same, and the chat has just told them.

What they say then may be about that. It is never put there silently, because others read it; nor on a ticket of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.people.permissions import Action
from app.people.preferences import next_allowed
from app.routing.answers import Answer
from app.routing.bearing import Bearing, named_in
from app.tickets.letting_in import may_on
from app.tickets.model import Ticket
from app.tickets.placing import LATELY, OFFERED, TALK, How, Placement, Talk
from app.turn import Turn

_A_NIGHT = timedelta(days=1)
"""Quiet hours hold news back no longer than that."""


@dataclass(frozen=True)
class Told:
    """They were told of it at that time. `may_say`: they have a say there."""

    ticket: Ticket
    at: datetime
    may_say: bool = True


@dataclass(frozen=True)
class Overheard:
    """What the chat has told them of others, beside what it says of their own (`own`); `words` is what a ticket speaks of."""

    told: Sequence[Told]
    own: Sequence[Talk]
    at: datetime
    words: Callable[[Ticket], str]

    def place(self, found: Placement, said: Bearing, heard: Answer) -> Placement:
        """`found` is where it belongs by their own tickets alone, `heard` what it is as an answer."""
        fresh = sorted((one for one in self.told if self.at - one.at <= LATELY), key=lambda one: one.at, reverse=True)
        if not fresh or self._is_of_their_own(found, fresh[0]):
            return found
        if heard is Answer.COURTESY:
            return TALK if found.how is How.JOIN else found  # said to whoever spoke last, and that was on none of theirs
        if found.how is How.NEW and said.asks and not any(self._binds(said, one) for one in fresh):
            return found
        if found.how is How.TALK and heard is Answer.TELLS and said.nature == "talk":
            return found  # "lol"
        tickets = [one.ticket for one in fresh if one.may_say] + list(found.tickets or self._theirs(found))
        return Placement(How.ASK, tuple(tickets[:OFFERED])) if tickets else found

    def _is_of_their_own(self, found: Placement, latest: Told) -> bool:
        """Since then something was said on the ticket of their own on which it would be put."""
        if found.how is not How.JOIN:
            return False
        return any(talk.ticket is found.tickets[0] and _latest(talk) > latest.at for talk in self.own)

    def _binds(self, said: Bearing, one: Told) -> bool:
        return said.goes_on or said.holds_on or bool(said.names & named_in(self.words(one.ticket)))

    def _theirs(self, found: Placement) -> list[Ticket]:
        """What else it could be about, where it would have been lost."""
        return [talk.ticket for talk in self.own if talk.here] if found.how is How.TALK else []


def _latest(talk: Talk) -> datetime:
    return max(at for at in (talk.asked_at, talk.said_at, talk.ticket.created_at) if at is not None)


def told_of(turn: Turn, at: datetime) -> list[Told]:
    """What this person was told of others until then; what quiet hours held back they were told when these ended."""
    tx, org, person = turn.tx, turn.org.id, turn.person
    happened = tx.private_chats.told(org, person.id, at - LATELY - _A_NIGHT)
    quiet = tx.choices.of(org, person.id).quiet if happened else None
    found: list[Told] = []
    for number, then in happened.items():
        ticket, heard_at = tx.tickets.get(org, number), next_allowed(quiet, turn.zone, then)
        if ticket and at - LATELY <= heard_at <= at:
            found.append(Told(ticket, heard_at, may_on(tx, person, Action.COMMENT, ticket)))
    return found
