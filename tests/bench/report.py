"""The table for people and the document for programs."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.bench.rounds import Spread
from tests.bench.rows import Effort, Line

HEAD = ("row", "what", "ours", "reference", "ratio", "spread", "target", "ms CPU, ours", "reference")


def table(lines: Sequence[Line]) -> str:
    rows = [HEAD, *(_cells(line) for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def _cells(line: Line) -> tuple[str, ...]:
    mark = {True: " ok", False: " MISSED", None: ""}[line.good]
    return (
        str(line.row), line.what, f"{line.ours.middle:.1f} {line.unit}", f"{line.reference.middle:.1f} {line.unit}",
        f"{line.ratio.middle:.2f}", f"{line.ratio.least:.2f}–{line.ratio.most:.2f}", f"{line.target or '–'}{mark}",
        f"{line.cpu[0]:.2f}", f"{line.cpu[1]:.2f}",
    )  # fmt: skip


def document(lines: Iterable[Line], missing: dict[int, str], effort: Effort) -> str:
    shown = [asdict(line) for line in lines]
    machine = {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}
    return json.dumps(
        {"machine": machine, "effort": asdict(effort), "lines": shown, "not_measured": missing},
        indent=2,
    )


def save(path: Path, lines: Iterable[Line], missing: dict[int, str], effort: Effort) -> None:
    path.write_text(document(lines, missing, effort) + "\n", encoding="utf-8")


def spread(figures: Spread, unit: str) -> str:
    return f"{figures.middle:.1f} ({figures.least:.1f}–{figures.most:.1f}) {unit}"
