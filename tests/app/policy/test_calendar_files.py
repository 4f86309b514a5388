"""Holidays out of another program's calendar file: read once, when the policy is applied."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import ConfigurationError
from app.main.preparing import prepare
from app.policy.changes import NOTHING, apply, current, export, plan
from app.policy.ics import days_off
from app.policy.importing import beside
from app.policy.reading import read
from app.policy.refusal import PolicyError
from app.policy.working_time import calendar
from app.settings import Settings
from app.sla.special_days import OwnHoliday
from storage.unit_of_work import Store
from tests import builders

POLICY = """\
version: 1   # ours
calendars:
  office:
    timezone: Asia/Kolkata
    hours: {mon-fri: ["09:30-18:30"]}
    holidays: {dates: [2026-12-25 Christmas, 2026-12-24], ics: days.ics}
"""


def file(*events: str) -> bytes:
    """A calendar file with events, each line of them as it stands in one."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN"]
    for number, event in enumerate(events):
        uid = [] if "UID:" in event else [f"UID:{number}@example"]
        lines += ["BEGIN:VEVENT", *uid, "DTSTAMP:20260101T000000Z", *event.split("|"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


CHRISTMAS = "DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20261227|SUMMARY:Christmas\\, both days"


def days(*events: str) -> list[str]:
    return [str(holiday) for holiday in days_off(file(*events))]


def test_every_day_of_an_event_is_off_and_has_its_name() -> None:
    assert days(CHRISTMAS, "DTSTART;VALUE=DATE:20261108|SUMMARY:दिवाली") == [
        "2026-11-08 दिवाली",
        "2026-12-25 Christmas, both days",
        "2026-12-26 Christmas, both days",
    ]


def test_a_duration_and_midnights_of_a_zone_are_whole_days_too() -> None:
    outlook = "DTSTART;TZID=Europe/Berlin:20261225T000000|DTEND;TZID=Europe/Berlin:20261227T000000|SUMMARY:A"
    assert days(outlook, "DTSTART;VALUE=DATE:20260101|DURATION:P2D|SUMMARY:B") == [
        "2026-01-01 B",
        "2026-01-02 B",
        "2026-12-25 A",
        "2026-12-26 A",
    ]


def test_repetitions_are_followed() -> None:
    event = "DTSTART;VALUE=DATE:20260704|SUMMARY:Fourth|RRULE:FREQ=YEARLY;UNTIL=20280704T000000Z|EXDATE;VALUE=DATE:20270704"
    assert days(event, "DTSTART;VALUE=DATE:20261126|SUMMARY:Thanks|RRULE:FREQ=YEARLY;COUNT=3;BYDAY=4TH;BYMONTH=11") == [
        "2026-07-04 Fourth",
        "2026-11-26 Thanks",
        "2027-11-25 Thanks",
        "2028-07-04 Fourth",
        "2028-11-23 Thanks",
    ]
    assert days("DTSTART;VALUE=DATE:20260101|RDATE;VALUE=DATE:20260105,20260107") == ["2026-01-01", "2026-01-05", "2026-01-07"]


def test_what_returns_for_ever_is_followed_to_the_end_of_2060() -> None:
    found = days_off(file("DTSTART;VALUE=DATE:20201225|SUMMARY:Christmas|RRULE:FREQ=YEARLY"))
    assert [holiday.day.year for holiday in found] == list(range(2020, 2061))


def test_one_that_was_moved_is_off_on_its_new_date_only() -> None:
    series = "UID:a|DTSTART;VALUE=DATE:20260101|RRULE:FREQ=YEARLY;COUNT=2|SUMMARY:Day"
    assert days(series, "UID:a|RECURRENCE-ID;VALUE=DATE:20270101|DTSTART;VALUE=DATE:20270104|SUMMARY:Day") == [
        "2026-01-01 Day",
        "2027-01-04 Day",
    ]


def test_a_cancelled_event_is_not_off() -> None:
    assert days(CHRISTMAS, "DTSTART;VALUE=DATE:20260101|STATUS:CANCELLED|SUMMARY:No")[0].startswith("2026-12-25")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "there are no whole days in the file"),
        (b"hello", "the file is not a proper iCalendar file"),
        (b"\xff\xfe", "the file is not UTF-8 text"),
        (file(), "there are no whole days in the file"),
        (file("SUMMARY:When"), '"When" has no date'),
        (file("DTSTART:20260101T100000Z|DTEND:20260101T110000Z|SUMMARY:Lunch"), '"Lunch" is not a whole day'),
        (file("DTSTART:20260101T000000Z|SUMMARY:Zero"), '"Zero" is not a whole day'),
        (file("DTSTART;VALUE=DATE:20260103|DTEND;VALUE=DATE:20260101|SUMMARY:Back"), '"Back" is not a whole day'),
        (file("DTSTART;VALUE=DATE:20260101|DTEND:20260102T010000Z|SUMMARY:Mixed"), '"Mixed" is not a whole day'),
        (file("DTSTART;VALUE=DATE:20260101|DTSTART;VALUE=DATE:20260102"), "the file is not a proper iCalendar file"),
        (file("DTSTART;VALUE=DATE:2026|SUMMARY:Odd"), '"Odd"'),
        (file("DTSTART;VALUE=DATE:20260101|RRULE:FREQ=SECONDLY|SUMMARY:Tick"), '"Tick" is repeated more often than once a day'),
        (file("DTSTART;VALUE=DATE:20260101|RRULE:FREQ=DAILY|SUMMARY:All"), "there are more than 5000 days in the file"),
        (file("DTSTART;VALUE=DATE:00010101|DTEND;VALUE=DATE:99991231|SUMMARY:Eternity"), "there are more than 5000 days"),
        (file("DTSTART;VALUE=DATE:20260101|RRULE:FREQ=YEARLY;BYDAY=XX|SUMMARY:Odd"), '"Odd"'),
    ],
)
def test_a_file_that_cannot_be_taken_whole_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(ValueError) as refusal:
        days_off(content)
    assert says in str(refusal.value)


@settings(max_examples=200)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    whole = file(CHRISTMAS, "DTSTART;VALUE=DATE:20260101|RRULE:FREQ=YEARLY;COUNT=3|EXDATE;VALUE=DATE:20270101|SUMMARY:New")
    lines = data.draw(st.permutations(whole.split(b"\r\n"))) if data.draw(st.booleans()) else whole.split(b"\r\n")
    raw = bytearray(b"\r\n".join(lines))
    for _ in range(data.draw(st.integers(0, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.sampled_from(b"019TZ;:=,-+\r\nA\xff"))
    with contextlib.suppress(ValueError):
        assert days_off(bytes(raw))


def test_the_days_of_the_file_are_put_among_the_policys_own() -> None:
    document = read(POLICY, {"days.ics": file(CHRISTMAS, "DTSTART;VALUE=DATE:20261224|SUMMARY:Eve")}.__getitem__)
    assert document.calendars["office"].holidays.ics is None
    assert document.calendars["office"].holidays.dates == [
        OwnHoliday(date(2026, 12, 24), "Eve"),
        OwnHoliday(date(2026, 12, 25), "Christmas"),
        OwnHoliday(date(2026, 12, 26), "Christmas, both days"),
    ]
    assert calendar(document, "office").holiday_on(date(2026, 12, 24)) == "Eve"


def test_the_file_stands_beside_the_policy(tmp_path: Path) -> None:
    (tmp_path / "days.ics").write_bytes(file(CHRISTMAS))
    assert len(read(POLICY, beside(tmp_path)).calendars["office"].holidays.dates) == 3


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("gone.ics", "line 6: calendars.office.holidays.ics: gone.ics cannot be read: no such file or directory"),
        ("large.ics", "line 6: calendars.office.holidays.ics: large.ics is larger than 1 MB"),
        ("text.ics", "line 6: calendars.office.holidays.ics: text.ics: the file is not a proper iCalendar file"),
        (
            "https://example.test/a.ics",
            'line 6: calendars.office.holidays.ics: "https://example.test/a.ics" is not a file: '
            "write the name of one beside the policy, holidays.ics",
        ),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_the_line_of_the_policy(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "large.ics").write_bytes(b" " * 1_000_001)
    (tmp_path / "text.ics").write_text("hello")
    with pytest.raises(PolicyError) as refusal:
        read(POLICY.replace("days.ics", f'"{name}"'), beside(tmp_path))
    assert str(refusal.value).startswith(says)


def test_what_is_stored_needs_no_file_and_what_is_exported_is_what_was_written(store: Store) -> None:
    files = {"days.ics": file(CHRISTMAS)}
    with store.open() as tx:
        org = builders.organisation(tx).id
        apply(tx, org, read(POLICY, files.__getitem__), POLICY, builders.NOW)
        assert plan(tx, org, read(POLICY, files.__getitem__), POLICY) == [NOTHING]
        assert export(tx, org) == POLICY
        files["days.ics"] = file(CHRISTMAS, "DTSTART;VALUE=DATE:20270101|SUMMARY:New Year")
        assert plan(tx, org, read(POLICY, files.__getitem__), POLICY) == [
            "~ calendar office: holidays.dates +2027-01-01 New Year"
        ]


def test_a_policy_named_in_the_settings_has_its_file_beside_it_too(store: Store, tmp_path: Path) -> None:
    (tmp_path / "days.ics").write_bytes(file(CHRISTMAS))
    (tmp_path / "policy.yaml").write_text(POLICY)
    prepare(Settings(sahayak_policy=tmp_path / "policy.yaml"), store)
    with store.open() as tx:
        assert len(current(tx, tx.organisations.first().id).calendars["office"].holidays.dates) == 3


def test_the_name_of_a_day_is_one_clean_line() -> None:
    assert days("DTSTART;VALUE=DATE:20260101|SUMMARY:New\\n  Year\x07\u202e") == ["2026-01-01 New Year"]


def test_a_policy_whose_file_was_not_read_is_not_applied(store: Store) -> None:
    with store.open() as tx, pytest.raises(ConfigurationError, match=r"days\.ics was not imported"):
        apply(tx, builders.organisation(tx).id, read(POLICY), POLICY, builders.NOW)
    with pytest.raises(ValueError, match="not complete"):
        calendar(read(POLICY), "office")
