"""`policy rehearse` as an operator and a script use it: an answer, and not one row that is another afterwards."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import app.main
from app.cli.speaking import run
from app.policy import changes
from app.policy.reading import read
from app.sla.keeping import keep
from app.sla.watch import look
from app.tickets import commands
from storage.engine import connect
from storage.unit_of_work import Store
from tests import builders
from tests.conftest import START

HOUR = timedelta(hours=1)
NOW = START + 30 * HOUR
POLICY = """\
version: 1
defaults: {timezone: Asia/Kolkata}
calendars: {always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}}
teams:
  it: {name: IT, calendar: always, sla: standard}
  hr: {name: People}
sla: {standard: {targets: {normal: {resolution: 20h}}}}
escalation: {it: [{at: breach, notify: [assignee]}]}
"""
STRICTER = """\
version: 1
defaults: {timezone: Asia/Kolkata}
calendars: {always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}}
teams:
  it: {name: IT, calendar: always, sla: standard}
  hr: {name: People}
categories: {pay: {team: hr, keywords: [payslip], priority: low}}
sla: {standard: {targets: {normal: {resolution: 4h}}}}
escalation: {it: [{at: breach, notify: [assignee]}, {after: 2h, notify: [leads], channel: true, raise_priority: true}]}
"""


@pytest.fixture
def both(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, restored_logs: None) -> Iterator[Store]:
    """On each kind of database."""
    yield from _opened(database_url, tmp_path, monkeypatch)


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, restored_logs: None) -> Iterator[Store]:
    yield from _opened(sqlite_url, tmp_path, monkeypatch)


def _opened(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Three tickets: solved after eight hours, about a payslip and withdrawn at once, and one that waits since yesterday."""
    for name in list(os.environ):
        if name.startswith(("SAHAYAK_", "SLACK_", "TEAMS_", "DATABASE_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr(app.main, "now", lambda: NOW)
    (tmp_path / "stricter.yaml").write_text(STRICTER)
    (tmp_path / "same.yaml").write_text(POLICY)
    store = Store(connect(url), keeping=keep)
    _live(store)
    yield store
    store.close()


def _live(store: Store) -> None:
    with store.open() as tx:
        changes.apply(tx, builders.organisation(tx).id, read(POLICY), POLICY, START - HOUR)
        ravi, asha = builders.person(tx, "Ravi"), builders.person(tx)
        for text in ("VPN is down", "My payslip is wrong", "VPN is slow"):
            builders.ticket(tx, text, requester=asha, details=text, at=START)
    _do(store, 2, commands.withdraw, asha, at=START)
    _do(store, 1, commands.claim, ravi, at=START + 3 * HOUR)
    _do(store, 1, commands.resolve, "Done", ravi, at=START + 8 * HOUR)
    with store.open() as tx:
        while look(tx, 1, NOW - HOUR):
            pass


def _do(store: Store, number: int, command: Any, *about: Any, at: datetime) -> None:
    with store.open() as tx:
        found = tx.tickets.get(1, number)
        assert found is not None
        command(tx, found, *about, at)


def rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Everything there is."""
    with store.engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        return {name: sorted(map(tuple, connection.execute(sa.text(f'SELECT * FROM "{name}"'))), key=repr) for name in names}


def test_it_says_what_would_have_been_otherwise_and_changes_nothing(both: Store, capsys: pytest.CaptureFixture[str]) -> None:
    before = rows(both)
    assert run(["policy", "rehearse", "stricter.yaml", "--days", "7"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "(Asia/Kolkata): 3 tickets opened or open." in said.out
    assert "people had done the same at the same moments" in said.out
    table = {line[:28].strip(): line[28:].split() for line in said.out.splitlines()}
    assert table["Resolutions broken"] == ["1", "2"]
    assert table["Escalations to level 2"] == ["0", "2"]
    assert table["Routed differently"] == ["1"]
    assert (
        "T-1 resolution: kept -> broken, due Mon 19:30 instead of Tue 11:30; warned Mon 18:30 (tells nobody); level 2 Mon 21:30"
        in said.out
    )
    assert "T-2 routed: team it -> hr, category none -> pay, priority normal -> low (category pay)" in said.out
    assert "T-1 ladder: nothing -> raised to high Mon 21:30" in said.out
    assert run(["policy", "rehearse", "stricter.yaml", "--days", "7"]) == 0
    assert capsys.readouterr().out == said.out
    assert rows(both) == before


def test_a_script_gets_one_document_with_every_ticket(desk: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "rehearse", "stricter.yaml", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["tickets"], found["differ"], found["routed_differently"]) == (3, 3, 1)
    assert (found["timezone"], found["until"]) == ("Asia/Kolkata", "2026-11-24T16:00:00Z")
    assert found["then"]["broken"] == {"first_response": 0, "resolution": 2}
    first, second, _ = found["differences"]
    assert (first["ticket"], first["differs"]) == ("T-1", ["resolution", "ladder"])
    assert first["then"]["promises"]["resolution"]["reached"][1] == {
        "level": 1, "at": "2026-11-23T14:00:00Z", "tells": ["assignee"],
    }  # fmt: skip
    assert second["then"]["routing"] == {"team": "hr", "category": "pay", "priority": "low", "reason": "category:pay"}


def test_the_policy_in_force_changes_nothing_and_a_team_is_asked_by_its_key(
    desk: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["policy", "rehearse", "same.yaml"]) == 0
    assert "Nothing would have been different." in capsys.readouterr().out
    assert run(["policy", "rehearse", "stricter.yaml", "--team", "HR"]) == 0
    told = capsys.readouterr().out
    assert "1 ticket opened or open" in told
    assert "T-1" not in told


def test_what_nobody_has_looked_at_yet_counts_as_happened(desk: Store, capsys: pytest.CaptureFixture[str]) -> None:
    """The watch is a day late: that is no difference between two policies."""
    with desk.open() as tx:
        builders.ticket(tx, at=START + HOUR)
    assert run(["policy", "rehearse", "same.yaml"]) == 0
    assert "Nothing would have been different." in capsys.readouterr().out


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["nowhere.yaml"], "nowhere.yaml cannot be read"),
        (["broken.yaml"], "line 2: teams.it.calendar"),
        (["stricter.yaml", "--team", "sales"], "There is no team sales (teams: it, hr)."),
        (["stricter.yaml", "--days", "0"], "'--days'"),
        (["stricter.yaml", "--days", "367"], "'--days'"),
        (["stricter.yaml", "--days", "soon"], "'--days'"),
    ],
)
def test_what_cannot_be_rehearsed_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, asked: list[str], told: str
) -> None:
    (tmp_path / "broken.yaml").write_text("version: 1\nteams: {it: {calendar: offce}}\n")
    assert run(["policy", "rehearse", *asked]) == 2
    said = capsys.readouterr()
    assert told in said.err
    assert (said.out, "Traceback" in said.err) == ("", False)


def test_a_desk_that_nobody_has_used_is_no_mistake(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], restored_logs: None
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    (tmp_path / "policy.yaml").write_text(POLICY)
    assert run(["policy", "rehearse", "policy.yaml"]) == 0
    assert "0 tickets opened or open" in capsys.readouterr().out


def test_a_long_past_is_read_page_by_page(
    both: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was solved before the time that is asked for is left out, whatever its number; the last page may be full."""
    monkeypatch.setattr("app.rehearsal.rehearsing.AT_ONCE", 2)
    with both.open() as tx:
        builders.ticket(tx, at=START - 40 * 24 * HOUR)
        builders.ticket(tx, at=START - 40 * 24 * HOUR)
    with both.open() as tx:
        found = tx.tickets.get(1, 4)
        assert found is not None
        commands.resolve(tx, found, "Done", builders.person(tx, "Mina"), START - 39 * 24 * HOUR)
    assert run(["policy", "rehearse", "stricter.yaml", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["tickets"] == 4
