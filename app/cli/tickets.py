"""`ticket list` and `ticket show`: reading, for scripts and people."""

from __future__ import annotations

import re
import sys

from app.cli import opening
from app.cli.speaking import NOT_FOUND, Quit, show, show_json, visible
from app.ports import Tx
from app.tickets.document import listed, shown, ticket_document, ticket_documents
from app.tickets.model import Status

_KEY = re.compile(r"(?:[Tt]-|#)?([0-9]{1,9})")


def list_all(status: str, team: str, limit: int, as_json: bool) -> None:
    wanted = _status(status)
    with opening.reading() as (tx, org_id):
        team_id = _team(tx, org_id, team)
        found = tx.tickets.find(org_id, status=wanted, team_id=team_id, limit=limit)
        documents = ticket_documents(tx, found)
    if as_json:
        show_json(documents)
    else:
        for line in listed(documents, visible):
            show(line)
    if len(found) == limit:
        print(f"There may be more than these {limit}; --limit shows more.", file=sys.stderr)


def show_one(key: str, as_json: bool) -> None:
    """Raises Quit with exit code 1 when there is no such ticket."""
    number = _KEY.fullmatch(key.strip())
    with opening.reading() as (tx, org_id):
        ticket = tx.tickets.get(org_id, int(number[1])) if number else None
        if ticket is None:
            raise Quit(f"I can't find {visible(key)[:40]}.", NOT_FOUND)
        document = ticket_document(tx, ticket, full=True)
    if as_json:
        show_json(document)
    else:
        for line in shown(document, visible):
            show(line)


def _status(word: str) -> Status | None:
    try:
        return Status(word.lower().replace("-", "_").replace(" ", "_")) if word else None
    except ValueError:
        raise Quit(f"There is no status {visible(word)[:40]}: use {', '.join(Status)}.") from None


def _team(tx: Tx, org_id: int, key: str) -> int | None:
    if not key:
        return None
    team = tx.teams.by_key(org_id, key)
    if team is None:
        known = ", ".join(team.key for team in tx.teams.all(org_id)) or "none yet"
        raise Quit(f"There is no team {visible(key)[:40]} (teams: {known}).")
    return team.id
