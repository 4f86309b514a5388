"""What is asked of a person about what they want to hear, and the button that asks it."""

from __future__ import annotations

from app import words
from app.cards import Button, Card, Row, Style, Text, Tone
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


def preferences_row(chosen: Preferences, language: str, zone: str, locale: str) -> Row:
    """How it stands, and the button that changes it."""
    button = Button(words.say("button.preferences", locale), "person.preferences", opens_form=True)
    return Row(title=(words.say("title.preferences", locale),), detail=(stands(chosen, language, zone, locale),), button=button)


def preferences_card(chosen: Preferences, language: str, zone: str, locale: str) -> Card:
    """How it stands, and a button that opens the form, where a typed message cannot."""
    says, now = words.say("notice.preferences", locale), stands(chosen, language, zone, locale)
    button = Button(words.say("button.preferences", locale), "person.preferences", style=Style.PRIMARY, opens_form=True)
    body = (Text((says,)), Text((now,), Tone.SUBTLE))
    return Card(title="", spoken=f"{says} {now}", body=body, buttons=(button,), locale=locale)


def stands(chosen: Preferences, language: str, zone: str, locale: str) -> str:
    """In one line: when it is quiet, in which language, and what they do without."""
    quiet = words.say("preferences.quiet", locale, span=shown(chosen.quiet), zone=zone) if chosen.quiet else ""
    off = ", ".join(words.say(f"label.tell.{notice}", locale) for notice in OPTIONAL if notice in chosen.off)
    tongue = LANGUAGES.get(language) or words.say("option.language_of_platform", locale)
    told = (
        quiet or words.say("preferences.no_quiet", locale),
        words.say("preferences.language", locale, language=tongue),
        words.say("preferences.without", locale, kinds=off) if off else "",
    )
    return " · ".join(part for part in told if part)
