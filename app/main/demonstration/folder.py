"""The folder in which a demo is kept: what was said on both platforms, and a copy of the desk's database of the same moment.

`workspace.json` names the copy that belongs to it, and takes the place of the one before at once: there is always a whole pair,
whenever the power goes.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.errors import ConfigurationError
from app.main.demonstration.copying import NoDatabase, copy, sound

DATABASE = "demo.db"
"""The database that the desk works on."""
STATE, DESK = "workspace.json", "desk-*.db"
VERSION = 1
"""Grows with every change after which an older state cannot be read."""

_REAL = "sahayak.db"
_IN_USE, _STILL_ENDING = "demo.lock", "desk.lock"
_FAREWELL_SECONDS = 60.0
_LOOK_SECONDS = 0.1

Json = dict[str, Any]


class Folder:
    """Held by one demo alone. `desk_lock` is an open file for the desk's process to hold too: the folder is free after both."""

    def __init__(self, path: Path, desk_lock: int) -> None:
        self.path, self.desk_lock = path, desk_lock
        self._writing = threading.Lock()
        self._number = self._stored = 0

    @classmethod
    @contextlib.contextmanager
    def held(cls, path: Path) -> Iterator[Folder]:
        """Raises ConfigurationError for a folder that cannot be used, or that another demo uses."""
        with contextlib.ExitStack() as stack:
            try:
                path.mkdir(parents=True, exist_ok=True)
                if (path / _REAL).exists():
                    raise ConfigurationError(f"{path} holds {_REAL}, the data of a real desk: name another folder with --data.")
                ours = stack.enter_context((path / _IN_USE).open("ab"))
                desks = stack.enter_context((path / _STILL_ENDING).open("ab"))
            except OSError as error:
                reason = (error.strerror or str(error)).lower()
                raise ConfigurationError(f"The directory {path} cannot be used: {reason}.") from None
            if not _locked(ours.fileno(), 0) or not _locked(desks.fileno(), _FAREWELL_SECONDS):
                raise ConfigurationError(f"Another demo is running on {path}: end that one, or name another folder with --data.")
            yield cls(path.absolute(), desks.fileno())

    def forget(self) -> None:
        """Nothing is kept any more."""
        for name in (STATE, f"{DATABASE}*", DESK):
            for file in self.path.glob(name):
                file.unlink()

    def state(self) -> Json | None:
        """What was kept last; its database is the one to work on now. None for a folder in which no demo was kept.

        Raises ConfigurationError for what another version left, or nobody.
        """
        file = self.path / STATE
        if not file.exists():
            return None
        try:
            found = json.loads(file.read_bytes())
            if not isinstance(found, dict) or found.get("version") != VERSION:
                raise ConfigurationError(f"{file} was left by another version of the demo. Begin anew with --reset.")
            self._bring_back(str(found["desk"]))
        except (OSError, ValueError, KeyError, RecursionError, NoDatabase):
            raise broken(file) from None
        return found

    def _bring_back(self, name: str) -> None:
        if Path(name).name != name:
            raise ValueError(name)
        self._number = _number(Path(name))
        sound(self.path / name)
        for file in self.path.glob(f"{DATABASE}*"):
            file.unlink()
        copy(self.path / name, self.path / DATABASE)

    def next_copy(self) -> Path:
        """Where the next copy of the desk's database belongs."""
        self._number += 1
        return self.path / DESK.replace("*", str(self._number))

    def store(self, state: Json, desk: Path) -> None:
        """The state and the desk's database of the same moment take the place of those before. Raises OSError.

        Of an earlier moment than the one that is there already they are not wanted any more: a demo that is ended may still be
        writing what it began."""
        with self._writing:
            if (number := _number(desk)) < self._stored:
                desk.unlink(missing_ok=True)
                return
            beside = self.path / f"{STATE}.new"
            with beside.open("w", encoding="utf-8") as file:
                file.write(json.dumps({"version": VERSION, "desk": desk.name, **state}, ensure_ascii=False))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.path / STATE)
            _synced(self.path)
            self._stored = number
            for old in self.path.glob(DESK):
                if old != desk:
                    old.unlink()


def _number(desk: Path) -> int:
    return int(desk.stem.removeprefix("desk-"))


def broken(file: Path) -> ConfigurationError:
    """For what no demo of this version wrote."""
    return ConfigurationError(f"{file}, or the database it names, is damaged. Begin anew with --reset.")


def _locked(file: int, patience: float) -> bool:
    """Whether the lock is ours, at the latest after so many seconds."""
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() >= until:
                return False
            time.sleep(_LOOK_SECONDS)
        else:
            return True


def _synced(folder: Path) -> None:
    """The new name of a file is on the disk too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
