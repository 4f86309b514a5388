"""How much one person may do in a minute: a stuck script is stopped, a bad day is not, and nobody uses up what is another's."""

from __future__ import annotations

from app.errors import Conflict
from app.turn import Turn

TICKETS = 20
MESSAGES = 30
EDITS_OF_ONE = 100
A_MINUTE, A_DAY = 60, 86_400


def spend(turn: Turn, what: str, most: int = TICKETS, *, within: int = A_MINUTE) -> None:
    """One of the `most` deeds of this kind that the person who acts has in this minute (`within` is in seconds). Raises Conflict
    where none is left.
    """
    mine = f"spent:{what}:{turn.person.id}:{int(turn.at.timestamp() // within)}"
    if not turn.tx.inbox.one_of(turn.org.id, mine, most, turn.at):
        raise Conflict("refusal.too_many")
