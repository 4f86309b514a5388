"""What is said of tickets that belong together."""

from __future__ import annotations

from collections.abc import Sequence

from app import words
from app.cards import ALONE, Button, Card, Element, Row, Text, Tone
from app.text import unended
from app.tickets.linked import Linked, Original
from app.tickets.model import Ticket
from app.tickets.quoting import shortened

NAMED = 10
"""Duplicates that are named; the others are counted."""


def linked_lines(linked: Linked, locale: str) -> list[Element]:
    """On the agents' card."""
    lines: list[str] = []
    if linked.original:
        lines.append(words.say("card.duplicate_of", locale, into=linked.original.key))
    if many := len(linked.duplicates):
        named = ", ".join(linked.duplicates[:NAMED]) + (", …" if many > NAMED else "")
        lines.append(words.say_many("card.duplicates", many, locale, tickets=named))
    if linked.people > 1:
        lines.append(words.say_many("card.people_report", linked.people, locale))
    return [Text((line,), Tone.STRONG) for line in lines]


def plain_duplicate(original: Original, locale: str) -> str:
    """How a duplicate stands, for whoever asked it: never a word of what the other one says, but what was done for it."""
    if original.solved:
        key = "plain.duplicate_solved" if original.resolution else "plain.duplicate_is_solved"
        return words.say(key, locale, into=original.key, resolution=shortened(original.resolution, 1200))
    return words.say("plain.duplicate_own" if original.own else "plain.duplicate", locale, into=original.key)


def merged_card(ticket: Ticket, named: str, root: str, summary: str, requester: str, locale: str) -> Card:
    """Said in private to whoever has joined them, with the way back: which one it belongs to, and that this is another one than
    they `named`. `summary` is '' where they may not read it.
    """
    target = f"{root} · {unended(summary)}" if summary else root
    line = words.say("notice.merged", locale, ticket=ticket.key, target=target, into=root, name=requester)
    if named != root:
        line = f"{words.say('notice.merged_on', locale, ticket=named, into=root)} {line}"
    hint = words.say("notice.can_unmerge", locale)
    undo = Button(words.say("button.not_duplicate", locale), "ticket.not_duplicate", ticket.key, values=ALONE)
    return Card(title="", spoken=f"{line} {hint}", body=(Text((line,)),), buttons=(undo,), context=(hint,), locale=locale)


def similar_card(ticket: Ticket, alike: Sequence[Ticket], known: Sequence[int], locale: str) -> Card:
    """In the agents' thread of a new request: open ones that seem to ask the same, those that everybody knows of first."""
    line = words.say_many("notice.similar", len(alike), locale, ticket=ticket.key)
    rows = tuple(_row(ticket, one, one.number in known, locale) for one in alike)
    spoken = f"{line} {', '.join(one.key for one in alike)}"
    return Card(title="", spoken=spoken, body=(Text((line,)), *rows), locale=locale)


def _row(ticket: Ticket, one: Ticket, known: bool, locale: str) -> Row:
    link = words.say("button.link", locale)
    named = f"{link} {ticket.key} → {one.key}"
    button = Button(link, "ticket.link", ticket.key, opens_form=True, values={"original": one.key}, accessible=named)
    standing = words.say(f"status.{one.status}", locale)
    detail = f"{words.say('label.known_issue', locale)} · {standing}" if known else standing
    return Row(title=(f"{one.key} · {one.summary}",), detail=(detail,), button=button)
