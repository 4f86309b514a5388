"""Attached files: bytes in pieces, settled once, forgotten whole, in every backup, on both databases."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.attachments.model import Attachment, Origin, Reason, State
from app.people.model import Platform
from storage.attachment_tables import PIECE
from storage.backups.neutral import at_once
from storage.backups.restoring import restore
from storage.backups.taking import back_up
from storage.engine import connect
from storage.unit_of_work import Store
from tests import builders
from tests.builders import NOW
from tests.databases import fresh_sqlite, postgresql_database

ORIGIN = Origin(
    Platform.TEAMS, "TENANT", "F1", "https://contoso.sharepoint.com/" + "x" * 4000, "https://contoso.sharepoint.com/a"
)
BYTES = bytes(range(256)) * (PIECE // 256) * 2 + b"the rest"


@pytest.fixture
def other_url(database_url: str, tmp_path: Path) -> Iterator[str]:
    """An empty database of the other kind."""
    if database_url.startswith("sqlite"):
        with postgresql_database() as url:
            yield url
    else:
        yield fresh_sqlite(tmp_path)


def attachment(ticket: int, **changes: Any) -> Attachment:
    facts: dict[str, Any] = {"org_id": 1, "id": "a" * 22, "ticket": ticket, "comment": 0, "position": 0, "name": "लॉग.txt"}
    return Attachment(**(facts | {"media_type": "text/plain", "size": 9, "origin": ORIGIN, "at": NOW} | changes))


def held(tx: Any, one: str = "a" * 22) -> bytes:
    found, number = b"", 0
    while (piece := tx.attachments.piece(1, one, number)) is not None:
        found, number = found + piece, number + 1
    return found


def kept(store: Store) -> Attachment:
    with store.open() as tx:
        one = attachment(builders.ticket(tx).number)
        tx.attachments.add(one)
        settled = replace(one, state=State.KEPT, size=len(BYTES), sha256="f" * 64, width=3, height=4)
        assert tx.attachments.settle(settled)
        tx.attachments.write(settled, io.BytesIO(BYTES))
    return settled


def test_bytes_come_back_in_pieces_that_are_never_large(store: Store) -> None:
    one = kept(store)
    with store.open() as tx:
        assert tx.attachments.get(1, one.id) == one
        assert list(tx.attachments.of_ticket(1, one.ticket)) == [one]
        assert held(tx) == BYTES
        assert len(tx.attachments.piece(1, one.id, 0) or b"") == PIECE
        assert tx.attachments.piece(1, one.id, 3) is None
        assert tx.attachments.piece(2, one.id, 0) is None
        assert tx.attachments.get(2, one.id) is None


def test_a_file_is_settled_once(store: Store) -> None:
    one = kept(store)
    with store.open() as tx:
        assert not tx.attachments.settle(replace(one, state=State.LOST, reason=Reason.GONE))
        assert tx.attachments.get(1, one.id) == one
        assert not tx.attachments.settle(replace(one, id="b" * 22))


def test_what_is_forgotten_is_gone_with_its_bytes_and_nothing_else_is(store: Store) -> None:
    one = kept(store)
    with store.open() as tx:
        tx.attachments.add(replace(attachment(one.ticket), id="b" * 22, comment=5, position=1))
        tx.attachments.add(replace(attachment(one.ticket), id="c" * 22, comment=5))
    with store.open() as tx:
        assert [found.id[0] for found in tx.attachments.of_ticket(1, one.ticket)] == ["a", "c", "b"]
        tx.attachments.forget(1, [one.id])
        assert held(tx) == b""
        assert [found.id[0] for found in tx.attachments.of_ticket(1, one.ticket)] == ["c", "b"]


def test_a_backup_has_the_bytes_for_either_kind(store: Store, database_url: str, other_url: str, tmp_path: Path) -> None:
    one = kept(store)
    store.close()
    manifest = back_up(database_url, tmp_path / "all.backup", at=NOW, version="1", force=False)
    assert (manifest.count("attachments"), manifest.count("attachment_bytes")) == (1, 3)
    restore(other_url, tmp_path / "all.backup", force=False, moved=False)
    other = Store(connect(other_url))
    with other.open() as tx:
        assert tx.attachments.get(1, one.id) == one
        assert held(tx) == BYTES
    other.close()
    assert at_once(["text", "bytes"]) * PIECE <= 8 * 1024 * 1024
