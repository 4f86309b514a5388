"""The file: a zip with one member of JSON lines for each table, and a manifest that says what each must be."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from pydantic import BaseModel, ConfigDict, ValidationError

from app.errors import ConfigurationError

FORMAT = 1
"""Of the file itself; a reader takes its own and older ones."""

MANIFEST = "manifest.json"
LARGEST_MANIFEST = 1_000_000

_BROKEN = (BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError)
"""What a file raises that was cut off, changed, or never was one of ours."""


class Unusable(ConfigurationError):
    """The backup cannot be made or used; one clear sentence."""


class Rows(BaseModel):
    """What stands in one member: `columns` by name with their kinds, how many rows, and the checksum of the lines."""

    model_config = ConfigDict(frozen=True)

    name: str
    columns: Mapping[str, str]
    rows: int
    sha256: str


class Manifest(BaseModel):
    """What the backup is: made by which version, of which revision of the tables, when."""

    model_config = ConfigDict(frozen=True)

    format: int
    version: str
    revision: str
    made_at: datetime
    database: str
    tables: tuple[Rows, ...]
    not_in_it: str

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    def count(self, table: str) -> int:
        return next((one.rows for one in self.tables if one.name == table), 0)


class Writer:
    """Writes the members one after the other; nothing is kept in memory but a line."""

    def __init__(self, file: IO[bytes], at: datetime) -> None:
        self._zip, self._at = ZipFile(file, "w", ZIP_DEFLATED), at
        self._written: list[Rows] = []

    def table(self, name: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> None:
        digest, many = hashlib.sha256(), 0
        with self._zip.open(self._member(_path(name)), "w", force_zip64=True) as member:
            for row in rows:
                text = json.dumps(row, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
                line = text.encode() + b"\n"
                digest.update(line)
                member.write(line)
                many += 1
        self._written.append(Rows(name=name, columns=dict(columns), rows=many, sha256=digest.hexdigest()))

    def close(self, **about: Any) -> Manifest:
        """The manifest comes last, and a zip without its end is none: a file that was cut off is never taken for a backup."""
        manifest = Manifest(format=FORMAT, made_at=self._at, tables=tuple(self._written), **about)
        self._zip.writestr(self._member(MANIFEST), manifest.model_dump_json(indent=1))
        self._zip.close()
        return manifest

    def _member(self, name: str) -> ZipInfo:
        member = ZipInfo(name, self._at.timetuple()[:6])
        member.compress_type = ZIP_DEFLATED
        return member


class Reader:
    """A backup that was opened; `manifest` is what it says of itself."""

    def __init__(self, path: Path, archive: ZipFile) -> None:
        self._path, self._zip = path, archive
        self.manifest = self._manifest()

    def _manifest(self) -> Manifest:
        with self._readable():
            if self._zip.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
                raise ValueError
            text = self._zip.read(MANIFEST)
            told = json.loads(text)
        kind = told.get("format") if isinstance(told, dict) else None
        if isinstance(kind, int) and kind > FORMAT:
            raise Unusable(f"{self._path} was made by a newer version of Sahayak; restore it with that one.")
        try:
            return Manifest.model_validate_json(text)
        except ValidationError:
            raise self._damaged() from None

    def verify(self) -> None:
        """Every line is what was written. Raises Unusable, before anything is done with any of them."""
        for table in self.manifest.tables:
            digest, many = hashlib.sha256(), 0
            for line in self._lines(table):
                digest.update(line)
                many += 1
            if (digest.hexdigest(), many) != (table.sha256, table.rows):
                raise Unusable(f"{self._path} is damaged: the rows of {table.name} are not those that were written.")

    def rows(self, table: Rows) -> Iterator[dict[str, Any]]:
        for line in self._lines(table):
            yield json.loads(line)

    def _lines(self, table: Rows) -> Iterator[bytes]:
        with self._readable(), self._zip.open(_path(table.name)) as member:
            yield from member

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except _BROKEN:
            raise self._damaged() from None

    def _damaged(self) -> Unusable:
        return Unusable(f"{self._path} is no backup of Sahayak, or not all of one.")


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """The backup in this file. Raises Unusable when there is none."""
    try:
        archive = ZipFile(path)
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {(error.strerror or 'unknown reason').lower()}.") from None
    except _BROKEN:
        raise Unusable(f"{path} is no backup of Sahayak, or not all of one.") from None
    with archive:
        yield Reader(path, archive)


def _path(table: str) -> str:
    return f"tables/{table}.jsonl"
