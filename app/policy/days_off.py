"""The holidays of a calendar: public ones, and a company's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, Any

import holidays
from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from app.policy.refusal import did_you_mean, refused
from app.policy.values import Section, day
from app.sla.special_days import OwnHoliday

MOST = 5000
"""Dates of one's own: enough for a file of forty years."""

LONGEST_NAME = 100


def own_holiday(value: Any) -> OwnHoliday:
    """Read "2026-12-24" or "2026-12-24 Christmas Eve". Raises ValueError or a refusal."""
    if isinstance(value, OwnHoliday):
        return value
    if isinstance(value, date):
        return OwnHoliday(day(value))
    if not isinstance(value, str):
        raise refused(((), "write a date, and its name after it: 2026-12-24 Christmas Eve"))
    written, _, name = value.partition(" ")
    if len(name) > LONGEST_NAME:
        raise refused(((), f"its name is longer than {LONGEST_NAME} characters"))
    return OwnHoliday(day(written), name.strip())


AnOwnHoliday = Annotated[
    OwnHoliday,
    BeforeValidator(own_holiday),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}( .*)?$", "examples": ["2026-12-24 Christmas Eve"]}),
]


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, list[str]]:
    return holidays.list_supported_countries()


def _file(text: str) -> str:
    if not text.strip() or "://" in text:
        raise refused(((), f'"{text[:80]}" is not a file: write the name of one beside the policy, holidays.ics'))
    return text


class Holidays(Section):
    """Public holidays of a `country` (ISO 3166: IN) and its `subdivision` (KA), and `dates` of one's own.

    `ics` names a calendar file beside the policy; when the policy is applied its days are put among the `dates`.
    """

    country: str | None = None
    subdivision: str | None = None
    dates: list[AnOwnHoliday] = Field(default_factory=list, max_length=MOST)
    ics: Annotated[str, Field(max_length=255), AfterValidator(_file)] | None = None

    @model_validator(mode="after")
    def _known(self) -> Holidays:
        country, part = self.country, self.subdivision
        if country is not None and country not in _countries():
            raise refused((("country",), f'no holidays are known for "{country[:40]}"{did_you_mean(country, _countries())}'))
        if part is not None and country is None:
            raise refused((("subdivision",), "a subdivision needs its country"))
        if part is not None and country is not None:
            _check_subdivision(country, part)
        return self


def _check_subdivision(country: str, part: str) -> None:
    try:
        holidays.country_holidays(country, subdiv=part)
    except NotImplementedError:
        known = ", ".join(_countries()[country][:60]) or "it has none"
        raise refused((("subdivision",), f'{country} has no subdivision "{part[:40]}" ({known})')) from None
