"""Small cards: a sentence, with what somebody wrote or with a question's buttons."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from app import words
from app.cards import Button, Card, Inline, Link, Mention, Moment, Style, Text, Tone
from app.people.model import Person
from app.tickets.model import Ticket

_MARK = re.compile("(\0[0-9]+\0)")


def mention_of(person: Person) -> Mention:
    """Addresses them, on whichever platform it is read."""
    return Mention(person.name, tuple(str(identity) for identity in person.identities))


def sentence(key: str, locale: str, **facts: Inline | tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The parts of a text in which the platform draws some facts itself, such as a moment in each reader's own time.

    A fact may be such a text itself.
    """
    return _drawn(lambda filled: words.say(key, locale, **filled), facts)


def sentence_of_many(key: str, count: int, locale: str, **facts: Inline | tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The same of `count` things, where the text has forms for that."""
    return _drawn(lambda filled: words.say_many(key, count, locale, **filled), facts)


def _drawn(say: Callable[[dict[str, str]], str], facts: Mapping[str, Inline | tuple[Inline, ...]]) -> tuple[Inline, ...]:
    drawn: dict[str, tuple[Inline, ...]] = {}
    filled: dict[str, str] = {}
    for name, fact in facts.items():
        mark = f"\0{len(drawn)}\0"
        if not isinstance(fact, str):
            drawn[mark] = fact if isinstance(fact, tuple) else (fact,)
        filled[name] = fact.replace("\0", "") if isinstance(fact, str) else mark
    pieces = (drawn.get(part, (part,)) for part in _MARK.split(say(filled)) if part)
    return tuple(part for piece in pieces for part in piece)


def one_below_another(lines: Sequence[Sequence[Inline]]) -> tuple[Inline, ...]:
    """Each in a line of its own."""
    return tuple(part for at, line in enumerate(lines) for part in (("\n", *line) if at else line))


def told_moment(at: datetime, locale: str, zone: str) -> Moment:
    """For whoever reads it; `zone` is for where the platform cannot draw it for them."""
    return Moment(at, words.moment(at, locale, zone))


def plainly(parts: Sequence[Inline]) -> str:
    """The same as mere text, for a notification or a screen reader."""
    return "".join(_plain(part) for part in parts)


def _plain(part: Inline) -> str:
    match part:
        case Mention():
            return part.name
        case Moment():
            return part.fallback
        case Link():
            return part.label
        case _:
            return part


def told_card(line: str | Sequence[Inline], locale: str, *, to: Mention | None = None, quote: str = "") -> Card:
    """News of a ticket: addressed to somebody where others read along, and below it what was written."""
    parts: tuple[Inline, ...] = (line,) if isinstance(line, str) else tuple(line)
    said = Text(parts if to is None else (to, ": ", *parts))
    body = (said, Text((quote,), Tone.QUOTE)) if quote else (said,)
    return Card(title="", spoken=f"{plainly(parts)} {quote}".strip(), body=body, locale=locale)


def nobody_card(line: str, reasons: Sequence[Sequence[Inline]], others: int, ticket: str, locale: str) -> Card:
    """Nobody can take a ticket; `reasons` has a sentence for each agent, `others` more wait too. It can be given to somebody."""
    body = [Text((line,), Tone.STRONG), Text(one_below_another(reasons or [(words.say("duty.no_agents", locale),)]))]
    if others:
        body.append(Text((words.say_many("duty.others", others, locale),), Tone.SUBTLE))
    button = Button(words.say("button.assign", locale), "ticket.assign", ticket, opens_form=True)
    return Card(title="", spoken=line, body=tuple(body), buttons=(button,), locale=locale)


def form_card(summary: str, locale: str) -> Card:
    """A button that opens the form of a new ticket, where a typed message cannot: `summary` is filled in."""
    say = words.say("notice.new_form", locale)
    values: Mapping[str, str] = {"summary": summary} if summary else {}
    button = Button(words.say("button.open_form", locale), "ticket.new", style=Style.PRIMARY, opens_form=True, values=values)
    return Card(title="", spoken=say, body=(Text((say,)),), buttons=(button,), locale=locale)


def nudge_card(about: Mapping[str, str], locale: str) -> Card:
    """Asks whether what somebody wrote shall be a ticket; `about` is what a yes has to know of it."""
    question = words.say("notice.nudge", locale)
    return Card(
        title="",
        spoken=question,
        body=(Text((question,)),),
        buttons=(
            Button(words.say("button.create", locale), "nudge.yes", style=Style.PRIMARY, values=about),
            Button(words.say("button.not_now", locale), "nudge.no"),
        ),
        locale=locale,
    )


def created_card(ticket: Ticket, locale: str) -> Card:
    """What became of the message that was asked about, with the way to it."""
    line = words.say("notice.created", locale, ticket=ticket.key, summary=ticket.summary)
    link = ticket.source.link
    way: tuple[Inline, ...] = (" ", Link(words.say("button.view_source", locale), link)) if link else ()
    return Card(title="", spoken=line, body=(Text((line, *way)),), locale=locale)
