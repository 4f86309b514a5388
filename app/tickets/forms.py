"""What is asked about tickets."""

from __future__ import annotations

from collections.abc import Sequence

from app import words
from app.forms import Choice, DateField, Field, Form, Option, PersonField, TextField
from app.people.model import Category, Person, Platform, Team
from app.tickets.elsewhere import somebody_elsewhere
from app.tickets.model import Priority, Ticket

SUMMARY_LIMIT = 200
DETAILS_LIMIT = 3000
TEXT_LIMIT = 3000
NO_CATEGORY = "-"
BY_RULES = "-"
"""The value of a choice that leaves it to the desk; a platform's option cannot be empty."""


def new_form(
    locale: str,
    categories: Sequence[Category],
    *,
    summary: str = "",
    details: str = "",
    category: str = "",
    on_behalf: tuple[str, str] | None = None,
    elsewhere: Platform | None = None,
) -> Form:
    """A new ticket, filled with what is known. `on_behalf` (identity, name) is asked of agents only; ('', '') leaves it empty.

    `elsewhere` is the platform beside the reader's own, if there is one: it may be for somebody there too.
    """

    def say(key: str) -> str:
        return words.say(key, locale)

    topics = (Option(NO_CATEGORY, say("option.no_category")), *(Option(c.key, c.name) for c in categories[:99]))
    fields: list[Field] = [
        TextField("summary", say("label.summary"), summary, required=True, max_length=SUMMARY_LIMIT, hint=say("hint.summary")),
        TextField("details", say("label.details"), details, multiline=True, max_length=DETAILS_LIMIT),
        Choice("category", say("label.category"), topics, category or NO_CATEGORY),
        Choice(
            "priority", say("label.priority"), (Option(BY_RULES, say("option.auto_priority")), *_priorities(locale)), BY_RULES
        ),
    ]
    if on_behalf is not None:
        fields.append(PersonField("on_behalf", say("label.on_behalf"), *on_behalf))
        fields += somebody_elsewhere("on_behalf", elsewhere, locale)
    return _form("ticket.create", "title.new", "submit.create", tuple(fields), locale)


def assign_form(ticket: Ticket, agents: Sequence[Person], locale: str) -> Form:
    options = tuple(Option(str(person.id), person.name) for person in agents[:100])
    current = str(ticket.assignee_id) if ticket.assignee_id in {person.id for person in agents[:100]} else ""
    field = Choice(
        "assignee",
        words.say("label.assignee", locale),
        options,
        current,
        required=True,
        placeholder=words.say("placeholder.choose", locale),
    )
    return _form("ticket.assign.save", "title.assign", "submit.assign", (field,), locale, ticket)


def priority_form(ticket: Ticket, locale: str) -> Form:
    field = Choice("priority", words.say("label.priority", locale), _priorities(locale), ticket.priority, required=True)
    return _form("ticket.priority.save", "title.priority", "submit.priority", (field,), locale, ticket)


def edit_form(ticket: Ticket, categories: Sequence[Category], locale: str) -> Form:
    """The summary as it stands, and the category."""
    topics = (Option(NO_CATEGORY, words.say("option.no_category", locale)), *(Option(c.key, c.name) for c in categories[:99]))
    current = next((c.key for c in categories[:99] if c.id == ticket.category_id), NO_CATEGORY)
    summary = TextField("summary", words.say("label.summary", locale), ticket.summary, required=True, max_length=SUMMARY_LIMIT)
    category = Choice("category", words.say("label.category", locale), topics, current, required=True)
    return _form("ticket.edit.save", "title.edit", "submit.edit", (summary, category), locale, ticket)


def move_form(ticket: Ticket, teams: Sequence[Team], locale: str) -> Form:
    options = tuple(Option(team.key, team.name) for team in teams[:100])
    field = Choice(
        "team", words.say("label.team", locale), options, required=True, placeholder=words.say("placeholder.choose", locale)
    )
    return _form("ticket.move.save", "title.move", "submit.move", (field,), locale, ticket)


def resolve_form(ticket: Ticket, locale: str, others: int = 0) -> Form:
    """What was done. `others` read it besides whoever asked: those who asked the same, or report it."""
    read = words.say_many("hint.resolution_others", others, locale) if others else words.say("hint.resolution", locale)
    field = _text("resolution", "label.resolution", read, locale)
    return _form("ticket.resolve.save", "title.resolve", "submit.resolve", (field,), locale, ticket)


def reply_form(ticket: Ticket, requester: Person, locale: str) -> Form:
    field = _text("reply", "label.reply", words.say("hint.reply", locale, name=requester.name[:60]), locale)
    return _form("ticket.reply.save", "title.reply", "submit.reply", (field,), locale, ticket)


def note_form(ticket: Ticket, locale: str) -> Form:
    field = _text("note", "label.note", words.say("hint.note", locale), locale)
    return _form("ticket.note.save", "title.note", "submit.note", (field,), locale, ticket)


def snooze_form(ticket: Ticket, choices: Sequence[Option], locale: str) -> Form:
    """Until when it is set aside: one of the choices, or a date, which counts instead."""
    until = Choice("until", words.say("label.aside_until", locale), tuple(choices), choices[0].value, required=True)
    date = DateField("date", words.say("label.snooze_date", locale), hint=words.say("hint.snooze_date", locale))
    return _form("ticket.snooze.save", "title.snooze", "submit.snooze", (until, date), locale, ticket)


def more_form(ticket: Ticket, actions: Sequence[tuple[str, str]], locale: str) -> Form:
    """One choice of what else to do: (verb, label) pairs. Its answer may be the next form."""
    options = tuple(Option(verb, label) for verb, label in actions)
    choose = words.say("placeholder.choose", locale)
    field = Choice("action", words.say("label.action", locale), options, required=True, placeholder=choose)
    return _form("ticket.more.pick", "title.more", "submit.more", (field,), locale, ticket)


def follower_form(ticket: Ticket, locale: str, elsewhere: Platform | None = None) -> Form:
    """Who else shall hear of it; `elsewhere` as in `new_form`."""
    hint = words.say("hint.follower", locale)
    field = PersonField("follower", words.say("label.follower", locale), required=elsewhere is None, hint=hint)
    fields: tuple[Field, ...] = (field, *somebody_elsewhere("follower", elsewhere, locale))
    return _form("ticket.add_follower.save", "title.add_follower", "submit.add_follower", fields, locale, ticket)


def duplicate_form(ticket: Ticket, locale: str) -> Form:
    """Which ticket asks the same."""
    hint = words.say("hint.original", locale)
    field = TextField("original", words.say("label.original", locale), required=True, max_length=200, hint=hint)
    return _form("ticket.duplicate.save", "title.duplicate", "submit.duplicate", (field,), locale, ticket)


def known_issue_form(ticket: Ticket, locale: str) -> Form:
    """What everybody in the request channels reads; not what one person asked, in their words and about themselves."""
    hint = words.say("hint.known_issue", locale)
    field = TextField("banner", words.say("label.banner", locale), required=True, multiline=True, max_length=300, hint=hint)
    return _form("ticket.known_issue.save", "title.known_issue", "submit.known_issue", (field,), locale, ticket)


def _text(name: str, label: str, hint: str, locale: str) -> TextField:
    return TextField(name, words.say(label, locale), required=True, multiline=True, max_length=TEXT_LIMIT, hint=hint)


def _priorities(locale: str) -> tuple[Option, ...]:
    return tuple(Option(priority, words.say(f"priority.{priority}", locale)) for priority in Priority)


def _form(verb: str, title: str, submit: str, fields: tuple[Field, ...], locale: str, ticket: Ticket | None = None) -> Form:
    return Form(
        verb=verb,
        title=words.say(title, locale),
        submit=words.say(submit, locale),
        cancel=words.say("cancel.cancel", locale),
        fields=fields,
        ref=ticket.key if ticket else "",
        intro=f"{ticket.key} · {ticket.summary}" if ticket else "",
        locale=locale,
    )
