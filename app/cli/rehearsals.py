"""`policy rehearse`: what another policy would have done to the tickets of the last days. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from heapq import nsmallest
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import opening
from app.cli.policies import read_file
from app.cli.speaking import Quit, show, show_json, visible

if TYPE_CHECKING:
    from app.policy.document import Document
    from app.ports import Tx
    from app.rehearsal.comparing import Compared, Sums

SHOWN = 40
"""Tickets of which people are told each; scripts get all of them."""


def rehearse(file: Path, days: int, team: str, as_json: bool) -> None:
    """Raises Quit for a team that neither the file nor the desk knows."""
    from app.rehearsal.comparing import Sums
    from app.rehearsal.document import document as as_document

    document, _ = read_file(file)
    at, sums = opening.wiring().now(), Sums()
    since, zone = at - timedelta(days=days), document.defaults.timezone
    with opening.reading() as (tx, org_id):
        differing = _differing(tx, org_id, document, at, days, _key(tx, org_id, document, team), sums)
        if as_json:
            found = list(differing)
            show_json(as_document(sums, found, since, at, zone))
        else:
            _tell(nsmallest(SHOWN, differing, key=lambda one: (one.weight, one.number)), sums, since, at, zone)


def _differing(tx: Tx, org_id: int, document: Document, at: datetime, days: int, team: str, sums: Sums) -> Iterator[Compared]:
    """Those that differ, by number; all of them are counted."""
    from app.rehearsal.rehearsing import of_team, rehearse

    for one in rehearse(tx, org_id, document, at, days):
        if not team or of_team(one, team):
            sums.add(one)
            if one.differs:
                yield one


def _key(tx: Tx, org_id: int, document: Document, asked: str) -> str:
    known = dict.fromkeys([*document.teams, *(team.key for team in tx.teams.all(org_id))])
    found = next((key for key in known if key.casefold() == asked.casefold()), "")
    if asked and not found:
        raise Quit(f"There is no team {visible(asked)[:40]} (teams: {', '.join(known)}).")
    return found


def _tell(differing: list[Compared], sums: Sums, since: datetime, at: datetime, zone: str) -> None:
    from app import words
    from app.rehearsal.telling import ASSUMES, Teller

    teller = Teller(at, zone)
    show(f"{words.moment(since, 'en', zone)} to {words.moment(at, 'en', zone)} ({zone}): {_count(sums.tickets)} opened or open.")
    show(ASSUMES)
    if not sums.differ:
        show("Nothing would have been different.")
        return
    show()
    for line in teller.table(sums):
        show(line)
    show()
    for one in differing:
        for line in teller.lines(one):
            show(visible(line))
    if sums.differ > len(differing):
        show(f"and {sums.differ - len(differing)} more (--json has them all)")


def _count(tickets: int) -> str:
    return "1 ticket" if tickets == 1 else f"{tickets} tickets"
