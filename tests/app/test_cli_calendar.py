"""`calendar due` and `calendar elapsed`, as a script meets them."""

from __future__ import annotations

import pytest

from app.sla.calendar import Calendar
from tests.app.test_cli import Shell, desk, shell, told

__all__ = ["desk", "shell"]

POLICY = """\
version: 1
calendars:
  office:
    timezone: Asia/Kolkata
    hours: {mon-fri: ["09:30-13:00", "14:00-18:30"]}
    holidays: {country: IN, subdivision: KA, dates: [2026-12-24 Founders' Day], ics: days.ics}
  always: {timezone: Europe/Berlin, hours: {mon-sun: ["00:00-24:00"]}}
"""
DAYS = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261223\nSUMMARY:Moving\nEND:VEVENT\nEND:VCALENDAR\n"


@pytest.fixture
def clerk(shell: Shell) -> Shell:
    """In a directory with a policy and the calendar file it names, and without any database."""
    (shell.home / "policy.yaml").write_text(POLICY)
    (shell.home / "days.ics").write_text(DAYS)
    return shell


@pytest.mark.parametrize(
    ("name", "start", "duration", "due"),
    [
        ("office", "2026-11-20T17:30:00+05:30", "4h", "2026-11-23T07:00:00Z"),
        ("office", "2026-11-20T12:00:00Z", "1d", "2026-11-23T12:00:00Z"),
        ("office", "2026-11-20T12:00:00Z", "1w", "2026-11-30T12:00:00Z"),
        ("office", "2026-12-22T18:30:00+05:30", "1h30m", "2026-12-28T05:30:00Z"),
        ("office", "2026-11-21T00:00:00Z", "0s", "2026-11-21T00:00:00Z"),
        ("always", "2026-10-24T22:00:00Z", "1d", "2026-10-25T22:00:00Z"),
        ("always", "2026-10-24T22:00:00.25Z", "1s", "2026-10-24T22:00:01.250000Z"),
    ],
)
def test_a_promise_falls_due(clerk: Shell, name: str, start: str, duration: str, due: str) -> None:
    done = clerk("calendar", "due", name, start, duration, "--policy", "policy.yaml")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{due}\n", "")


@pytest.mark.parametrize(
    ("name", "start", "end", "seconds"),
    [
        ("office", "2026-11-20T12:00:00Z", "2026-11-23T12:00:00Z", "28800"),
        ("always", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", "90000"),
        ("always", "2026-03-28T23:00:00Z", "2026-03-29T00:00:00+02:00", None),
        ("always", "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00", "82800"),
        ("always", "2026-10-24T22:00:00Z", "2026-10-24T22:00:00.5Z", "0.5"),
        ("always", "2026-10-24T22:00:00Z", "2026-10-24T22:00:00Z", "0"),
    ],
)
def test_working_time_lies_between_two_instants(clerk: Shell, name: str, start: str, end: str, seconds: str | None) -> None:
    done = clerk("calendar", "elapsed", name, start, end, "--policy", "policy.yaml")
    if seconds is None:
        assert told(done) == "The end lies before the start."
    else:
        assert (done.returncode, done.stdout, done.stderr) == (0, f"{seconds}\n", "")


def test_the_policy_in_force_is_asked_where_no_file_is_named(desk: Shell) -> None:
    (desk.home / "policy.yaml").write_text(POLICY)
    (desk.home / "days.ics").write_text(DAYS)
    assert desk("policy", "apply", "policy.yaml").returncode == 0
    (desk.home / "days.ics").unlink()
    assert desk("calendar", "due", "office", "2026-12-22T13:00:00Z", "1h").stdout == "2026-12-28T05:00:00Z\n"
    assert desk("policy", "export").stdout == POLICY


def test_the_policy_may_come_from_stdin(clerk: Shell) -> None:
    done = clerk("calendar", "due", "always", "2026-10-24T22:00:00Z", "2h", "--policy", "-", stdin=POLICY)
    assert done.stdout == "2026-10-25T00:00:00Z\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ["due", "offce", "2026-11-20T12:00:00Z", "1h"],
            'There is no calendar "offce" (did you mean "office"?) (calendars: office, always).',
        ),
        (["due", "", "2026-11-20T12:00:00Z", "1h"], 'There is no calendar "" (calendars: office, always).'),
        (["due", "office", "2026-11-20T12:00:00Z", "1x"], '"1x" is not a duration: write 90s, 15m, 1h30m, 3d or 1w.'),
        (["due", "office", "today", "1h"], '"today" is not an instant: write 2026-11-23T10:00:00Z.'),
        (
            ["due", "office", "2026-11-20T12:00:00", "1h"],
            '"2026-11-20T12:00:00" does not say its zone: write 2026-11-23T10:00:00Z or 2026-11-23T15:30:00+05:30.',
        ),
        (["due", "office", "0001-01-01T00:00:00Z", "1h"], "The year 1 is out of reach."),
        (["due", "office", "2026-11-20T12:00:00Z"], "START and DURATION are wanted (or --batch, with both on stdin)."),
        (["elapsed", "office"], "START and END are wanted (or --batch, with both on stdin)."),
        (["due", "office", "a", "b", "--batch"], "With --batch, START and DURATION come from stdin, one pair a line."),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(clerk: Shell, arguments: list[str], says: str) -> None:
    done = clerk("calendar", *arguments, "--policy", "policy.yaml")
    assert done.returncode == 2
    assert told(done) == says


def test_a_policy_that_is_wrong_is_named_with_its_line(clerk: Shell) -> None:
    (clerk.home / "days.ics").unlink()
    done = clerk("calendar", "due", "office", "2026-11-20T12:00:00Z", "1h", "--policy", "policy.yaml")
    assert done.returncode == 2
    assert told(done) == "line 6: calendars.office.holidays.ics: days.ics cannot be read: no such file or directory"
    done = clerk("calendar", "due", "always", "--batch", "--policy", "-", stdin=POLICY)
    assert told(done) == "With --batch the lines come from stdin, so --policy has to name a file."


def batch(clerk: Shell, what: str, lines: str) -> tuple[int, str, str]:
    return clerk("calendar", what, "office", "--batch", "--policy", "policy.yaml", stdin=lines)


def test_a_batch_answers_line_by_line(clerk: Shell) -> None:
    lines = "2026-11-20T17:30:00+05:30 4h\n2026-11-20T12:00:00Z\t1h 30m\r\n  2026-11-20T12:00:00Z   1d"
    assert batch(clerk, "due", lines) == (0, "2026-11-23T07:00:00Z\n2026-11-23T04:30:00Z\n2026-11-23T12:00:00Z\n", "")
    assert batch(clerk, "elapsed", "2026-11-20T12:00:00Z 2026-11-23T12:00:00Z\n") == (0, "28800\n", "")
    assert batch(clerk, "due", "") == (0, "", "")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("nonsense", "line 2: write START and DURATION."),
        ("", "line 2: write START and DURATION."),
        ("2026-11-20T12:00:00Z 1x", 'line 2: "1x" is not a duration: write 90s, 15m, 1h30m, 3d or 1w.'),
        ("2026-11-20T12:00:00Z " + "1" * 1000, "line 2: it is longer than 500 bytes."),
    ],
)
def test_a_batch_stops_at_the_first_line_that_is_wrong_and_names_it(clerk: Shell, line: str, says: str) -> None:
    code, answers, complaint = batch(clerk, "due", f"2026-11-20T12:00:00Z 1d\n{line}\n2026-11-20T12:00:00Z 1d\n")
    assert (code, answers, complaint) == (2, "2026-11-23T12:00:00Z\n", f"{says}\n")


def test_the_complaint_of_a_batch_comes_after_its_answers(clerk: Shell) -> None:
    ask = '"$PYTHON" -m app calendar due office --batch --policy policy.yaml 2>&1'
    done = clerk.process(f"printf '2026-11-20T12:00:00Z 1d\\nwrong\\n' | {ask}")
    assert (done.returncode, done.stdout) == (2, "2026-11-23T12:00:00Z\nline 2: write START and DURATION.\n")


def test_a_promise_that_is_never_due_is_no_answer(clerk: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Calendar, "due", lambda *_: None)
    assert batch(clerk, "due", "2026-11-20T12:00:00Z 1h\n") == (
        2,
        "",
        "line 1: 1h from 2026-11-20T12:00:00Z on never pass on this calendar.\n",
    )


def test_a_batch_streams(clerk: Shell) -> None:
    """Lines without end are answered as they are read, until nobody reads the answers any more."""
    line = "echo 2026-11-20T12:00:00Z 1d"
    ask = '"$PYTHON" -m app calendar due office --batch --policy policy.yaml'
    done = clerk.process(f"(while {line}; do :; done) 2>/dev/null | {ask} | head -n 2")
    assert done.stdout == "2026-11-23T12:00:00Z\n" * 2


def test_the_help_names_what_the_command_takes(shell: Shell) -> None:
    done = shell("calendar", "--help")
    assert done.returncode == 0
    assert all(f"\n  {command}" in done.stdout for command in ("due", "elapsed"))
    for command, words in (("due", "NAME START DURATION"), ("elapsed", "NAME START END")):
        text = shell("calendar", command, "--help").stdout
        assert all(word in text for word in [*words.split(), "--policy", "--batch", "UTC" if command == "due" else "seconds"])
