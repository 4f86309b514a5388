"""What is asked of a person about what they want to hear, and the button that asks it."""

from __future__ import annotations

from app import words
from app.cards import Button, Card, Style, Text
from app.forms import Choice, Field, Form, Option, TextField
from app.people.preferences import OPTIONAL, Notice, Preferences, shown

ON, OFF = "on", "off"
AS_PLATFORM = "-"
"""The value of the language that the platform says; a platform's option cannot be empty."""

FOR_HELPERS = frozenset({Notice.ASSIGNED, Notice.ALERTS})
"""What nobody but those who work on tickets is ever told."""

LANGUAGES = {"en": "English", "hi": "हिन्दी"}
"""By their own names, in every language."""


def preferences_form(chosen: Preferences, language: str, zone: str, locale: str, *, helps: bool) -> Form:
    """As it is now. `language` is their own choice or '', `zone` where their day is, `helps`: they work on tickets."""

    def say(key: str, **facts: str) -> str:
        return words.say(key, locale, **facts)

    asked = [notice for notice in OPTIONAL if helps or notice not in FOR_HELPERS]
    told: list[Field] = [
        Choice(
            notice,
            say(f"label.tell.{notice}"),
            (Option(ON, say("option.told")), Option(OFF, say("option.not_told"))),
            ON if chosen.wants(notice) else OFF,
            required=True,
        )
        for notice in asked
    ]
    tongues = (Option(AS_PLATFORM, say("option.language_of_platform")), *(Option(tag, name) for tag, name in LANGUAGES.items()))
    return Form(
        verb="person.preferences.save",
        title=say("title.preferences"),
        submit=say("submit.preferences"),
        cancel=say("cancel.cancel"),
        fields=(
            *told,
            TextField("quiet", say("label.quiet"), shown(chosen.quiet), max_length=40, hint=say("hint.quiet", zone=zone)),
            Choice("language", say("label.language"), tongues, language or AS_PLATFORM, required=True),
        ),
        intro=say("notice.always_told"),
        locale=locale,
    )


def preferences_button(locale: str) -> Button:
    return Button(words.say("button.preferences", locale), "person.preferences", opens_form=True)


def preferences_card(locale: str) -> Card:
    """A button that opens the form, where a typed message cannot."""
    says = words.say("notice.preferences", locale)
    button = Button(words.say("button.preferences", locale), "person.preferences", style=Style.PRIMARY, opens_form=True)
    return Card(title="", spoken=says, body=(Text((says,)),), buttons=(button,), locale=locale)
