"""Getting to know people: the same human behind every identity."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app.interaction import Interaction
from app.people.absences import come_back, go_away
from app.people.away import Absence
from app.people.model import Identity, Kind, Person, Platform, Profile
from app.ports import Tx


def recognise(tx: Tx, org_id: int, interaction: Interaction, at: datetime, link_by_email: bool) -> Person:
    """The person who did this, kept up to date with what their platform says of them."""
    said = interaction.profile or Profile()
    if interaction.locale_hint and not said.locale:
        said = replace(said, locale=interaction.locale_hint)
    person = known(tx, org_id, interaction.platform, interaction.workspace, interaction.actor, said, at, link_by_email)
    identity = person.identity_on(interaction.platform, interaction.workspace)
    here = interaction.where.channel
    if interaction.where.direct and here and identity and identity.conversation != here:
        tx.people.remember_conversation(org_id, interaction.platform, interaction.workspace, interaction.actor, here)
        person = tx.people.get(org_id, person.id)
    return person


def known(
    tx: Tx, org_id: int, platform: Platform, workspace: str, user: str, said: Profile, at: datetime, link_by_email: bool = True
) -> Person:
    """The person behind an identity: found by it, else by their verified email, else new."""
    person = tx.people.by_identity(org_id, platform, workspace, user)
    if person is None:
        person = _by_email(tx, org_id, said, link_by_email) or _new(tx, org_id, said, user, at, link_by_email)
    elif said.email and not person.email and (twin := _by_email(tx, org_id, said, link_by_email)):
        tx.people.merge(org_id, twin.id, person.id)
        person = tx.people.get(org_id, twin.id)
    mine = person.identity_on(platform, workspace)
    renamed = mine is not None and bool(said.name) and mine.name != said.name
    if mine is None or (mine.workspace, mine.user) != (workspace, user) or renamed:
        tx.people.add_identity(Identity(org_id, person.id, platform, workspace, user, said.name))
        person = tx.people.get(org_id, person.id)
    return _updated(tx, person, said, user, at, link_by_email)


def _new(tx: Tx, org_id: int, said: Profile, user: str, at: datetime, link_by_email: bool) -> Person:
    """Somebody nobody has met."""
    return tx.people.add(org_id, said.name or user, replace(said, email=_own_email(said, link_by_email)), at)


def _own_email(said: Profile, link_by_email: bool) -> str:
    """An address by which somebody may be found. Guests and externals bring theirs along: it could be a colleague's."""
    return said.email if link_by_email and said.kind is Kind.EMPLOYEE else ""


def _by_email(tx: Tx, org_id: int, said: Profile, link_by_email: bool) -> Person | None:
    email = _own_email(said, link_by_email)
    return tx.people.by_email(org_id, email) if email else None


def _updated(tx: Tx, person: Person, said: Profile, user: str, at: datetime, link_by_email: bool) -> Person:
    """What a platform does not say leaves what is known; that somebody is of another company is told by the envelope itself."""
    told = bool(said.name) and not said.hearsay
    now = replace(
        person,
        name=said.name or person.name or user,
        email=person.email or _own_email(said, link_by_email),
        platform_locale=said.locale or person.platform_locale,
        timezone=said.timezone or person.timezone,
        kind=said.kind if told or said.kind is Kind.EXTERNAL else person.kind,
        active=said.active if told else person.active,
    )
    if now != person:
        tx.people.save(now, at)
    if now.active != person.active and person.is_agent:
        _left_or_returned(tx, now, at)
    return now


def _left_or_returned(tx: Tx, person: Person, at: datetime) -> None:
    """Who has left is away until the account is switched on again: so the leads hear what stays behind."""
    if person.active:
        come_back(tx, person, person, at)
    else:
        go_away(tx, Absence(person.org_id, person.id, at), person, at)
