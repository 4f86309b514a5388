"""What people mean when they say until when they are away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Conflict
from app.people.away import Absence, between, looks_like_a_time, tells_a_time

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
"""A Monday, 15:30 in India."""

INDIA = "Asia/Kolkata"


def meant(text: str) -> str:
    _, found = between(text, NOW, INDIA)
    return found.astimezone(ZoneInfo(INDIA)).strftime("%a %d %b %Y %H:%M") if found else "open"


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("", "open"), ("until further notice", "open"), ("अगली सूचना तक", "open"),
        ("until tomorrow", "Tue 24 Nov 2026 00:00"), ("till TOMORROW.", "Tue 24 Nov 2026 00:00"),
        ("today", "Tue 24 Nov 2026 00:00"), ("until Wednesday", "Wed 25 Nov 2026 00:00"),
        ("until next fri", "Fri 27 Nov 2026 00:00"),
        ("until monday", "Mon 30 Nov 2026 00:00"), ("until 2026-12-01", "Tue 01 Dec 2026 00:00"),
        ("until 2026-12-01 14:30", "Tue 01 Dec 2026 14:30"), ("until tomorrow 9:15", "Tue 24 Nov 2026 09:15"),
        ("until 17:00", "Mon 23 Nov 2026 17:00"), ("today until 17:00", "Mon 23 Nov 2026 17:00"),
        ("1d", "Tue 24 Nov 2026 00:00"), ("for 3 days", "Thu 26 Nov 2026 00:00"), ("a week", "Mon 30 Nov 2026 00:00"),
        ("2w", "Mon 07 Dec 2026 00:00"), ("2h", "Mon 23 Nov 2026 17:30"), ("90 minutes", "Mon 23 Nov 2026 17:00"),
        ("कल तक", "Tue 24 Nov 2026 00:00"), ("परसों तक", "Wed 25 Nov 2026 00:00"), ("अगले शुक्रवार तक", "Fri 27 Nov 2026 00:00"),
        ("सोमवार तक", "Mon 30 Nov 2026 00:00"), ("3 दिन", "Thu 26 Nov 2026 00:00"), ("३ दिन के लिए", "Thu 26 Nov 2026 00:00"),
        ("दो हफ़्ते", "Mon 07 Dec 2026 00:00"), ("kal tak", "Tue 24 Nov 2026 00:00"), ("२०२६-१२-०१ तक", "Tue 01 Dec 2026 00:00"),
    ],
)  # fmt: skip
def test_a_time_is_understood_in_the_persons_own_zone(text: str, when: str) -> None:
    assert meant(text) == when


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("until bananas", "refusal.unknown_time"), ("2026-13-01", "refusal.unknown_time"), ("2026-02-30", "refusal.unknown_time"),
        ("3 bananas", "refusal.unknown_time"), ("0d", "refusal.unknown_time"), ("25:00", "refusal.unknown_time"),
        ("tomorrow monday", "refusal.unknown_time"), ("until 2026-11-20", "refusal.time_is_over"),
        ("09:00", "refusal.time_is_over"),
        ("2026-11-23", "refusal.time_is_over"), ("2029-01-01", "refusal.time_too_far"), ("9999w", "refusal.time_too_far"),
        ("9999-12-31", "refusal.time_too_far"), ("0000-01-01", "refusal.unknown_time"), ("0001-01-01", "refusal.time_is_over"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_in_words(text: str, key: str) -> None:
    with pytest.raises(Conflict) as refused:
        between(text, NOW, INDIA)
    assert refused.value.key == key


@given(st.text(max_size=80))
def test_any_text_is_a_time_in_the_coming_year_or_refused(text: str) -> None:
    try:
        since, found = between(text, NOW, INDIA)
    except Conflict:
        return
    assert NOW <= since <= NOW + timedelta(days=400)
    assert found is None or since < found <= NOW + timedelta(days=400)


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati", "Australia/Lord_Howe", "UTC", ""])
def test_tomorrow_begins_at_midnight_there(zone: str) -> None:
    _, found = between("tomorrow", NOW, zone)
    assert found is not None
    there = found.astimezone(ZoneInfo(zone or "UTC"))
    assert (there.hour, there.minute) == (0, 0)
    assert there.date() == NOW.astimezone(ZoneInfo(zone or "UTC")).date() + timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("", True), ("tomorrow", True), ("until monday", True), ("2026-12-01", True), ("3 days", True), ("सोमवार तक", True),
        ("from my desk, cannot log in", False), ("with the old printer", False), ("pain", False), ("का आवेदन कैसे दूँ", False),
    ],
)  # fmt: skip
def test_a_sentence_is_no_time(text: str, tells: bool) -> None:
    assert looks_like_a_time(text) is tells


def test_an_absence_ends_by_itself() -> None:
    away = Absence(1, 7, NOW, NOW + timedelta(days=1))
    assert [away.covers(NOW + timedelta(hours=hours)) for hours in (-1, 0, 23, 24)] == [False, True, True, False]
    assert Absence(1, 7, NOW).covers(NOW + timedelta(days=9999))


def spans(text: str) -> str:
    def shown(moment: datetime | None) -> str:
        return moment.astimezone(ZoneInfo(INDIA)).strftime("%d %b %H:%M") if moment else "open"

    since, end = between(text, NOW, INDIA)
    return f"{'now' if since == NOW else shown(since)} / {shown(end)}"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("until friday", "now / 27 Nov 00:00"), ("from Monday until Friday", "30 Nov 00:00 / 04 Dec 00:00"),
        ("from monday to friday", "30 Nov 00:00 / 05 Dec 00:00"), ("2026-12-24 to 2026-12-31", "24 Dec 00:00 / 01 Jan 00:00"),
        ("2026-12-24..2026-12-31", "24 Dec 00:00 / 01 Jan 00:00"), ("2026-12-24 - 2026-12-31", "24 Dec 00:00 / 01 Jan 00:00"),
        ("from tomorrow for 3 days", "24 Nov 00:00 / 27 Nov 00:00"), ("from Monday", "30 Nov 00:00 / open"),
        ("tomorrow 14:00 to 17:00", "24 Nov 14:00 / 24 Nov 17:00"), ("from tomorrow 14:00 for 2h", "24 Nov 14:00 / 24 Nov 16:00"),
        ("सोमवार से शुक्रवार तक", "30 Nov 00:00 / 04 Dec 00:00"), ("कल से 3 दिन के लिए", "24 Nov 00:00 / 27 Nov 00:00"),
        ("somvar se shukravar tak", "30 Nov 00:00 / 04 Dec 00:00"), ("२०२६-१२-२४ से २०२६-१२-३१ तक", "24 Dec 00:00 / 31 Dec 00:00"),
        ("सोमवार से", "30 Nov 00:00 / open"), ("from today until friday", "now / 27 Nov 00:00"),
        ("from 2026-11-01 until 2026-12-01", "now / 01 Dec 00:00"), ("from 09:00 until 17:00", "now / 23 Nov 17:00"),
        ("today to tomorrow", "now / 25 Nov 00:00"), ("from today to today", "now / 24 Nov 00:00"),
        ("from monday until further notice", "30 Nov 00:00 / open"),
    ],
)  # fmt: skip
def test_an_absence_may_begin_later(text: str, span: str) -> None:
    assert spans(text) == span
    assert tells_a_time(text)
    assert looks_like_a_time(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("from friday until tomorrow", "refusal.absence_backwards"),
        ("from tomorrow until tomorrow", "refusal.absence_backwards"),
        ("from bananas until friday", "refusal.unknown_time"), ("from monday until bananas", "refusal.unknown_time"),
        ("2026-11-01 to 2026-11-05", "refusal.time_is_over"), ("from 2031-01-01", "refusal.time_too_far"),
        ("2026-12-24 to 2031-01-01", "refusal.time_too_far"),
    ],
)  # fmt: skip
def test_an_absence_that_cannot_be_is_refused_in_words(text: str, key: str) -> None:
    with pytest.raises(Conflict) as refused:
        spans(text)
    assert refused.value.key == key
