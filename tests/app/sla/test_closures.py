"""Why it is closed."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.sla.calendar import Calendar
from app.sla.closures import Reason
from app.sla.public_holidays import PublicHolidays
from app.sla.special_days import Override, OwnHoliday

HOURS = ((570, 780), (840, 1110))
INDIA = Calendar(
    "Asia/Kolkata", (HOURS,) * 5 + ((), ()), PublicHolidays("IN", "KA"),
    own=(OwnHoliday(date(2026, 11, 25), "Founders' Day"), OwnHoliday(date(2026, 11, 26))),
    overrides=(Override(date(2026, 11, 27), ((600, 720),), "Stocktaking"), Override(date(2026, 11, 28))),
)  # fmt: skip


def shown(start: str, end: str, language: str = "en") -> list[str]:
    """ "Fri 18:30 - Sat 00:00 night", as the clocks there show it."""
    zone = ZoneInfo("Asia/Kolkata")
    first, last = (datetime.fromisoformat(text).replace(tzinfo=zone) for text in (start, end))
    return [
        f"{shut.start.astimezone(zone):%a %H:%M} - {shut.end.astimezone(zone):%a %H:%M} {shut.reason} {shut.name}".rstrip()
        for shut in INDIA.closures(first, last, language)
    ]


def test_a_weekend_is_told_from_the_nights_around_it() -> None:
    assert shown("2026-11-20 10:00", "2026-11-23 10:00") == [
        "Fri 13:00 - Fri 14:00 night",
        "Fri 18:30 - Sat 00:00 night",
        "Sat 00:00 - Mon 00:00 day off",
        "Mon 00:00 - Mon 09:30 night",
    ]


def test_holidays_have_their_names_and_overrides_theirs() -> None:
    assert shown("2026-11-24 00:00", "2026-11-30 00:00") == [
        "Tue 00:00 - Wed 00:00 holiday Guru Nanak's Jayanti",
        "Wed 00:00 - Thu 00:00 holiday Founders' Day",
        "Thu 00:00 - Fri 00:00 holiday",
        "Fri 00:00 - Fri 10:00 override Stocktaking",
        "Fri 12:00 - Sat 00:00 override Stocktaking",
        "Sat 00:00 - Sun 00:00 override",
        "Sun 00:00 - Mon 00:00 day off",
    ]


def test_a_holiday_is_told_in_the_readers_language_where_it_is_known() -> None:
    assert shown("2026-11-24 00:00", "2026-11-25 00:00", "hi") == ["Tue 00:00 - Wed 00:00 holiday गुरु नानक जयंती"]
    germany = PublicHolidays("DE")
    assert germany.on(date(2026, 10, 3), "de") == "Tag der Deutschen Einheit"
    assert germany.on(date(2026, 10, 3), "hi") == germany.on(date(2026, 10, 3)) == "German Unity Day"


def test_the_companys_own_name_of_a_holiday_comes_first() -> None:
    christmas = date(2026, 12, 25)
    public = PublicHolidays("IN", "KA")
    assert Calendar("UTC", (HOURS,) * 7, public, own=(OwnHoliday(christmas, "Party"),)).holiday_on(christmas) == "Party"
    assert Calendar("UTC", (HOURS,) * 7, public, own=(OwnHoliday(christmas),)).holiday_on(christmas) == "Christmas"
    assert Calendar("UTC", (HOURS,) * 7, own=(OwnHoliday(christmas),)).holiday_on(christmas) == ""
    assert Calendar("UTC", (HOURS,) * 7, public).holiday_on(date(2026, 12, 23)) is None


def test_a_holiday_on_a_day_off_is_a_day_off() -> None:
    assert shown("2026-11-08 00:00", "2026-11-09 00:00") == ["Sun 00:00 - Mon 00:00 day off"]  # Diwali


def test_while_it_is_open_nothing_is_closed() -> None:
    assert shown("2026-11-23 10:00", "2026-11-23 12:00") == []
    assert shown("2026-11-23 12:00", "2026-11-23 10:00") == []


def test_the_reasons_are_words_that_can_be_stored() -> None:
    assert [str(reason) for reason in Reason] == ["night", "day off", "holiday", "override"]
