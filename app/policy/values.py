"""The small values of the policy file: names, zones, times of day, dates, durations. Kept as they are written."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Annotated, Any
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StrictBool, WithJsonSchema

from app.policy.refs import parse_ref
from app.policy.refusal import did_you_mean, refused
from app.sla.duration import Duration, parse

MINUTES_OF_A_DAY = 24 * 60


class Section(BaseModel):
    """A part of the document: unknown keys are refused, and nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    """IANA names. "localtime" and "Factory" are files of the zone database, not places."""
    return frozenset(available_timezones()) - {"localtime", "Factory"}


def _zone(text: str) -> str:
    if text not in zones():
        raise refused(((), f'there is no time zone "{text[:80]}"{did_you_mean(text, zones())}: write an IANA name, Asia/Kolkata'))
    return text


def _locale(text: str) -> str:
    try:
        if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", text):
            raise ValueError
        Locale.parse(text, sep="-")
    except (ValueError, UnknownLocaleError):
        raise refused(((), f'"{text[:40]}" is not a language: write en, hi or pt-BR')) from None
    return text


def minutes(text: str) -> int:
    """Minutes since midnight of "HH:MM"; "24:00" is the end of the day. Raises ValueError."""
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00", text, re.ASCII):
        raise ValueError(f'"{text[:40]}" is not a time of day: write it as 09:30')
    return int(text[:2]) * 60 + int(text[3:])


def _time_of_day(text: str) -> str:
    if minutes(text) == MINUTES_OF_A_DAY:
        raise ValueError("24:00 is only the end of a window: write 00:00")
    return text


def day(value: Any) -> date:
    """Read "2026-01-26"."""
    if type(value) is date:
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value, re.ASCII):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise refused(((), f'there is no day "{value}"')) from None
    raise refused(((), f'"{str(value)[:40]}" is not a date: write it as 2026-01-26'))


def _duration(value: Any) -> Duration:
    if isinstance(value, Duration):
        return value
    if not isinstance(value, str):
        raise refused(((), f'"{str(value)[:40]}" is not a duration: write it with its unit, as 15m'))
    duration = parse(value)
    if not duration:
        raise refused(((), f'"{value}" is no time at all'))
    return duration


def _key(text: str) -> str:
    if not re.fullmatch(r"[^\s/:,#@'\"<>\x00-\x1f\x7f]{1,64}", text):
        raise refused(((), f'"{text[:80]}" cannot be a name here: up to 64 letters, digits, - and _, no spaces'))
    return text


def _channel(text: str) -> str:
    if not re.fullmatch(r"[^\s#,]{1,255}", text):
        raise refused(((), f'"{text[:80]}" is not a channel: write its id (C0HELP001, 19:…@thread.tacv2), not its name'))
    return text


def _ref(text: str) -> str:
    parse_ref(text)
    return text


def _text(text: str) -> str:
    if not text.strip():
        raise refused(((), "is empty"))
    return text


def one_or_many(value: Any) -> Any:
    """`category: vpn` is `category: [vpn]`."""
    return [value] if isinstance(value, str) else value


Flag = StrictBool
Key = Annotated[str, AfterValidator(_key)]
Label = Annotated[str, Field(max_length=100), AfterValidator(_text)]
Zone = Annotated[str, AfterValidator(_zone)]
LocaleTag = Annotated[str, AfterValidator(_locale)]
TimeOfDay = Annotated[
    str, AfterValidator(_time_of_day), WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
]
Day = Annotated[date, BeforeValidator(day)]
ChannelId = Annotated[str, AfterValidator(_channel)]
PersonRef = Annotated[str, AfterValidator(_ref)]
Period = Annotated[
    Duration,
    BeforeValidator(_duration),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^([0-9]+[wdhms] ?)+$", "examples": ["15m", "1h30m", "3d"]}),
]
