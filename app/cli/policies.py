"""`policy …`: configuration as a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import opening
from app.cli.speaking import Quit, show, show_json

if TYPE_CHECKING:
    from app.policy.document import Document

LARGEST = 1024 * 1024
"""Bytes. A policy of a thousand teams has some hundred kilobytes."""


def plan(file: Path) -> None:
    from app.policy.changes import plan

    document, _ = read_file(file)
    with opening.reading() as (tx, org_id):
        lines = plan(tx, org_id, document)
    for line in lines:
        show(line)


def apply(file: Path) -> None:
    from app.policy.changes import apply

    document, text = read_file(file)
    at = opening.wiring().now()
    with opening.writing() as (tx, org_id):
        lines = apply(tx, org_id, document, text, at)
    for line in lines:
        show(line)


def export() -> None:
    from app.policy.changes import export

    with opening.reading() as (tx, org_id):
        text = export(tx, org_id)
    show(text.rstrip("\n"))


def schema() -> None:
    from app.policy.changes import schema

    show_json(schema())


def read_file(file: Path) -> tuple[Document, str]:
    """The policy in a file, or of stdin where that is `-`, and its text. Calendar files are looked for beside it."""
    from app.policy.importing import beside
    from app.policy.reading import read

    text = _text(file)
    return read(text, beside(file.parent)), text


def _text(file: Path) -> str:
    try:
        raw = sys.stdin.buffer.read(LARGEST + 1) if str(file) == "-" else _bytes(file)
        if len(raw) > LARGEST:
            raise Quit(f"{file} is larger than {LARGEST // 1024} KiB.")
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise Quit(f"{file} cannot be read: {(error.strerror or 'unknown reason').lower()}.") from None
    except UnicodeDecodeError:
        raise Quit(f"{file} is not UTF-8 text.") from None


def _bytes(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)
