"""Names of files: whatever was sent, what people see and save is one harmless name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attachments.naming import LONGEST, clean_name, ending
from storage.types import storable


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("error.png", "error.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\asha\\log.txt", "log.txt"),
        ("/", "file"),
        ("", "file"),
        ("..", "file"),
        ("a\x00b.pdf", "ab.pdf"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ('say "hi"|now?.txt', "say _hi__now_.txt"),
        ("nul", "_nul"),
        ("CON.txt", "_CON.txt"),
        ("line\r\nSet-Cookie: a=b.txt", "line Set-Cookie_ a=b.txt"),
        ("स्क्रीनशॉट.png", "स्क्रीनशॉट.png"),
        (".env", "env"),
        ("report.pdf. . .", "report.pdf"),
    ],
)
def test_a_name_is_the_last_part_of_a_path_without_what_trips(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept


@given(st.text(max_size=1200))
def test_any_text_becomes_a_name_that_can_be_kept_and_saved(sent: str) -> None:
    name = clean_name(sent)
    assert name
    assert len(name) <= LONGEST
    assert len(name.encode()) <= 255
    assert not set(name) & set('/\\\0\r\n"<>|*?:')
    assert name not in (".", "..")
    assert not name.startswith((".", " "))
    assert not name.endswith((".", " "))
    assert storable(name) == name
    assert clean_name(name) == name


@given(st.text(st.characters(categories=("L", "N")), min_size=300, max_size=900), st.sampled_from(["png", "pdf", "tar", "LOG"]))
def test_a_long_name_keeps_its_ending(stem: str, tail: str) -> None:
    assert ending(clean_name(f"{stem}.{tail}")) == tail.lower()
