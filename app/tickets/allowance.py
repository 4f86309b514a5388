"""How much one person may do in a minute: a stuck script is stopped, a bad day is not, and nobody uses up what is another's."""

from __future__ import annotations

from app.errors import Conflict
from app.turn import Turn

TICKETS = 20
MESSAGES = 30
A_MINUTE = 60


def spend(turn: Turn, what: str, most: int = TICKETS) -> None:
    """One of the `most` deeds of this kind that the person who acts has in this minute. Raises Conflict where none is left."""
    minute = int(turn.at.timestamp() // A_MINUTE)
    mine = f"spent:{what}:{turn.person.id}:{minute}"
    if not turn.tx.inbox.one_of(turn.org.id, mine, most, turn.at):
        raise Conflict("refusal.too_many")
