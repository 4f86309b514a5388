"""Calendar files that a policy names: read once when it is applied, so that what is stored needs no file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path as File

from app.errors import ConfigurationError
from app.policy.days_off import Holidays
from app.policy.document import Document
from app.policy.ics import days_off
from app.policy.refusal import Path
from app.sla.special_days import OwnHoliday

LARGEST = 1_000_000
"""Bytes."""

Beside = Callable[[str], bytes]
"""The content of a file named in the policy. Raises ValueError with a sentence."""


def beside(folder: File) -> Beside:
    """Files as seen from the folder in which the policy stands."""

    def content(name: str) -> bytes:
        try:
            with (folder / name).open("rb") as opened:
                raw = opened.read(LARGEST + 1)
        except OSError as error:
            raise ValueError(f"{name} cannot be read: {(error.strerror or 'unknown reason').lower()}") from None
        if len(raw) > LARGEST:
            raise ValueError(f"{name} is larger than 1 MB")
        return raw

    return content


def imported(document: Document, files: Beside) -> tuple[Document, list[tuple[Path, str]]]:
    """The document with the days of its files among its own, and (where, reason) for each file that cannot be taken."""
    made: dict[str, Holidays] = {}
    problems: list[tuple[Path, str]] = []
    for key, policy in document.calendars.items():
        if policy.holidays.ics is not None:
            try:
                made[key] = _joined(policy.holidays, _days_of(policy.holidays.ics, files))
            except ValueError as error:
                problems.append((("calendars", key, "holidays", "ics"), str(error)))
    return _with(document, made), problems


def _days_of(name: str, files: Beside) -> list[OwnHoliday]:
    content = files(name)
    try:
        return days_off(content)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def as_stored(written: Document, stored: Document) -> Document:
    """A document as it was written, with what its files said when `stored` was made of it."""
    named = {key for key, policy in written.calendars.items() if policy.holidays.ics is not None}
    return _with(written, {key: stored.calendars[key].holidays for key in named & stored.calendars.keys()})


def refuse_files(document: Document) -> None:
    """Raises ConfigurationError where a calendar still waits for its file: it would lack its holidays in silence."""
    for key, policy in document.calendars.items():
        if policy.holidays.ics is not None:
            raise ConfigurationError(f"calendars.{key}.holidays.ics: {policy.holidays.ics} was not imported")


def _joined(holidays: Holidays, days: list[OwnHoliday]) -> Holidays:
    """Each date once, in order: with the name the policy gives it, else with that of the file."""
    dates: dict[date, OwnHoliday] = {}
    for holiday in (*days, *holidays.dates):
        if holiday.name or holiday.day not in dates:
            dates[holiday.day] = holiday
    return holidays.model_copy(update={"ics": None, "dates": [dates[day] for day in sorted(dates)]})


def _with(document: Document, made: Mapping[str, Holidays]) -> Document:
    calendars = {
        key: policy.model_copy(update={"holidays": made[key]}) if key in made else policy
        for key, policy in document.calendars.items()
    }
    return document.model_copy(update={"calendars": calendars}) if made else document
