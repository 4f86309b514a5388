"""How large a picture says it is, without drawing it; and what sort of file the first bytes say it is."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attachments.kinds import PROGRAM, fits, is_page, is_program, kind_of
from app.attachments.pictures import size_of
from tests.stories.filing import png

SIDE = st.integers(1, 65_535)


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + bytes(20)


def jpeg(width: int, height: int, before: int = 3) -> bytes:
    app = b"\xff\xe1" + struct.pack(">H", 2 + 500) + bytes(500)
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 17, 8, height, width, 3) + bytes(9)
    return b"\xff\xd8" + app * before + b"\xff\xff" + frame[1:] + bytes(20)


def webp(width: int, height: int, kind: bytes) -> bytes:
    if kind == b"VP8X":
        body = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    elif kind == b"VP8L":
        body = b"\x2f" + ((width - 1) | (height - 1) << 14).to_bytes(4, "little")
    else:
        body = b"\x00\x00\x00\x9d\x01\x2a" + struct.pack("<HH", width, height)
    return b"RIFF" + bytes(4) + b"WEBP" + kind + struct.pack("<I", len(body)) + body + bytes(20)


@given(SIDE, SIDE)
def test_every_kind_says_its_size(width: int, height: int) -> None:
    assert size_of(png(1, 1)[:16] + struct.pack(">II", width, height)) == (width, height)
    assert size_of(gif(width, height)) == size_of(jpeg(width, height)) == (width, height)
    small = (width % 16_000 + 1, height % 16_000 + 1)
    assert {size_of(webp(*small, kind)) for kind in (b"VP8 ", b"VP8L", b"VP8X")} == {small}


@given(st.binary(max_size=400), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8 "]))
def test_any_bytes_are_read_without_harm(rest: bytes, begin: bytes) -> None:
    found = size_of(begin + rest)
    assert found is None or (len(found) == 2 and min(found) > 0)
    kind_of("x.png", "image/png", begin + rest)


@given(st.integers(0, 60))
def test_a_picture_that_was_cut_off_has_no_size(length: int) -> None:
    for whole in (png(9, 9), gif(9, 9), jpeg(9, 9), webp(9, 9, b"VP8X")):
        assert size_of(whole[:length]) in (None, (9, 9))


@pytest.mark.parametrize(
    ("name", "told", "head", "kind"),
    [
        ("a.png", "image/png", png(), "image/png"),
        ("a.txt", "text/plain", png(), "image/png"),
        ("a.png", "image/png", b"<!DOCTYPE html><html>", "text/html"),
        ("a.png", "image/png", b"hello", "application/octet-stream"),
        ("a.pdf", "", b"MZ\x90", PROGRAM),
        ("a.unknown", "Text/X-Thing; charset=utf-8", b"x", "text/x-thing"),
        ("noending", "nonsense", b"x", "application/octet-stream"),
        ("a.csv", "application/evil\r\nX: y", b"a,b", "text/csv"),
    ],
)
def test_the_bytes_say_what_it_is_before_the_name_and_the_sender(name: str, told: str, head: bytes, kind: str) -> None:
    assert kind_of(name, told, head) == kind


def test_programs_are_known_by_their_name_and_by_their_bytes() -> None:
    assert all(is_program(name) for name in ("a.exe", "a.EXE", "b.pdf.js", "c.lnk ", "d.scr."))
    endings = "sh command desktop jnlp chm xll iso py settingcontent-ms AppImage"
    assert all(is_program(f"a.{one}") for one in endings.split())
    assert all(is_program("photo.png", head) for head in (b"MZ\x90", b"\x7fELF\x02", b"\xcf\xfa\xed\xfe", b"#!/bin/sh\n"))
    assert not any(is_program(name, b"PK\x03\x04") for name in ("a.zip", "a.docx", "exe", "a.exe.txt"))
    assert is_page(b"\xef\xbb\xbf \n<!-- x --> <HTML>")
    assert is_page(b"<?xml version='1.0'?>\n<!-- one -- two -->\n<!doctype html>")
    assert is_page(b"<!--x-->" * 200 + b"<html>")
    assert not is_page(b"<svg onload=x>")
    assert not is_page(b"<!--x-->" * 256)


def test_what_is_wanted_may_be_a_family_a_kind_or_an_ending() -> None:
    assert fits("image/png", "a.png", ("image/*",))
    assert fits("text/plain", "a.LOG", (".log",))
    assert not fits("application/pdf", "a.pdf", ("image/*", ".log", "application/zip"))
    assert fits("anything/at-all", "a", ())
