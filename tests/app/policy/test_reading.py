"""What the words of the file mean once it is accepted."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.people.model import Platform
from app.policy.calendars import Window, days_of
from app.policy.document import BUILT_IN
from app.policy.model import Document, Hear, ThreadDefault
from app.policy.reading import read
from app.policy.working_time import calendar, calendar_of
from app.sla.duration import parse
from app.sla.special_days import Override, OwnHoliday
from app.tickets.model import Priority

EXAMPLE = (Path(__file__).parents[3] / "policy.example.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def example() -> Document:
    return read(EXAMPLE)


def test_the_example_is_read(example: Document) -> None:
    assert example.defaults.model_dump() == {"team": "it", "locale": "en", "timezone": "Asia/Kolkata"}
    assert example.people.link_by_email
    assert next(iter(example.teams["it"].members)) == ("manager", "slack:U0BOSS001")
    assert example.teams["it"].triage is not None
    assert example.teams["it"].triage.by_platform == {Platform.SLACK: "C0TRIAGE1", Platform.TEAMS: "19:…@thread.tacv2"}
    assert example.teams["it"].thread_default is ThreadDefault.NOTE
    assert example.categories["vpn"].keywords == ["vpn", "anyconnect", "वीपीएन"]
    assert [str(level.after or level.at) for level in example.ladder_of("it")] == ["warning", "breach", "1h", "4h"]
    assert example.ladder_of("it")[1].notify == [Hear.ASSIGNEE, Hear.LEADS]
    assert [digest.weekday for digest in example.digests] == [None, 0]


def test_a_calendar_is_a_week_of_windows(example: Document) -> None:
    week = example.calendar_of("it").week
    assert week[0] == (Window(570, 780), Window(840, 1110))
    assert week[5] == ()
    assert example.calendar("office").overrides[0].date == date(2026, 12, 31)
    assert example.calendar("always").week[6] == (Window(0, 1440),)


def test_promises_are_found_through_the_team_or_by_default(example: Document) -> None:
    policy = example.sla_of("it")
    assert policy is not None
    assert policy is example.sla_of("a team that is gone")
    assert policy.targets[Priority.URGENT].resolution == parse("4h")
    assert policy.warn_share == Decimal("0.75")
    assert policy.warn_before is None


def test_the_file_is_read_as_it_is_written_and_not_as_yaml_once_was() -> None:
    document = read(
        "version: 1\n"
        "teams: {on: {name: 'yes'}, 0123: {}}\n"
        "categories: {no: {name: NO, team: on, keywords: [off, 0x1F, 12:30, '08']}}\n"
        "digests: [{every: week, on: mon, at: 10:00, to: {slack: C1}}]\n"
    )
    assert list(document.teams) == ["on", "0123"]
    assert document.categories["no"].keywords == ["off", "0x1F", "12:30", "08"]
    assert document.digests[0].at == "10:00"


def test_a_small_file_is_enough() -> None:
    document = read("version: 1\nteams: {hr: {}, it: {}}\n")
    assert document.default_team == document.defaults.team == "hr"
    assert document.team_name("hr") == "hr"
    assert document.sla_of("hr") is None
    assert document.calendar_of("hr").week[6] == (Window(0, 1440),)


def test_without_teams_there_is_the_one_of_a_fresh_installation() -> None:
    assert read("version: 1") == BUILT_IN
    assert BUILT_IN.team_name(BUILT_IN.default_team) == "Help desk"


def test_a_calendar_without_a_zone_takes_the_default_one() -> None:
    document = read("version: 1\ndefaults: {timezone: Asia/Kolkata}\ncalendars: {day: {hours: {mon: ['09:00-10:00']}}}")
    assert document.calendar("day").timezone == "Asia/Kolkata"
    assert document.calendar("").timezone == "Asia/Kolkata"


def test_windows_may_cross_midnight_and_come_in_any_order() -> None:
    document = read('version: 1\ncalendars: {night: {hours: {"fri,mon": ["22:00-06:00", "08:00-09:00"]}}}')
    assert document.calendar("night").week[0] == (Window(480, 540), Window(1320, 1800))
    assert str(Window(1320, 1800)) == "22:00-06:00"
    assert str(Window(0, 1440)) == "00:00-24:00"


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("mon", (0,)),
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("sun-thu", (6, 0, 1, 2, 3)),
        ("sat,sun", (5, 6)),
        ("Mon - Wed, Fri", (0, 1, 2, 4)),
        ("mon-sun", (0, 1, 2, 3, 4, 5, 6)),
    ],
)
def test_days_are_named_one_by_one_or_as_a_range(written: str, days: tuple[int, ...]) -> None:
    assert days_of(written) == days


@pytest.mark.parametrize("written", ["", "-", "mon-", "mon-wed-fri", "monday", "mon,", "1-5", "mon;tue"])
def test_what_names_no_days_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="names no days"):
        days_of(written)


def test_states_of_a_country_are_known_by_their_code() -> None:
    holidays = "holidays: {country: IN, subdivision: KA, dates: [2026-01-26]}"
    text = f"version: 1\ncalendars: {{c: {{hours: {{mon: ['09:00-10:00']}}, {holidays}}}}}"
    assert read(text).calendar("c").holidays.dates == [OwnHoliday(date(2026, 1, 26))]
    with pytest.raises(ValueError, match="subdivision"):
        Document.model_validate(
            {"version": 1, "calendars": {"c": {"hours": {}, "holidays": {"country": "IN", "subdivision": "XX"}}}}
        )


def test_a_holiday_of_ones_own_and_an_override_may_have_a_name() -> None:
    document = read(
        "version: 1\ncalendars: {c: {hours: {mon: ['09:00-10:00', '08:00-08:30']}, "
        "holidays: {dates: [2026-12-24, 2026-12-25 Christmas Day, '2026-12-26  Boxing Day, moved']}, "
        "overrides: [{date: 2026-12-31, closed: true, name: Stocktaking}, "
        "{date: 2026-12-30, hours: ['20:00-02:00', '08:00-09:00']}]}}"
    )
    found = calendar(document, "c")
    assert [str(holiday) for holiday in found.own] == [
        "2026-12-24",
        "2026-12-25 Christmas Day",
        "2026-12-26 Boxing Day, moved",
    ]
    assert found.overrides == (
        Override(date(2026, 12, 31), (), "Stocktaking"), Override(date(2026, 12, 30), ((480, 540), (1200, 1560)), ""),
    )  # fmt: skip
    assert found.weekdays == (((480, 510), (540, 600)), *((),) * 6)


def test_the_calendar_of_a_document_is_made_once() -> None:
    text = (
        "version: 1\nteams: {it: {calendar: c}, hr: {}}\ncalendars: {c: {timezone: Asia/Kolkata, hours: {mon: ['09:00-10:00']}}}"
    )
    document, other = read(text), read(text)
    assert calendar_of(document, "it") is calendar_of(document, "it") is calendar(document, "c")
    assert calendar_of(other, "it") == calendar_of(document, "it")
    assert calendar_of(document, "hr") == calendar_of(document, "gone")
    assert calendar_of(document, "hr").week == timedelta(days=7)
    with pytest.raises(KeyError):
        calendar(document, "d")


def test_a_condition_may_be_one_word_or_many() -> None:
    document = read("version: 1\ncategories: {vpn: {}}\npriority_rules: [{when: {category: vpn}, priority: high}]")
    assert document.priority_rules[0].when.category == ["vpn"]


def test_a_file_saved_on_windows_is_read() -> None:
    assert read("\ufeffversion: 1\r\nteams: {it: {}}\r\n").default_team == "it"
