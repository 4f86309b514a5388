"""Somebody who types a few letters finds the members who are meant, of their own organisation and on the other platform alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.people.model import Identity, Kind, Organisation, Person, Platform
from app.ports import Tx
from storage.unit_of_work import Store
from tests import builders
from tests.builders import NOW


def known(tx: Tx, name: str, email: str = "", on: Platform = Platform.TEAMS, told: str | None = None) -> Person:
    person = builders.person(tx, name, user=f"U{name}", email=email)
    if on is Platform.TEAMS:
        user = f"aad-{name}".replace(" ", "-")
        tx.people.add_identity(Identity(person.org_id, person.id, on, "tenant", user, name if told is None else told))
    return tx.people.get(person.org_id, person.id)


def names(tx: Tx, org: int, words: str, most: int = 15) -> list[str]:
    return [person.name for person in tx.people.found(org, words, Platform.TEAMS, most)]


def test_every_word_counts_in_name_or_address_whatever_its_letters(store: Store) -> None:
    with store.open() as tx:
        org = known(tx, "Tara Rao", "tara.rao@example.test").org_id
        for name, email in (("Ärger Öz", ""), ("हरि शर्मा", ""), ("Sitara Nair", "s@example.test"), ("100%_Real", "")):
            known(tx, name, email)
        assert names(tx, org, "tara") == ["Tara Rao", "Sitara Nair"]
        assert names(tx, org, "  RAO tara ") == ["Tara Rao"]
        assert names(tx, org, "Tara.Rao@EXAMPLE") == ["Tara Rao"]
        assert names(tx, org, "ärger") == names(tx, org, "ÖZ") == ["Ärger Öz"]
        assert names(tx, org, "शर्मा") == ["हरि शर्मा"]
        assert names(tx, org, "%") == names(tx, org, "_R") == ["100%_Real"]
        assert names(tx, org, "tara nobody") == names(tx, org, "") == names(tx, org, " ") == []
        assert names(tx, org, "a", most=2) == names(tx, org, "a")[:2]


def test_only_members_who_are_there_and_known_by_name_are_found(store: Store) -> None:
    with store.open() as tx:
        org = known(tx, "Asha", on=Platform.SLACK).org_id
        none: dict[str, dict[str, Any]] = {
            "Guest": {"kind": Kind.GUEST},
            "Eve": {"kind": Kind.EXTERNAL},
            "Gone": {"active": False},
        }
        for name, changes in none.items():
            tx.people.save(replace(known(tx, f"Asha {name}"), **changes), NOW)
        assert names(tx, org, "asha") == []
        twice = known(tx, "Asha Twice")
        tx.people.add_identity(Identity(org, twice.id, Platform.TEAMS, "tenant", "aad-second", "Asha Twice"))
        other = tx.organisations.get(org)
        tx.organisations.save(Organisation(other.id + 1, "Other"))
        assert names(tx, org, "asha") == ["Asha Twice"]
        assert names(tx, other.id + 1, "asha") == []
