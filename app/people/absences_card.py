"""What is known of somebody's absences, each with a way to call it off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app import words
from app.cards import Button, Card, Element, Row, Text
from app.people.absences import present
from app.people.away import Absence
from app.people.duty import span_parts
from app.people.model import Person
from app.tickets.sentences import plainly


def absences_card(person: Person, standing: Sequence[Absence], at: datetime, locale: str, zone: str, *, own: bool) -> Card:
    """`own`: for the person alone; else for a lead. Who is here can go away with one press."""
    none = "notice.no_absences" if own else "notice.no_absences_for"
    rows: list[Element] = [_row(one, at, locale, zone) for one in standing]
    text = words.say("notice.absences" if own else "notice.absences_for", locale, person=person.name)
    if not standing:
        text = words.say(none, locale, person=person.name)
    hint = Text((words.say("hint.away", locale),))
    leave = Button(words.say("button.away_now", locale), "person.away.now", f"person:{person.id}")
    return Card(
        title=words.say("title.absences", locale),
        spoken=text,
        body=(Text((text,)), *rows, hint),
        buttons=() if present(standing, at) else (leave,),
        locale=locale,
    )


def _row(absence: Absence, at: datetime, locale: str, zone: str) -> Row:
    now = absence.covers(at)
    span = span_parts(absence, locale, zone, now=now)
    label = words.say("button.call_off", locale)
    return Row(
        title=span,
        detail=(words.say("duty.since_now" if now else "duty.ahead", locale),),
        button=Button(label, "person.away.cancel", absence.ref, accessible=f"{label}: {plainly(span)}"),
    )
