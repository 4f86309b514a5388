"""Which ticket a message in the 1:1 chat belongs to: one of theirs, a new one, or it is not clear and they are asked.

What stands by itself becomes a ticket; an answer or an addition joins the ticket that is being talked about; a click is asked for
where it could be several, because a sentence on the wrong ticket, or on none, costs more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.routing.bearing import Bearing, named_in, things_in
from app.tickets.intake import JOINING
from app.tickets.model import Status, Ticket

LATELY = timedelta(hours=1)
"""So long after an agent spoke of a ticket, that is what the chat is about."""

OFFERED = 4
"""Tickets that are offered where it is not clear; with "New ticket" there are five ways."""


@dataclass(frozen=True)
class Talk:
    """What has been said on a ticket of theirs: when an agent spoke last, when they did themselves (asking counts). `here`: its
    answers come to this very chat.
    """

    ticket: Ticket
    here: bool
    asked_at: datetime | None = None
    said_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """An agent has spoken last, or it waits for them."""
        answered = self.asked_at is None or (self.said_at is not None and self.said_at > self.asked_at)
        return not answered or (self.ticket.is_open and self.ticket.status is Status.WAITING)


class How(StrEnum):
    """NEW: a ticket of its own. JOIN: said of `tickets[0]`. ASK: of one of these, or something new. TALK: small talk."""

    NEW = "new"
    JOIN = "join"
    ASK = "ask"
    TALK = "talk"


@dataclass(frozen=True)
class Placement:
    how: How
    tickets: tuple[Ticket, ...] = ()


NEW, TALK = Placement(How.NEW), Placement(How.TALK)


@dataclass(frozen=True)
class Placing:
    """`talks` are their open tickets, and those just resolved; `words` tells what is written on one of them, `just_asked` what
    they asked for in the two minutes before, `asks_them` whether an agent's last words on it ask for something.
    """

    talks: Sequence[Talk]
    at: datetime
    words: Callable[[Ticket], str]
    just_asked: Callable[[], Ticket | None]
    asks_them: Callable[[Ticket], bool] = lambda ticket: False

    def place(self, said: Bearing) -> Placement:
        if said.nature == "request":
            return self._request(said) if self._here else NEW
        if said.nature == "talk":
            return self._answer_alone(said)
        return self._addition(said) if self.talks else TALK

    @property
    def _here(self) -> list[Talk]:
        return [talk for talk in self.talks if talk.here]

    def _answer_alone(self, said: Bearing) -> Placement:
        """ "Yes": to what an agent has said, or right after what they said themselves."""
        meant = self._talked_about() or self._just_said()
        if meant:
            return _join(meant)
        return self._addition(said) if said.begins_back and any(talk.waits for talk in self._here) else TALK

    def _addition(self, said: Bearing) -> Placement:
        """It has to be on one of them."""
        named, now = self._naming(said), self._talked_about() or self._just_said()
        if named and now not in named:
            return _join(named[0]) if len(named) == 1 else _ask(named)
        if now:
            return _join(now)
        return _join(self.talks[0]) if len(self._here) == len(self.talks) == 1 else _ask(self.talks)

    def _request(self, said: Bearing) -> Placement:
        named, now = self._naming(said), self._talked_about()
        if said.topics - self._things(self._here):
            return self._of_something_new(said, now)
        if self._goes_with_none(said, named, now):
            return self._of_nothing_of_theirs(said, named, now)
        if said.begins_back or said.goes_on:
            return self._addition(said)
        if named:
            return self._of_the_same(said, named, now)
        return self._of_nothing_named(said, now)

    def _of_something_new(self, said: Bearing, now: Talk | None) -> Placement:
        """It names a thing that stands on none of them."""
        if said.asked or said.trouble:
            return self._asked_for_something_new(said, now)
        if now is None:
            return NEW
        return _join(now) if now.waits or now is self._just_said() else _ask([now])

    def _asked_for_something_new(self, said: Bearing, now: Talk | None) -> Placement:
        if now is None or not now.waits:
            meant = now or self._just_said()
            more = said.begins_back and not said.answers and not (said.asks and said.trouble)
            return _ask([meant] if meant else self._here) if more else NEW
        if said.holds_on and said.begins_back:
            return _join(now)
        if said.asks and not said.begins_back:
            return _ask([now]) if said.points_back else NEW
        if said.question and self._is_bound(said, now):
            return _join(now)
        return _join(now) if said.trouble and not said.asked and self.asks_them(now.ticket) else _ask([now])

    def _goes_with_none(self, said: Bearing, named: Sequence[Talk], now: Talk | None) -> bool:
        """It asks, or tells of a trouble, and nothing holds it to what is being talked about."""
        meant = now or self._just_said()
        if said.asked:
            near = named or ([meant] if meant else self._here)
            return not any(self._is_bound(said, talk) for talk in near)
        answers = now is not None and now.waits and self.asks_them(now.ticket)
        tells = said.trouble and not (said.begins_back or said.goes_on or answers or named)
        return tells and meant is not None and not self._is_bound(said, meant)

    def _is_bound(self, said: Bearing, talk: Talk) -> bool:
        """It holds on to what was said before, names nothing, or names what that ticket speaks of. Who wants one thing more and
        names what is not there yet wants something else.
        """
        known = named_in(self.words(talk.ticket))
        shares = bool(said.names & known) and not (said.asked and said.wants and said.names - known)
        return said.holds_on or not said.names or shares

    def _of_nothing_of_theirs(self, said: Bearing, named: Sequence[Talk], now: Talk | None) -> Placement:
        """ "I need access to the finance folder": something else, or what an agent has asked for; they say which."""
        if now is None and self._is_whole(said):
            return NEW
        meant = now or self._just_said()
        return _ask(named or ([meant] if meant else self.talks))

    def _of_the_same(self, said: Bearing, named: Sequence[Talk], now: Talk | None) -> Placement:
        """It names what one of them is about: more of that, the same trouble once more, or a second one of its kind.

        Who asks for help with all it takes, while no agent waits for them, has asked twice: two requests stay two tickets.
        """
        if now is not None and now in named:
            return _join(now)
        if said.asks and said.trouble:
            return NEW
        if len(named) == 1 and not (said.asks or said.trouble):
            return _join(named[0])
        return _ask(named)

    def _of_nothing_named(self, said: Bearing, now: Talk | None) -> Placement:
        """ "Can you come today?" goes on with something; "it is jammed, please help" may do so."""
        whole = self._is_whole(said)
        if now:
            return _ask([now]) if whole and not self._is_bound(said, now) else _join(now)
        if whole:
            return NEW
        if said.points_back:
            return self._addition(said)
        just = self._just_said()
        return _join(just) if just else _ask(self.talks)

    @staticmethod
    def _is_whole(said: Bearing) -> bool:
        """ "The door is jammed, please help" stands by itself."""
        return said.asks and said.trouble and not said.points_back and not said.begins_back

    def _naming(self, said: Bearing) -> list[Talk]:
        """Those that speak of what it names."""
        return [talk for talk in self._here if said.topics & self._things([talk])] if said.topics else []

    def _things(self, talks: Sequence[Talk]) -> frozenset[str]:
        return frozenset().union(*(things_in(self.words(talk.ticket)) for talk in talks))

    def _talked_about(self) -> Talk | None:
        """Of which an agent spoke last: it waits for them, or it was a moment ago. What they asked since comes before it."""
        live = [talk for talk in self._here if self._is_live(talk)]
        latest = max(live, key=lambda talk: (_asked(talk), talk.ticket.number), default=None)
        just = self._just_said()
        overtaken = latest and just and just is not latest and _said(just) > _asked(latest)
        return None if overtaken else latest

    def _is_live(self, talk: Talk) -> bool:
        lately = talk.asked_at is not None and self.at - talk.asked_at <= LATELY
        alone = len(self._here) == 1
        return lately or (talk.waits and (talk.ticket.is_open or alone))

    def _just_said(self) -> Talk | None:
        """On which they said something, or which they asked for, in the two minutes before."""
        asked = self.just_asked()
        number = asked.number if asked else 0
        lately = [talk for talk in self._here if talk.ticket.number == number or self._joined_lately(talk)]
        return max(lately, key=_said, default=None)

    def _joined_lately(self, talk: Talk) -> bool:
        return talk.ticket.is_open and talk.said_at is not None and self.at - talk.said_at <= JOINING


def _said(talk: Talk) -> datetime:
    return talk.said_at or talk.ticket.created_at


def _asked(talk: Talk) -> datetime:
    return talk.asked_at or talk.ticket.created_at


def _join(talk: Talk) -> Placement:
    return Placement(How.JOIN, (talk.ticket,))


def _ask(talks: Sequence[Talk]) -> Placement:
    newest = sorted(talks, key=lambda talk: max(_asked(talk), _said(talk)), reverse=True)
    return Placement(How.ASK, tuple(talk.ticket for talk in newest[:OFFERED]))
