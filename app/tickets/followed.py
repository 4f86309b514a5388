"""What somebody follows: the list of it, and in every list of tickets the way to follow one or to hear of it no more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app import words
from app.cards import Button
from app.people.model import Person
from app.people.permissions import Action
from app.ports import Tx
from app.tickets.following_cards import NEWS
from app.tickets.letting_in import may_on
from app.tickets.model import Ticket


@dataclass(frozen=True)
class Following:
    """Of a reader: the numbers of what they follow. Whoever has `reader` 0 is offered nothing."""

    reader: int = 0
    numbers: Collection[int] = frozenset()

    @classmethod
    def of(cls, tx: Tx, person: Person) -> Following:
        return cls(person.id, frozenset(tx.followers.followed(person.org_id, person.id)))

    def buttons(self, ticket: Ticket, locale: str) -> tuple[Button, ...]:
        """Of one line; whoever asked hears of it anyway."""
        if not self.reader or ticket.requester_id == self.reader:
            return ()
        verb = "unfollow" if ticket.number in self.numbers else "follow"
        label = words.say(f"button.{verb}", locale)
        return (Button(label, f"ticket.{verb}", ticket.key, values=NEWS, accessible=f"{label} {ticket.key}"),)


NOBODY = Following()


def followed_by(tx: Tx, person: Person, most: int, passed: int = 0, *, opened: bool = False) -> Sequence[Ticket]:
    """What they follow and may see, the last one first, after the first `passed`; `opened`: nothing that is finished."""
    found: list[Ticket] = []
    for number in tx.followers.followed(person.org_id, person.id):
        ticket = tx.tickets.get(person.org_id, number)
        if ticket and may_on(tx, person, Action.SEE, ticket) and (ticket.is_open or not opened):
            found.append(ticket)
        if len(found) >= most + passed:
            break
    return found[passed:]
