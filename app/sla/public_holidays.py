"""Public holidays of a country, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from threading import Lock
from warnings import catch_warnings, simplefilter

import holidays

_ONE_AT_A_TIME = Lock()
"""`catch_warnings` is of the whole process."""


@dataclass(frozen=True)
class PublicHolidays:
    """Of a `country` (ISO 3166: IN) and its `subdivision` (KA), or of the country alone."""

    country: str
    subdivision: str = ""

    def on(self, day: date, language: str = "en") -> str:
        """What is celebrated that day, '' on an ordinary one. In English where it is not known in `language`."""
        return _of_year(self.country, self.subdivision, day.year, language).get(day, "")


@lru_cache(maxsize=1024)
def _of_year(country: str, subdivision: str, year: int, language: str) -> Mapping[date, str]:
    spoken = _languages(country)
    known = [tongue for tongue in spoken if tongue.split("_")[0] == language]
    tongue = next((tongue for tongue in (*known, "en_US") if tongue in spoken), None)
    with _ONE_AT_A_TIME, catch_warnings():
        # Of distant years only the days that never move are known; the library says so with every one of them.
        simplefilter("ignore")
        found = holidays.country_holidays(country, subdiv=subdivision or None, years=year, language=tongue)
    return {day: name or country for day, name in found.items()}


@lru_cache(maxsize=256)
def _languages(country: str) -> tuple[str, ...]:
    return tuple(holidays.country_holidays(country).supported_languages)
