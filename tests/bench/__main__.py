"""`./sahayak bench`: measure, print a table, end with 0 whatever the figures are (1 where something did not work)."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench import report
from tests.bench.processes import Failed
from tests.bench.rows import ROWS, Effort, Line
from tests.bench.sides import arena

QUICK = Effort(rounds=2, seconds=0.7, connections=8, warm=60, open=(1_000, 10_000))


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sahayak bench", description="Measure the desk beside bare references.")
    parser.add_argument("--rows", default=",".join(map(str, ROWS)), help="which rows of the table, as 1,2")
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds (5)")
    parser.add_argument("--seconds", type=float, default=2.0, help="of one side in one round (2)")
    parser.add_argument("--connections", type=int, default=32, help="concurrent ones of the load generator (32)")
    parser.add_argument("--quick", action="store_true", help="only see that it works; the figures mean little")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    return parser.parse_args(arguments)


def measure(rows: Sequence[int], effort: Effort) -> tuple[list[Line], dict[int, str]]:
    lines: list[Line] = []
    missing: dict[int, str] = {}
    with tempfile.TemporaryDirectory(prefix="sahayak-bench-") as folder, arena(Path(folder), effort.warm) as sides:
        for row in rows:
            try:
                found = ROWS[row](sides, effort)
            except Failed as failure:
                missing[row] = str(failure)
                continue
            for line in found:
                print(_told(line), file=sys.stderr)
            lines += found
    return lines, missing


def _told(line: Line) -> str:
    ours, theirs = report.spread(line.ours, line.unit), report.spread(line.reference, line.unit)
    return f"row {line.row}: {line.what}: {ours}, reference {theirs}"


def main(arguments: Sequence[str]) -> int:
    asked = options(arguments)
    effort = QUICK if asked.quick else Effort(asked.rounds, asked.seconds, asked.connections)
    lines, missing = measure([int(row) for row in asked.rows.split(",")], effort)
    print(report.table(lines))
    for row, why in missing.items():
        print(f"row {row}: not measured: {why}")
    if asked.json:
        report.save(asked.json, lines, missing, effort)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
