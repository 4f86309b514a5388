"""A backup that cannot be trusted, or a database that is in use, changes nothing: one clear sentence, and all is as it was."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage import migrations
from storage.assignment_tables import absences
from storage.backups.archive import Unusable, Writer
from storage.backups.restoring import restore
from storage.backups.taking import back_up
from storage.engine import connect
from storage.tables import tickets
from storage.unit_of_work import Store
from tests import builders
from tests.app.test_cli import a_lived_ticket
from tests.builders import NOW
from tests.databases import fresh_sqlite, postgresql_database

ROOT = Path(__file__).parents[3]
SINCE = "2026-11-01T00:00:00Z"


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """Of a desk with one ticket."""
    folder = tmp_path / "source"
    folder.mkdir()
    url = fresh_sqlite(folder)
    store = Store(connect(url))
    a_lived_ticket(store)
    store.close()
    back_up(url, tmp_path / "good", at=NOW, version="1.2.3", force=False)
    return tmp_path / "good"


def summaries(url: str) -> list[str]:
    engine = connect(url)
    with engine.connect() as connection:
        found = list(connection.execute(sa.select(tickets.c.summary).order_by(tickets.c.number)).scalars())
    engine.dispose()
    return found


def changed(backup: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The backup with members that somebody has changed; None leaves one out."""
    path = backup.with_name("changed")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            if (content := change(name, old.read(name))) is not None:
                new.writestr(name, content)
    return path


def with_manifest(backup: Path, **about: Any) -> Path:
    def change(name: str, content: bytes) -> bytes:
        return json.dumps(json.loads(content) | about).encode() if name == "manifest.json" else content

    return changed(backup, change)


def test_what_is_there_is_not_replaced_unasked(database_url: str, store: Store, backup: Path) -> None:
    with store.open() as tx:
        builders.ticket(tx, "Mine")
    store.close()
    with pytest.raises(Unusable, match=r"not empty.*--force"):
        restore(database_url, backup, force=False, moved=False)
    assert summaries(database_url) == ["Mine"]
    restore(database_url, backup, force=True, moved=False)
    assert summaries(database_url) == ["वीपीएन \x1b[31mdown"]


def test_a_desk_in_use_is_not_replaced_even_when_forced(database_url: str, store: Store, backup: Path) -> None:
    with store.open() as tx:
        builders.ticket(tx, "Mine")
    with pytest.raises(Unusable, match=r"in use.*stop"):
        restore(database_url, backup, force=True, moved=False)
    assert summaries(database_url) == ["Mine"]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_a_file_that_was_cut_off_is_no_backup(database_url: str, backup: Path, share: float) -> None:
    whole = backup.read_bytes()
    backup.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(Unusable, match="is no backup of Sahayak, or not all of one"):
        restore(database_url, backup, force=False, moved=False)
    assert summaries(database_url) == []


def test_a_bit_that_fell_over_is_noticed(database_url: str, backup: Path) -> None:
    whole = bytearray(backup.read_bytes())
    for place in range(100, len(whole) - 2000, 97):
        whole[place] ^= 1
    backup.write_bytes(bytes(whole))
    with pytest.raises(Unusable, match=r"damaged|no backup of Sahayak"):
        restore(database_url, backup, force=False, moved=False)
    assert summaries(database_url) == []


def test_rows_that_were_changed_left_out_or_put_in_are_noticed(database_url: str, backup: Path) -> None:
    def other_words(name: str, content: bytes) -> bytes:
        return content.replace(b"morning", b"evening") if "tickets" in name else content

    def one_line_less(name: str, content: bytes) -> bytes:
        return content[: content.rindex(b"\n", 0, -1) + 1] if "history" in name else content

    for change in (other_words, one_line_less):
        with pytest.raises(Unusable, match=r"is damaged: the rows of (tickets|history) are not those that were written"):
            restore(database_url, changed(backup, change), force=False, moved=False)
    without = changed(backup, lambda name, content: None if "comments" in name else content)
    with pytest.raises(Unusable, match="not all of one"):
        restore(database_url, without, force=False, moved=False)
    assert summaries(database_url) == []


def test_a_newer_revision_names_the_version_that_can(database_url: str, backup: Path) -> None:
    newer = with_manifest(backup, revision="9999", version="7.8.9")
    with pytest.raises(Unusable, match=r"at revision 9999, which this version does not know: restore it with Sahayak 7\.8\.9"):
        restore(database_url, newer, force=True, moved=False)
    with pytest.raises(Unusable, match="made by a newer version of Sahayak"):
        restore(database_url, with_manifest(backup, format=2), force=True, moved=False)
    assert migrations.current(database_url) == migrations.head()


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04"])
def test_any_other_file_is_no_backup(database_url: str, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(Unusable, match="is no backup of Sahayak"):
        restore(database_url, tmp_path / "x", force=False, moved=False)
    with pytest.raises(Unusable, match="cannot be read: no such file"):
        restore(database_url, tmp_path / "gone", force=False, moved=False)
    with zipfile.ZipFile(tmp_path / "zip", "w") as archive:
        archive.writestr("manifest.json", "[1]")
    with pytest.raises(Unusable, match="is no backup of Sahayak"):
        restore(database_url, tmp_path / "zip", force=False, moved=False)


def test_a_table_or_a_row_that_does_not_fit_changes_nothing(database_url: str, tmp_path: Path) -> None:
    row = {"id": 1, "name": "x", "locale": "en", "timezone": "UTC", "last_ticket": 0, "generation": ""}
    kinds = {name: "number" if name in ("id", "last_ticket") else "text" for name in row}
    for kinds_given, told, said in (
        ({**kinds, "more": "text"}, [], "its table organisations is not that of revision"),
        (kinds, [row, row], "refuses a row of the backup"),
        (kinds, [{**row, "name": "x" * 10_000}], "refuses a row of the backup"),
    ):
        with (tmp_path / "made").open("wb") as file:
            writer = Writer(file, NOW)
            writer.table("organisations", kinds_given, told)
            writer.close(version="1", revision=migrations.head(), database="sqlite", not_in_it="")
        with pytest.raises(Unusable, match=said):
            restore(database_url, tmp_path / "made", force=False, moved=False)
    engine = connect(database_url)
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM organisations")).scalar_one() == 0
    engine.dispose()


def test_a_backup_of_an_older_revision_is_brought_up_to_date(database_url: str, tmp_path: Path) -> None:
    org = {"id": 1, "name": "x", "locale": "en", "timezone": "UTC", "last_ticket": 7, "generation": ""}
    someone = {
        "org_id": 1, "id": 3, "name": "Ravi", "email": "", "email_key": "", "locale": "", "platform_locale": "", "timezone": "",
        "kind": "employee", "active": True, "admin": False, "created_at": SINCE, "updated_at": SINCE,
    }  # fmt: skip
    away = {"org_id": 1, "person_id": 3, "since": SINCE, "until": None}
    with (tmp_path / "old").open("wb") as file:
        writer = Writer(file, NOW)
        for name, row in (("organisations", org), ("people", someone), ("absences", away)):
            writer.table(name, {column: kind(column, value) for column, value in row.items()}, [row])
        writer.close(version="0.0.9", revision="0009", database="sqlite", not_in_it="")
    restore(database_url, tmp_path / "old", force=False, moved=False)
    assert migrations.current(database_url) == migrations.head()
    engine = connect(database_url)
    with engine.connect() as connection:
        (kept,) = connection.execute(sa.select(absences)).all()
    engine.dispose()
    assert (kept.person_id, kept.number, kept.by_id, kept.until) == (3, 1, 3, None)


def kind(column: str, value: object) -> str:
    if column in ("since", "until") or column.endswith("_at"):
        return "moment"
    return "yes_no" if isinstance(value, bool) else "number" if isinstance(value, int) else "text"


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from storage.backups import {module}
{module}.{name} = lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(code: str, *arguments: object) -> int:
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], cwd=ROOT, check=False, capture_output=True, text=True
    )
    return done.returncode


def test_killed_half_way_the_database_is_as_it_was(database_url: str, store: Store, backup: Path) -> None:
    with store.open() as tx:
        builders.ticket(tx, "Mine")
    store.close()
    code = KILLED.format(module="restoring", name="begin_anew")
    code += "restoring.restore(sys.argv[1], Path(sys.argv[2]), force=True, moved=False)"
    assert killed(code, database_url, backup) == -signal.SIGKILL
    assert summaries(database_url) == ["Mine"]
    restore(database_url, backup, force=True, moved=False)
    assert len(summaries(database_url)) == 1


def test_killed_half_way_a_backup_is_not_there(database_url: str, tmp_path: Path) -> None:
    code = KILLED.format(module="taking", name="_keep").replace("_keep", "os.fsync")
    code += "taking.back_up(sys.argv[1], Path(sys.argv[2]), at=datetime.now(UTC), version='1', force=False)"
    assert killed(code, database_url, tmp_path / "one") == -signal.SIGKILL
    assert not (tmp_path / "one").exists()


def test_a_database_that_a_newer_version_made_is_left_alone(tmp_path: Path, backup: Path) -> None:
    url = fresh_sqlite(tmp_path)
    engine = connect(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(Unusable, match="The database is at revision 9999, which this version does not know"):
        restore(url, backup, force=True, moved=False)
    assert migrations.current(url) == "9999"


def test_an_older_database_is_not_backed_up_by_a_newer_program(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    migrations.upgrade(url, "0009")
    with pytest.raises(Unusable, match=r"The database is at revision 0009, .* run \./sahayak db upgrade first"):
        back_up(url, tmp_path / "one", at=NOW, version="1", force=False)
    assert not (tmp_path / "one").exists()
    with postgresql_database(migrated=False) as empty, pytest.raises(Unusable, match="at revision none"):
        back_up(empty, tmp_path / "one", at=NOW, version="1", force=False)
