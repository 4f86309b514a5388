"""Small cards: a sentence, with what somebody wrote or with a question's buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app import words
from app.cards import Button, Card, Mention, Style, Text, Tone
from app.people.model import Person


def mention_of(person: Person) -> Mention:
    """Addresses them, on whichever platform it is read."""
    return Mention(person.name, tuple(str(identity) for identity in person.identities))


def told_card(line: str, locale: str, *, to: Mention | None = None, quote: str = "") -> Card:
    """News of a ticket: addressed to somebody where others read along, and below it what was written."""
    said = Text((line,) if to is None else (to, " ", line))
    body = (said, Text((quote,), Tone.QUOTE)) if quote else (said,)
    return Card(title="", spoken=f"{line} {quote}".strip(), body=body, locale=locale)


def nobody_card(line: str, reasons: Sequence[str], others: int, ticket: str, locale: str) -> Card:
    """Nobody can take a ticket; `reasons` has a sentence for each agent, `others` more wait too. It can be given to somebody."""
    body = [Text((line,), Tone.STRONG), Text(("\n".join(reasons or [words.say("duty.no_agents", locale)]),))]
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
