"""`backup` and `restore` on the command line: what a person reads, and what a script gets."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from storage.engine import connect
from storage.unit_of_work import Store
from tests.app.test_cli import Shell, a_lived_ticket, told


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], restored_logs: None) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


@pytest.fixture
def desk(shell: Shell, database_url: str) -> Shell:
    """A migrated database of each kind, with one ticket."""
    shell.env["DATABASE_URL"] = database_url
    store = Store(connect(database_url))
    a_lived_ticket(store)
    store.close()
    return shell


def test_there_and_into_a_new_database(desk: Shell) -> None:
    before = desk.json("ticket", "show", "T-1")
    made = desk("backup", "desk.backup")
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.startswith("desk.backup: 1 tickets, ")
    assert "Settings (.env) and their secrets" in made.stdout
    desk.env = {"SAHAYAK_DATA_DIR": str(desk.home / "new")}
    restored = desk("restore", "desk.backup")
    assert (restored.returncode, restored.stderr) == (0, "")
    assert restored.stdout.startswith("Restored 1 tickets, ")
    assert "up to date" in desk("db", "current").stdout
    assert desk.json("ticket", "show", "T-1") == before


def test_every_no_is_one_sentence_and_a_code(desk: Shell) -> None:
    assert desk("backup", "desk.backup").returncode == 0
    for arguments, said in (
        (("backup", "desk.backup"), "desk.backup is there already; --force replaces it."),
        (("backup", "gone/desk.backup"), "gone/desk.backup cannot be written: no such file or directory."),
        (("restore", "gone.backup"), "gone.backup cannot be read: no such file or directory."),
        (
            ("restore", "desk.backup"),
            "The database is not empty: restore into a new one, or replace all that is in it with --force.",
        ),
    ):
        done = desk(*arguments)
        assert (done.returncode, told(done)) == (2, said)
    assert desk("restore", "desk.backup", "--force").returncode == 0


def test_no_secret_of_the_settings_is_in_it(desk: Shell) -> None:
    secrets = {"SLACK_SIGNING_SECRET": "hunter2-signing", "SLACK_BOT_TOKEN": "xoxb-hunter2", "SAHAYAK_METRICS_TOKEN": "hunter2-m"}
    assert desk("backup", "desk.backup", **secrets).returncode == 0
    with zipfile.ZipFile(desk.home / "desk.backup") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"hunter2" not in everything
    assert desk.env["DATABASE_URL"].encode() not in everything
