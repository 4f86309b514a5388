"""How urgent it is, and why."""

from __future__ import annotations

from collections.abc import Iterable

from app.policy.document import Document
from app.policy.routes import Condition
from app.routing.matching import said_words
from app.tickets.model import Priority


def decide(
    document: Document, category: str | None, text: str, requester: Iterable[str], chosen: Priority | None = None
) -> tuple[Priority, str]:
    """(priority, reason): "person" (they chose it), "rule:2" (the second rule), "category:vpn" or "default".

    The first rule that holds decides: its `priority` unless a person chose one, its `at_least` only upwards, also from what
    was chosen. `category` is a key; `requester` holds the references and addresses of the person ("slack:T1/U1").
    """
    priority, reason = _without_rules(document, category, chosen)
    known = known_as(requester)
    for number, rule in enumerate(document.priority_rules, start=1):
        if not _holds(rule.when, category, text, known):
            continue
        if rule.at_least and rule.at_least.rank > priority.rank:
            return rule.at_least, f"rule:{number}"
        if rule.priority and chosen is None:
            return rule.priority, f"rule:{number}"
        break
    return priority, reason


def _without_rules(document: Document, category: str | None, chosen: Priority | None) -> tuple[Priority, str]:
    if chosen:
        return chosen, "person"
    policy = document.categories.get(category or "")
    if policy and policy.priority:
        return policy.priority, f"category:{category}"
    return Priority.NORMAL, "default"


def _holds(when: Condition, category: str | None, text: str, known: frozenset[str]) -> bool:
    if when.category and category not in when.category:
        return False
    if when.requester and known.isdisjoint(ref.casefold() for ref in when.requester):
        return False
    return not when.words or bool(said_words(text, when.words))


def known_as(references: Iterable[str]) -> frozenset[str]:
    """`slack:T1/U1` is also `slack:U1`; letter case does not matter."""
    given = {ref.casefold() for ref in references}
    short = {f"{ref.split(':', 1)[0]}:{ref.rsplit('/', 1)[1]}" for ref in given if ":" in ref and "/" in ref}
    return frozenset(given | short)
