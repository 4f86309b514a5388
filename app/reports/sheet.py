"""A report as rows, for files that other programs open. No cell of it can execute."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from app.reports.figures import Figures, Share, Spread
from app.reports.reading import Report

Cell = str | int | float | None

COLUMNS = ("team", "from", "to", "part", "name", "figure", "value", "before")
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula, in ASCII or full width."""

_WIDE = str.maketrans("＝＋－＠", "=+-@")


def document(report: Report) -> dict[str, Any]:
    """For scripts: times are UTC, lengths are seconds of working time, shares are parts of a whole."""
    return {
        "team": report.team.key,
        "from": instant(report.period.start),
        "to": instant(report.period.end),
        "at": instant(report.at),
        "now": {**vars(report.now), "oldest": _oldest(report)},
        "period": _figures(report.figures),
        "before": _figures(report.before),
        "categories": [{"name": name or None, **_figures(part)} for name, part in report.categories],
        "agents": [{"name": name or None, **_figures(part)} for name, part in report.agents],
    }


def rows(reports: Sequence[Report]) -> list[tuple[Cell, ...]]:
    """The head, and one row a figure."""
    return [COLUMNS, *(tuple(safe(cell) for cell in row) for report in reports for row in _rows(report))]


def as_csv(reports: Sequence[Report]) -> bytes:
    """UTF-8 with a mark that spreadsheets know it by (RFC 4180)."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows(reports))
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(reports: Sequence[Report]) -> bytes:
    """One sheet. Texts are written as texts: no formula and no link is made of any."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, bold = book.add_worksheet("Report"), book.add_format({"bold": True})
        for line, row in enumerate(rows(reports)):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(line, column, cell, bold if line == 0 else None)
                elif cell is not None:
                    sheet.write_number(line, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return file.getvalue()


def safe(cell: Cell) -> Cell:
    """A text that a spreadsheet would run stands behind an apostrophe."""
    if not isinstance(cell, str):
        return cell
    shown = cell.translate(_WIDE)
    return f"'{cell}" if shown.startswith(RUNS) or shown.lstrip().startswith(RUNS) else cell


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _rows(report: Report) -> list[tuple[Cell, ...]]:
    of = (report.team.key, instant(report.period.start), instant(report.period.end))
    found: list[tuple[Cell, ...]] = [(*of, "now", "", name, value, None) for name, value in vars(report.now).items()]
    if report.oldest:
        found.append((*of, "now", f"T-{report.oldest.ticket}", "oldest", instant(report.oldest.since), None))
    found += [(*of, "period", "", *line) for line in _compared(report.figures, report.before)]
    for part, figures in (("category", report.categories), ("agent", report.agents)):
        found += [(*of, part, name, *line) for name, one in figures for line in _compared(one, None)]
    return found


def _compared(now: Figures, before: Figures | None) -> list[tuple[Cell, ...]]:
    earlier = _flat(before) if before else {}
    return [(name, value, earlier.get(name)) for name, value in _flat(now).items()]


def _flat(figures: Figures) -> dict[str, Cell]:
    return {
        "new": figures.new,
        "solved": figures.solved,
        **_spread("first_response", figures.first_response),
        **_spread("resolution", figures.resolution),
        **_share("broken", figures.broken),
        **_share("reopened", figures.reopened),
    }


def _spread(name: str, spread: Spread) -> dict[str, Cell]:
    return {f"{name}_median_seconds": _seconds(spread.median), f"{name}_90th_seconds": _seconds(spread.ninetieth)}


def _share(name: str, share: Share) -> dict[str, Cell]:
    return {name: share.part, f"{name}_of": share.whole, f"{name}_percent": share.percent}


def _seconds(time: timedelta | None) -> int | None:
    return None if time is None else int(time.total_seconds())


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        "new": figures.new,
        "solved": figures.solved,
        "first_response": _times(figures.first_response),
        "resolution": _times(figures.resolution),
        "broken": vars(figures.broken) | {"percent": figures.broken.percent},
        "reopened": vars(figures.reopened) | {"percent": figures.reopened.percent},
    }


def _times(spread: Spread) -> dict[str, Any]:
    return {"count": spread.count, "median": _seconds(spread.median), "90th": _seconds(spread.ninetieth)}


def _oldest(report: Report) -> dict[str, Any] | None:
    return {"key": f"T-{report.oldest.ticket}", "since": instant(report.oldest.since)} if report.oldest else None
