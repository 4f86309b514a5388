"""A command about a ticket whose word is misspelt: "histroy T-41", "T-41 इतिहस"."""

from __future__ import annotations

from dataclasses import dataclass

from app.phrases import PHRASES, Phrase
from app.routing.commands import ENDS, ticket_number
from app.routing.spelling import fold

_LONGEST = 20
_SHORT = 4
"""Letters of a word of which only one may be wrong; of longer ones two."""

_WORDS = {fold(word): (word, phrase) for phrase in PHRASES if phrase.argument == "argument.ticket" for word in phrase.all_words}


@dataclass(frozen=True)
class Meant:
    """`word` is the command's own word."""

    phrase: Phrase
    word: str
    number: int


def misspelt(text: str, *, chat: bool) -> Meant | None:
    """What it may have meant: one word and a ticket, in either order. In a chat a bare number is none."""
    said = text.strip(ENDS).split()
    if said and said[0].casefold() == "/ticket":
        said, chat = said[1:], False
    if len(said) != 2:
        return None
    for word, ticket in (said, reversed(said)):
        number = ticket_number(ticket)
        if number and not (chat and ticket.strip(ENDS).isdigit()) and (found := _nearest(fold(word.strip(ENDS)))):
            return Meant(found[1], found[0], number)
    return None


def _nearest(word: str) -> tuple[str, Phrase] | None:
    """The command's word that is least far away, if that is not too far."""
    if not 3 <= len(word) <= _LONGEST or ticket_number(word):
        return None
    near = [(distance(word, known), known) for known in _WORDS]
    steps, known = min(near)
    return _WORDS[known] if 0 < steps <= (1 if len(known) <= _SHORT else 2) else None


def distance(one: str, other: str) -> int:
    """Letters to add, to leave out, to change, or to swap with the next one, to make `other` of `one`."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            steps = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            swapped = i > 1 and j > 1 and (one[i - 2], letter) == (wanted, other[j - 2])
            row.append(min(steps, last[j - 2] + 1) if swapped else steps)
    return row[-1]
