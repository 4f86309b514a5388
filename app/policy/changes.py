"""The policy in force, and how another one comes into force."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import yaml
from pydantic import ValidationError

from app.errors import ConfigurationError
from app.policy import explain
from app.policy.differences import differences
from app.policy.document import BUILT_IN, Document
from app.policy.importing import as_stored, refuse_files
from app.policy.members import admins, person_for
from app.policy.reading import read
from app.policy.refusal import PolicyError
from app.policy.rows import category_of, channel_of, stored, team_of
from app.policy.taking_up import take_up
from app.ports import Tx

NOTHING = "nothing to change"

__all__ = ["NOTHING", "admins", "apply", "as_text", "current", "export", "plan", "schema"]


def current(tx: Tx, org_id: int) -> Document:
    """The policy in force; the built-in one until any is applied. Raises ConfigurationError when the stored one is unreadable."""
    return in_force(tx, org_id)[1]


def in_force(tx: Tx, org_id: int) -> tuple[int, Document]:
    """The policy in force and its version; 0 is the built-in one."""
    return tx.policies.understood(org_id, _numbered) or (0, BUILT_IN)


def read_version(tx: Tx, org_id: int, version: int) -> Document:
    """A policy as it once was; the built-in one before any."""
    return tx.policies.understood_then(org_id, version, _parsed) or BUILT_IN


def _numbered(version: int, document: Mapping[str, Any]) -> tuple[int, Document]:
    return version, _parsed(version, document)


def _parsed(version: int, document: Mapping[str, Any]) -> Document:
    try:
        return Document.model_validate_json(json.dumps(document)).settled()
    except ValidationError as error:
        raise ConfigurationError(f"the stored policy (version {version}) cannot be read any more: apply it anew") from error


def _readable(tx: Tx, org_id: int) -> Document:
    """The policy in force; the built-in one where it cannot be read any more."""
    try:
        return current(tx, org_id)
    except ConfigurationError:
        return BUILT_IN


def plan(tx: Tx, org_id: int, document: Document, text: str | None = None) -> list[str]:
    """What `apply` would change, one line each; with `text` also whether only comments or layout differ."""
    return _lines(tx, org_id, document, text) or [NOTHING]


def apply(tx: Tx, org_id: int, document: Document, text: str, at: datetime) -> list[str]:
    """Put it in force, in the caller's transaction; the same again changes nothing. `text` is what `document` was read from.

    Returns the lines of `plan`. Raises Stale when another policy is applied at the same time.
    """
    lines = _lines(tx, org_id, document, text)
    if not lines:
        return [NOTHING]
    before = _readable(tx, org_id)
    rests_otherwise = _rests_otherwise(before, document)
    _organisation(tx, org_id, document)
    teams = _teams(tx, org_id, document, at)
    _categories(tx, org_id, document, teams)
    _channels(tx, org_id, document, teams)
    _retire_teams(tx, org_id, document)
    _readers(tx, org_id, document, at)
    tx.policies.save(org_id, stored(document), text, at)
    if rests_otherwise:
        tx.silences.reconsider(org_id, at)
    take_up(tx, org_id, before, document, at)
    return lines


def export(tx: Tx, org_id: int) -> str:
    """The policy in force as a file: as it was written, comments and all, while that still says the same."""
    document, source = current(tx, org_id), tx.policies.source(org_id)
    try:
        if source and as_stored(read(source), document) == document:
            return source
    except PolicyError:
        # What was accepted once may be refused by stricter rules of today; the document itself is still good.
        return as_text(document)
    return as_text(document)


def schema() -> dict[str, Any]:
    """The JSON schema of the file, for editors."""
    return dict(explain.schema())


def _lines(tx: Tx, org_id: int, document: Document, text: str | None) -> list[str]:
    refuse_files(document)
    try:
        before = current(tx, org_id)
    except ConfigurationError:
        return ["~ policy: the stored one cannot be read any more and is replaced"]
    lines = [_with_open_tickets(tx, org_id, line) for line in differences(before, document)]
    if lines:
        return lines
    if tx.policies.current(org_id) is None:
        return ["+ policy: the same as the built-in one"]
    return ["~ policy: comments, layout or order"] if text is not None and text != tx.policies.source(org_id) else []


def _with_open_tickets(tx: Tx, org_id: int, line: str) -> str:
    """A team that goes leaves its tickets behind: say so before it happens."""
    team = tx.teams.by_key(org_id, line.removeprefix("- team ")) if line.startswith("- team ") else None
    count = sum(ticket.is_open for ticket in tx.tickets.find(org_id, team_id=team.id)) if team else 0
    return f"{line} ({count} open tickets stay in it: move them first)" if count else line


def _rests_otherwise(before: Document, after: Document) -> bool:
    """Whether tickets that wait for somebody to say something have other times to wait."""
    parts = ("auto_close", "reminders", "calendars", "teams", "defaults")
    return any(getattr(before, part) != getattr(after, part) for part in parts)


def _organisation(tx: Tx, org_id: int, document: Document) -> None:
    before = tx.organisations.get(org_id)
    after = replace(before, locale=document.defaults.locale, timezone=document.defaults.timezone)
    if after != before:
        tx.organisations.save(after)


def _teams(tx: Tx, org_id: int, document: Document, at: datetime) -> Mapping[str, int]:
    """Ids by key. A team that was named before is the same one again."""
    ids = {}
    for position, (key, policy) in enumerate(document.teams.items()):
        known = tx.teams.by_key(org_id, key)
        team = tx.teams.save(team_of(org_id, known.id if known else 0, key, policy), position)
        members = [(person_for(tx, org_id, ref, at).id, role, ref) for role, ref in policy.members]
        tx.teams.set_members(org_id, team.id, members)
        ids[key] = team.id
    return ids


def _categories(tx: Tx, org_id: int, document: Document, teams: Mapping[str, int]) -> None:
    known = {category.key: category for category in tx.categories.all(org_id)}
    for position, (key, policy) in enumerate(document.categories.items()):
        team_id = teams[policy.team or document.default_team]
        number = known[key].id if key in known else 0
        tx.categories.save(category_of(org_id, number, key, policy, team_id), position)
    for key, category in known.items():
        if key not in document.categories:
            tx.categories.save(replace(category, active=False), len(document.categories))


def _channels(tx: Tx, org_id: int, document: Document, teams: Mapping[str, int]) -> None:
    channels = [(policy, teams[policy.team or document.default_team]) for policy in document.channels]
    tx.request_channels.replace(org_id, [channel_of(org_id, policy, team_id) for policy, team_id in channels])


def _retire_teams(tx: Tx, org_id: int, document: Document) -> None:
    """Who worked in a team that is gone works there no more; its old tickets keep it."""
    for team in tx.teams.all(org_id):
        if team.key not in document.teams:
            tx.teams.set_members(org_id, team.id, [])
            tx.teams.save(replace(team, active=False), len(document.teams))


def _readers(tx: Tx, org_id: int, document: Document, at: datetime) -> None:
    """Whoever gets a digest is known from now on, if only by the reference."""
    for ref in dict.fromkeys(digest.to.person for digest in document.digests if digest.to.person):
        person_for(tx, org_id, ref, at)


def as_text(document: Document) -> str:
    """The file that says this, for a document that was not written by hand."""
    return yaml.safe_dump(stored(document), allow_unicode=True, sort_keys=False, width=120)
