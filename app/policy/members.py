"""From references in the policy file to people. Who was never seen is made, and is called by the reference until they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.errors import ConfigurationError
from app.people.model import Identity, Person, Profile
from app.policy.refs import Ref, parse_ref
from app.ports import Tx


def person_for(tx: Tx, org_id: int, text: str, at: datetime) -> Person:
    """The person with this identity or address, found or made. Raises ValueError for what is no reference."""
    ref = parse_ref(text)
    return _found(tx, org_id, ref) or _made(tx, org_id, text, ref, at)


def person_named(tx: Tx, org_id: int, text: str) -> Person | None:
    """The person with this identity or address, if anybody is known by it. Raises ValueError for what is no reference."""
    return _found(tx, org_id, parse_ref(text))


def admins(tx: Tx, org_id: int, refs: Iterable[str], at: datetime) -> list[Person]:
    """Make these people admins (SAHAYAK_ADMINS); who is one already is left alone. Raises ConfigurationError."""
    people = []
    for text in filter(None, (ref.strip() for ref in refs)):
        try:
            person = person_for(tx, org_id, text, at)
        except ValueError as error:
            raise ConfigurationError(f"SAHAYAK_ADMINS: {error}") from None
        if not person.admin:
            person.admin = True
            tx.people.save(person, at)
        people.append(person)
    return people


def _found(tx: Tx, org_id: int, ref: Ref) -> Person | None:
    if ref.platform is None:
        return tx.people.by_email(org_id, ref.email)
    for workspace in [ref.workspace] if ref.workspace else _workspaces(tx, org_id, ref):
        if person := tx.people.by_identity(org_id, ref.platform, workspace, ref.user):
            return person
    return None


def _workspaces(tx: Tx, org_id: int, ref: Ref) -> list[str]:
    """Where `slack:U1` may be known: in any of our workspaces, or only from a policy ('')."""
    return [*(space.external_id for space in tx.workspaces.of(org_id) if space.platform is ref.platform), ""]


def _made(tx: Tx, org_id: int, text: str, ref: Ref, at: datetime) -> Person:
    person = tx.people.add(org_id, text, Profile(name=text, email=ref.email), at)
    if ref.platform:
        tx.people.add_identity(Identity(org_id, person.id, ref.platform, ref.workspace, ref.user))
    return person
