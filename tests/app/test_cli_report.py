"""`report` as scripts and managers use it."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from app.cli.speaking import run
from storage.engine import connect
from storage.unit_of_work import Store
from tests import builders


@pytest.fixture
def database(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in list(os.environ):
        if name.startswith(("SAHAYAK_", "SLACK_", "TEAMS_", "DATABASE_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    store = Store(connect(sqlite_url))
    with store.open() as tx:
        builders.ticket(tx, of=builders.team(tx, "it", name="=IT"))
    store.close()
    return sqlite_url


@pytest.mark.usefixtures("database")
def test_a_report_is_a_table_a_document_and_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["report"]) == 0
    assert "open\t1" in capsys.readouterr().out
    assert run(["report", "it", "2026-11-01..2026-11-30", "--json"]) == 0
    (document,) = json.loads(capsys.readouterr().out)
    assert (document["team"], document["now"]["open"]) == ("it", 1)
    assert run(["report", "week", "--csv", "r.csv", "--xlsx", "r.xlsx"]) == 0
    assert capsys.readouterr().out == ""
    rows = list(csv.reader(io.StringIO((tmp_path / "r.csv").read_text("utf-8-sig"))))
    assert rows[0][:3] == ["team", "from", "to"]
    assert zipfile.is_zipfile(tmp_path / "r.xlsx")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["sales"], "There is no team sales (teams: it)."),
        (["it", "tomorrow"], "I don't know this period"),
        (["it", "2026-11-02..2026-11-01"], "ends before it begins"),
        (["it", "--csv", "nowhere/r.csv"], "cannot be written"),
    ],
)
def test_what_cannot_be_reported_is_one_sentence(capsys: pytest.CaptureFixture[str], asked: list[str], told: str) -> None:
    assert run(["report", *asked]) != 0
    said = capsys.readouterr()
    assert told in said.err
    assert said.out == ""
