"""What leaves as a file opens anywhere and runs nowhere."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace

import pytest

from app.examples.cast import TOLD, Cast
from app.examples.reports import _normal
from app.people.model import Platform
from app.reports.reading import Report
from app.reports.sheet import COLUMNS, as_csv, as_xlsx, document, safe

EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", '=HYPERLINK("http://example.test")')


@pytest.fixture
def report() -> Report:
    return _normal(Cast(TOLD["en"], Platform.SLACK))


@pytest.mark.parametrize("text", EVIL)
def test_a_text_that_would_run_is_only_a_text(text: str) -> None:
    assert str(safe(text)).startswith("'")


@pytest.mark.parametrize("cell", ["VPN", "a=b", "T-42", "", None, -3, 2.5])
def test_anything_else_stays_as_it_is(cell: str | float | None) -> None:
    assert safe(cell) == cell


def test_no_cell_of_a_file_is_a_formula(report: Report) -> None:
    figures = report.figures
    evil = replace(report, categories=[(name, figures) for name in EVIL], agents=[(name, figures) for name in EVIL])
    cells = [cell for row in csv.reader(io.StringIO(as_csv([evil]).decode("utf-8-sig"), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]
    with zipfile.ZipFile(io.BytesIO(as_xlsx([evil]))) as book:
        sheet, texts = book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower()
    assert ">=1+1<" not in texts
    assert ">'=1+1<" in texts


def test_a_file_has_a_head_and_a_row_for_every_figure(report: Report) -> None:
    head, *rows = list(csv.reader(io.StringIO(as_csv([report]).decode("utf-8-sig"))))
    assert tuple(head) == COLUMNS
    assert [next(r for r in rows if r[5] == "open")[n] for n in (0, 3, 5, 6)] == ["it", "now", "open", "12"]
    new = next(row for row in rows if row[3] == "period" and row[5] == "new")
    assert new[6:] == ["7", "4"]


def test_a_document_tells_lengths_in_seconds(report: Report) -> None:
    told = document(report)
    assert told["period"]["first_response"] == {"count": 5, "median": 1800, "90th": 7200}
    assert told["now"]["oldest"]["key"] == "T-17"
    assert told["from"] == "2026-11-22T04:30:00Z"
