"""The folder in which a demo is kept: whole or not at all, for one demo at a time."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.errors import ConfigurationError
from app.main.demonstration import copying
from app.main.demonstration.folder import DATABASE, STATE, Folder
from app.main.demonstration.keeping import LONGEST_PAST, begins

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


def works_on(folder: Folder, words: str) -> None:
    """The desk writes something into its database."""
    with closing(sqlite3.connect(folder.path / DATABASE)) as database:
        database.execute("CREATE TABLE IF NOT EXISTS said (words)")
        database.execute("INSERT INTO said VALUES (?)", [words])
        database.commit()


def said(folder: Folder) -> list[str]:
    with closing(sqlite3.connect(folder.path / DATABASE)) as database:
        return [words for (words,) in database.execute("SELECT words FROM said")]


def kept(path: Path, words: str = "one") -> None:
    """A demo was kept there, and its desk went on for a while."""
    with Folder.held(path) as folder:
        folder.forget()
        works_on(folder, words)
        copying.copy(path / DATABASE, copy := folder.next_copy())
        folder.store({"at": NOON.isoformat(), "words": words}, copy)
        works_on(folder, "what nobody kept")


def test_the_next_one_has_the_words_and_the_database_of_the_same_moment(tmp_path: Path) -> None:
    kept(tmp_path / "demo")
    with Folder.held(tmp_path / "demo") as folder:
        found = folder.state()
        assert found
        assert (found["words"], said(folder)) == ("one", ["one"])


def test_an_end_between_the_two_files_leaves_the_pair_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path)

    def falls_over(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with Folder.held(tmp_path) as folder:
        assert folder.state()
        works_on(folder, "two")
        copying.copy(tmp_path / DATABASE, copy := folder.next_copy())
        monkeypatch.setattr(Path, "replace", falls_over)
        with pytest.raises(OSError, match="No space left"):
            folder.store({"at": NOON.isoformat(), "words": "two"}, copy)
    with Folder.held(tmp_path) as folder:
        found = folder.state()
        assert found
        assert (found["words"], said(folder)) == ("one", ["one"])


def test_what_was_begun_before_never_takes_the_place_of_what_came_after(tmp_path: Path) -> None:
    kept(tmp_path)
    with Folder.held(tmp_path) as folder:
        folder.state()
        copying.copy(tmp_path / DATABASE, slow := folder.next_copy())
        works_on(folder, "two")
        copying.copy(tmp_path / DATABASE, quick := folder.next_copy())
        folder.store({"at": NOON.isoformat(), "words": "two"}, quick)
        folder.store({"at": NOON.isoformat(), "words": "one"}, slow)
    with Folder.held(tmp_path) as folder:
        found = folder.state()
        assert found
        assert (found["words"], said(folder)) == ("two", ["one", "two"])


def test_only_the_last_copy_stays(tmp_path: Path) -> None:
    kept(tmp_path)
    with Folder.held(tmp_path) as folder:
        folder.state()
        for _ in range(3):
            copying.copy(tmp_path / DATABASE, copy := folder.next_copy())
            folder.store({"at": NOON.isoformat()}, copy)
    assert len(list(tmp_path.glob("desk-*.db"))) == 1


def test_an_empty_folder_has_nothing_and_a_forgotten_one_neither(tmp_path: Path) -> None:
    kept(tmp_path)
    with Folder.held(tmp_path) as folder:
        folder.forget()
        assert folder.state() is None
        assert list(tmp_path.glob("*.db")) == []


def _a_folder(path: Path) -> None:
    (path / STATE).unlink()
    (path / STATE).mkdir()


SPOILT: list[tuple[str, Callable[[Path], object], str]] = [
    ("another version", lambda path: (path / STATE).write_text('{"version": 0, "desk": "desk-1.db"}'), "another version"),
    ("no object", lambda path: (path / STATE).write_text("[]"), "another version"),
    ("half a file", lambda path: (path / STATE).write_text((path / STATE).read_text()[:40]), "damaged"),
    ("no text", lambda path: (path / STATE).write_bytes(b"\xff\x00"), "damaged"),
    ("deep", lambda path: (path / STATE).write_text("[" * 100_000), "damaged"),
    ("no database", lambda path: (path / "desk-1.db").unlink(), "damaged"),
    ("a torn database", lambda path: os.truncate(path / "desk-1.db", 5000), "damaged"),
    ("somewhere else", lambda path: (path / STATE).write_text('{"version": 1, "desk": "../desk-1.db"}'), "damaged"),
    ("no file", _a_folder, "damaged"),
]


@pytest.mark.parametrize(("spoil", "told"), [one[1:] for one in SPOILT], ids=[one[0] for one in SPOILT])
def test_what_no_demo_of_this_version_left_is_refused(tmp_path: Path, spoil: Callable[[Path], object], told: str) -> None:
    kept(tmp_path)
    spoil(tmp_path)
    with Folder.held(tmp_path) as folder, pytest.raises(ConfigurationError) as no:
        folder.state()
    assert told in str(no.value)
    assert str(no.value).endswith("Begin anew with --reset.")


def test_two_demos_do_not_share_a_folder(tmp_path: Path) -> None:
    with Folder.held(tmp_path), pytest.raises(ConfigurationError, match="Another demo is running on"), Folder.held(tmp_path):
        pass
    with Folder.held(tmp_path):
        pass


def test_the_data_of_a_real_desk_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "sahayak.db").touch()
    with pytest.raises(ConfigurationError, match="a real desk: name another folder with --data"), Folder.held(tmp_path):
        pass


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match="cannot be used: not a directory"), Folder.held(tmp_path / "file" / "demo"):
        pass


def test_time_goes_on_where_it_stood(tmp_path: Path) -> None:
    assert begins({"at": NOON.isoformat()}, NOON - timedelta(days=3)) == NOON
    assert begins({"at": NOON.isoformat()}, NOON + timedelta(days=3)) == NOON
    assert begins({"at": NOON.isoformat()}, NOON + timedelta(days=60)) == NOON + timedelta(days=60) - LONGEST_PAST
    for nonsense in ({}, {"at": 5}, {"at": "soon"}, {"at": "2026-11-16T12:00:00"}):
        with pytest.raises(ConfigurationError, match="--reset"):
            begins(json.loads(json.dumps(nonsense)), NOON)
