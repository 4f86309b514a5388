"""`report`: how teams are doing, as a table, a document or a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import opening
from app.cli.speaking import Quit, show, show_json, visible

if TYPE_CHECKING:
    from app.people.model import Team
    from app.ports import Tx
    from app.reports.reading import Report


def report(team: str, period: str, xlsx: Path | None, csv: Path | None, as_json: bool) -> None:
    """Every team where none is named; a week where no period is. Raises Quit for what it does not know."""
    from app.reports import sheet

    found = _reports(team, period)
    for file, make in ((xlsx, sheet.as_xlsx), (csv, sheet.as_csv)):
        if file is not None:
            _write(file, make(found))
    if as_json:
        show_json([sheet.document(report) for report in found])
    elif xlsx is None and csv is None:
        for row in sheet.rows(found):
            show("\t".join(visible("" if cell is None else str(cell)) for cell in row))


def _reports(team: str, period: str) -> Sequence[Report]:
    from app import words
    from app.errors import Conflict
    from app.policy.changes import current
    from app.policy.working_time import calendar_of
    from app.reports.periods import named, split
    from app.reports.reading import report_of

    if not period:
        team, period = split(team)
    at = opening.wiring().now()
    with opening.reading() as (tx, org_id):
        policy = current(tx, org_id)
        try:
            return [
                report_of(tx, policy, one, named(period, at, calendar_of(policy, one.key).zone), at)
                for one in _teams(tx, org_id, team)
            ]
        except Conflict as wrong:
            raise Quit(words.say(wrong.key, "en", **wrong.facts)) from None


def _teams(tx: Tx, org_id: int, named: str) -> Sequence[Team]:
    every = tx.teams.all(org_id)
    wanted = named.casefold()
    found = [team for team in every if not wanted or wanted in (team.key.casefold(), team.name.casefold())]
    if not found:
        known = ", ".join(team.key for team in every) or "none yet"
        raise Quit(f"There is no team {visible(named)[:40]} (teams: {known}).")
    return found


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Quit(f"{file} cannot be written: {(error.strerror or 'unknown reason').lower()}.") from None
