"""When tickets do something by themselves: pure rules over a policy, a calendar and a ticket."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.errors import Conflict
from app.people.model import Person, Platform, Team
from app.policy.document import Document
from app.policy.reading import read
from app.policy.working_time import calendar_of
from app.sla.calendar import Calendar
from app.sla.mornings import morning
from app.tickets import closing, reminding, snoozing
from app.tickets.model import Priority, Source, Status, Ticket, Via
from app.tickets.off_hours import back_at, back_line
from app.tickets.resting import next_look
from app.tickets.silence import Silence, Snooze

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RAVI = Person(1, 9, "Ravi")
OFFICE = """
calendars:
  office: {timezone: Asia/Kolkata, hours: {mon-fri: ["09:30-18:30"]}, holidays: {dates: ["2026-11-26 Founding day"]}}
  night: {timezone: Asia/Kolkata, hours: {mon-sun: ["22:00-06:00"]}}
teams: {it: {calendar: office}, always: {}, nights: {calendar: night}}
"""


def rules(more: str = "", team: str = "always") -> tuple[Document, Calendar]:
    policy = read("version: 1" + OFFICE + more)
    return policy, calendar_of(policy, team)


def ticket(status: Status, silence: Silence | None = None, snooze: Snooze | None = None) -> Ticket:
    return Ticket(
        org_id=1, number=1, summary="VPN", details="", status=status, priority=Priority.NORMAL, priority_reason="default",
        team_id=1, category_id=None, requester_id=7, assignee_id=None, source=Source(Platform.SLACK, "T1"), via=Via.FORM,
        created_at=MONDAY, updated_at=MONDAY, silence=silence, snooze=snooze,
    )  # fmt: skip


def test_it_is_told_so_much_before_it_closes_and_closes_in_time() -> None:
    policy, hours = rules("auto_close: {after: 3d, warn: 1d}")
    resolved = ticket(Status.RESOLVED, Silence(MONDAY))
    assert closing.tell_at(resolved, policy, hours) == MONDAY + 2 * DAY
    assert closing.closes_at(resolved, policy, hours) == MONDAY + 3 * DAY
    assert next_look(resolved, policy, hours) == MONDAY + 2 * DAY
    closing.tell(resolved, MONDAY + 2 * DAY)
    assert closing.tell_at(resolved, policy, hours) is None
    assert next_look(resolved, policy, hours) == MONDAY + 3 * DAY


def test_only_working_time_is_silence() -> None:
    policy, hours = rules("auto_close: {after: 2d, warn: 1d}", "it")
    wednesday = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)  # 15:30 in India; Thursday is a holiday
    resolved = ticket(Status.RESOLVED, Silence(wednesday))
    assert closing.tell_at(resolved, policy, hours) == datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
    assert closing.closes_at(resolved, policy, hours) == datetime(2026, 11, 30, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(("late", "after"), [(0, 72), (1, 73), (24, 96), (24 * 30, 24 * 33)])
def test_who_is_told_late_still_has_the_whole_time_to_answer(late: int, after: int) -> None:
    policy, hours = rules("auto_close: {after: 3d, warn: 1d}")
    resolved = ticket(Status.RESOLVED, Silence(MONDAY, 1, MONDAY + 2 * DAY + late * HOUR))
    assert closing.closes_at(resolved, policy, hours) == MONDAY + after * HOUR


def test_without_a_time_to_warn_it_is_told_half_way() -> None:
    policy, hours = rules("auto_close: {after: 3d}")
    resolved = ticket(Status.RESOLVED, Silence(MONDAY))
    assert closing.tell_at(resolved, policy, hours) == MONDAY + 36 * HOUR


def test_a_warning_longer_than_the_silence_is_given_at_once_and_keeps_its_length() -> None:
    """20h is less than 2d round the clock, and more of working days of nine hours."""
    policy, hours = rules("auto_close: {after: 2d, warn: 20h}", "it")
    resolved = ticket(Status.RESOLVED, Silence(MONDAY))
    assert closing.tell_at(resolved, policy, hours) == MONDAY
    closing.tell(resolved, MONDAY)
    assert closing.closes_at(resolved, policy, hours) == hours.due(MONDAY, 20 * HOUR)


@pytest.mark.parametrize("status", [Status.NEW, Status.IN_PROGRESS, Status.WAITING, Status.CLOSED])
def test_only_what_is_resolved_closes(status: Status) -> None:
    policy, hours = rules("auto_close: {after: 3d, warn: 1d}")
    other = ticket(status, Silence(MONDAY))
    assert (closing.tell_at(other, policy, hours), closing.closes_at(other, policy, hours)) == (None, None)
    with pytest.raises(Conflict):
        other.close_by_silence(MONDAY)


def test_without_rules_nothing_happens_by_itself() -> None:
    policy, hours = rules()
    assert next_look(ticket(Status.RESOLVED, Silence(MONDAY)), policy, hours) is None
    assert next_look(ticket(Status.WAITING, Silence(MONDAY)), policy, hours) is None


def test_reminders_come_one_after_the_other_and_end() -> None:
    policy, hours = rules("reminders: {after: 1d, times: 2}")
    waiting = ticket(Status.WAITING, Silence(MONDAY))
    for day in (1, 2):
        assert reminding.remind_at(waiting, policy, hours) == MONDAY + day * DAY
        reminding.remind(waiting, MONDAY + day * DAY)
    assert reminding.remind_at(waiting, policy, hours) is None
    assert [event.changes for event in waiting.changed] == [{"times": 1}, {"times": 2}]


def test_a_reminder_that_comes_late_puts_off_the_next_one() -> None:
    policy, hours = rules("reminders: {after: 1d, times: 3}")
    waiting = ticket(Status.WAITING, Silence(MONDAY, 1, MONDAY + 5 * DAY))
    assert reminding.remind_at(waiting, policy, hours) == MONDAY + 6 * DAY


def test_a_question_asked_anew_is_not_followed_by_a_reminder_at_once() -> None:
    policy, hours = rules("reminders: {after: 1d, times: 3}")
    waiting = ticket(Status.WAITING, Silence(MONDAY + 3 * DAY, 1, MONDAY + 1 * DAY))
    assert reminding.remind_at(waiting, policy, hours) == MONDAY + 4 * DAY


def test_what_comes_first_is_looked_at_first() -> None:
    policy, hours = rules("reminders: {after: 1d}")
    waiting = ticket(Status.WAITING, Silence(MONDAY), Snooze(MONDAY, MONDAY + HOUR))
    assert next_look(waiting, policy, hours) == MONDAY + HOUR
    waiting.snooze = Snooze(MONDAY, None)
    assert next_look(waiting, policy, hours) == MONDAY + DAY


def test_the_choices_of_a_monday_afternoon_are_working_time() -> None:
    _, hours = rules(team="it")
    assert snoozing.moments(hours, MONDAY) == {
        "hour": MONDAY + HOUR,
        "hours": datetime(2026, 11, 24, 5, 0, tzinfo=UTC),  # three hours until 18:30 in India, and one on Tuesday
        "day": datetime(2026, 11, 24, 4, 0, tzinfo=UTC),
        "week": datetime(2026, 11, 30, 4, 0, tzinfo=UTC),
    }


def test_the_next_working_day_is_after_holiday_and_weekend() -> None:
    _, hours = rules(team="it")
    wednesday = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
    friday = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
    assert snoozing.moments(hours, wednesday)["day"] == datetime(2026, 11, 27, 4, 0, tzinfo=UTC)
    assert snoozing.moments(hours, friday)["day"] == datetime(2026, 11, 30, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(("team", "opens"), [("always", 9), ("nights", 9 - 5.5)])
def test_where_work_goes_on_through_the_night_a_day_begins_at_nine(team: str, opens: float) -> None:
    _, hours = rules(team=team)
    day = datetime(2026, 11, 25, tzinfo=UTC)
    assert morning(hours, date(2026, 11, 25)) == day + opens * HOUR


def test_snoozing_and_waking_refuse_what_makes_no_sense() -> None:
    with pytest.raises(Conflict, match=r"refusal\.finished"):
        snoozing.snooze(ticket(Status.CLOSED), None, RAVI, MONDAY)
    with pytest.raises(Conflict, match=r"refusal\.not_snoozed"):
        snoozing.wake(ticket(Status.NEW), "person", RAVI.id, MONDAY)


@pytest.mark.parametrize(
    ("asked", "zone", "locale", "line"),
    [
        ("2026-11-27T15:00Z", "Asia/Kolkata", "en", "IT is back Monday 09:30 your time."),
        ("2026-11-27T15:00Z", "Europe/Berlin", "en", "IT is back Monday 05:00 your time."),
        ("2026-11-27T15:00Z", "America/Los_Angeles", "en", "IT is back Sunday 20:00 your time."),
        ("2026-11-27T15:00Z", "", "en", "IT is back Monday 09:30 (Asia/Kolkata)."),
        ("2026-11-24T01:00Z", "Asia/Kolkata", "en", "IT is back Tuesday 09:30 your time."),
        ("2026-11-25T14:00Z", "Asia/Kolkata", "hi", "IT टीम आपके समय से शुक्रवार 09:30 बजे फिर मिलेगी।"),
        ("2026-11-24T10:00Z", "Asia/Kolkata", "en", ""),
    ],
)
def test_whoever_asks_off_hours_is_told_in_their_own_time(asked: str, zone: str, locale: str, line: str) -> None:
    policy, _ = rules()
    at = datetime.fromisoformat(asked.replace("Z", "+00:00"))
    back = back_at(policy, Team(1, 1, "it", "IT"), at)
    assert (back_line("IT", back, at, locale, zone, "Asia/Kolkata") if back else "") == line


def test_a_day_more_than_a_week_away_is_told_with_its_date() -> None:
    at, back = datetime(2026, 12, 23, 15, 0, tzinfo=UTC), datetime(2027, 1, 4, 4, 0, tzinfo=UTC)
    assert back_line("IT", back, at, "en", "Asia/Kolkata", "UTC") == "IT is back Monday 4 January 09:30 your time."


def test_a_team_without_a_calendar_is_always_there() -> None:
    policy, _ = rules()
    assert back_at(policy, Team(1, 1, "always", "Always"), MONDAY) is None
